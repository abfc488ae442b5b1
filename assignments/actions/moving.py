"""How every move is made: lock, ask the rules, change, record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency, Seat
from agencies.models.decision import Decision
from agencies.models.memory import remembered
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed, Stale
from assignments.models import Assignment, DueChange, Holding, LeadChange
from assignments.models.parties import deciders, is_authorised, moves_of, relation
from assignments.rules.assignment import MOVES, Party, Stage, target
from audit.record import record


def day(at: datetime) -> date:
    """The local date of a moment."""
    return timezone.localdate(at)


def lock(assignment: Assignment, *, revision: int | None = None) -> Assignment:
    """The row, locked; raises Stale when it is not at the revision that the person saw."""
    row = (
        Assignment.objects.select_for_update()
        .prefetch_related("cooperations")
        .get(pk=assignment.pk)
    )
    if revision is not None and revision != row.revision:
        raise Stale(row)
    _lend(row, assignment)
    return row


def _lend(row: Assignment, seen: Assignment) -> None:
    """Bodies and seats that the caller has read already are not read again for every move."""
    for name in ("assigner", "lead", "monitor", "officer"):
        known = seen._state.fields_cache.get(name)
        if known and known.pk == getattr(row, f"{name}_id"):
            setattr(row, name, known)


@contextmanager
def moving(
    assignment: Assignment,
    move: str,
    *,
    decision: Decision | None = None,
    revision: int | None = None,
    note: str = "",
    told: dict[str, Any] | None = None,
    by: Seat,
    at: datetime,
) -> Iterator[Assignment]:
    """One transaction around one move: yields the locked row at its new stage, then saves it and
    records the event ``assignment.<move>``. ``told`` is kept for the story, never counted.

    Raises NotAllowed when the table, a right or the basis refuses; Stale on a lost race.
    """
    with transaction.atomic():
        row = lock(assignment, revision=revision)
        decision = decision or Decision.direct(by, day(at))
        ask(row, move, decision, by=by, at=at)
        row.stage = target(move, Stage(row.stage))
        yield row
        save(row, at=at)
        record(
            f"assignment.{move}", row, note=note, decision=decision, by=by, at=at, **(told or {})
        )


def save(row: Assignment, *, at: datetime) -> None:
    row.revision += 1
    row.moved_at = at
    row.save()


def ask(row: Assignment, move: str, decision: Decision, *, by: Seat, at: datetime) -> None:
    """Refuse a move that this seat may not make or record now."""
    on = day(at)
    standing = standing_of(by, on=on)
    if move not in moves_of(row, by, standing):
        raise NotAllowed(_("This is not possible now, or not in your seat."))
    if not MOVES[move].decides:
        return
    if not decision.has_its_basis:
        raise NotAllowed(_("Enter the basis of the decision: a document, a slip or a note."))
    if decision.recorded_by.pk != by.pk:
        raise NotAllowed(_("A decision is recorded by the person who enters it."))
    if decision.decided_on > on:
        raise NotAllowed(_("A decision cannot be of a day still to come."))
    may_decide = deciders(row, move, on=on)
    if decision.decided_by.pk == by.pk:
        if relation(row, by, standing).decides(move) or is_authorised(by, may_decide, on=on):
            return
        raise NotAllowed(_("You may record this decision, not take it: name who decided."))
    decider = decision.decided_by.pk
    question = ("may decide", decider, *_side(row, move), on)
    if not remembered(question, lambda: may_decide.filter(pk=decider).exists()):
        raise NotAllowed(_("The person named may not decide this."))


def _side(row: Assignment, move: str) -> tuple[object, ...]:
    """What ``deciders`` looks at beside the day: the roles, and the body of the party."""
    rule = MOVES[move]
    bodies = {
        Party.LEAD: row.lead_id,
        Party.ASSIGNER: row.assigner_id,
        Party.MONITOR: row.monitor_id,
    }
    # The cooperating bodies are those of this assignment alone.
    return rule.roles, rule.party, bodies.get(rule.party, ("of", row.pk))


# --- dated facts ----------------------------------------------------------------------------
def hand_over(
    row: Assignment,
    holder: Holding.Holder,
    agency: Agency | None,
    *,
    officer: Seat | None = None,
    received_overdue: int = 0,
    on: date,
) -> None:
    """From the day ``on`` the assignment lies with this holder."""
    Holding.objects.create(
        assignment=row,
        holder=holder,
        agency=agency,
        officer=officer,
        from_on=on,
        received_overdue=received_overdue,
    )


def lead_from(
    row: Assignment,
    cause: LeadChange.Cause,
    *,
    decision: Decision | None,
    on: date,
    at: datetime,
    **facts: Any,
) -> None:
    """From the day ``on`` the present lead of ``row`` leads."""
    columns = decision.columns if decision else {}
    LeadChange.objects.create(
        assignment=row,
        agency_id=row.lead_id,
        effective_on=on,
        cause=cause,
        recorded_at=at,
        **columns,
        **facts,
    )


def due_from(
    row: Assignment,
    due_on: date | None,
    cause: DueChange.Cause,
    *,
    decision: Decision | None,
    on: date,
    at: datetime,
    **facts: Any,
) -> None:
    """From the day ``on`` the due date is ``due_on``; the original date never changes."""
    was_overdue = is_overdue(row, on=on)
    columns = decision.columns if decision else {}
    DueChange.objects.create(
        assignment=row,
        due_on=due_on,
        previous_due_on=row.due_on,
        effective_on=on,
        cause=cause,
        was_overdue=was_overdue,
        recorded_at=at,
        **columns,
        **facts,
    )
    if was_overdue and cause != DueChange.Cause.ISSUE:
        row.changed_overdue_on = row.changed_overdue_on or on
    row.due_on = due_on
    if row.original_due_on is None:
        row.original_due_on = due_on


def is_overdue(row: Assignment, *, on: date) -> bool:
    """Running, or waiting, after its due date on the day ``on``."""
    judged = row.submitted_on or row.stopped_on or on
    return bool(row.due_on and row.issued_on and judged > row.due_on)
