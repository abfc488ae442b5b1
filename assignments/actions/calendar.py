"""A change of the calendar moves computed, open, future deadlines, and no other (rules.md 1.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from agencies.actions import calendar as calendars
from agencies.calendar import Unit
from agencies.models import CalendarChange, Seat
from agencies.models.calendar import calendar_with, work_calendar
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import BasisKind
from assignments.actions.moving import day, due_from, save
from assignments.models import Assignment, DueChange
from assignments.rules.recompute import Basis, Step, recomputed
from audit.record import record

COUNTED = (
    Assignment.DueRule.WORKING_DAYS,
    Assignment.DueRule.DAYS,
    Assignment.DueRule.MONTHS,
)


@dataclass(frozen=True)
class Moved:
    """One deadline that the change moves, from the present day to another."""

    assignment: Assignment
    due_on: date
    new_due_on: date


def what_moves(change: CalendarChange, *, on: date) -> list[Moved]:
    """The deadlines that approval on the day ``on`` moves, soonest first; reads only."""
    return _moves(change, _candidates(on), on=on)


def digest(moves: Iterable[Moved]) -> str:
    """What a person saw before approving, in a few letters; another list has another digest."""
    lines = (f"{m.assignment.pk}:{m.due_on}:{m.new_due_on}" for m in moves)
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


@transaction.atomic
def approve(change: CalendarChange, *, seen: str, by: Seat, at: datetime) -> list[Moved]:
    """Write the days and move the deadlines; each keeps the change as its cause.

    ``seen`` is the digest of the list that the approver read; another list is refused.
    """
    row = calendars.lock_changes(change)
    rows = _candidates(day(at)).select_for_update(of=("self",))
    moves = _moves(row, rows, on=day(at))
    if digest(moves) != seen:
        raise NotAllowed(_("The list below has changed since it was opened: read it again."))
    calendars.approve(row, moved=len(moves), by=by, at=at)
    decision = _decision(row, by, on=day(at))
    for move in moves:
        _recompute(move, row, decision, by=by, at=at)
    return moves


def _candidates(on: date) -> models.QuerySet[Assignment]:
    counted = (
        Q(due_rule__in=COUNTED)
        | Q(due_changes__cause=DueChange.Cause.RESUME)
        | Q(due_changes__due_rule__in=COUNTED)
    )
    found = Assignment.objects.open().filter(counted, due_on__gte=on)
    steps = DueChange.objects.order_by("pk").only(
        *("assignment_id", "cause", "due_on", "working_days"),
        *("due_rule", "due_count", "due_from"),
    )
    return (
        Assignment.objects.filter(pk__in=found.values("pk"))
        .prefetch_related(Prefetch("due_changes", steps))
        .order_by("due_on", "pk")
    )


def _moves(change: CalendarChange, rows: Iterable[Assignment], *, on: date) -> list[Moved]:
    """Rows whose date differs between the calendars without and with the change.

    Nothing moves to a day that is already past: a change of the calendar makes nobody late.
    """
    before, after = work_calendar(), calendar_with(change)
    if (before.off, before.worked) == (after.off, after.worked):
        return []
    found = []
    for row in rows:
        basis, steps = _basis(row), _steps(row)
        new = recomputed(basis, steps, after)
        if new is None or new == recomputed(basis, steps, before):
            continue
        if row.due_on and new != row.due_on and new >= on:
            found.append(Moved(row, row.due_on, new))
    return found


def _basis(row: Assignment | DueChange) -> Basis | None:
    if row.due_rule not in COUNTED or row.due_from is None or row.due_count is None:
        return None
    return Basis(row.due_from, Unit(row.due_rule), row.due_count)


def _steps(row: Assignment) -> list[Step]:
    return [Step(c.cause, c.due_on, c.working_days or 0, _basis(c)) for c in row.due_changes.all()]


def _decision(change: CalendarChange, by: Seat, *, on: date) -> Decision:
    """Approved by the person who acts, on the document that changed the calendar."""
    return Decision(
        decided_by=by,
        recorded_by=by,
        decided_on=on,
        basis_kind=BasisKind.DOCUMENT,
        basis=change.source[:300],
        basis_on=change.decided_on,
    )


def _recompute(
    move: Moved, change: CalendarChange, decision: Decision, *, by: Seat, at: datetime
) -> None:
    row = move.assignment
    due_from(
        row,
        move.new_due_on,
        DueChange.Cause.CALENDAR,
        decision=decision,
        on=day(at),
        at=at,
        note=cause_in_words(change),
    )
    save(row, at=at)
    record(
        "assignment.recompute",
        row,
        note=cause_in_words(change),
        decision=decision,
        by=by,
        at=at,
        before=f"{move.due_on:%d/%m/%Y}",
        due=f"{move.new_due_on:%d/%m/%Y}",
        change=change.pk,
    )


def cause_in_words(change: CalendarChange) -> str:
    """ "Tết Nguyên đán, 14/02/2026 - 22/02/2026": data, so it stays as it was entered."""
    days = f"{change.first_day:%d/%m/%Y}"
    if change.last_day != change.first_day:
        days += f" - {change.last_day:%d/%m/%Y}"
    return f"{change.name}, {days}" if change.name else days
