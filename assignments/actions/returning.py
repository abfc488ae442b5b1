"""Asking that work be given to another body, deciding it, giving it again."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from agencies.models import Agency, Seat
from agencies.models.calendar import work_calendar
from agencies.models.decision import Decision
from assignments.actions.moving import day, due_from, hand_over, is_overdue, lead_from, moving
from assignments.actions.terms import Terms
from assignments.models import Assignment, DueChange, Holding, LeadChange, ReturnRequest, Submission
from assignments.models.facts import Outcome
from assignments.rules.assignment import NotAllowed


def request_return(
    assignment: Assignment,
    *,
    reason: str,
    text: str,
    proposed_lead: Agency | None = None,
    decision: Decision | None = None,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> ReturnRequest:
    """Ask to be relieved; once refused, only new facts (a new text) open a second request."""
    with moving(
        assignment,
        "request_return",
        decision=decision,
        revision=revision,
        note=text,
        told={"reason": reason, "proposed": str(proposed_lead or "")},
        by=by,
        at=at,
    ) as row:
        asked = row.returns.filter(agency=row.lead_id, outcome=Outcome.REFUSED)
        if any(r.reason == reason and _same(r.text, text) for r in asked):
            raise NotAllowed(_("This request was refused: a second one needs new facts."))
        return ReturnRequest.objects.create(
            assignment=row,
            agency_id=row.lead_id,
            reason=reason,
            text=text,
            proposed_lead=proposed_lead,
            requested_by=by,
            requested_on=day(at),
        )


def _same(one: str, other: str) -> bool:
    return " ".join(one.lower().split()) == " ".join(other.lower().split())


def accept_return(
    assignment: Assignment,
    *,
    answer: str = "",
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Take the work back: the time is the assigner's from the request until reissue."""
    with moving(
        assignment,
        "accept_return",
        decision=decision,
        revision=revision,
        note=answer,
        by=by,
        at=at,
    ) as row:
        asked = row.returns.get(outcome=Outcome.ASKED)
        _close(asked, Outcome.ACCEPTED, answer, decision)
        row.stopped_on = asked.requested_on
        row.acknowledged_on = row.officer = None
        _drop_prepared(row)
        row.extensions.filter(outcome=Outcome.ASKED).update(outcome=Outcome.LAPSED)
        hand_over(row, Holding.Holder.ASSIGNER, row.assigner, on=asked.requested_on)
    return row


def refuse_return(
    assignment: Assignment,
    *,
    answer: str,
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Keep the work where it is: as if the request had never been made."""
    with moving(
        assignment,
        "refuse_return",
        decision=decision,
        revision=revision,
        note=answer,
        by=by,
        at=at,
    ) as row:
        _close(row.returns.get(outcome=Outcome.ASKED), Outcome.REFUSED, answer, decision)
    return row


def _close(asked: ReturnRequest, outcome: Outcome, answer: str, decision: Decision) -> None:
    asked.outcome, asked.answer = outcome, answer
    for name, value in decision.columns.items():
        setattr(asked, name, value)
    asked.save()


def reissue(
    assignment: Assignment,
    *,
    lead: Agency,
    terms: Terms | None = None,
    note: str = "",
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Give returned work again, to the same or another body; a new due date only if decided."""
    with moving(
        assignment,
        "reissue",
        decision=decision,
        revision=revision,
        note=note,
        told={"lead": str(lead)},
        by=by,
        at=at,
    ) as row:
        _overdue_is_told(row, on=day(at))
        row.returns.filter(outcome=Outcome.ACCEPTED, ended_on=None).update(ended_on=day(at))
        row.stopped_on = None
        _to(row, lead, LeadChange.Cause.REISSUE, decision, at=at)
        _new_due(row, terms, DueChange.Cause.REISSUE, decision, at=at)
    return row


def reassign(
    assignment: Assignment,
    *,
    lead: Agency,
    terms: Terms | None = None,
    note: str = "",
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Give the work to another body without a request of the present one."""
    if lead.pk == assignment.lead_id:
        raise NotAllowed(_("Choose another body than the present lead."))
    with moving(
        assignment,
        "reassign",
        decision=decision,
        revision=revision,
        note=note,
        told={"lead": str(lead)},
        by=by,
        at=at,
    ) as row:
        _overdue_is_told(row, on=day(at))
        row.returns.filter(outcome=Outcome.ASKED).update(outcome=Outcome.LAPSED)
        row.extensions.filter(outcome=Outcome.ASKED).update(outcome=Outcome.LAPSED)
        row.pauses.filter(resumed_on=None).update(resumed_on=day(at), added_days=0)
        row.stopped_on = None
        _to(row, lead, LeadChange.Cause.REASSIGN, decision, at=at)
        _new_due(row, terms, DueChange.Cause.REDATE, decision, at=at)
    return row


def _overdue_is_told(row: Assignment, *, on: date) -> None:
    """Reissued or reassigned while overdue: counted apart, by name (rules.md 3.7)."""
    if is_overdue(row, on=on):
        row.changed_overdue_on = row.changed_overdue_on or on


def _to(
    row: Assignment, lead: Agency, cause: LeadChange.Cause, decision: Decision, *, at: datetime
) -> None:
    if lead.pk == row.monitor_id and not row.is_internal:
        raise NotAllowed(_("No body confirms its own work: choose another monitor."))
    row.lead = lead
    row.officer = row.acknowledged_on = None
    _drop_prepared(row)
    lead_from(row, cause, decision=decision, on=day(at), at=at)
    hand_over(row, Holding.Holder.LEAD, lead, on=day(at))


def _new_due(
    row: Assignment,
    terms: Terms | None,
    cause: DueChange.Cause,
    decision: Decision,
    *,
    at: datetime,
) -> None:
    if terms is None:
        return
    due_on = terms.due_on(work_calendar())
    if due_on is None:
        raise NotAllowed(_("Enter the new due date."))
    if row.original_due_on is None:  # work that had no due date until now
        terms.write(row, due_on)
    due_from(row, due_on, cause, decision=decision, on=day(at), at=at)


def _drop_prepared(row: Assignment) -> None:
    row.submissions.filter(state=Submission.State.PREPARED).update(state=Submission.State.DROPPED)
