"""From what day on a decided pause may hold (rules.md 3, 4.3)."""

from datetime import date

from django.db.models import Max, Q

from assignments.models.assignment import Assignment
from assignments.models.facts import LeadChange

# A body that took another over goes on where that one stood.
_ORDERED = ~Q(lead_changes__cause=LeadChange.Cause.SUCCESSION)


def running_since(row: Assignment) -> date:
    """Since when issued work has run as it runs now: with this lead, to this due date, neither
    handed in nor paused. A pause decided before begins on that day. One query."""
    days = Assignment.objects.filter(pk=row.pk).aggregate(
        issued=Max("issued_on"),
        led=Max("lead_changes__effective_on", filter=_ORDERED),
        due=Max("due_changes__effective_on"),
        resumed=Max("pauses__resumed_on"),
        sent_back=Max("submissions__sent_back_on"),
        reopened=Max("submissions__reopened_on"),
    )
    return max(day for day in days.values() if day)


def is_too_late(row: Assignment, *, on: date) -> bool:
    """Whether no pause, of whatever day, can be entered any more on the day ``on``: the work came
    back to its lead, or got its due date, after that date itself."""
    return bool(row.due_on and row.due_on < on and running_since(row) > row.due_on)
