"""What happens to people apart from reorganisations: absences, authorisations, leaving."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from agencies.actions import delegation
from agencies.rules.roles import Role
from assignments.actions import seats as seat_ends
from config.demo import LOCAL
from config.demo.cast import CHAIR, VICE, Cast
from config.demo.roster import Place
from config.demo.stage import Act

# An officer leaves on the last day of the month; work falls to the head, who names another.
LEAVING = {
    date(2024, 6, 28): "STP",
    date(2024, 11, 29): "SNNPTNT",
    date(2025, 10, 31): "SNNMT",
    date(2026, 5, 29): "STP",
    date(2026, 10, 30): "SNNMT",
}
AWAY = ("STP", "SNNMT", "SNV", "SNV-2025", "SYT", "VPUB", "D436", "18073")


def enter(cast: Cast, day: date) -> None:
    """Put the day's changes on the stage; called every morning."""
    if day in LEAVING:
        cast.stage.enter(_leaves(cast, LEAVING[day]))
    if cast.stage.calendar.is_working_day(day):
        if day.weekday() == 0 and day.isocalendar().week % 3 == 0:
            cast.stage.enter(_away(cast, day))
        if day.weekday() == 0 and day.isocalendar().week in (10, 30, 44):
            cast.stage.enter(_authorised(cast, day))


def _early(day: date) -> datetime:
    return datetime.combine(day, time(7, 0), LOCAL)


def _leaves(cast: Cast, code: str) -> Act:
    """The last officer of the body retires today; a new one begins tomorrow."""
    yield _early(cast.stage.on)
    if not cast.exists(cast.bodies[code], cast.stage.on):
        return
    officers = cast.officers(code)
    seat, keeper = officers[-1], cast.keeper
    seat.refresh_from_db(fields=["revision", "valid_to"])
    if seat.valid_to is None and len(officers) > 1:
        tomorrow = cast.stage.on + timedelta(days=1)
        seat_ends.end_seat(
            seat,
            last_day=cast.stage.on,
            note="Nghỉ hưu",
            revision=seat.revision,
            by=keeper,
            at=cast.stage.now,
        )
        cast.end(seat, tomorrow)
        cast.stage.turn += 1
        place = Place(Role.OFFICER, "Chuyên viên")
        cast.seat(cast.new_person(code), code, place, since=tomorrow, by=keeper)


def _away(cast: Cast, day: date) -> Act:
    """An officer is away for some days; a colleague receives and prepares."""
    dice = cast.stage.dice.of("away", day)
    yield _early(day)
    body = dice.choice(cast.existing(AWAY))
    officers = cast.with_role(body.code, Role.OFFICER)
    if len(officers) > 1:
        absent, substitute = dice.sample(officers, 2)
        delegation.stand_in(
            absent,
            substitute,
            first_day=day,
            last_day=day + timedelta(days=dice.randint(2, 6)),
            content=dice.choice(("Nghỉ phép năm", "Đi tập huấn", "Đi công tác")),
            by=cast.head(body.code),
            at=cast.stage.now,
        )


def _authorised(cast: Cast, day: date) -> Act:
    """The chairman travels; a vice chairman decides what the document names."""
    dice = cast.stage.dice.of("authorised", day)
    yield _early(day)
    secretary = cast.with_role(CHAIR, Role.SECRETARY)[0]
    delegation.authorise(
        cast.chairman,
        dice.choice(cast.with_role(VICE, Role.DEPUTY)),
        first_day=day,
        last_day=day + timedelta(days=4),
        document=f"{dice.randint(10, 90)}/GUQ-UBND",
        document_on=day,
        content="Điều hành công việc của UBND tỉnh trong thời gian Chủ tịch đi công tác.",
        by=secretary,
        at=cast.stage.now,
    )


def nightly(cast: Cast) -> None:
    """The nightly job: work of seats that ended falls to the heads. It finds something only on
    the day after a seat ended."""
    if any(seat.valid_to == cast.stage.on for seat in cast.all_seats()):
        seat_ends.pass_on(at=cast.stage.now)
        cast.stage.turn += 1
