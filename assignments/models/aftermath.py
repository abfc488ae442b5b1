"""What a move brought with it, in words for the story."""

from django.utils.translation import gettext as _

from audit.models import Event


def follows(event: Event) -> str:
    """What followed from another lead: date, monitor, own part, readers."""
    said = event.data | {"before": event.data.get("before") or "–"}
    words = {
        "due": _("New due date: %(before)s → %(due)s"),
        "monitor": _("Monitored from now on by %(monitor)s"),
        "part": _("Its part as a cooperating body goes with the lead: %(part)s"),
        "unread_by": _("No longer read by the people of %(unread_by)s"),
    }
    return " · ".join(text % said for key, text in words.items() if said.get(key))


def lapsed(event: Event) -> str:
    """Requests that the move left without an answer."""
    words = {
        "returnrequest": _("The request for return lapsed"),
        "extension": _("The request for extension lapsed"),
        "objectivecause": _("The request to confirm a cause lapsed"),
    }
    return " · ".join(words[kind] for kind in event.data.get("lapsed", []))


def periods(event: Event) -> str:
    """How much of periodic work was withdrawn."""
    words = {
        "this": _("This period only; the work comes back in the next period."),
        "later": _("With all later periods: nothing more is made for this body."),
    }
    return words.get(event.data.get("periods", ""), "")
