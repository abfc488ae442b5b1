"""Days are counted as rules.md 1 says."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.calendar import (
    CannotCount,
    Reason,
    Unit,
    WorkCalendar,
    calendar_of,
    days_between,
    shipped_days,
)
from tests.cases import rows

HOLIDAYS = Path(__file__).resolve().parents[2] / "agencies" / "data" / "holidays.csv"


def shipped() -> WorkCalendar:
    with HOLIDAYS.open(encoding="utf-8", newline="") as file:
        return calendar_of(shipped_days(csv.DictReader(file)))


CALENDAR = shipped()
DAYS = st.dates(date(2022, 6, 1), date(2027, 6, 30))
SPECIAL = st.frozensets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=60)
CALENDARS = st.builds(WorkCalendar, off=SPECIAL, worked=SPECIAL)
NEAR = st.dates(date(2023, 11, 1), date(2025, 2, 28))


@pytest.mark.parametrize("case", rows("due_dates.csv"), ids=lambda case: "-".join(case.values()))
def test_due_dates_are_those_worked_out_by_hand(case: dict[str, str]) -> None:
    start, unit = date.fromisoformat(case["start"]), Unit[case["rule"].upper()]

    due = CALENDAR.add(start, unit, int(case["n"]))

    assert due == date.fromisoformat(case["due"])


def test_the_shipped_calendar_knows_its_last_year_and_no_later() -> None:
    assert CALENDAR.known_until == date(2026, 12, 31)
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2027, 1, 1))


def test_a_calendar_without_rows_knows_nothing_and_counts_weekdays() -> None:
    calendar = calendar_of([])

    assert calendar.is_provisional(date(2026, 1, 1))
    assert calendar.add_working_days(date(2026, 4, 24), 5) == date(2026, 5, 1)


def test_a_day_both_off_and_worked_is_worked() -> None:
    saturday = date(2026, 8, 22)
    calendar = WorkCalendar(off=frozenset({saturday}), worked=frozenset({saturday}))

    assert calendar.is_working_day(saturday)
    assert calendar.working_days_between(date(2026, 8, 21), saturday) == 1


def test_days_late_are_working_days_after_the_due_date_up_to_today() -> None:
    assert CALENDAR.days_late(date(2023, 12, 12), on=date(2023, 12, 19)) == 5
    assert CALENDAR.days_late(date(2023, 12, 15), on=date(2023, 12, 17)) == 0
    assert CALENDAR.days_late(date(2023, 12, 19), on=date(2023, 12, 12)) == 0


def test_days_left_are_zero_on_the_due_date_and_after_it() -> None:
    assert CALENDAR.days_left(date(2026, 5, 6), on=date(2026, 5, 6)) == 0
    assert CALENDAR.days_left(date(2026, 5, 6), on=date(2026, 4, 29)) == 3
    assert CALENDAR.days_left(date(2026, 5, 6), on=date(2026, 6, 6)) == 0


def test_three_working_days_before_is_the_last_day_from_which_three_fit() -> None:
    wednesday = date(2023, 12, 20)

    assert CALENDAR.warn_day(wednesday, 3) == date(2023, 12, 17)
    assert CALENDAR.warn_day(date(2023, 12, 22), 3) == date(2023, 12, 19)
    assert CALENDAR.warn_day(date(2023, 12, 31), 0) == date(2023, 12, 29)


def test_the_nearest_working_days_of_a_long_holiday() -> None:
    new_year_holiday = date(2026, 2, 17)

    assert CALENDAR.next_working_day(new_year_holiday) == date(2026, 2, 23)
    assert CALENDAR.previous_working_day(new_year_holiday) == date(2026, 2, 13)
    assert CALENDAR.next_working_day(date(2026, 2, 13)) == date(2026, 2, 13)


def test_a_count_tells_each_day_skipped_and_why() -> None:
    count = CALENDAR.count(date(2026, 4, 24), Unit.WORKING_DAYS, 5)

    assert count.due == count.counted[-1] == date(2026, 5, 6)
    assert [day.day for day in count.counted] == [28, 29, 4, 5, 6]
    assert [(day.day, reason) for day, reason, _ in count.skipped] == [
        (25, Reason.WEEKEND), (26, Reason.WEEKEND), (27, Reason.OFF),
        (30, Reason.OFF), (1, Reason.OFF), (2, Reason.WEEKEND), (3, Reason.WEEKEND),
    ]  # fmt: skip
    assert count.skipped[2].name == "Nghỉ bù Giỗ Tổ (26/4 là Chủ nhật)"
    assert not count.is_provisional


def test_a_count_of_calendar_days_tells_only_the_days_rolled_over() -> None:
    count = CALENDAR.count(date(2026, 4, 20), Unit.DAYS, 10)

    assert len(count.counted) == 10
    assert count.counted[-1] == date(2026, 4, 30)
    assert [day.day for day, _, _ in count.skipped] == [30, 1, 2, 3]


def test_a_count_of_months_tells_the_matching_day() -> None:
    count = CALENDAR.count(date(2024, 1, 31), Unit.MONTHS, 1)

    assert count.counted == (date(2024, 2, 29),)
    assert count.skipped == ()


def test_a_count_of_nothing_on_a_day_off_tells_the_days_passed_over() -> None:
    count = CALENDAR.count(date(2026, 5, 2), Unit.WORKING_DAYS, 0)

    assert count.due == date(2026, 5, 4)
    assert [day.day for day, _, _ in count.skipped] == [2, 3]


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("n", [-1, 36_526, 10**9])
def test_counts_below_zero_or_past_a_century_are_refused(unit: Unit, n: int) -> None:
    with pytest.raises(CannotCount):
        CALENDAR.add(date(2026, 1, 1), unit, n)


@pytest.mark.parametrize("unit", Unit)
def test_a_count_past_the_last_day_of_all_is_refused(unit: Unit) -> None:
    with pytest.raises(CannotCount):
        CALENDAR.add(date(9999, 12, 20), unit, 30)


def test_a_long_count_takes_no_walk_day_by_day() -> None:
    """Ten thousand working days over forty years, a thousand times, within the second."""
    for _ in range(1_000):
        due = CALENDAR.add_working_days(date(2023, 1, 2), 10_000)

    assert CALENDAR.working_days_between(date(2023, 1, 2), due) == 10_000


@given(calendar=CALENDARS, start=NEAR, n=st.integers(1, 120))
def test_adding_then_counting_returns_the_same_days(
    calendar: WorkCalendar, start: date, n: int
) -> None:
    due = calendar.add_working_days(start, n)

    assert calendar.is_working_day(due)
    assert calendar.working_days_between(start, due) == n
    assert len(calendar.count(start, Unit.WORKING_DAYS, n).counted) == n


@given(calendar=CALENDARS, after=NEAR, until=NEAR)
def test_counting_by_weeks_equals_counting_day_by_day(
    calendar: WorkCalendar, after: date, until: date
) -> None:
    one_by_one = sum(map(calendar.is_working_day, days_between(after, until)))

    assert calendar.working_days_between(after, until) == one_by_one


@given(calendar=CALENDARS, first=NEAR, second=NEAR, third=NEAR)
def test_stretches_of_time_add_up(
    calendar: WorkCalendar, first: date, second: date, third: date
) -> None:
    a, b, c = sorted([first, second, third])
    between = calendar.working_days_between

    assert between(a, b) + between(b, c) == between(a, c)


@given(calendar=CALENDARS, due=NEAR, n=st.integers(0, 15))
def test_the_warning_day_is_the_last_that_leaves_enough_days(
    calendar: WorkCalendar, due: date, n: int
) -> None:
    warned = calendar.warn_day(due, n)

    assert calendar.add_working_days(warned, n) <= due
    assert calendar.add_working_days(warned + timedelta(days=1), n) > due


@given(start=DAYS, n=st.integers(0, 400), unit=st.sampled_from(Unit))
def test_every_count_ends_on_a_working_day_and_never_before_its_start(
    start: date, n: int, unit: Unit
) -> None:
    count = CALENDAR.count(start, unit, n)

    assert count.due >= start
    assert CALENDAR.is_working_day(count.due)
    assert not any(CALENDAR.is_working_day(day) for day, _, _ in count.skipped)


@given(start=DAYS, n=st.integers(1, 60))
def test_a_later_start_or_a_longer_count_never_ends_earlier(start: date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n)

    assert CALENDAR.add_working_days(start + timedelta(days=1), n) >= due
    assert CALENDAR.add_working_days(start, n + 1) > due
