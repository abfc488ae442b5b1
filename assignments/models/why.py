"""Why this date? The sum behind a due date, step by step, with every day counted or passed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agencies.calendar import Count, Reason, Skipped, Unit, WorkCalendar, days_between
from agencies.models.counting import MOST_DAYS, days_label, days_of, named_days, units
from agencies.rules.text import fold
from assignments.models.assignment import Assignment
from assignments.models.dossier import Fact
from assignments.models.due import Due
from assignments.models.facts import DueChange
from assignments.rules.assignment import Stage, Timing
from directives.models import Provision

Cause = DueChange.Cause
Rule = Assignment.DueRule
Step = dict[str, Any]
_STATED = frozenset({Cause.EXTENSION, Cause.REDATE, Cause.REISSUE})


def why_of(
    row: Assignment,
    changes: Sequence[Fact],
    *,
    due: Due,
    calendar: WorkCalendar,
    provision: Provision | None = None,
    on: date,
) -> dict[str, Any] | None:
    """What components/why.html prints; None for work without a due date. ``changes``: the due-date
    rows as recorded. ``provision``: the rule on "before day X", where the order says so."""
    if row.due_on is None:
        return None
    count = shown_count(row, changes, calendar)
    later = [change for change in changes if change.code != Cause.ISSUE]
    changed = [_change(change, calendar) for change in later]
    now = _now(row, due, calendar, on=on)
    return {
        "title": _("Why is the due date %(day)s?") % {"day": _day(row.due_on)},
        "steps": [*_basis(row, provision, calendar), *changed, *now],
        "days": days_of(count) if count else [],
        "days_label": days_label(count) if count else "",
        "note": _note(row, count),
        "is_open": True,
        "is_provisional": calendar.is_provisional(row.due_on),
    }


# --- the steps ----------------------------------------------------------------------------------
def _basis(row: Assignment, provision: Provision | None, calendar: WorkCalendar) -> list[Step]:
    """The order's own words, and what follows from them."""
    phrase = f"“{row.due_phrase}”" if row.due_phrase else ""
    if row.due_rule == Rule.STATED or row.due_from is None or row.due_count is None:
        return _stated(row, phrase, provision, calendar)
    unit = Unit(row.due_rule)
    document = _document(row)
    start = _("the first day is not counted")
    return [
        _step(_("Counted from"), _day(row.due_from), _event(row), document, start),
        _step(
            f"+ {units(unit, row.due_count)}",
            _day(row.original_due_on),
            _("Original due date"),
            phrase,
            _rolled(unit, row.due_from, row.due_count, calendar),
        ),
    ]


def _stated(
    row: Assignment, phrase: str, provision: Provision | None, calendar: WorkCalendar
) -> list[Step]:
    original = row.original_due_on or row.due_on
    notes = [_document(row), phrase]
    if fold(row.due_phrase).startswith("truoc") and provision:
        notes.append(_("“before a day” ends with the day before it"))
        notes.append(source_of(provision))
    if original and not calendar.is_working_day(original):
        notes.append(_("falls on a day off, kept as written"))
    return [_step(_label(row, notes), _day(original), *notes)]


def _label(row: Assignment, notes: list[str]) -> str:
    """Who said the day: the order, or for periodic work without a day the rule."""
    if row.timing != Timing.PERIODIC or row.series is None or row.series.due_day:
        return _("Stated in the order")
    notes.append(_("the order names no day of the month"))
    if row.series.due_month_offset:
        return _("By the rule: last day of the month after the period")
    return _("By the rule: last day of the period")


def _document(row: Assignment) -> str:
    """The basis document, unless the page knows that its reader may not see it."""
    is_visible = getattr(row, "document_is_visible", True)
    return str(row.directive) if row.directive and is_visible else ""


def source_of(provision: Provision) -> str:
    """The source of a legal parameter, or that it is assumed."""
    if provision.is_assumed:
        return _("assumed: the province has not entered its rule")
    return provision.source


def _event(row: Assignment) -> str:
    """What happened on the day that the count runs from, where it was the order itself."""
    if row.directive and row.due_from == row.directive.issued_on:
        return ""  # the document, named beside, is of that day
    return _("the day it was given") if row.due_from == row.issued_on else ""


def _rolled(unit: Unit, start: date, n: int, calendar: WorkCalendar) -> str:
    """A count of days or months ends on a working day."""
    if unit is Unit.WORKING_DAYS:
        return ""
    skipped = calendar.count(start, unit, n).skipped
    return (
        _("moved to the next working day: %(days)s") % {"days": named_days(skipped)}
        if (skipped)
        else ""
    )


def _change(change: Fact, calendar: WorkCalendar) -> Step:
    labels = {
        Cause.EXTENSION: _("Extension"),
        Cause.RESUME: _("Resumed after a pause"),
        Cause.CALENDAR: _("Change of the calendar"),
        Cause.REISSUE: _("New due date at reissue"),
        Cause.REDATE: _("New due date"),
        Cause.RECEIPT: _("Day of receipt entered"),
    }
    added = change.outcome or (change.number and change.code in {Cause.EXTENSION, Cause.RESUME})
    name = str(labels[Cause(change.code)])
    unit = Unit(change.outcome or Unit.WORKING_DAYS)
    label = f"+ {units(unit, change.number or 0)}" if added else name
    late = _("set while overdue") if change.flag else ""
    off = _("falls on a day off, kept as written") if _is_stated_off(change, calendar) else ""
    notes = (name if added else "", _counted(change), off, late, _who(change))
    return _step(label, _day(change.due), *notes)


def _is_stated_off(change: Fact, calendar: WorkCalendar) -> bool:
    """A decision stated a day off, and did not count to it (rules.md 1.2)."""
    is_stated = change.code in _STATED and not change.outcome and change.due is not None
    return is_stated and not calendar.is_working_day(change.due)


def _counted(change: Fact) -> str:
    """From when the days of the change are counted, and in which words they were given."""
    if change.code == Cause.EXTENSION:
        return _("counted from the original due date")
    if not change.outcome:
        return ""
    start = _("counted from %(day)s, the first day is not counted") % {"day": _day(change.until)}
    return f"{start}; “{change.answer}”" if change.answer else start


def _who(change: Fact) -> str:
    """Who decided it and on what basis, in one sentence."""
    decision = change.decision
    if decision is None:
        return change.text
    return _("decided by %(who)s: %(basis)s; entered by %(recorder)s") % {
        "who": decision["decided"],
        "basis": decision["basis"],
        "recorder": decision["recorded"],
    }


def _now(row: Assignment, due: Due, calendar: WorkCalendar, *, on: date) -> list[Step]:
    """Where the date stands today, or stood when the result came."""
    if row.stage in {Stage.DRAFT, Stage.WITHDRAWN} or not due.text or row.due_on is None:
        return []
    if row.submitted_on:
        label = _("Result of %(day)s") % {"day": _day(row.submitted_on)}
        return [_step(label, due.text) | {"is_late": due.tone == "donelate"}]
    first, last = sorted((on, row.due_on))
    passed = [d for d in days_between(first, last) if not calendar.is_working_day(d)]
    skipped = [Skipped(d, _reason(d, calendar), calendar.names.get(d, "")) for d in passed]
    note = named_days(skipped) if 0 < len(skipped) <= MOST_DAYS else ""
    left_out = _("not counted: %(days)s") % {"days": note} if note else ""
    return [_step(_("Up to today"), due.text, left_out) | {"is_late": due.is_overdue}]


def _reason(day: date, calendar: WorkCalendar) -> Reason:
    return Reason.OFF if day in calendar.off else Reason.WEEKEND


def _step(label: str, value: str, *notes: str) -> Step:
    text = "; ".join(note for note in notes if note)
    return {"label": label, "value": value, "note": text[:1].upper() + text[1:]}


# --- the counted calendar ---------------------------------------------------------------------
def shown_count(row: Assignment, changes: Sequence[Fact], calendar: WorkCalendar) -> Count | None:
    """The count that led to the present due date, if it was a count and fits on the page."""
    last = changes[-1] if changes else None
    if last and last.code == Cause.EXTENSION and row.original_due_on:
        start, unit, n = row.original_due_on, Unit.WORKING_DAYS, last.number or 0
    elif last and last.code == Cause.RESUME and last.until:
        start, unit, n = last.until, Unit.WORKING_DAYS, last.number or 0
    elif last and last.outcome and last.until:
        start, unit, n = last.until, Unit(last.outcome), last.number or 0
    elif row.due_rule not in ("", Rule.STATED) and row.due_from and row.due_count is not None:
        start, unit, n = row.due_from, Unit(row.due_rule), row.due_count
    else:
        return None
    count = calendar.count(start, unit, n)
    fits = count.due == row.due_on and (count.due - start).days <= MOST_DAYS
    return count if fits and unit is not Unit.MONTHS else None


def _note(row: Assignment, count: Count | None) -> str:
    end = _("The deadline ends at 24:00.")
    if row.due_hour:
        end = _("The document states %(hour)s; the official boxes go by day.") % {
            "hour": f"{row.due_hour:%H:%M}"
        }
    if count and count.skipped:
        return _("Not counted: %(days)s.") % {"days": named_days(count.skipped)} + " " + end
    return end


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
