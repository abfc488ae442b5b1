"""Keyset pages: where a page begins is a row, never a count of rows (performance.md 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OrderBy, Q

from assignments.models.assignment import Assignment
from assignments.models.filters import united
from assignments.models.querysets import AssignmentQuerySet

SIZE = 50


@dataclass(frozen=True)
class Place:
    """A page begins after this row, or ends before it; ``shown`` rows stand before the page."""

    day: date | None
    pk: int
    shown: int
    is_before: bool = False

    @property
    def token(self) -> str:
        return f"{self.day or ''}.{self.pk}.{self.shown}"


def place_of(token: str, *, is_before: bool) -> Place | None:
    """Read the token of an address; None for what is none."""
    try:
        day, pk, shown = token.split(".")
        return Place(date.fromisoformat(day) if day else None, int(pk), int(shown), is_before)
    except ValueError:
        return None


@dataclass(frozen=True)
class Order:
    """By due date, the earliest first and those without one last; or the newest first."""

    by_due: bool

    @property
    def column(self) -> str:
        return "due_on" if self.by_due else "issued_on"

    def sorted(self, rows: AssignmentQuerySet, *, back: bool = False) -> AssignmentQuerySet:
        """In this order, or backwards; it ends with the key, so no two rows change places."""
        ascending = self.by_due != back
        nulls = {"nulls_first": True} if back else {"nulls_last": True}
        return rows.order_by(
            OrderBy(F(self.column), descending=not ascending, **nulls),
            "pk" if ascending else "-pk",
        )

    def steps(self, rows: AssignmentQuerySet, place: Place | None) -> list[AssignmentQuerySet]:
        """Querysets whose rows, one after the other, are the list from the place on.

        Those with a day and those without are asked apart: only so the bound on the day is one
        that the index can use. From a place before which the page ends, rows come backwards.
        """
        if place is None:
            return [self.sorted(rows)]
        back = place.is_before
        step, bound = ("gt", "gte") if self.by_due != back else ("lt", "lte")
        rows = self.sorted(rows, back=back)
        with_day = rows.filter(**{f"{self.column}__isnull": False})
        without = rows.filter(**{self.column: None})
        if place.day is None:
            rest = without.filter(**{f"pk__{step}": place.pk})
            return [rest, with_day] if back else [rest]
        past = Q(**{f"{self.column}__{step}": place.day}) | Q(**{f"pk__{step}": place.pk})
        rest = with_day.filter(past, **{f"{self.column}__{bound}": place.day})
        return [rest] if back else [rest, without]

    def merged(
        self, parts: Sequence[AssignmentQuerySet], place: Place | None, *, size: int
    ) -> list[AssignmentQuerySet]:
        """The same for a list in parts: the first rows of the whole stand among the first of
        each part, so no part is read further (``Criteria.parts``)."""
        if len(parts) == 1:
            return self.steps(parts[0], place)
        back = place is not None and place.is_before
        steps = zip(*(self.steps(part, place) for part in parts), strict=True)
        return [
            self.sorted(Assignment.objects.filter(pk__in=united(step, size=size)), back=back)
            for step in steps
        ]


def taken(parts: Iterable[Any], size: int) -> list[Any]:
    """The first ``size`` rows of the querysets in turn; a later one is asked only when needed."""
    found: list[Any] = []
    for part in parts:
        found += part[: size - len(found)]
        if len(found) >= size:
            break
    return found


@dataclass(frozen=True)
class Page:
    """Rows of one page, where the next and the previous begin, and how many came before."""

    rows: list[Any]
    shown: int
    next: Place | None
    previous: Place | None


def page_of(
    parts: Sequence[AssignmentQuerySet],
    place: Place | None,
    order: Order,
    read: Callable[[AssignmentQuerySet], Any],
    *,
    size: int = SIZE,
) -> Page:
    """The page at the place of the list in ``parts``.

    ``read`` makes of a queryset one of dicts with ``id`` and the day of the order.
    """
    back = place is not None and place.is_before
    steps = order.merged(parts, place, size=size + 1)
    found = taken(map(read, steps), size + 1)
    has_more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    shown = place.shown if place else 0
    if back:
        shown = max(shown - len(found), 0) if has_more else 0
    end = shown + len(found)
    has_next = bool(found) and (has_more or back)
    has_previous = bool(found) and (has_more if back else place is not None)
    return Page(
        rows=found,
        shown=shown,
        next=_place(found[-1], order, end) if has_next else None,
        previous=_place(found[0], order, shown, is_before=True) if has_previous else None,
    )


def _place(row: dict[str, Any], order: Order, shown: int, *, is_before: bool = False) -> Place:
    return Place(row[order.column], row["id"], shown, is_before)
