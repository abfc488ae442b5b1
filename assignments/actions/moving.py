"""How every move is made: lock, ask the rules, change, record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.calendar import FIRST_YEAR, LAST_YEAR
from agencies.models import Agency, Seat
from agencies.models.calendar import work_calendar
from agencies.models.decision import Decision
from agencies.models.memory import remembered
from agencies.models.person import CAPACITY_LABELS
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed, Stale
from agencies.rules.roles import Capacity
from assignments.models import (
    Assignment,
    DueChange,
    Holding,
    LeadChange,
)
from assignments.models.dated import answered_on, due_decided_on, ordered_on
from assignments.models.facts import Outcome
from assignments.models.parties import (
    Relation,
    capacities,
    capacity_of,
    deciders,
    may_decide_by_order,
    offered,
    own_decision,
    relation,
    situation,
)
from assignments.rules.assignment import MOVES, NEEDS_WORDS, Party, Stage, target
from audit.record import record
from directives.rules.secrecy import markings


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
        related = relation(row, by, standing_of(by, on=day(at)))
        decision = decision or own_decision(row, related, move, by, on=day(at))
        ask(row, move, decision, related, by=by, at=at)
        if move in NEEDS_WORDS and not note.strip():
            raise NotAllowed(_("This step needs its content or reason in words."))
        refuse_secret(note, decision.basis)
        row.stage = target(move, Stage(row.stage))
        yield row
        save(row, at=at)
        facts = (told or {}) | _for_whom(related, move, decision)
        record(f"assignment.{move}", row, note=note, decision=decision, by=by, at=at, **facts)


def decided(assignment: Assignment, move: str, *, by: Seat, at: datetime) -> Decision:
    """The decision that the seat takes in person when it makes this move."""
    related = relation(assignment, by, standing_of(by, on=day(at)))
    return own_decision(assignment, related, move, by, on=day(at))


def _for_whom(related: Relation, move: str, decision: Decision) -> dict[str, str]:
    """In whose place it is done, or under whose authorisation it is decided in person."""
    letter = related.letters.get(move)
    if letter and decision.capacity == Capacity.TUQ and decision.is_direct:
        paper = f"{letter.document}, {letter.document_on:%d/%m/%Y}"
        return {"authorised_by": str(letter.absent), "letter": paper}
    absent = related.instead.get(move)
    return {"instead_of": str(absent)} if absent and decision.is_direct else {}


def save(row: Assignment, *, at: datetime) -> None:
    row.revision += 1
    row.moved_at = at
    row.save()


def refuse_secret(*texts: str) -> None:
    """Secret work is not entered here, by whatever door it comes."""
    for text in texts:
        if found := markings(title=text, text=text):
            raise NotAllowed(
                _("It bears the marking “%(marking)s”. Secret work is not entered here.")
                % {"marking": found[0].marking}
            )


def ask(
    row: Assignment,
    move: str,
    decision: Decision,
    related: Relation,
    *,
    by: Seat,
    at: datetime,
) -> None:
    """Refuse a move that this seat, so related to the row, may not make or record now."""
    now = situation(row, standing_of(by, on=day(at)))
    if move not in offered(Stage(row.stage), related, now):
        raise NotAllowed(_("This is not possible now, or not in your seat."))
    if MOVES[move].decides:
        ask_decision(row, move, decision, related, by=by, at=at)


def ask_decision(
    row: Assignment,
    move: str,
    decision: Decision,
    related: Relation,
    *,
    by: Seat,
    at: datetime,
) -> None:
    """Refuse a decision without its basis, or of somebody who may not decide this move."""
    on = day(at)
    decision.ask(by=by, on=on)
    ordered = ordered_on(row)
    if ordered and decision.decided_on < ordered:
        raise NotAllowed(
            _("A decision on this work cannot be older than its order, which is of %(day)s.")
            % {"day": f"{ordered:%d/%m/%Y}"}
        )
    _ask_after(row, move, decision)
    if decision.capacity == Capacity.TUQ:
        _ask_letter(row, move, decision)
    elif decision.capacity == Capacity.TL:
        _ask_by_order(row, move, decision)
    elif decision.decided_by.pk == by.pk:
        _ask_self(row, move, decision, related)
    else:
        _ask_decider(row, move, decision, by=by, on=on)


def _ask_after(row: Assignment, move: str, decision: Decision) -> None:
    """Nothing is decided before it was asked, recognised before it was issued, taken back before
    it was decided."""
    answered = answered_on(row, move)
    if answered and decision.decided_on < answered:
        raise NotAllowed(
            _("A decision cannot be older than what it answers, which is of %(day)s.")
            % {"day": f"{answered:%d/%m/%Y}"}
        )


def _ask_letter(row: Assignment, move: str, decision: Decision) -> None:
    """The decider holds a written authorisation of that day, from one who decides this."""
    seat = decision.decided_by
    standing = standing_of(seat, on=decision.decided_on)
    if move not in relation(row, seat, standing).letters:
        raise NotAllowed(_("No written authorisation of that day lets this person decide this."))


def _ask_self(row: Assignment, move: str, decision: Decision, related: Relation) -> None:
    if not related.decides(move):
        raise NotAllowed(_("You may record this decision, not take it: name who decided."))
    own = own_decision(row, related, move, decision.decided_by, on=decision.decided_on)
    if decision.capacity != own.capacity:
        raise NotAllowed(
            _("In this seat the decision is taken in the capacity “%(capacity)s”.")
            % {"capacity": CAPACITY_LABELS[own.capacity]}
        )


def _ask_by_order(row: Assignment, move: str, decision: Decision) -> None:
    """By order (TL.): where the provision of that day says so, and never on an own item."""
    standing = standing_of(decision.decided_by, on=decision.decided_on)
    if not may_decide_by_order(row, move, standing):
        raise NotAllowed(_("No provision of that day lets this person decide this by order (TL.)."))


def _ask_decider(row: Assignment, move: str, decision: Decision, *, by: Seat, on: date) -> None:
    """Whoever held the seat on the day of the decision, in a capacity of that seat."""
    decider, own = decision.decided_by, standing_of(by, on=on).bodies
    question = ("may decide", decider.pk, *_side(row, move, own), decision.decided_on)
    among = deciders(row, move, own=own, on=decision.decided_on)
    if not remembered(question, lambda: among.filter(pk=decider.pk).exists()):
        raise NotAllowed(
            _("The person named could not decide this on %(day)s.")
            % {"day": f"{decision.decided_on:%d/%m/%Y}"}
        )
    if decision.capacity not in capacities(row, move, decider):
        own_words = CAPACITY_LABELS[capacity_of(row, move, decider)]
        raise NotAllowed(
            _("In this seat the decision is taken in the capacity “%(capacity)s”.")
            % {"capacity": own_words}
        )


def _side(row: Assignment, move: str, own: frozenset[int]) -> tuple[object, ...]:
    """What ``deciders`` looks at beside the day: the roles, and the body of the party."""
    rule = MOVES[move]
    bodies = {
        Party.LEAD: row.lead_id,
        Party.ASSIGNER: row.assigner_id,
        Party.MONITOR: row.monitor_id,
    }
    return rule.roles, rule.party, bodies.get(rule.party, own)


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
    """From the day ``on`` the due date is ``due_on``; the original date never changes.

    Raises NotAllowed for a new date before the day of the order or of the decision that sets it,
    for a decision older than one that set the date already, and for an absurd year.
    """
    is_new = cause != DueChange.Cause.ISSUE
    if due_on:
        _ask_due(row, due_on, is_new=is_new)
    if due_on and decision and cause in _DECIDED:
        _ask_due_decision(row, due_on, decision)
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
    if was_overdue and is_new:
        row.changed_overdue_on = row.changed_overdue_on or on
    row.due_on = due_on
    if row.original_due_on is None:
        row.original_due_on = due_on


def _ask_due(row: Assignment, due_on: date, *, is_new: bool) -> None:
    if not FIRST_YEAR <= due_on.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise NotAllowed(_("The year of the due date must be from %(first)s to %(last)s.") % years)
    if is_new and row.issued_on and due_on < row.issued_on:
        raise NotAllowed(
            _("The due date cannot be before the day of the order, %(day)s.")
            % {"day": f"{row.issued_on:%d/%m/%Y}"}
        )


# A date that a decision states; resuming only counts the days that the clock stood.
_DECIDED = frozenset({DueChange.Cause.EXTENSION, DueChange.Cause.REDATE, DueChange.Cause.REISSUE})


def _ask_due_decision(row: Assignment, due_on: date, decision: Decision) -> None:
    """No decision sets a day before its own, none overrides a later one (rules.md 4.3)."""
    if due_on < decision.decided_on:
        raise NotAllowed(
            _("The new due date cannot be before the day of its decision, %(day)s.")
            % {"day": f"{decision.decided_on:%d/%m/%Y}"}
        )
    last = due_decided_on(row)
    if last and decision.decided_on < last:
        raise NotAllowed(
            _("The due date was set by a later decision, of %(day)s: this one is older.")
            % {"day": f"{last:%d/%m/%Y}"}
        )


def is_overdue(row: Assignment, *, on: date) -> bool:
    """Running, or waiting, after its due date on the day ``on``."""
    judged = min(row.submitted_on or row.stopped_on or on, on)
    return bool(row.due_on and row.issued_on and judged > row.due_on)


def judge_notice(row: Assignment) -> None:
    """Given too late to be done in time: received after, or less than one working day before, the
    due date (rules.md 1.8). Received: the day on which the last issue to this body was entered."""
    issues = row.lead_changes.exclude(cause=LeadChange.Cause.SUCCESSION)
    received_at = issues.order_by("-pk").values_list("recorded_at", flat=True).first()
    row.is_short_notice = bool(
        row.due_on
        and received_at
        and work_calendar().working_days_between(day(received_at), row.due_on) < 1
    )


def lapse(row: Assignment, *requests: type[models.Model]) -> list[str]:
    """End the open requests of these kinds, which the move leaves without an answer; the kinds
    that had one, for the story."""
    return [
        request._meta.model_name or ""
        for request in requests
        if request._default_manager.filter(assignment=row, outcome=Outcome.ASKED).update(
            outcome=Outcome.LAPSED
        )
    ]
