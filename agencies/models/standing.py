"""What a person stands for while acting in one seat: own bodies, mandates, role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from agencies.models.agency import Succession
from agencies.models.memory import remembered
from agencies.models.person import Seat
from agencies.rules.roles import MandateKind, Role

# A body and every body whose work it took over whole; parts passed on are not followed, their
# work moved item by item.
_OWN = """
WITH RECURSIVE own(id) AS (
    SELECT %s::bigint
    UNION
    SELECT s.old_id FROM agencies_succession s JOIN own ON s.new_id = own.id
    WHERE s.status = %s AND s.kind <> %s AND s."on" <= %s
)
"""
# All questions of a standing at once: it is asked on every page and before every move.
_STANDING = (
    _OWN
    + """
SELECT id, NULL, false FROM own
UNION ALL
SELECT NULL, kind, false FROM agencies_mandate
WHERE agency_id = %s
    AND (valid_from IS NULL OR valid_from <= %s) AND (valid_to IS NULL OR valid_to > %s)
UNION ALL
SELECT NULL, NULL, true FROM agencies_delegation
WHERE substitute_id = %s AND first_day <= %s AND last_day >= %s
"""
)


@dataclass(frozen=True)
class Standing:
    """Rights of one seat on one day; built for each request, never cached (rules.md 2)."""

    on: date
    user_id: int = 0
    seat_id: int = 0
    agency_id: int = 0
    role: Role | None = None
    bodies: frozenset[int] = frozenset()
    mandates: frozenset[MandateKind] = field(default_factory=frozenset)
    # An absence or a written authorisation may name this seat on the day: worth asking which.
    stands_in: bool = False

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def is_business(self) -> bool:
        """Holds a seat that sees business data; administrators see none (rules.md 2.6)."""
        return self.role is not None and not self.is_administrator

    @property
    def is_leadership(self) -> bool:
        return MandateKind.LEADERSHIP in self.mandates and self.is_business

    @property
    def is_ppc_office(self) -> bool:
        return MandateKind.PPC_OFFICE in self.mandates and self.is_business

    @property
    def is_home_affairs(self) -> bool:
        return MandateKind.HOME_AFFAIRS in self.mandates and self.is_business


def standing_of(seat: Seat | None, *, on: date) -> Standing:
    """The standing of a seat on a day; a seat not held that day, or none, stands for nothing."""
    if seat is None or seat.valid_from > on or (seat.valid_to and seat.valid_to <= on):
        return Standing(on=on)
    held = seat
    return remembered(("standing", seat.pk, on), lambda: _read_standing(held, on=on))


def _read_standing(seat: Seat, *, on: date) -> Standing:
    body = seat.agency_id
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [*_inheriting(body, on), body, on, on, seat.pk, on, on])
        found = cursor.fetchall()
    return Standing(
        on=on,
        user_id=seat.user_id,
        seat_id=seat.pk,
        agency_id=body,
        role=Role(seat.role),
        bodies=frozenset(pk for pk, _kind, _named in found if pk),
        mandates=frozenset(MandateKind(kind) for _pk, kind, _named in found if kind),
        stands_in=any(named for _pk, _kind, named in found),
    )


def _inheriting(agency_id: int, on: date) -> list[Any]:
    """The values of the places in ``_OWN``."""
    return [agency_id, Succession.Status.APPLIED, Succession.Kind.PARTIAL_TRANSFER, on]
