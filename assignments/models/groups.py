"""Several short lists for one page, in two queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Case, CharField, QuerySet, Value, When

from assignments.models.assignment import Assignment
from assignments.models.filters import Criteria
from assignments.models.pages import Order
from assignments.models.rows import Row, listed, shape
from assignments.models.states import LONGEST_FIRST, held_since
from assignments.models.viewer import Viewer
from assignments.rules.assignment import Stage

SIZE = 20


def first_rows(asked: Sequence[Criteria], viewer: Viewer, *, size: int = SIZE) -> list[list[Row]]:
    """For each filter its first rows, in its order; a row may stand in several."""
    keys = _keys(asked, viewer, size)
    wanted = {pk for group in keys.values() for pk in group}
    by_key = {row.pk: row for row in rows_of(wanted, viewer)}
    return [[by_key[pk] for pk in keys[n] if pk in by_key] for n in range(len(asked))]


def rows_of(keys: Collection[int], viewer: Viewer) -> list[Row]:
    """The rows of these keys, which the viewer may see, in the order of the keys."""
    found = shape(listed(Assignment.objects.filter(pk__in=keys), viewer), viewer)
    by_key = {row.pk: row for row in found}
    return [by_key[pk] for pk in keys if pk in by_key]


def _keys(asked: Sequence[Criteria], viewer: Viewer, size: int) -> dict[int, list[int]]:
    parts = [_part(n, criteria, viewer, size) for n, criteria in enumerate(asked)]
    keys: dict[int, list[int]] = defaultdict(list)
    if not parts:
        return keys
    united = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for name, pk in united:
        keys[int(name)].append(pk)
    return keys


def _ordered(criteria: Criteria, viewer: Viewer) -> QuerySet[Assignment]:
    """A result by how long it waits, a request by how long its due date is past."""
    rows = criteria.rows(viewer)
    if criteria.state in LONGEST_FIRST and not criteria.sort:
        since = Case(When(stage=Stage.SUBMITTED, then=held_since()), default="due_on")
        return rows.alias(since=since).order_by("since", "due_on", "pk")
    return Order(criteria.by_due).sorted(rows)


def _part(n: int, criteria: Criteria, viewer: Viewer, size: int) -> QuerySet[Assignment]:
    ordered = _ordered(criteria, viewer)
    return ordered.values_list(Value(str(n), output_field=CharField()), "pk")[:size]
