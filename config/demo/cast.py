"""Who sits where on which day of the replay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count

from agencies.actions import person as persons
from agencies.actions import routing as routings
from agencies.actions import seat as seats
from agencies.actions.seat import Post
from agencies.models import Agency, Function, Seat, Unit, User
from agencies.rules.roles import DECIDING, Role
from agencies.rules.text import fold
from config.demo import names, roster
from config.demo.roster import Place
from config.demo.stage import Stage

Kind = Agency.Kind
LONG_AGO = date(2021, 7, 1)
# More than any body has posts: each body's people keep their names whatever others have.
MOST_POSTS = 14
NOBODY = {Kind.PROVINCE, Kind.PARTY, Kind.ELECTED, Kind.PPC, Kind.TOWNSHIP}
OFFICE, CHAIR, VICE = "VPUB", "UBND-CT", "UBND-PCT"
DOMAIN = "demo.hatinh.example"


def has_people(body: Agency) -> bool:
    """Whether anybody of the body uses the system: communes only since there are no districts."""
    small = body.kind in {Kind.COMMUNE, Kind.WARD} and body.valid_from is None
    return body.kind not in NOBODY and not small


class Cast:
    """The people of the demo. Seats are kept in memory as the database has them."""

    def __init__(self, stage: Stage, signing_in: set[tuple[str, int]]) -> None:
        self.stage = stage
        self.signing_in = signing_in
        rows = list(Agency.objects.order_by("pk"))
        self.bodies = {body.code: body for body in rows}
        self.codes = {body.pk: body.code for body in rows}
        self.fields = {field.code: field for field in Function.objects.order_by("pk")}
        self.holders: dict[str, list[Seat]] = {}
        self._by_id: dict[int, Seat] = {}
        self._numbers = {b.code: n * MOST_POSTS for n, b in enumerate(filter(has_people, rows))}
        self._slots = {code: count() for code in self._numbers}
        self._units: dict[tuple[str, str], Unit] = {}
        self._emails: set[str] = set()

    # --- bodies ---------------------------------------------------------------------------
    def exists(self, body: Agency, on: date) -> bool:
        begun = body.valid_from is None or body.valid_from <= on
        return begun and (body.valid_to is None or body.valid_to > on)

    def body_of(self, agency_id: int) -> Agency:
        return self.bodies[self.codes[agency_id]]

    def existing(self, codes: Iterable[str]) -> list[Agency]:
        """Those of the bodies that exist today."""
        return [self.bodies[c] for c in codes if self.exists(self.bodies[c], self.stage.on)]

    # --- people ---------------------------------------------------------------------------
    def new_person(self, code: str) -> User:
        """The next person that begins in the body; those who try the demo get an address."""
        slot = next(self._slots[code])
        full_name = names.name(self._numbers[code] + slot)
        email = self._address(full_name) if (code, slot) in self.signing_in else ""
        return persons.enter(full_name=full_name, email=email, by=None, at=self.stage.now)

    def _address(self, full_name: str) -> str:
        words = fold(full_name).split()
        plain = f"{words[-1]}.{words[0]}"
        free = (f"{plain}{n or ''}@{DOMAIN}" for n in count())
        email = next(address for address in free if address not in self._emails)
        self._emails.add(email)
        return email

    def seat(
        self,
        person: User,
        code: str,
        place: Place,
        *,
        since: date,
        by: Seat | None = None,
        assists: Seat | None = None,
    ) -> Seat:
        """Let the person hold the place from a day on."""
        body = self.bodies[code]
        post = Post(
            agency=body,
            role=place.role,
            title=place.title,
            unit=self._unit(body, place.unit, since) if place.unit else None,
            functions=tuple(self.fields[f] for f in place.fields),
            assists=assists,
        )
        row = seats.open_seat(person, post, valid_from=since, by=by, at=self.stage.now)
        # Every move asks a seat for its person and body.
        row.user, row.agency = person, body
        self.holders.setdefault(code, []).append(row)
        self._by_id[row.pk] = row
        return row

    def _unit(self, body: Agency, name: str, since: date) -> Unit:
        key = (body.code, name)
        if key not in self._units:
            self._units[key] = seats.add_unit(
                body,
                name=name,
                valid_from=body.valid_from or LONG_AGO,
                by=self.keeper,
                at=self.stage.now,
            )
        return self._units[key]

    def end(self, row: Seat, on: date) -> None:
        """The database has ended this seat: from the day ``on`` it is held no more."""
        row.valid_to = max(row.valid_from, on)

    # --- who ------------------------------------------------------------------------------
    def held(self, code: str, on: date | None = None) -> list[Seat]:
        """The seats held in a body today, or on a day; in the order in which they were opened."""
        day = on or self.stage.on
        return [
            s
            for s in self.holders.get(code, [])
            if s.valid_from <= day and (s.valid_to is None or s.valid_to > day)
        ]

    def with_role(self, code: str, *roles: Role) -> list[Seat]:
        return [s for s in self.held(code) if s.role in roles]

    def head(self, code: str) -> Seat:
        """The head, else a deputy; a body with people always has one of them."""
        chiefs = [s for s in self.held(code) if s.role in DECIDING]
        return min(chiefs, key=lambda s: (s.role != Role.HEAD, s.pk))

    def officers(self, code: str) -> list[Seat]:
        """Who may carry work: officers, else unit heads, else anybody but the head."""
        found = self.with_role(code, Role.OFFICER) or self.with_role(code, Role.UNIT_HEAD)
        return found or [s for s in self.held(code) if s.role != Role.ADMINISTRATOR]

    def all_seats(self) -> Iterable[Seat]:
        return self._by_id.values()

    def by_id(self, seat_id: int | None) -> Seat | None:
        return self._by_id.get(seat_id) if seat_id else None

    def is_held(self, row: Seat | None) -> bool:
        on = self.stage.on
        return row is not None and row.valid_from <= on and (not row.valid_to or row.valid_to > on)

    @property
    def keeper(self) -> Seat:
        """The administrator, who keeps people and seats."""
        return self.with_role(OFFICE, Role.ADMINISTRATOR)[0]

    @property
    def chairman(self) -> Seat:
        return self.with_role(CHAIR, Role.HEAD)[0]

    @property
    def vice_chairmen(self) -> list[Seat]:
        return self.with_role(VICE, Role.DEPUTY)

    @property
    def home_affairs(self) -> str:
        """The code of the body that is the Department of Home Affairs today."""
        return "SNV" if self.exists(self.bodies["SNV"], self.stage.on) else "SNV-2025"

    # --- routing --------------------------------------------------------------------------
    def leader_of(self, code: str) -> Seat:
        """Whose field the body's work is: a vice chairman's, or the chairman's own."""
        return self.leaders[LEADERS.get(code, self._share(code) % 3 + 1)]

    @property
    def leaders(self) -> list[Seat]:
        return [self.chairman, *self.vice_chairmen]

    def specialist_of(self, code: str) -> Seat:
        """The specialist of the PPC office who watches the body."""
        found = self.with_role(OFFICE, Role.OFFICER)
        share = 0 if code in WATCHED_BY_FIRST else self._share(code)
        return found[share % len(found)]

    def _share(self, code: str) -> int:
        return self._numbers[code] // MOST_POSTS

    def route(self, codes: Iterable[str], *, since: date) -> None:
        """Write down who watches these bodies from a day on."""
        office = self.head(OFFICE)
        for code in codes:
            routings.route(
                agency=self.bodies[code],
                function=None,
                specialist=self.specialist_of(code),
                leader=self.leader_of(code),
                valid_from=since,
                by=office,
                at=self.stage.now,
            )


# 0 is the chairman; 1 economy, 2 agriculture and environment, 3 culture and society.
LEADERS = {
    **dict.fromkeys(("SNV", "SNV-2025", "STP", "TTT", "VPUB", "TW-CAT", "TW-BCHQS"), 0),
    **dict.fromkeys(("SKHDT", "STC", "STC-2025", "SCT", "SXD", "SXD-2025", "SGTVT"), 1),
    **dict.fromkeys(("BQLKKT", "BQLDD", "BQLGT", "QDTPT", "BATGT"), 1),
    **dict.fromkeys(("SNNPTNT", "STNMT", "SNNMT", "VPDPNTM", "BQLNN", "VQGVQ"), 2),
    **dict.fromkeys(("SGDDT", "SYT", "SVHTTDL", "SLDTBXH", "STTTT", "SKHCN", "SNgV"), 3),
    **dict.fromkeys(("SKHCN-2025", "DHHT", "CDYT", "CDVD", "CDND", "PTTH"), 3),
}
# The bodies of the people who try the demo: one specialist sees work of them all.
WATCHED_BY_FIRST = {"STP", "SNNPTNT", "STNMT", "SNNMT", "SNV", "SNV-2025", "D436", "18073"}


def first_day(cast: Cast) -> None:
    """Everybody who holds a seat when the replay begins, and who watches whom."""
    _leaders(cast)
    for place in roster.OFFICE:
        cast.seat(cast.new_person(OFFICE), OFFICE, place, since=LONG_AGO)
    for code in _with_people(cast):
        fill(cast, code, since=LONG_AGO)
    routed = [c for c in _with_people(cast) if not cast.bodies[c].is_central]
    cast.route([OFFICE, *routed], since=LONG_AGO)


def _leaders(cast: Cast) -> None:
    admin = cast.new_person(OFFICE)
    cast.seat(admin, OFFICE, roster.ADMINISTRATOR, since=LONG_AGO)
    for code, places in ((CHAIR, roster.CHAIRMAN), (VICE, roster.VICE_CHAIRMEN)):
        for place in places:
            leader = cast.seat(cast.new_person(code), code, place, since=LONG_AGO)
            secretary = Place(Role.SECRETARY, "Thư ký")
            cast.seat(cast.new_person(code), code, secretary, since=LONG_AGO, assists=leader)


def _with_people(cast: Cast) -> list[str]:
    leading = {OFFICE, CHAIR, VICE}
    return [
        code
        for code, body in cast.bodies.items()
        if code not in leading and has_people(body) and cast.exists(body, cast.stage.on)
    ]


def fill(cast: Cast, code: str, *, since: date, by: Seat | None = None) -> None:
    """New people for every post of the body that nobody holds on the day ``since``."""
    wanted = roster.places(cast.bodies[code], cast.stage.dice.of("places", code))
    have = [Role(s.role) for s in cast.held(code, since)]
    for place in wanted:
        if place.role in have:
            have.remove(place.role)
        else:
            cast.seat(cast.new_person(code), code, place, since=since, by=by)
