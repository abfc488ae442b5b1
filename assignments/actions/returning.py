"""Asking that work be given to another body, deciding it, giving it again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import Agency, Seat
from agencies.models.calendar import work_calendar
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from assignments.actions.asking import ask_begun
from assignments.actions.extension import applies_on, end_pause, entered_late
from assignments.actions.inheriting import other_monitor
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
from assignments.actions.naming import natural_readers, readers_follow, specialist_of
from assignments.actions.terms import Terms
from assignments.models import (
    Assignment,
    DueChange,
    Extension,
    Holding,
    LeadChange,
    ReturnRequest,
    Submission,
)
from assignments.models.facts import Outcome, return_was_refused


def request_return(
    assignment: Assignment,
    *,
    reason: str,
    text: str,
    new_facts: str = "",
    proposed_lead: Agency | None = None,
    decision: Decision | None = None,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> ReturnRequest:
    """Ask to be relieved; once refused, only new facts, stated apart, open a second request."""
    with moving(
        assignment,
        "request_return",
        decision=decision,
        revision=revision,
        note=text,
        told={"reason": reason, "proposed": str(proposed_lead or ""), "new_facts": new_facts},
        by=by,
        at=at,
    ) as row:
        refuse_secret(new_facts)
        if return_was_refused(row) and not new_facts.strip():
            raise NotAllowed(_("A request was refused before: state the new facts."))
        return ReturnRequest.objects.create(
            assignment=row,
            agency_id=row.lead_id,
            reason=reason,
            text=text,
            new_facts=new_facts,
            proposed_lead=proposed_lead,
            requested_by=by,
            requested_on=day(at),
        )


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
    told: dict[str, Any] = {}
    with moving(
        assignment,
        "accept_return",
        decision=decision,
        revision=revision,
        note=answer,
        told=told,
        by=by,
        at=at,
    ) as row:
        asked = row.returns.get(outcome=Outcome.ASKED)
        _close(asked, Outcome.ACCEPTED, answer, decision)
        row.stopped_on = asked.requested_on
        row.acknowledged_on = row.officer = None
        _drop_prepared(row)
        told["lapsed"] = lapse(row, Extension)
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
    told: dict[str, Any] = {"lead": str(lead), **entered_late(decision, at=at)}
    with moving(
        assignment,
        "reissue",
        decision=decision,
        revision=revision,
        note=note,
        told=told,
        by=by,
        at=at,
    ) as row:
        _overdue_is_told(row, on=applies_on(row, decision))
        row.returns.filter(outcome=Outcome.ACCEPTED, ended_on=None).update(ended_on=day(at))
        told |= _to(row, lead, LeadChange.Cause.REISSUE, decision, at=at)
        told |= _new_due(row, terms, DueChange.Cause.REISSUE, decision, at=at)
        row.stopped_on = None  # until then it stands as on the day it stopped (rules.md 3.6)
        judge_notice(row)
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
    told: dict[str, Any] = {"lead": str(lead), **entered_late(decision, at=at)}
    with moving(
        assignment,
        "reassign",
        decision=decision,
        revision=revision,
        note=note,
        told=told,
        by=by,
        at=at,
    ) as row:
        _overdue_is_told(row, on=applies_on(row, decision))
        told["lapsed"] = lapse(row, ReturnRequest, Extension)
        told |= _to(row, lead, LeadChange.Cause.REASSIGN, decision, at=at)
        told |= _new_due(row, terms, DueChange.Cause.REDATE, decision, at=at)
        end_pause(row, decision, keeps_due=terms is not None, at=at)
        judge_notice(row)
    return row


def _overdue_is_told(row: Assignment, *, on: date) -> None:
    """Reissued or reassigned while overdue, judged on the day of the decision: counted apart, by
    name (rules.md 3.7)."""
    if is_overdue(row, on=on):
        row.changed_overdue_on = row.changed_overdue_on or on


def _to(
    row: Assignment, lead: Agency, cause: LeadChange.Cause, decision: Decision, *, at: datetime
) -> dict[str, Any]:
    """The new lead and all that follows from it; gives back what the story tells of it."""
    on, old = day(at), row.lead
    if lead.valid_to and lead.valid_to <= on:
        words = _("This body ended on %(day)s: choose its heir.")
        raise NotAllowed(words % {"day": f"{lead.valid_to:%d/%m/%Y}"})
    ask_begun(lead, on=on)
    row.lead = lead
    row.officer = row.acknowledged_on = None
    told = _monitor_follows(row, on=on) | _part_goes_with_the_lead(row)
    row.specialist = specialist_of(row, on=on) or row.specialist
    _drop_prepared(row)
    lead_from(row, cause, decision=decision, on=on, at=at)
    hand_over(row, Holding.Holder.LEAD, lead, on=on)
    if row.is_restricted and old.pk != lead.pk:
        readers_follow(row, old, natural_readers(row, decision, on=on), at=at)
        told["unread_by"] = str(old)
    return told


def _monitor_follows(row: Assignment, *, on: date) -> dict[str, Any]:
    """Another monitors a body that would confirm its own work (rules.md 2.8)."""
    if row.lead_id != row.monitor_id or row.is_internal:
        return {}
    other = other_monitor(row.lead, row.assigner, on=on)
    if other is None:
        raise NotAllowed(_("No body confirms its own work: choose another monitor."))
    row.monitor = other
    return {"monitor": str(row.monitor)}


def _part_goes_with_the_lead(row: Assignment) -> dict[str, Any]:
    """A lead never cooperates with itself."""
    own = row.cooperations.filter(agency=row.lead_id).first()
    if own is None:
        return {}
    own.delete()
    return {"part": own.part or str(row.lead)}


def _new_due(
    row: Assignment,
    terms: Terms | None,
    cause: DueChange.Cause,
    decision: Decision,
    *,
    at: datetime,
) -> dict[str, Any]:
    """The new due date, if one is decided, with how it was counted; what the story tells of it."""
    if terms is None:
        return {}
    due_on, before = terms.due_on(work_calendar()), row.due_on
    if due_on is None:
        raise NotAllowed(_("Enter the new due date."))
    if row.original_due_on is None:  # work that had no due date until now
        terms.write(row, due_on)
    on = applies_on(row, decision)
    due_from(row, due_on, cause, decision=decision, on=on, at=at, **terms.counted)
    return {"before": f"{before:%d/%m/%Y}" if before else "", "due": f"{due_on:%d/%m/%Y}"}


def _drop_prepared(row: Assignment) -> None:
    row.submissions.filter(state=Submission.State.PREPARED).update(state=Submission.State.DROPPED)
