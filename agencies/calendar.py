"""Working days, and the counting of days that the law asks for (rules.md 1)."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

# A count past a hundred years is a slip of the keyboard, not a deadline.
MAX_COUNT = 36_525
# Work is due in these years, both included; any other is a slip of the keyboard as well.
FIRST_YEAR, LAST_YEAR = 2000, 2100
SATURDAY = 5


class CannotCount(ValueError):
    """The count is negative, or ends beyond the days that a calendar can name.

    The message is an English msgid; whoever speaks to a person translates it.
    """


def gettext_noop(message: str) -> str:
    """Marks a sentence for translation; the edge that shows it translates it."""
    return message


class Unit(StrEnum):
    """What is counted."""

    WORKING_DAYS = "WORKING_DAYS"
    DAYS = "DAYS"
    MONTHS = "MONTHS"


class Reason(StrEnum):
    """Why a day was not counted."""

    WEEKEND = "WEEKEND"
    OFF = "OFF"


class SpecialDayRow(NamedTuple):
    """A day off from Monday to Friday, or a day worked at the weekend."""

    day: date
    is_worked: bool
    name: str


class Skipped(NamedTuple):
    """A day that does not count; `name` is that of the holiday, empty for a weekend."""

    day: date
    reason: Reason
    name: str


@dataclass(frozen=True)
class Count:
    """How a due date was found, for "Why this date?".

    `counted` holds the days that count, in order: the working days; the calendar days; or the
    matching day of a count of months. `skipped` holds the days passed over because nobody
    works: between the counted ones, or at the end when the due date rolls forward.
    """

    start: date
    unit: Unit
    n: int
    due: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    is_provisional: bool


@dataclass(frozen=True)
class WorkCalendar:
    """Monday to Friday except `off`, and the days `worked` (rules.md 1.2).

    `known_from` and `known_until` are the first and the last day that the calendar knows; other
    answers are provisional.
    A day in both sets is worked. Frozen: build it once for a request and count with it.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    known_from: date = date.min
    known_until: date | None = None
    names: Mapping[date, str] = field(default_factory=dict, compare=False, hash=False)

    # --- one day ------------------------------------------------------------------------
    def is_working_day(self, day: date) -> bool:
        """Monday to Friday not off, or a day marked worked."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def is_provisional(self, day: date) -> bool:
        """Later than the last year that has rows (rules.md 1.6), or before the first."""
        return self.known_until is None or not self.known_from <= day <= self.known_until

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the first working day after it."""
        while not self.is_working_day(day):
            day = _moved(day, 1)
        return day

    def previous_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the last working day before it."""
        while not self.is_working_day(day):
            day = _moved(day, -1)
        return day

    # --- adding -------------------------------------------------------------------------
    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which is not counted; 0: see next_working_day."""
        if _bounded(n) == 0:
            return self.next_working_day(start)
        target = self._rank(start) + n
        day = start
        # A stretch of k days holds at most k working days, so this cannot pass the answer.
        while missing := target - self._rank(day):
            day = _moved(day, missing)
        return day

    def add_days(self, start: date, n: int) -> date:
        """n calendar days after `start`, rolled forward to a working day."""
        return self.next_working_day(_moved(start, _bounded(n)))

    def add_months(self, start: date, n: int) -> date:
        """The matching day n months on (or that month's last), rolled forward likewise."""
        return self.next_working_day(matching_day(start, n))

    def add(self, start: date, unit: Unit, n: int) -> date:
        """n units after `start`; raises CannotCount for a negative n or more than a century."""
        adders = {
            Unit.WORKING_DAYS: self.add_working_days,
            Unit.DAYS: self.add_days,
            Unit.MONTHS: self.add_months,
        }
        return adders[unit](start, n)

    def count(self, start: date, unit: Unit, n: int) -> Count:
        """The same answer as `add`, with every day that was counted or skipped."""
        due = self.add(start, unit, n)
        passed = self._passed(start, unit, n, due)
        return Count(
            start=start,
            unit=unit,
            n=n,
            due=due,
            counted=self._counted(start, unit, n, due),
            skipped=tuple(self._skip(day) for day in passed if not self.is_working_day(day)),
            is_provisional=self.is_provisional(due),
        )

    # --- between ------------------------------------------------------------------------
    def working_days_between(self, after: date, until: date) -> int:
        """Working days after `after`, up to and including `until`; 0 when none or reversed."""
        return max(0, self._rank(until) - self._rank(after))

    def days_left(self, due: date, *, on: date) -> int:
        """Working days after today up to and including the due date; 0 = due today or past."""
        return self.working_days_between(on, due)

    def days_late(self, due: date, *, on: date) -> int:
        """Working days after the due date up to and including today; 0 when none passed.

        Overdue is `on > due`, not `days_late > 0`: on the Saturday after a Friday it is
        overdue by 0 working days (rules.md 1.4).
        """
        return self.working_days_between(due, on)

    def warn_day(self, due: date, n: int) -> date:
        """The last day d for which d + n working days <= due (rules.md 1.5).

        It may be a Sunday: three working days before a Wednesday is the Sunday before.
        """
        if _bounded(n) == 0:
            return self.previous_working_day(due)
        target = self._rank(due) - n
        day = due
        while surplus := self._rank(day) - target:
            day = _moved(day, -surplus)
        return day

    # --- inside -------------------------------------------------------------------------
    @cached_property
    def _lost(self) -> list[int]:
        lost = (day for day in self.off - self.worked if day.weekday() < SATURDAY)
        return sorted(day.toordinal() for day in lost)

    @cached_property
    def _gained(self) -> list[int]:
        return sorted(day.toordinal() for day in self.worked if day.weekday() >= SATURDAY)

    def _rank(self, day: date) -> int:
        """Number of working days up to and including `day`, from Monday 1/1/0001."""
        ordinal = day.toordinal()
        weeks, rest = divmod(ordinal, 7)
        corrections = bisect_right(self._gained, ordinal) - bisect_right(self._lost, ordinal)
        return weeks * 5 + min(rest, 5) + corrections

    def _passed(self, start: date, unit: Unit, n: int, due: date) -> Iterator[date]:
        """The days between basis and due date that had to be worked to count."""
        if n == 0:
            return days_between(_moved(start, -1), due)
        if unit is Unit.WORKING_DAYS:
            return days_between(start, due)
        nominal = _moved(start, n) if unit is Unit.DAYS else matching_day(start, n)
        return days_between(_moved(nominal, -1), due)

    def _counted(self, start: date, unit: Unit, n: int, due: date) -> tuple[date, ...]:
        if n == 0:
            return ()
        if unit is Unit.WORKING_DAYS:
            return tuple(filter(self.is_working_day, days_between(start, due)))
        if unit is Unit.DAYS:
            return tuple(days_between(start, _moved(start, n)))
        return (matching_day(start, n),)

    def _skip(self, day: date) -> Skipped:
        reason = Reason.OFF if day in self.off else Reason.WEEKEND
        return Skipped(day, reason, self.names.get(day, ""))


def days_between(after: date, until: date) -> Iterator[date]:
    """Every day after `after` up to and including `until`."""
    return (after + timedelta(days=i) for i in range(1, (until - after).days + 1))


def matching_day(start: date, n: int) -> date:
    """The same day n months on, or the last day of that month; raises CannotCount."""
    years, month0 = divmod(start.month - 1 + _bounded(n), 12)
    year = start.year + years
    if year > date.max.year:
        raise CannotCount(gettext_noop("The date is too far away."))
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


def calendar_of(rows: Iterable[tuple[date, bool, str]]) -> WorkCalendar:
    """The calendar of rows (day, is_worked, name); known in their years, from first to last."""
    names = {day: (is_worked, name) for day, is_worked, name in rows}
    return WorkCalendar(
        off=frozenset(day for day, (is_worked, _) in names.items() if not is_worked),
        worked=frozenset(day for day, (is_worked, _) in names.items() if is_worked),
        known_from=date(min(names).year, 1, 1) if names else date.min,
        known_until=date(max(names).year, 12, 31) if names else None,
        names={day: name for day, (_, name) in names.items()},
    )


def shipped_days(records: Iterable[Mapping[str, str]]) -> Iterator[SpecialDayRow]:
    """One row a day out of data/holidays.csv, whose ranges include both ends."""
    for record in records:
        first = date.fromisoformat(record["date_from"])
        last = date.fromisoformat(record["date_to"])
        is_worked = record["kind"] != "off"
        for day in days_between(_moved(first, -1), last):
            yield SpecialDayRow(day, is_worked, record["name_vi"])


def _bounded(n: int) -> int:
    if n < 0:
        raise CannotCount(gettext_noop("A count of days cannot be negative."))
    if n > MAX_COUNT:
        raise CannotCount(gettext_noop("The count is too long."))
    return n


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise CannotCount(gettext_noop("The date is too far away.")) from None
