"""When it is due: the terms as given, and the date that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from agencies.calendar import LAST_YEAR, CannotCount, Unit, WorkCalendar
from assignments.models import Assignment
from assignments.rules.assignment import Timing


@dataclass(frozen=True)
class Terms:
    """Timing as the order gives it. A stated date is kept as written; a count is computed from
    ``count_from``, itself not counted (rules.md 1.2); of a draft it may be the day of issue, which
    is not known yet."""

    timing: Timing
    reason: str = ""
    stated_on: date | None = None
    unit: Unit | None = None
    count: int | None = None
    count_from: date | None = None
    phrase: str = ""
    hour: time | None = None

    @property
    def is_dated(self) -> bool:
        return self.timing in {Timing.DATED, Timing.PERIODIC}

    def due_on(self, calendar: WorkCalendar) -> date | None:
        """The due date, or None for work without one; CannotCount past the years of work."""
        if not self.is_dated:
            return None
        if self.unit and self.count is not None and self.count_from:
            due = calendar.add(self.count_from, self.unit, self.count)
            if due.year > LAST_YEAR:
                raise CannotCount("The date is too far away.")
            return due
        return self.stated_on

    @property
    def counted(self) -> dict[str, Any]:
        """How a change of the due date says that it was counted; nothing for a stated date."""
        if self.unit is None:
            return {}
        return {
            "due_rule": self.unit.value,
            "due_count": self.count,
            "due_from": self.count_from,
            "due_phrase": self.phrase,
        }

    def write(self, row: Assignment, due_on: date | None) -> None:
        """Put the terms on the row; the due date itself is written with its cause."""
        row.timing = self.timing
        row.timing_reason = self.reason
        row.due_hour = self.hour
        row.due_phrase = self.phrase
        row.due_rule = ""
        row.due_count = row.due_from = None
        if self.unit:
            row.due_rule, row.due_count, row.due_from = self.unit.value, self.count, self.count_from
        elif due_on:
            row.due_rule = Assignment.DueRule.STATED


def terms_of(row: Assignment) -> Terms:
    """The terms written on a row."""
    counted = row.due_rule not in ("", Assignment.DueRule.STATED)
    return Terms(
        timing=Timing(row.timing),
        reason=row.timing_reason,
        stated_on=None if counted else row.original_due_on or row.due_on,
        unit=Unit(row.due_rule) if counted else None,
        count=row.due_count,
        count_from=row.due_from,
        phrase=row.due_phrase,
        hour=row.due_hour,
    )
