"""The day of a receipt, entered after the issue, moves the dates that count from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from agencies.calendar import CannotCount, Unit, WorkCalendar
from agencies.models import Agency, Seat
from agencies.models.calendar import work_calendar
from agencies.rules import phrases
from agencies.rules.text import Refusal
from assignments.actions.moving import day, due_from, lock, save
from assignments.models import Assignment, DueChange
from assignments.rules.assignment import OPEN, Stage
from audit.record import record
from directives.actions import directive as documents
from directives.models import Directive
from directives.models.directive import received

Cause = DueChange.Cause
# A date that anything else has moved is a decision, and stays.
_COUNTED = {Cause.ISSUE, Cause.RECEIPT, Cause.CALENDAR}


@transaction.atomic
def receive(
    directive: Directive, agency: Agency, *, received_on: date, by: Seat, at: datetime
) -> list[Assignment]:
    """Note the receipt, and count anew what the document gave this body "from the receipt"
    (rules.md 1.3); gives the assignments whose date moved.

    A count from a day that somebody typed stays, and so does a date that would lie before the day
    of the order. The original due date stays for ever. Raises NotAllowed.
    """
    known = received(directive, agency)
    documents.receive(directive, agency, received_on=received_on, by=by, at=at)
    rows = Assignment.objects.filter(
        directive=directive, lead=agency, stage__in=OPEN | {Stage.DRAFT}, due_count__isnull=False
    )
    calendar = work_calendar()
    moved = [
        _recount(lock(row), received_on, calendar, by=by, at=at)
        for row in rows.order_by("pk")
        if _is_provisional(row, known, calendar)
    ]
    return [row for row in moved if row]


def _is_provisional(row: Assignment, known: date | None, calendar: WorkCalendar) -> bool:
    """Counted from the receipt as it was known, or from the day of entry for want of one."""
    changes = list(row.due_changes.order_by("pk"))
    start = next((c.due_from for c in reversed(changes) if c.due_from), row.due_from)
    return (
        {change.cause for change in changes} <= _COUNTED
        and start in (known, timezone.localdate(row.entered_at))
        and _speaks_of_receipt(row, calendar)
    )


def _speaks_of_receipt(row: Assignment, calendar: WorkCalendar) -> bool:
    given_on = row.due_from or timezone.localdate(row.entered_at)
    try:
        found = phrases.parse(row.due_phrase, given_on=given_on, calendar=calendar)
    except (Refusal, CannotCount):
        return False
    return found.counted_from == phrases.Start.RECEIVED


def _recount(
    row: Assignment, start: date, calendar: WorkCalendar, *, by: Seat, at: datetime
) -> Assignment | None:
    before, due_on = row.due_on, calendar.add(start, Unit(row.due_rule), row.due_count or 0)
    if due_on == before or (row.issued_on and due_on < row.issued_on):
        return None
    if row.stage == Stage.DRAFT:
        row.due_from, row.due_on, row.original_due_on = start, due_on, due_on
    else:
        counted = {"due_rule": row.due_rule, "due_count": row.due_count, "due_from": start}
        due_from(row, due_on, Cause.RECEIPT, decision=None, on=day(at), at=at, **counted)
    save(row, at=at)
    days = (before, due_on, start)
    record("assignment.receipt", row, by=by, at=at, **dict(zip(_TOLD, _shown(days), strict=True)))
    return row


_TOLD = ("before", "due", "received")


def _shown(days: Iterable[date | None]) -> list[str]:
    return [f"{each:%d/%m/%Y}" if each else "" for each in days]
