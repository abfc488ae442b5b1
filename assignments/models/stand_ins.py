"""For whom a seat acts besides itself: absences, which chain, and written authorisations, which
never do (rules.md 2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models.expressions import RawSQL

from agencies.models import Delegation, Seat
from agencies.models.standing import Standing, standing_of


@dataclass(frozen=True)
class StandIns:
    """``absent``: seats, by key, whose holder is away and whose work comes to this one, the
    nearest first; ``letters``: authorisations that name this seat itself, each with the standing
    of its giver."""

    absent: dict[int, Seat] = field(default_factory=dict)
    letters: tuple[tuple[Delegation, Standing], ...] = ()


NOBODY = StandIns()


def stand_ins(seat: Seat, standing: Standing) -> StandIns:
    """For whom the seat acts on the day of its standing."""
    if not standing.stands_in:
        return NOBODY
    rows, on = _near(seat, on=standing.on), standing.on
    letters = [(r, standing_of(r.absent, on=on)) for r in rows if r.kind == Delegation.Kind.TUQ]
    return StandIns(_chained(seat, rows), tuple(letters))


def stands_in_for(seat: Seat, *, on: date) -> dict[int, Seat]:
    """Seats whose holder is absent on the day and whose work, by chain, comes to this seat."""
    return _chained(seat, _near(seat, on=on))


# What names the seat, and the absences behind those; asked on every page of a substitute.
_NEAR = """
WITH RECURSIVE near(id, absent_id, kind) AS (
    SELECT d.id, d.absent_id, d.kind FROM agencies_delegation d
    WHERE d.substitute_id = %s AND d.first_day <= %s AND d.last_day >= %s
    UNION
    SELECT d.id, d.absent_id, d.kind FROM agencies_delegation d
    JOIN near ON d.substitute_id = near.absent_id AND near.kind = 'ABSENCE'
    WHERE d.kind = 'ABSENCE' AND d.first_day <= %s AND d.last_day >= %s
)
SELECT id FROM near
"""


def _near(seat: Seat, *, on: date) -> list[Delegation]:
    found = Delegation.objects.running(on).filter(
        pk__in=RawSQL(_NEAR, [seat.pk, on, on, on, on])  # noqa: S611  nothing but parameters
    )
    return list(found.select_related("absent__user", "absent__agency").order_by("pk"))


def _chained(seat: Seat, rows: Sequence[Delegation]) -> dict[int, Seat]:
    """From substitute to substitute, as far as each link runs today."""
    away = [row for row in rows if row.kind == Delegation.Kind.ABSENCE]
    found: dict[int, Seat] = {}
    waiting = {seat.pk}
    while waiting:
        reached = {row.absent_id: row.absent for row in away if row.substitute_id in waiting}
        waiting = set(reached) - set(found) - {seat.pk}
        found |= {key: absent for key, absent in reached.items() if key in waiting}
    return found
