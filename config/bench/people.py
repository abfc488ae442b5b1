"""The bodies of the made-up province that get work, and made-up people in their seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Value, When

from agencies.models import Agency, Mandate, Seat, User
from agencies.models.agency import holds
from agencies.rules.roles import MandateKind, Role
from agencies.rules.text import sort_key
from assignments.models import Assignment

BODIES = 100
OFFICERS = 6
SPECIALISTS = 8
_SINCE = timedelta(days=6 * 366)
_KINDS = (
    Agency.Kind.DEPARTMENT,
    Agency.Kind.OTHER_ADMIN,
    Agency.Kind.INSPECTORATE,
    Agency.Kind.PUBLIC_UNIT,
    Agency.Kind.WARD,
    Agency.Kind.COMMUNE,
)
Wanted = tuple[Agency, Role]


def settle(*, on: date) -> int:
    """Seat people in the bodies, write down who leads and who gives work; the number of bodies
    that lead."""
    leads = _leads(on)
    roles = [Role.HEAD, Role.CONTACT, *[Role.OFFICER] * OFFICERS]
    seats = _seat([(body, role) for body in leads for role in roles], on=on)
    rows = []
    for n, body in enumerate(leads):
        head, contact, *officers = seats[n * len(roles) : (n + 1) * len(roles)]
        rows.append((n, body.pk, head, contact, officers))
    _insert("bench.body", rows)
    _insert("bench.side", _sides(on))
    return len(leads)


def _leads(on: date) -> Sequence[Agency]:
    """Bodies that work as leads do, departments first; neither of those that watch the others."""
    watching = Mandate.objects.filter(
        holds(on), kind__in=[MandateKind.PPC_OFFICE, MandateKind.HOME_AFFAIRS]
    )
    place = Case(
        *(When(kind=kind, then=Value(n)) for n, kind in enumerate(_KINDS)),
        output_field=IntegerField(),
    )
    rows = Agency.objects.existing(on).listed().filter(kind__in=_KINDS)
    rows = rows.exclude(pk__in=watching.values("agency"))
    return list(rows.annotate(place=place).order_by("place", "pk")[:BODIES])


def _sides(on: date) -> Iterable[tuple[Any, ...]]:
    """Twenty kinds of orders: most are the committee's, the last one is Home Affairs' own."""
    office = _holder(MandateKind.PPC_OFFICE, on)
    own = _holder(MandateKind.HOME_AFFAIRS, on)
    ppc, chair, vice = (
        Agency.objects.existing(on).get(code=c) for c in ("UBND", "UBND-CT", "UBND-PCT")
    )
    wanted = [(chair, Role.HEAD), (vice, Role.DEPUTY), (own, Role.HEAD), (own, Role.OFFICER)]
    chairman, vice_chairman, *home = _seat(wanted, on=on)
    _seat([(office, Role.HEAD)], on=on)
    specialists = _seat([(office, Role.OFFICER)] * SPECIALISTS, on=on)
    giver = Assignment.Giver
    for n in range(9):
        yield n, giver.PPC.value, ppc.pk, chairman, specialists, office.pk
    yield 9, giver.GOVERNMENT.value, ppc.pk, chairman, specialists, office.pk
    yield 10, giver.PRIME_MINISTER.value, ppc.pk, chairman, specialists, office.pk
    for n in range(11, 16):
        yield n, giver.CHAIRMAN.value, chair.pk, chairman, specialists, office.pk
    for n in range(16, 19):
        yield n, giver.VICE_CHAIRMAN.value, vice.pk, vice_chairman, specialists, office.pk
    yield 19, giver.BODY.value, own.pk, home[0], home[1:], own.pk


def _holder(kind: MandateKind, on: date) -> Agency:
    return Agency.objects.get(mandates__in=Mandate.objects.filter(holds(on), kind=kind))


def _seat(wanted: Sequence[Wanted], *, on: date) -> list[int]:
    """A new person in each of these seats; the keys of the seats."""
    first = User.objects.count()
    people = User.objects.bulk_create(_person(first + n) for n in range(len(wanted)))
    seats = Seat.objects.bulk_create(
        Seat(
            user=person,
            agency=body,
            role=role,
            title=role.value.capitalize(),
            valid_from=on - _SINCE,
        )
        for person, (body, role) in zip(people, wanted, strict=True)
    )
    return [seat.pk for seat in seats]


def _person(number: int) -> User:
    name = f"Người Thử {number}"
    made = User(email=f"bench{number}@example.test", full_name=name, sort_key=sort_key(name))
    made.set_unusable_password()
    return made


def _insert(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        for row in rows:
            marks = ", ".join(["%s"] * len(row))
            cursor.execute(f"INSERT INTO {table} VALUES ({marks})", [*row])
