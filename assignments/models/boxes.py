"""The official boxes of a set of rows, counted in one query (rules.md 3.1, 4.6, 4.7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce

from assignments.models.querysets import AssignmentQuerySet
from assignments.models.rights import Visible
from assignments.models.viewer import Viewer
from assignments.rules.assignment import Box, Stage


@dataclass(frozen=True)
class Boxes:
    """How many rows stand in each box on a day.

    ``dated`` counts the rows with a due date by themselves: the four boxes must add up to it.
    ``waiting`` and ``waiting_overdue`` are an "of which" of the open ones. ``short_*`` are an
    "of which" too: work given too late to be done in time (rules.md 1.8) stands in its box but
    in no rate. A rate or share of nothing (0 of 0) is None.
    """

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    no_deadline_open: int = 0
    no_deadline_done: int = 0
    dated: int = 0
    waiting: int = 0
    waiting_overdue: int = 0
    short_done: int = 0
    short_in_time: int = 0
    short_overdue: int = 0

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late

    @property
    def open(self) -> int:
        return self.open_in_time + self.open_overdue

    @property
    def on_time(self) -> int:
        return self.done_on_time + self.open_in_time

    @property
    def overdue(self) -> int:
        return self.done_late + self.open_overdue

    @property
    def total(self) -> int:
        """With a due date; those without one are counted apart."""
        return self.done + self.open

    @property
    def adds_up(self) -> bool:
        """Every row with a due date stands in exactly one of the four boxes."""
        return self.total == self.dated

    @property
    def short_notice(self) -> int:
        return self.short_done + self.short_in_time + self.short_overdue

    @property
    def rated_overdue(self) -> int:
        """Open and overdue, without those given too late: what both rates divide."""
        return self.open_overdue - self.short_overdue

    @property
    def rated_done(self) -> int:
        return self.done - self.short_done

    @property
    def rated_total(self) -> int:
        return self.total - self.short_notice

    @property
    def due_rate(self) -> Fraction | None:
        """Overdue among those due, the official rate: open overdue / (done + open overdue)."""
        return _ratio(self.rated_overdue, self.rated_done + self.rated_overdue)

    @property
    def all_rate(self) -> Fraction | None:
        """Overdue among all: open overdue / total."""
        return _ratio(self.rated_overdue, self.rated_total)


def _ratio(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def count_boxes_seen(rows: AssignmentQuerySet, viewer: Viewer) -> tuple[Boxes, Boxes]:
    """The boxes of all rows, as ``rules.assignment.box`` tells them, and of those of them that the
    viewer may open; one query.

    Give official rows (``rows.official()``): internal work stands in no box (rules.md 3.11).
    Restricted work counts in totals and stands in no list but that of those named (rules.md 2.6).
    """
    groups = _groups(rows, viewer.on).annotate(is_seen=Visible(viewer.standing))
    counted = list(groups.values_list("is_seen", *_KEYS).annotate(**_COUNTS))
    seen = [row for is_seen, *row in counted if is_seen]
    return _summed(row for _seen, *row in counted), _summed(seen)


_KEYS = ("box", "waits", "is_short_notice")
_COUNTS = {"n": Count("pk"), "dated": Count("due_on")}


def _groups(rows: AssignmentQuerySet, on: date) -> AssignmentQuerySet:
    judged = rows.order_by().annotate(judged_on=_judged(on))
    return judged.annotate(box=_box(on), waits=_is(Stage.SUBMITTED))


def _summed(groups: Iterable[Sequence[Any]]) -> Boxes:
    sums: Counter[str] = Counter()
    for box, waits, is_short, n, dated in groups:
        sums[box.lower()] += n
        sums["dated"] += dated
        sums["waiting"] += n * waits
        sums["waiting_overdue"] += n * (waits and box == Box.OPEN_OVERDUE)
        if is_short:
            sums["short_done"] += n * (box in {Box.DONE_ON_TIME, Box.DONE_LATE})
            sums["short_in_time"] += n * (box == Box.OPEN_IN_TIME)
            sums["short_overdue"] += n * (box == Box.OPEN_OVERDUE)
    return Boxes(**sums)


def _judged(on: date) -> Case:
    """The day that decides: of the submission, of the stop, or today."""
    day = Value(on, output_field=models.DateField())
    return Case(
        When(submitted_on__lte=on, then=F("submitted_on")), default=Coalesce("stopped_on", day)
    )


def _box(on: date) -> Case:
    """The same questions in the same order as ``rules.assignment.box``."""
    done, no_date = Q(confirmed_on__lte=on), Q(due_on=None)
    late = Q(judged_on__gt=F("due_on"))
    return Case(
        When(no_date & done, then=Value(Box.NO_DEADLINE_DONE.value)),
        When(no_date, then=Value(Box.NO_DEADLINE_OPEN.value)),
        When(done & late, then=Value(Box.DONE_LATE.value)),
        When(done, then=Value(Box.DONE_ON_TIME.value)),
        When(late, then=Value(Box.OPEN_OVERDUE.value)),
        default=Value(Box.OPEN_IN_TIME.value),
    )


def _is(stage: Stage) -> Case:
    return Case(When(stage=stage, then=Value(True)), default=Value(False))
