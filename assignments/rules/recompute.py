"""The due date anew, from how it came about, when the calendar of working days changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.calendar import Unit, WorkCalendar

ISSUE, RESUME, CALENDAR = "ISSUE", "RESUME", "CALENDAR"


@dataclass(frozen=True)
class Basis:
    """A count that an order or a decision gives: ``n`` units after ``start``, not counted."""

    start: date
    unit: Unit
    n: int


@dataclass(frozen=True)
class Step:
    """One change of the due date, in the order of recording; ``working_days``: what a resumption
    added; ``basis``: the count of a decision that gave a new date by one."""

    cause: str
    due_on: date | None
    working_days: int = 0
    basis: Basis | None = None


def recomputed(basis: Basis | None, steps: Sequence[Step], calendar: WorkCalendar) -> date | None:
    """The due date by this calendar, or None when somebody set it by hand (rules.md 1.7).

    A count is counted again and a resumption added again; a date stated in the document,
    extended to, or set anew as a day is a decision and stays. Former moves with the calendar are no
    steps: they follow from the rest.
    """
    due: date | None = None
    is_computed = False
    for step in steps:
        if step.cause == CALENDAR:
            continue
        if step.cause == RESUME and due and step.working_days:
            due, is_computed = calendar.add_working_days(due, step.working_days), True
        elif step.due_on and (count := step.basis or (basis if step.cause == ISSUE else None)):
            due, is_computed = calendar.add(count.start, count.unit, count.n), True
        else:
            due, is_computed = step.due_on, False
    return due if is_computed else None
