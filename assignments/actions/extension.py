"""More time, less time, and time that stands still."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.calendar import Unit, WorkCalendar
from agencies.models import Seat
from agencies.models.calendar import work_calendar
from agencies.models.counting import units
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from assignments.actions.moving import (
    day,
    due_from,
    hand_over,
    is_overdue,
    judge_notice,
    lapse,
    moving,
)
from assignments.models import Assignment, DueChange, Extension, Holding, Pause
from assignments.models.cap import Cap, cap_of
from assignments.models.facts import Outcome
from assignments.models.pausing import running_since


def request_extension(
    assignment: Assignment,
    *,
    asked_due_on: date,
    grounds: str,
    decision: Decision | None = None,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Extension:
    """Ask, on or before the due date, for a later one; the cap binds the request (rules.md 3.5)."""
    on = day(at)
    with moving(
        assignment,
        "request_extension",
        decision=decision,
        revision=revision,
        note=grounds,
        told={"asked": f"{asked_due_on:%d/%m/%Y}"},
        by=by,
        at=at,
    ) as row:
        calendar = work_calendar()
        if row.due_on is None or asked_due_on <= row.due_on:
            raise NotAllowed(_("Ask for a day after the present due date."))
        cap = cap_of(row, on=on)
        if cap and cap.is_over(asked_due_on):
            raise NotAllowed(_over_cap(row, cap))
        return Extension.objects.create(
            assignment=row,
            agency_id=row.lead_id,
            grounds=grounds,
            asked_due_on=asked_due_on,
            asked_days=_days_after_original(row, asked_due_on, calendar),
            requested_by=by,
            requested_on=on,
        )


def _days_after_original(row: Assignment, until: date, calendar: WorkCalendar) -> int:
    """Working days after the original due date, up to and including ``until``."""
    return calendar.working_days_between(row.original_due_on, until)  # type: ignore[arg-type]


def _over_cap(row: Assignment, cap: Cap) -> str:
    """What may be asked for at most."""
    if cap.last is None:
        return ngettext(
            "%(n)d extension was granted, the most that may be asked for.",
            "%(n)d extensions were granted, the most that may be asked for.",
            cap.granted,
        ) % {"n": cap.granted}
    if row.due_on and cap.is_over(row.due_on + timedelta(days=1)):
        return _("No date after the present due date is within the cap.")
    return _(
        "The latest date that may be asked for is %(day)s: %(count)s after the original due date."
    ) % {"day": f"{cap.last:%d/%m/%Y}", "count": units(Unit.WORKING_DAYS, cap.days)}


def _is_over_cap(row: Assignment, until: date, *, on: date) -> bool:
    cap = cap_of(row, on=on)
    return cap is not None and cap.is_over(until)


def put_up_extension(
    assignment: Assignment,
    *,
    put_up_on: date,
    note: str = "",
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Extension:
    """Record the day on which the request was put up to the leader who decides (rules.md 8.2)."""
    with moving(
        assignment,
        "put_up_extension",
        revision=revision,
        note=note,
        told={"put_up": f"{put_up_on:%d/%m/%Y}"},
        by=by,
        at=at,
    ) as row:
        found = row.extensions.get(outcome=Outcome.ASKED)
        if not found.requested_on <= put_up_on <= day(at):
            raise NotAllowed(_("Put up between the day of the request and today."))
        found.put_up_on = put_up_on
        found.save(update_fields=["put_up_on"])
    return found


def applies_on(row: Assignment, decision: Decision) -> date:
    """From what day a decided date applies: that of the decision (rules.md 3.5, 4.3), never before
    a due date that came later."""
    last = row.due_changes.aggregate(on=Max("effective_on"))["on"]
    return max(decision.decided_on, last or decision.decided_on)


def entered_late(decision: Decision, *, at: datetime) -> dict[str, str]:
    """For the story: the day of a decision that is entered on a later one."""
    is_late = decision.decided_on < day(at)
    return {"decided_on": f"{decision.decided_on:%d/%m/%Y}"} if is_late else {}


def grant_extension(
    assignment: Assignment,
    *,
    due_on: date,
    answer: str = "",
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Extension:
    """Enter a leader's decision; over the cap it is marked, never blocked. It applies from the
    decision on, whenever it is entered (rules.md 3.5, 4.3)."""
    told = {"before": f"{assignment.due_on:%d/%m/%Y}", "due": f"{due_on:%d/%m/%Y}"}
    with moving(
        assignment,
        "grant_extension",
        decision=decision,
        revision=revision,
        note=answer,
        told=told | entered_late(decision, at=at),
        by=by,
        at=at,
    ) as row:
        calendar = work_calendar()
        if row.due_on is None or due_on <= row.due_on:
            raise NotAllowed(_("The extended date must be later than the present due date."))
        found = row.extensions.get(outcome=Outcome.ASKED)
        found.is_over_cap = _is_over_cap(row, due_on, on=day(at))
        found.granted_due_on = due_on
        _close(found, Outcome.ACCEPTED, answer, decision)
        days = _days_after_original(row, due_on, calendar)
        due_from(
            row,
            due_on,
            DueChange.Cause.EXTENSION,
            decision=decision,
            on=applies_on(row, decision),
            at=at,
            working_days=days,
            note=found.grounds,
        )
        judge_notice(row)
    return found


def refuse_extension(
    assignment: Assignment,
    *,
    answer: str,
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Extension:
    with moving(
        assignment,
        "refuse_extension",
        decision=decision,
        revision=revision,
        note=answer,
        by=by,
        at=at,
    ) as row:
        found = row.extensions.get(outcome=Outcome.ASKED)
        _close(found, Outcome.REFUSED, answer, decision)
    return found


def _close(found: Extension, outcome: Outcome, answer: str, decision: Decision) -> None:
    found.outcome, found.answer = outcome, answer
    for name, value in decision.columns.items():
        setattr(found, name, value)
    found.save()


def redate(
    assignment: Assignment,
    *,
    due_on: date,
    reason: str,
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """A new due date from the assigner's decision on; set while overdue it is counted apart."""
    told: dict[str, Any] = {
        "before": f"{assignment.due_on:%d/%m/%Y}" if assignment.due_on else "",
        "due": f"{due_on:%d/%m/%Y}",
        **entered_late(decision, at=at),
    }
    with moving(
        assignment,
        "redate",
        decision=decision,
        revision=revision,
        note=reason,
        told=told,
        by=by,
        at=at,
    ) as row:
        if due_on == row.due_on:
            raise NotAllowed(_("Enter another due date: this is the present one."))
        if row.original_due_on is None:
            row.timing, row.due_rule = "DATED", Assignment.DueRule.STATED
        due_from(
            row,
            due_on,
            DueChange.Cause.REDATE,
            decision=decision,
            on=applies_on(row, decision),
            at=at,
            note=reason,
        )
        told["lapsed"] = lapse(row, Extension)
        judge_notice(row)
    return row


def pause(
    assignment: Assignment,
    *,
    cause: str,
    text: str,
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Pause:
    """Stop the clock, on or before the due date, for a coded cause; from the day of the decision
    on, whenever it is entered (rules.md 4.3)."""
    with moving(
        assignment,
        "pause",
        decision=decision,
        revision=revision,
        note=text,
        told={"cause": cause} | entered_late(decision, at=at),
        by=by,
        at=at,
    ) as row:
        on = max(decision.decided_on, running_since(row))
        if is_overdue(row, on=on):
            raise NotAllowed(
                _("A pause begins on or before the due date; this one would begin on %(day)s.")
                % {"day": f"{on:%d/%m/%Y}"}
            )
        row.stopped_on = on
        hand_over(row, Holding.Holder.PAUSED, None, on=on)
        return Pause.objects.create(
            assignment=row, cause=cause, text=text, paused_on=on, **decision.columns
        )


def resume(
    assignment: Assignment,
    *,
    note: str = "",
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Let the clock run again: the due date moves by the working days that it stood still."""
    on = day(at)
    with moving(
        assignment,
        "resume",
        decision=decision,
        revision=revision,
        note=note,
        told=entered_late(decision, at=at),
        by=by,
        at=at,
    ) as row:
        end_pause(row, decision, at=at)
        hand_over(row, Holding.Holder.LEAD, row.lead, officer=row.officer, on=on)
    return row


def end_pause(
    row: Assignment, decision: Decision, *, keeps_due: bool = False, at: datetime
) -> None:
    """Close the open pause, if there is one: the due date moves by the working days that the clock
    stood (rules.md 3.6), unless another is decided (``keeps_due``)."""
    on, calendar = day(at), work_calendar()
    found = row.pauses.filter(resumed_on=None).first()
    if found is None:
        return
    stood = 0 if keeps_due else calendar.working_days_between(found.stands_since, on)
    if row.due_on and stood:
        due_from(
            row,
            calendar.add_working_days(row.due_on, stood),
            DueChange.Cause.RESUME,
            decision=decision,
            on=on,
            at=at,
            working_days=stood,
            note=found.text,
        )
    row.stopped_on = None
    found.resumed_on, found.added_days = on, stood
    found.save(update_fields=["resumed_on", "added_days"])
