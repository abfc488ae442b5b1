"""The four reorganisations: people take seats in the heirs, open work follows or is decided on."""

from __future__ import annotations

from datetime import date, datetime, time

from agencies.models import Agency, Succession
from agencies.rules.roles import Role
from agencies.rules.succession import WHOLE
from assignments.actions import assignment as assignments
from assignments.actions import seats as seat_ends
from assignments.actions import succession
from assignments.models import Assignment, LeadChange, SuccessionCase
from assignments.models.heritage import (
    by_field,
    in_hand,
    possible_heirs,
    successors,
    waiting_cases,
)
from assignments.rules.assignment import Stage as Step
from config.demo import LOCAL
from config.demo.cast import Cast, fill, has_people
from config.demo.decisions import by_slip
from config.demo.roster import Place, title_in
from config.demo.stage import ONE_DAY, Act

DAYS = (date(2025, 1, 1), date(2025, 3, 1), date(2025, 4, 1), date(2025, 7, 1))
RANK = (Role.HEAD, Role.DEPUTY, Role.UNIT_HEAD, Role.CONTACT, Role.OFFICER)
# The police took over fields, not people that the demo follows.
NO_PEOPLE_TO = {"TW-CAT"}


def enter(cast: Cast, day: date) -> None:
    """Put what a reorganisation of this day needs on the stage; called every morning."""
    for change in DAYS:
        if day == cast.stage.calendar.previous_working_day(change - ONE_DAY):
            cast.stage.enter(_eve(cast, change))
    if day in DAYS:
        cast.stage.enter(_night(cast, day))


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), LOCAL)


# --- people ---------------------------------------------------------------------------------
def _eve(cast: Cast, day: date) -> Act:
    """The evening before: seats in the heirs from the day on, and new people for empty posts."""
    yield _at(cast.stage.on, 6, 0)
    ending = _ending(cast, day)
    for code in ending:
        _seat_in_heirs(cast, code, day)
    keeper = cast.keeper
    for code, body in cast.bodies.items():
        if body.valid_from == day and has_people(body):
            fill(cast, code, since=day, by=keeper)


def _ending(cast: Cast, day: date) -> list[str]:
    """Bodies with people that end on the day; those that give the heir its name come first."""
    codes = [c for c, b in cast.bodies.items() if b.valid_to == day and has_people(b)]
    return sorted(codes, key=lambda c: f"{c}-{day.year}" not in cast.bodies)


def _seat_in_heirs(cast: Cast, code: str, day: date) -> None:
    heirs = _heirs(cast, code, day)
    people = sorted(cast.held(code), key=lambda s: (RANK.index(Role(s.role)), s.pk))
    for n, seat in enumerate(people if heirs else []):
        heir = heirs[n % len(heirs)]
        role = _role_in(cast, heir, Role(seat.role), day)
        place = Place(role, title_in(cast.bodies[heir], role))
        cast.seat(seat.user, heir, place, since=day, by=cast.keeper)


def _heirs(cast: Cast, code: str, day: date) -> list[str]:
    """Where its people go: to who takes it over whole more than to who takes a part."""
    rows = Succession.objects.filter(old=cast.bodies[code], on=day).order_by("new__code")
    heirs: list[str] = []
    for row in sorted(rows, key=lambda r: r.kind not in WHOLE):
        heir = cast.codes[row.new_id]
        if heir not in NO_PEOPLE_TO and has_people(cast.bodies[heir]):
            heirs += [heir] * (2 if row.kind in WHOLE else 1)
    return heirs


def _role_in(cast: Cast, heir: str, before: Role, day: date) -> Role:
    taken = {Role(s.role) for s in cast.held(heir, day)}
    if before in RANK[:3] and Role.HEAD not in taken:
        return Role.HEAD
    if before == Role.CONTACT:
        return Role.OFFICER if Role.CONTACT in taken else Role.CONTACT
    return Role.DEPUTY if before == Role.HEAD else before


# --- the day --------------------------------------------------------------------------------
def _night(cast: Cast, day: date) -> Act:
    """Soon after midnight the work follows, as the nightly job does it."""
    yield _at(day, 0, 15)
    gone = _ending(cast, day)
    succession.follow(on=day, at=cast.stage.now)
    cast.stage.turn += 1
    for code in gone:
        _leave(cast, code, day)
    for case in waiting_cases().filter(arisen_on=day).order_by("pk"):
        cast.stage.enter(_decide(cast, case))
    for change in LeadChange.objects.filter(effective_on=day, cause="SUCCESSION").order_by("pk"):
        cast.stage.enter(_hand_on(cast, change.assignment_id))
    yield _at(day, 7, 0)
    fresh = [c for c, b in cast.bodies.items() if b.valid_from == day and has_people(b)]
    cast.route([c for c in fresh if not cast.bodies[c].is_central], since=day)


def _leave(cast: Cast, code: str, day: date) -> None:
    """Seats end with the body; where its end is not confirmed, its keeper ends them by hand."""
    keeper = cast.keeper
    for seat in cast.held(code, day):
        seat.refresh_from_db(fields=["valid_to", "revision"])
        if seat.valid_to is None:
            last = day - ONE_DAY
            seat_ends.end_seat(
                seat, last_day=last, revision=seat.revision, by=keeper, at=cast.stage.now
            )
        cast.end(seat, day)


def _hand_on(cast: Cast, pk: int) -> Act:
    """The head of the heir carries it for some days, then names an officer."""
    dice = cast.stage.dice.of("hand on", pk)
    yield cast.stage.later(dice.randint(1, 5), dice)
    row = Assignment.objects.get(pk=pk)
    code = cast.codes[row.lead_id]
    officers = cast.officers(code)
    if row.stage != Step.ACKNOWLEDGED or not officers or dice.random() < 0.1:
        return
    assignments.change_officer(
        row, officer=dice.choice(officers), by=cast.head(code), at=cast.stage.now
    )
    cast.stage.turn += 1


# --- the queue ------------------------------------------------------------------------------
def _decide(cast: Cast, case: SuccessionCase) -> Act:
    """A leader decides within some weeks; the PPC office enters it."""
    dice = cast.stage.dice.of("case", case.pk)
    if _is_dispute(case):
        return
    yield cast.stage.later(dice.randint(2, 14), dice)
    case = SuccessionCase.objects.select_related("assignment").get(pk=case.pk)
    heir = _chosen(cast, case)
    leader = cast.leader_of(heir.code)
    specialist = cast.specialist_of(heir.code)
    decision = by_slip(leader, specialist, dice, on=cast.stage.on)
    if in_hand(case.old).filter(pk=case.assignment_id).exists():
        succession.decide(case, heir=heir, decision=decision, by=specialist, at=cast.stage.now)
        cast.stage.turn += 1
        if case.assignment.lead_id == case.old_id:
            yield from _hand_on(cast, case.assignment_id)


def _is_dispute(case: SuccessionCase) -> bool:
    """It lies across communes: nobody has decided yet whose it is."""
    return case.assignment.system_code.startswith("DEMO-TC")


def _chosen(cast: Cast, case: SuccessionCase) -> Agency:
    """Who holds the field now, if it is among the heirs; else one of the successors."""
    on = cast.stage.on
    dice = cast.stage.dice.of("heir", case.pk)
    heirs = list(possible_heirs(case.old, on=on).order_by("pk"))
    holding = by_field(case.assignment, on=on)
    in_field = [heir for heir in heirs if heir.pk in holding]
    nearest = successors(case.old, on=on)
    return cast.body_of(dice.choice(in_field or nearest or heirs).pk)
