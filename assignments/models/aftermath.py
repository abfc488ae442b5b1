"""What a move brought with it, in words for the story."""

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Event


def besides(event: Event) -> list[str]:
    """What stands beside every act: requests that lapsed, periods, a late registration."""
    return [lapsed(event), periods(event), registered(event)]


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


def registered(event: Event) -> str:
    """A decision that applies from a day before its entry (rules.md 4.3)."""
    words = _("late registration: decided on %(day)s, entered on %(entered)s")
    decided_on, entered = event.data.get("decided_on"), timezone.localdate(event.at)
    return words % {"day": decided_on, "entered": f"{entered:%d/%m/%Y}"} if decided_on else ""


def files(event: Event, *, is_insider: bool) -> str:
    """The names of files; of a result not handed in yet only the lead's people learn them."""
    hidden = event.data.get("is_inside") and not is_insider
    return "" if hidden else ", ".join(event.data.get("files", []))


def periods(event: Event) -> str:
    """How much of periodic work was withdrawn."""
    words = {
        "this": _("This period only; the work comes back in the next period."),
        "last": _("This period; nothing more is made for this body."),
        "later": _("With all later periods: nothing more is made for this body."),
    }
    return words.get(event.data.get("periods", ""), "")
