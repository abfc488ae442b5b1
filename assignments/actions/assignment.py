"""Drafting, issuing and carrying an assignment; reopening and withdrawing it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Seat
from agencies.models.calendar import work_calendar
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Role
from assignments.actions.asking import Order, ask_order, confirmed_by_another
from assignments.actions.extension import entered_late
from assignments.actions.inheriting import address, settle
from assignments.actions.moving import (
    day,
    due_from,
    hand_over,
    is_overdue,
    judge_notice,
    lapse,
    lead_from,
    moving,
    refuse_secret,
)
from assignments.actions.naming import (
    name_readers,
    natural_readers,
    rename_readers,
    specialist_of,
)
from assignments.actions.rhythm import set_series, start_series
from assignments.actions.terms import terms_of
from assignments.models import (
    Assignment,
    Cooperation,
    DueChange,
    Extension,
    Holding,
    LeadChange,
    ObjectiveCause,
    Progress,
    ReturnRequest,
    Series,
    SeriesEnd,
    Submission,
)
from assignments.models.dated import last_fact_on
from assignments.models.periods import comes_back
from assignments.rules.assignment import OPEN
from audit.record import record


@transaction.atomic
def draft(order: Order, *, decision: Decision | None = None, by: Seat, at: datetime) -> Assignment:
    """Write a draft; only the assigner's side sees it. What is known of the decision is kept."""
    ask_order(order, by=by, at=at)
    row = Assignment(entered_at=at, moved_at=at)
    _write(row, order, decision)
    row.save()
    _write_parts(row, order)
    if row.is_restricted:
        name_readers(row, [by.user, *order.readers], at=at)
    record("assignment.draft", row, by=by, at=at)
    return row


def edit(
    assignment: Assignment,
    order: Order,
    *,
    kept: Decision | None = None,
    revision: int,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Rewrite a draft; ``kept``: what is known of the decision that will issue it. A lead that
    would confirm its own work gets another monitor, as in a new order."""
    order = confirmed_by_another(order, on=day(at))
    with moving(assignment, "edit", revision=revision, by=by, at=at) as row:
        ask_order(order, by=by, at=at)
        _write(row, order, kept)
        row.cooperations.all().delete()
        _write_parts(row, order)
        rename_readers(row, order.readers, by=by, at=at)
    return row


def issue(
    assignment: Assignment,
    *,
    issued_on: date,
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Give the work: from here the lead's head is accountable.

    ``issued_on``: the day of the document or decision that gives it, today or earlier.
    """
    told = {"issued_on": f"{issued_on:%d/%m/%Y}"}
    with moving(
        assignment, "issue", decision=decision, revision=revision, told=told, by=by, at=at
    ) as row:
        on = day(at)
        address(row, by=by, at=at)
        told["lead"] = str(row.lead)
        if issued_on > on:
            raise NotAllowed(_("The day of issue cannot be still to come."))
        _keep(row, decision)
        row.issued_on = issued_on
        start_series(row, on=on)
        _set_due(row, decision, issued_on=issued_on, at=at)
        row.specialist = specialist_of(row, on=on)
        lead_from(row, LeadChange.Cause.ISSUE, decision=decision, on=issued_on, at=at)
        judge_notice(row)
        hand_over(row, Holding.Holder.ASSIGNER, row.assigner, on=issued_on)
        hand_over(row, Holding.Holder.LEAD, row.lead, on=on)
        row.cooperations.update(asked_on=on)
        row.cooperations.filter(due_on=None).update(due_on=row.due_on)
        if row.is_restricted:
            name_readers(row, natural_readers(row, decision, on=on), at=at)
    return row


def _set_due(row: Assignment, decision: Decision, *, issued_on: date, at: datetime) -> None:
    if row.due_count is not None and row.due_from is None:
        row.due_from = issued_on
    due_on = terms_of(row).due_on(work_calendar())
    row.due_on = row.original_due_on = None
    due_from(row, due_on, DueChange.Cause.ISSUE, decision=decision, on=issued_on, at=at)


def clarify(
    assignment: Assignment,
    *,
    content: str,
    product: str,
    decision: Decision,
    revision: int,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Complete an unclear order after issue: the work and the product in words."""
    with moving(
        assignment,
        "clarify",
        decision=decision,
        revision=revision,
        by=by,
        at=at,
        told={"content": assignment.content, "product": assignment.product},
    ) as row:
        refuse_secret(content, product)
        row.content, row.product = content, product
    return row


def acknowledge(
    assignment: Assignment,
    *,
    officer: Seat,
    decision: Decision | None = None,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Take the work on and name the officer of the lead body who carries it."""
    with moving(
        assignment,
        "acknowledge",
        decision=decision,
        revision=revision,
        by=by,
        at=at,
        told={"officer": str(officer)},
    ) as row:
        _name_officer(row, officer, on=day(at))
        row.acknowledged_on = day(at)
    return row


def change_officer(
    assignment: Assignment,
    *,
    officer: Seat,
    decision: Decision | None = None,
    note: str = "",
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Hand the work to another officer of the same body."""
    with moving(
        assignment,
        "change_officer",
        decision=decision,
        revision=revision,
        note=note,
        by=by,
        at=at,
        told={"officer": str(officer), "before": str(assignment.officer or "")},
    ) as row:
        _name_officer(row, officer, on=day(at))
    return row


def _name_officer(row: Assignment, officer: Seat, *, on: date) -> None:
    here = officer.agency_id == row.lead_id
    held = officer.valid_from <= on and (officer.valid_to is None or officer.valid_to > on)
    if not (here and held) or officer.role == Role.ADMINISTRATOR:
        raise NotAllowed(_("Choose an officer who holds a seat in the lead body."))
    row.officer = officer
    if row.is_restricted:
        name_readers(row, [officer.user], at=row.moved_at)
    late = work_calendar().days_late(row.due_on, on=on) if row.due_on else 0
    hand_over(row, Holding.Holder.LEAD, row.lead, officer=officer, received_overdue=late, on=on)


def report_progress(assignment: Assignment, *, text: str, by: Seat, at: datetime) -> Progress:
    """Say how far the work is."""
    with moving(assignment, "report_progress", note=text, by=by, at=at) as row:
        return Progress.objects.create(assignment=row, text=text, by=by, at=at)


@transaction.atomic
def reopen(
    assignment: Assignment,
    *,
    reason: str,
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Take a confirmed result back on a leader's decision; the clock had never stopped."""
    with moving(
        assignment,
        "reopen",
        decision=decision,
        revision=revision,
        note=reason,
        told=entered_late(decision, at=at),
        by=by,
        at=at,
    ) as row:
        row.submissions.filter(state=Submission.State.CONFIRMED).update(
            state=Submission.State.REOPENED, reopened_on=day(at)
        )
        row.confirmed_on = row.submitted_on = None
        hand_over(row, Holding.Holder.LEAD, row.lead, officer=row.officer, on=day(at))
    return settle(row, by=by, at=at)


@transaction.atomic
def withdraw(
    assignment: Assignment,
    *,
    reason: str,
    with_later: bool = False,
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """End the work without a result, with a reason; while overdue it is counted apart. It ends on
    the day of the decision, never before its last dated fact (rules.md 4.3).

    Of periodic work this period alone, or ``with_later`` all that follow it in this body.
    """
    facts: dict[str, Any] = {"reason": reason, "decision": decision, "by": by, "at": at}
    if assignment.series_id:  # before the rows, as what makes the next occurrence does
        Series.objects.select_for_update().get(pk=assignment.series_id)
    row = _withdraw(assignment, with_later=with_later, revision=revision, **facts)
    if with_later and row.period_first:
        _end_series(row, **facts)
    return row


def _end_series(row: Assignment, **facts: Any) -> None:
    """Of this occurrence and those made after it for the same lead, nothing more is made."""
    SeriesEnd.objects.get_or_create(assignment=row)
    later = Assignment.objects.filter(
        series=row.series_id, lead=row.lead_id, period_first__gt=row.period_first
    )
    for other in later.order_by("period_first", "pk"):
        if other.stage in OPEN:
            _withdraw(other, with_later=True, **facts)
        SeriesEnd.objects.get_or_create(assignment=other)


def _withdraw(
    assignment: Assignment,
    *,
    reason: str,
    with_later: bool,
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    told: dict[str, Any] = dict(entered_late(decision, at=at))
    with moving(
        assignment,
        "withdraw",
        decision=decision,
        revision=revision,
        note=reason,
        told=told,
        by=by,
        at=at,
    ) as row:
        on = max(decision.decided_on, last_fact_on(row) or day(at))
        if is_overdue(row, on=on):
            row.changed_overdue_on = row.changed_overdue_on or on
        if row.period_first:
            told["periods"] = "later" if with_later else "this" if comes_back(row) else "last"
        row.withdrawn_on = on
        row.submitted_on = None
        told["lapsed"] = drop_what_waits(row, on=on)
        hand_over(row, Holding.Holder.NOBODY, None, on=on)
    return row


def drop_what_waits(row: Assignment, *, on: date) -> list[str]:
    """Requests and results that the end of the work leaves without an answer; the kinds of
    requests that lapsed."""
    row.submissions.filter(state=Submission.State.PREPARED).update(state=Submission.State.DROPPED)
    row.submissions.filter(state=Submission.State.SUBMITTED).update(
        state=Submission.State.DROPPED, dropped_on=on
    )
    return lapse(row, ReturnRequest, Extension, ObjectiveCause)


# --- orders ---------------------------------------------------------------------------------
def _keep(row: Assignment, decision: Decision | None) -> None:
    if decision and decision.has_its_basis:
        for name, value in decision.columns.items():
            setattr(row, name, value)


def _write(row: Assignment, order: Order, decision: Decision | None) -> None:
    for name in (
        "title",
        "content",
        "product",
        "completion_point",
        "directive",
        "obligation",
        "clause",
        "parent",
        "batch",
        "function",
        "giver",
        "assigner",
        "lead",
        "monitor",
        "is_priority",
        "is_internal",
        "restriction",
        "government_code",
        "system_code",
    ):
        setattr(row, name, getattr(order, name))
    due_on = order.terms.due_on(work_calendar())
    order.terms.write(row, due_on)
    row.due_on = row.original_due_on = due_on
    set_series(row, order.rhythm, order.series)
    _keep(row, decision)


def _write_parts(row: Assignment, order: Order) -> None:
    Cooperation.objects.bulk_create(
        Cooperation(assignment=row, agency=p.agency, part=p.text, due_on=p.due_on or row.due_on)
        for p in order.parts
    )
