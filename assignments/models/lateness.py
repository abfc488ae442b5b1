"""When an assignment was overdue, under each due date that it had (rules.md 3.2, 3.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assignments.models.assignment import Assignment
from assignments.models.dossier import Fact
from assignments.models.product import Submission
from assignments.rules.assignment import Stage

State = Submission.State


@dataclass(frozen=True)
class Span:
    """Overdue on the days after ``due_on`` up to ``until``; ``fallen``: the result that had stood
    in time and did not last, newest first."""

    due_on: date
    until: date
    fallen: Submission | None = None


def spans_of(
    row: Assignment, dues: Sequence[Fact], results: Iterable[Submission], *, on: date
) -> list[Span]:
    """The times in which it was overdue, the oldest first. ``dues``: its due changes in their
    order; without them the present date has always been in force."""
    handed_in = [r for r in results if r.entered_on]
    ends = [(old.due, new.on, new.on) for old, new in pairwise(dues) if new.flag]
    if row.stage != Stage.DRAFT:
        ends.append((row.due_on, _judged(row, handed_in, on=on), on))
    return [
        Span(due_on, until, _fallen(handed_in, due_on, by=known))
        for due_on, until, known in ends
        if due_on and until and known and until > due_on
    ]


def was_overdue(spans: Iterable[Span], day: date) -> bool:
    """Whether a decision of this day met overdue work."""
    return any(span.due_on < day <= span.until for span in spans)


def _judged(row: Assignment, handed_in: Sequence[Submission], *, on: date) -> date:
    """The day by which the present date is judged; withdrawn work by what stood then."""
    if row.stage != Stage.WITHDRAWN:
        return row.submitted_on or row.stopped_on or on
    left = [r.submitted_on for r in handed_in if r.state == State.DROPPED]
    return max(left, default=None) or row.stopped_on or row.withdrawn_on or on


def _fallen(handed_in: Sequence[Submission], due_on: date, *, by: date) -> Submission | None:
    """The last result in time that outlived the due date and, ``by`` then, did not stand."""
    found = [
        r
        for r in handed_in
        if r.submitted_on <= due_on and (fell := fell_on(r)) and due_on < fell <= by
    ]
    return max(found, key=lambda r: r.pk, default=None)


def fell_on(result: Submission) -> date | None:
    """The day on which a result ceased to stand."""
    return result.reopened_on or result.sent_back_on
