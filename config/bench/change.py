"""One change of one row: what the action's own UPDATE costs beside a table of keys alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from time import perf_counter

from django.db import connection

from agencies.models import Seat
from assignments.actions import assignment as actions
from assignments.models import Assignment
from assignments.rules.assignment import Stage
from config.bench.report import Line
from config.bench.site import Sent, noting

MOST = 2
_TABLE = '"assignments_assignment"'
_TWIN = '"bench"."twin"'


@dataclass(frozen=True)
class Change:
    """Milliseconds of the action's UPDATE with its commit, of the same on the twin, and of the
    whole action."""

    own: float
    twin: float
    whole: float
    statements: int


def measure(times: int, *, at: datetime) -> Line:
    """Officers report progress on ``times`` assignments, each in a transaction of its own.

    The UPDATE of the assignment with its indexes, constraints, history and commit stands beside
    the same UPDATE of the twin with its commit; what else the action asks is told in the note.
    """
    made = [_changed(row, by=row.officer, at=at) for row in _carried(times)]
    whole = median(c.whole for c in made)
    return Line(
        "one-row update of the action, committed",
        median(c.own for c in made),
        median(c.twin for c in made),
        MOST,
        note=f"whole action {whole:.1f} ms, {made[0].statements} statements",
    )


def _carried(times: int) -> Iterable[Assignment]:
    rows = Assignment.objects.filter(stage=Stage.ACKNOWLEDGED, stopped_on=None, restriction="")
    return rows.select_related("officer__user", "officer__agency").order_by("pk")[:times]


def _changed(row: Assignment, *, by: Seat | None, at: datetime) -> Change:
    assert by is not None
    sent: list[Sent] = []
    began = perf_counter()
    connection.set_autocommit(False)
    with noting(sent):
        actions.report_progress(row, text="Đang thực hiện", by=by, at=at)
    commit = _ended()
    whole = (perf_counter() - began) * 1000
    update = next(s for s in sent if s.sql.startswith(f"UPDATE {_TABLE}"))
    return Change(update.ms + commit, _on_twin(update), whole, len(sent))


def _on_twin(update: Sent) -> float:
    """The same UPDATE of the same row of the twin, with its commit."""
    sent: list[Sent] = []
    connection.set_autocommit(False)
    with noting(sent), connection.cursor() as cursor:
        cursor.execute(update.sql.replace(_TABLE, _TWIN), update.params)
    return sent[0].ms + _ended()


def _ended() -> float:
    """Commit; the milliseconds that it took."""
    began = perf_counter()
    connection.commit()
    ms = (perf_counter() - began) * 1000
    connection.set_autocommit(True)
    return ms
