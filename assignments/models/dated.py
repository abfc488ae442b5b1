"""The days that hold a decision: what it answers, what came before it (rules.md 4.3)."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Min

from assignments.models.assignment import Assignment
from assignments.models.facts import (
    DueChange,
    Extension,
    ObjectiveCause,
    Outcome,
    ReturnRequest,
)

# The dated request that each of these moves answers.
_ANSWERS: dict[str, type[Extension] | type[ReturnRequest] | type[ObjectiveCause]] = {
    "grant_extension": Extension,
    "refuse_extension": Extension,
    "accept_return": ReturnRequest,
    "refuse_return": ReturnRequest,
    "confirm_cause": ObjectiveCause,
    "refuse_cause": ObjectiveCause,
}
_OF_DUE_DATE = frozenset({"EXTENSION", "REDATE", "REISSUE", "RESUME"})


def ordered_on(row: Assignment) -> date | None:
    """The day of the order: that of the first occurrence, however late this one was made."""
    if row.series_id is None or row.issued_on is None:
        return row.issued_on
    given = Assignment.objects.filter(series=row.series_id, period_first__isnull=False)
    found: date = given.aggregate(on=Min("issued_on"))["on"]
    return found


def answered_on(row: Assignment, move: str) -> date | None:
    """The day of what the move answers or takes back: a request, a result, a decision."""
    if kind := _ANSWERS.get(move):
        asked = kind._default_manager.filter(assignment=row, outcome=Outcome.ASKED)
        return asked.values_list("requested_on", flat=True).first()
    match move:
        case "confirm" | "send_back":
            return row.submitted_on
        case "reopen":
            return row.confirmed_on
        case "reissue":
            accepted = row.returns.filter(outcome=Outcome.ACCEPTED, ended_on=None)
            return accepted.values_list("decided_on", flat=True).first()
        case "resume":
            return row.pauses.filter(resumed_on=None).values_list("paused_on", flat=True).first()
    return None


def due_decided_on(row: Assignment) -> date | None:
    """The day of the newest decision on the due date after the order."""
    changes = DueChange.objects.filter(assignment=row, cause__in=_OF_DUE_DATE)
    found: date | None = changes.aggregate(on=Max("decided_on"))["on"]
    return found


def last_fact_on(row: Assignment) -> date | None:
    """The day of the newest dated fact of issued work; None for a draft. One query."""
    days = Assignment.objects.filter(pk=row.pk).aggregate(
        issued=Max("issued_on"),
        held=Max("holdings__from_on"),
        led=Max("lead_changes__effective_on"),
        due=Max("due_changes__effective_on"),
    )
    return max((day for day in days.values() if day), default=None)
