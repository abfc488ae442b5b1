"""What a move brought with it, in words for the story."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.fields import parse_date
from assignments.models.lateness import Span, fell_on, was_overdue
from audit.models import Event

# Steps on the way of a result to the approval of its own head.
INSIDE = frozenset({"prepare", "hand_back"})


def is_inside(event: Event) -> bool:
    """A step on the way of a result to the approval of its own head: until it is handed in, the
    lead's people alone are told (rules.md 2.5)."""
    return event.kind.removeprefix("assignment.") in INSIDE or bool(event.data.get("is_inside"))


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
    """A decision entered after its day (rules.md 4.3)."""
    words = _("late registration: decided on %(day)s, entered on %(entered)s")
    decided_on, entered = event.data.get("decided_on"), timezone.localdate(event.at)
    return words % {"day": decided_on, "entered": f"{entered:%d/%m/%Y}"} if decided_on else ""


def periods(event: Event) -> str:
    """How much of periodic work was withdrawn."""
    words = {
        "this": _("This period only; the work comes back in the next period."),
        "last": _("This period; nothing more is made for this body."),
        "later": _("With all later periods: nothing more is made for this body."),
    }
    return words.get(event.data.get("periods", ""), "")


def while_overdue(event: Event, spans: Iterable[Span]) -> str:
    """A new date, another lead or a withdrawal that met overdue work (rules.md 3.7)."""
    name = event.kind.removeprefix("assignment.")
    words = {
        "redate": _("set while overdue"),
        "grant_extension": _("set while overdue"),
        "reassign": _("reassigned while overdue"),
        "reissue": _("reissued while overdue"),
        "withdraw": _("withdrawn while overdue"),
    }
    decided_on = event.data.get("decided_on")
    day = parse_date(decided_on) if decided_on else timezone.localdate(event.at)
    return words[name] if name in words and was_overdue(spans, day) else ""


def passed(span: Span) -> str:
    """How a due date passed: without a result, or with one in time that did not stand."""
    if span.fallen is None:
        text = _("The due date %(day)s passed without a result.")
    elif span.fallen.reopened_on:
        text = _(
            "The due date %(day)s had passed; the result of %(given)s was reopened on %(fell)s,"
            " and the clock had never stopped."
        )
    else:
        text = _(
            "The due date %(day)s had passed; the result of %(given)s was sent back on %(fell)s,"
            " and the clock had never stopped."
        )
    days = {"day": span.due_on}
    if span.fallen:
        days |= {"given": span.fallen.submitted_on, "fell": fell_on(span.fallen)}
    return text % {name: f"{day:%d/%m/%Y}" for name, day in days.items()}
