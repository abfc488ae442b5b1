"""What a person must see before they make a move: products, requests, the date that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.calendar import Unit
from agencies.models import User
from agencies.models.calendar import work_calendar
from agencies.models.counting import units
from assignments.models.assignment import Assignment
from assignments.models.cap import cap_of
from assignments.models.detail import products_of
from assignments.models.facts import Outcome
from assignments.models.product import Product, Submission


@dataclass(frozen=True)
class Preview:
    """Lines (label, value) about the matter, a quote as it was written, products, and how the
    result would stand in time."""

    lines: list[dict[str, Any]]
    quote: str = ""
    products: list[Product] | None = None
    verdict: dict[str, str] | None = None


def preview_of(row: Assignment, move: str, user: User, *, on: date) -> Preview | None:
    """The facts that the move is about; None where there are none."""
    match move:
        case "submit":
            return _result(row, Submission.State.PREPARED, user)
        case "send_back" | "confirm":
            return _result(row, Submission.State.SUBMITTED, user)
        case "put_up_extension" | "grant_extension" | "refuse_extension":
            return _extension(row, on=on)
        case "request_extension":
            return _request(row, on=on)
        case "accept_return" | "refuse_return":
            return _return(row)
        case "confirm_cause" | "refuse_cause":
            return _cause(row)
        case "resume":
            return _resume(row, on=on)
        case _:
            return None


def _line(label: str, value: Any) -> dict[str, Any]:
    return {"label": label, "value": value}


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"


def _result(row: Assignment, state: str, user: User) -> Preview | None:
    found = row.submissions.filter(state=state).select_related("prepared_by__user").first()
    if found is None:
        return None
    products = list(products_of(row, user).filter(submission=found))
    lines = [
        _line(_("Day of the result"), _day(found.submitted_on)),
        _line(_("Due date"), _day(row.due_on)),
    ]
    if state == Submission.State.PREPARED and found.prepared_by:
        lines.insert(0, _line(_("Prepared by"), found.prepared_by.person))
    is_handed_in = state == Submission.State.SUBMITTED
    verdict = _verdict(row, found.submitted_on) if is_handed_in else None
    return Preview(lines, found.note, products, verdict)


def _verdict(row: Assignment, submitted_on: date) -> dict[str, str]:
    """What the result fixes: on time, or late by so many working days (rules.md 3.1)."""
    if row.due_on is None:
        return {"kind": "ok", "label": _("Done"), "text": _("without a due date, in no rate")}
    if submitted_on <= row.due_on:
        return {"kind": "ok", "label": _("Done on time"), "text": ""}
    late = work_calendar().days_late(row.due_on, on=submitted_on)
    text = ngettext("late by %(n)d working day", "late by %(n)d working days", late) % {"n": late}
    return {"kind": "donelate", "label": _("Done late"), "text": text if late else ""}


def _extension(row: Assignment, *, on: date) -> Preview | None:
    asked = row.extensions.filter(outcome=Outcome.ASKED).first()
    if asked is None:
        return None
    lines = [
        _line(_("Requested on"), _day(asked.requested_on)),
        *([_line(_("Put up on"), _day(asked.put_up_on))] if asked.put_up_on else []),
        _line(_("Due date"), _day(row.due_on)),
        _line(_("Original due date"), _day(row.original_due_on)),
        _line(_("Requested due date"), _day(asked.asked_due_on)),
        _line(_("After the original due date"), units(Unit.WORKING_DAYS, asked.asked_days)),
        *_cap(row, on=on),
    ]
    return Preview(lines, asked.grounds)


def _request(row: Assignment, *, on: date) -> Preview | None:
    """How far the rules let a body ask."""
    if row.due_on is None:
        return None
    return Preview([
        _line(_("Due date"), _day(row.due_on)),
        _line(_("Original due date"), _day(row.original_due_on)),
        *_cap(row, on=on),
    ])  # fmt: skip


def _cap(row: Assignment, *, on: date) -> list[dict[str, Any]]:
    """How many extensions were given, and how far the next may go (rules.md 3.5)."""
    cap = cap_of(row, on=on)
    if cap is None:
        return []
    times = _("%(done)s of at most %(most)s") % {"done": cap.granted, "most": cap.times}
    last = _day(cap.last) if cap.last else _("none: no further extension is within the cap")
    return [
        _line(_("Extensions so far"), times),
        _line(_("At most after the original due date"), units(Unit.WORKING_DAYS, cap.days)),
        _line(_("Last date within the cap"), last),
        *([_line(_("By the provision"), cap.provisions)] if cap.provisions else []),
    ]


def _return(row: Assignment) -> Preview | None:
    asked = row.returns.filter(outcome=Outcome.ASKED).select_related("proposed_lead").first()
    if asked is None:
        return None
    lines = [
        _line(_("Requested on"), _day(asked.requested_on)),
        _line(_("Reason"), asked.get_reason_display()),
        _line(_("Proposed lead body"), asked.proposed_lead or "–"),
        *([_line(_("New facts"), asked.new_facts)] if asked.new_facts else []),
    ]
    return Preview(lines, asked.text)


def _cause(row: Assignment) -> Preview | None:
    asked = row.causes.filter(outcome=Outcome.ASKED).first()
    if asked is None:
        return None
    lines = [
        _line(_("Requested on"), _day(asked.requested_on)),
        _line(_("Cause"), asked.get_code_display()),
    ]
    return Preview(lines, asked.text)


def _resume(row: Assignment, *, on: date) -> Preview | None:
    """The due date as it will be: moved by the working days for which the clock stood."""
    found = row.pauses.filter(resumed_on=None).first()
    if found is None:
        return None
    calendar = work_calendar()
    stood = calendar.working_days_between(found.stands_since, on)
    lines = [_line(_("Paused on"), _day(found.paused_on))]
    if row.due_on:
        lines += [
            _line(_("Stood for"), units(Unit.WORKING_DAYS, stood)),
            _line(_("Due date"), _day(row.due_on)),
            _line(_("New due date"), _day(calendar.add_working_days(row.due_on, stood)
                                          if stood else row.due_on)),
        ]  # fmt: skip
    return Preview(lines, found.text)
