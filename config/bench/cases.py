"""What is measured: pages as people open them, searches, and one change of one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.db import connection

from agencies.models import Seat
from agencies.models.standing import standing_of
from assignments.models.rights import LedVisible, Visible
from config.bench import floors
from config.bench.floors import Statement
from config.bench.site import sign_in
from config.bench.words import SEARCHES, WITHOUT_HIT

# Ratios to the floor that performance allows.
PAGE = 6
MIDDLE = 2
SEARCH = 100
NO_HIT = 10
WEIGHT_KB = 10


@dataclass(frozen=True)
class Case:
    """A page, who opens it, the statements of its floor, and the ratio that is still ok."""

    name: str
    path: str
    cookie: str
    floor: list[Statement]
    most: float = PAGE
    is_middle: bool = False
    is_without_hit: bool = False


@dataclass(frozen=True)
class Cast:
    """Who opens the pages: a specialist of the PPC office, and heads of two bodies."""

    office: Seat
    head: Seat
    small_head: Seat
    specimen: int

    @classmethod
    def of_database(cls) -> Cast:
        """Out of the loaded rows: the bodies with the most work and with the middle share."""
        (specialist,) = _one("SELECT recorders[1] FROM bench.side WHERE n = 0")
        (head,) = _one("SELECT head_id FROM bench.body WHERE n = 0")
        (small,) = _one("SELECT head_id FROM bench.body ORDER BY abs(n - 50) LIMIT 1")
        return cls(_seat(specialist), _seat(head), _seat(small), _specimen())


def _specimen() -> int:
    """An assignment with a long story: extended, sent back, confirmed, shared with others."""
    (pk,) = _one("""
        SELECT a.id FROM assignments_assignment a
        JOIN assignments_extension e ON e.assignment_id = a.id AND e.outcome = 'ACCEPTED'
        JOIN assignments_submission s ON s.assignment_id = a.id AND s.state = 'SENT_BACK'
        JOIN assignments_cooperation c ON c.assignment_id = a.id
        JOIN bench.side g ON g.n = 0 AND g.agency_id = a.assigner_id
        WHERE a.stage = 'DONE' AND a.restriction = '' ORDER BY a.id DESC LIMIT 1""")
    return int(pk)


def _one(sql: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return tuple(cursor.fetchone())


def _seat(pk: int) -> Seat:
    return Seat.objects.select_related("user", "agency").get(pk=pk)


def pages(cast: Cast, *, rows: int, on: date) -> list[Case]:
    """Every page with its floor, searches apart."""
    office, head, small = (sign_in(s) for s in (cast.office, cast.head, cast.small_head))
    body, other = cast.head.agency_id, cast.small_head.agency_id
    seen, middle = _seen(cast.office, Visible, on), _middle(rows)
    led, own = _seen(cast.head, LedVisible, on), _seen(cast.small_head, LedVisible, on)
    place, seat = cast.office.agency_id, cast.office.pk
    badges = floors.of_office(seen, place, seat, on)
    tabs = floors.of_office(seen, place, seat, on, "true", f"a.lead_id = {body}")
    beside = [tabs, floors.choices(place)]
    whole = _seen(cast.small_head, Visible, on)
    own_beside = [
        floors.of_head(own, other, on, "true"),
        floors.all_of_body(whole, other),
        floors.all_of_body(whole, other, floors.OPEN),
        floors.choices(other),
    ]
    every = "/assignments/?state=all"
    return [
        Case("list, page 1: everything", every, office, [floors.everything(seen), *beside]),
        Case(
            "list, page 1: all not done", "/assignments/", office, [floors.not_done(seen), *beside]
        ),
        Case(
            "list of one body, the largest",
            f"{every}&body={body}",
            office,
            [floors.of_body(seen, body), *beside],
        ),
        Case(
            "list of one body, by its own head",
            f"{every}&role=lead",
            small,
            [floors.of_body(own, other), *own_beside],
        ),
        Case("overdue board: a head's first screen", "/", head, floors.board(led, body, on)),
        Case(
            "list, a page in the middle",
            f"{every}&after={middle[0]}.{middle[1]}.{rows // 2}",
            office,
            [floors.after(seen, *middle), *beside],
            is_middle=True,
        ),
        Case(
            "assignment page",
            f"/assignments/{cast.specimen}/",
            office,
            floors.of_assignment(cast.specimen, badges),
        ),
    ]


def searches(cast: Cast, *, on: date) -> Iterator[Case]:
    """Five words, each beside the same floor: a search without a hit in raw SQL."""
    office = sign_in(cast.office)
    floor = [floors.without_hit(_seen(cast.office, Visible, on))]
    for words in SEARCHES:
        hit = " (no hit)" if words == WITHOUT_HIT else ""
        path = f"/search/?q={quote(words)}"
        yield Case(f"search: {words}{hit}", path, office, floor, SEARCH, is_without_hit=bool(hit))


def _seen(seat: Seat, condition: type[Visible], on: date) -> str:
    """What the person in this seat may see of the assignments ``a``."""
    return condition.of(standing_of(seat, on=on), "a")


def _middle(rows: int) -> tuple[date, int]:
    """Day and key of a row deep in the list of everything."""
    day, pk = _one(f"""
        SELECT issued_on, id FROM assignments_assignment
        WHERE issued_on IS NOT NULL AND id >= {rows // 2} ORDER BY id LIMIT 1""")
    return day, pk
