"""What a deadline written in Vietnamese means: "trước ngày 15/12", "trong 05 ngày làm việc"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Protocol

from agencies.rules import phrase_patterns as patterns
from agencies.rules.text import Refusal, fold_letters, gettext_noop, tidy

# No clause is that long; what follows is not read.
MAX_LENGTH = 200_000
# So many further deadlines are named to the person.
MOST = 5
ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    """The timing that the text asks for (rules.md 1.8); NONE: it states none."""

    DATED = "DATED"
    PERIODIC = "PERIODIC"
    CONTINUOUS = "CONTINUOUS"
    ON_DEMAND = "ON_DEMAND"
    NONE = "NONE"


class Rule(StrEnum):
    """How the due date follows from the words (rules.md 1.2, 1.3)."""

    STATED = "STATED"
    DAY_BEFORE = "DAY_BEFORE"
    END_OF_PERIOD = "END_OF_PERIOD"
    WORKING_DAYS = "WORKING_DAYS"
    DAYS = "DAYS"
    MONTHS = "MONTHS"


class Start(StrEnum):
    """From what a count runs, when the text says so; OTHER: an event whose day it leaves open."""

    SIGNED = "SIGNED"
    ISSUED = "ISSUED"
    RECEIVED = "RECEIVED"
    IN_FORCE = "IN_FORCE"
    STATED_DAY = "STATED_DAY"
    OTHER = "OTHER"


class Every(StrEnum):
    """The period of periodic work."""

    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    SIX_MONTHS = "SIX_MONTHS"
    NINE_MONTHS = "NINE_MONTHS"
    YEAR = "YEAR"


class Calendar(Protocol):
    """What is asked of a working-day calendar (agencies.calendar.WorkCalendar)."""

    def is_working_day(self, day: date) -> bool: ...
    def add_working_days(self, start: date, n: int) -> date: ...
    def add_days(self, start: date, n: int) -> date: ...
    def add_months(self, start: date, n: int) -> date: ...


@dataclass(frozen=True)
class Deadline:
    """The meaning of a text.

    `phrase` = the deciding words as written. DATED: `due`, `rule`; `hour` when stated; for a
    count `n`, `start` (the day it runs from, not counted) and `counted_from`. `is_on_day_off`
    warns that a stated date is no working day: it is kept all the same. PERIODIC: `every`,
    and `day` (and `month`) as printed, with `rule` DAY_BEFORE where the text says "trước";
    `is_in_next_period`: the day lies in the month after the period. `others` = further
    deadlines that the text names.
    """

    kind: Kind
    phrase: str = ""
    due: date | None = None
    rule: Rule | None = None
    hour: time | None = None
    n: int | None = None
    start: date | None = None
    counted_from: Start | None = None
    is_on_day_off: bool = False
    every: tuple[Every, ...] = ()
    day: int | None = None
    month: int | None = None
    is_in_next_period: bool = False
    others: tuple[str, ...] = ()

    def due_in(self, month: date) -> date | None:
        """Periodic: the due date, where the period ends in the month of `month`; None if unsaid."""
        if self.day is None:
            return None
        year, number = month.year, self.month or month.month
        if self.is_in_next_period:
            year, number = year + number // 12, number % 12 + 1
        stated = date(year, number, min(self.day, monthrange(year, number)[1]))
        return stated - ONE_DAY if self.rule is Rule.DAY_BEFORE else stated


@dataclass(frozen=True)
class _Asked:
    """The question, with its text in two spellings of equal length."""

    text: str
    folded: str
    given_on: date
    calendar: Calendar
    is_day_before: bool

    def words(self, found: re.Match[str]) -> str:
        return self.text[found.start() : found.end()].strip(" ,.;:")


def parse(text: str, *, given_on: date, calendar: Calendar, is_day_before: bool = True) -> Deadline:
    """Reads the deadline out of a phrase or a whole clause.

    `given_on` is the day that a count runs from (signing, issue or receipt, as the text says)
    and that years left out are guessed by. `is_day_before`: "trước ngày X" ends with the day
    before X (a provision, rules.md 1.3). Accents may be decomposed or missing, letters capital.
    Raises Refusal for a day that does not exist, CannotCount for a count past a century.
    """
    text = tidy(text[:MAX_LENGTH])
    asked = _Asked(text, fold_letters(text), given_on, calendar, is_day_before)
    dated = _dated(asked)
    periodic = _periodic(asked)
    if periodic and not (dated and _outweighs(dated[0], periodic)):
        return replace(periodic, others=tuple(d.phrase for d in dated[:MOST] if _is_complete(d)))
    dated = dated or list(_ends_of_periods(asked)) or list(_single_days(asked))
    if not dated:
        return _undated(asked)
    chosen = next((found for found in dated if found.due and found.due >= given_on), dated[0])
    others = [found.phrase for found in dated if found.due != chosen.due]
    is_on_day_off = chosen.due is not None and not calendar.is_working_day(chosen.due)
    return replace(chosen, is_on_day_off=is_on_day_off, others=tuple(others[:MOST]))


# --- which reading wins ---------------------------------------------------------------------
def _outweighs(dated: Deadline, periodic: Deadline) -> bool:
    """One date with its year, beside a loose "hằng năm", is a single deadline."""
    is_loose = not fold_letters(periodic.phrase).startswith("dinh ky")
    return is_loose and dated.n is None and _is_complete(dated)


def _is_complete(dated: Deadline) -> bool:
    return dated.n is not None or bool(re.search(r"\d{4}$", dated.phrase))


def _undated(asked: _Asked) -> Deadline:
    for kind, pattern in (
        (Kind.CONTINUOUS, patterns.CONTINUOUS),
        (Kind.ON_DEMAND, patterns.ON_DEMAND),
    ):
        if found := pattern.search(asked.folded):
            return Deadline(kind, asked.words(found))
    return Deadline(Kind.NONE)


def _dated(asked: _Asked) -> list[Deadline]:
    """Stated dates and counts, in the order of the text."""
    backward = {
        place
        for found in patterns.BACKWARD.finditer(asked.folded)
        for place in range(*found.span())
    }
    readings = [
        (found.start(), reading)
        for pattern, read in ((patterns.STATED, _stated), (patterns.COUNT, _counted))
        for found in pattern.finditer(asked.folded)
        if found.start() not in backward
        if (reading := read(found, asked))
    ]
    return [reading for _, reading in sorted(readings, key=lambda pair: pair[0])]


# --- stated dates -----------------------------------------------------------------------------
def _stated(found: re.Match[str], asked: _Asked) -> Deadline | None:
    has_year = bool(found["year"] or found["short_year"])
    if not has_year and not found["ngay"] and _is_a_fraction(found):
        return None
    day = _day(found, asked.given_on)
    hour = _hour(found)
    if "truoc" in found["lead"] and not found["hour"]:
        return _before(day, found, asked)
    if hour == time(0):  # 0:00 of a day is 24:00 of the day before
        return Deadline(Kind.DATED, asked.words(found), day - ONE_DAY, Rule.DAY_BEFORE)
    return Deadline(Kind.DATED, asked.words(found), day, Rule.STATED, hour=hour)


def _is_a_fraction(found: re.Match[str]) -> bool:
    """No day of a month: "đến 10/12 đơn vị", "trong 10-12 ngày"."""
    is_loose = found["lead"].split()[-1] in {"den", "trong"}
    return is_loose or found["separator"] in {"-", "."} or int(found["month"]) > 12


def _before(day: date, found: re.Match[str], asked: _Asked) -> Deadline:
    rule = Rule.DAY_BEFORE if asked.is_day_before else Rule.STATED
    due = day - ONE_DAY if asked.is_day_before else day
    return Deadline(Kind.DATED, asked.words(found), due, rule)


def _hour(found: re.Match[str]) -> time | None:
    """The stated hour; None for none, and for 24:00, which every deadline has."""
    if not found["hour"] or found["hour"] == "24":
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        raise Refusal(gettext_noop("%(hour)s is not an hour of the day."), hour=hour)
    return time(hour, minute)


def _day(found: re.Match[str], given_on: date) -> date:
    """The stated day; without a year, the next one that is not before `given_on`."""
    day, month = int(found["day"]), int(found["month"])
    if found["year"] or found["short_year"]:
        year = int(found["year"] or f"20{found['short_year']}")
        return _existing(day, month, year) or _refuse(f"{day:02d}/{month:02d}/{year}")
    for year in (given_on.year, given_on.year + 1):
        stated = _existing(day, month, year)
        if stated and stated >= given_on:
            return stated
    return _refuse(f"{day:02d}/{month:02d}")


def _existing(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _refuse(written: str) -> date:
    raise Refusal(gettext_noop("%(date)s is not a date of the calendar."), date=written)


def _single_days(asked: _Asked) -> Iterator[Deadline]:
    """The day given for "trong ngày"; or the date that is the whole text."""
    if today := patterns.TODAY.search(asked.folded):
        yield Deadline(Kind.DATED, asked.words(today), asked.given_on, Rule.STATED)
    elif bare := patterns.BARE.fullmatch(asked.folded):
        day = _day(bare, asked.given_on)
        yield Deadline(Kind.DATED, asked.words(bare), day, Rule.STATED, hour=_hour(bare))


# --- counts ----------------------------------------------------------------------------------
def _counted(found: re.Match[str], asked: _Asked) -> Deadline | None:
    n = patterns.number(found["n"])
    tail = patterns.COUNTED_FROM.match(asked.folded, found.end())
    if not _is_a_count(found, asked, has_tail=tail is not None):
        return None
    start, counted_from, end = _start(tail, asked)
    rule, n = _unit(found["unit"], n)
    add = {
        Rule.WORKING_DAYS: asked.calendar.add_working_days,
        Rule.DAYS: asked.calendar.add_days,
        Rule.MONTHS: asked.calendar.add_months,
    }[rule]
    phrase = asked.text[found.start() : end or found.end()].strip(" ,.;:")
    due = add(start, n)
    return Deadline(Kind.DATED, phrase, due, rule, n=n, start=start, counted_from=counted_from)


def _is_a_count(found: re.Match[str], asked: _Asked, *, has_tail: bool) -> bool:
    """Whether "10 ngày" has a word before or after it; "07 ngày làm việc" needs none."""
    if found["trigger"]:
        return True
    if not found["n"].isdigit() or _is_no_limit(found, asked):
        return False
    is_whole = found.group() == asked.folded.strip(" .;,")
    return has_tail or is_whole or "lam viec" in found["unit"]


def _is_no_limit(found: re.Match[str], asked: _Asked) -> bool:
    before = max(0, found.start() - patterns.LONGEST_NOT_A_COUNT)
    return bool(patterns.NOT_A_COUNT.search(asked.folded, before, found.start()))


def _unit(unit: str, n: int) -> tuple[Rule, int]:
    if "lam viec" in unit:
        return Rule.WORKING_DAYS, n
    return {
        "ngay": (Rule.DAYS, n),
        "tuan": (Rule.DAYS, 7 * n),
        "thang": (Rule.MONTHS, n),
        "nam": (Rule.MONTHS, 12 * n),
    }[unit]


def _start(tail: re.Match[str] | None, asked: _Asked) -> tuple[date, Start | None, int]:
    """The day that the count runs from, what happened on it, and where these words end."""
    if tail is None:
        return asked.given_on, None, 0
    begin, end = tail.span("event")
    if stated := patterns.DATE_ONLY.match(asked.folded, begin, end):
        return _day(stated, asked.given_on), Start.STATED_DAY, stated.end()
    event = patterns.EVENT.search(asked.folded, begin, end)
    if event and event.lastgroup:
        return asked.given_on, Start(event.lastgroup), event.end()
    return asked.given_on, Start.OTHER, end


# --- ends of months, quarters, years ---------------------------------------------------------
def _ends_of_periods(asked: _Asked) -> Iterator[Deadline]:
    bare = patterns.BARE_PERIOD.fullmatch(asked.folded)
    for found in [bare] if bare else patterns.PERIOD.finditer(asked.folded):
        first, last = _bounds(found, asked.given_on)
        if "truoc" in found["lead"]:
            yield _before(first, found, asked)
        else:
            yield Deadline(Kind.DATED, asked.words(found), last, Rule.END_OF_PERIOD)


def _bounds(found: re.Match[str], given_on: date) -> tuple[date, date]:
    """First and last day of the month, quarter, part of a year or year that is named."""
    months, first_month = _months(found, given_on)
    if found["year"] or found["this"]:
        year = int(found["year"] or given_on.year)
        return _span(year, first_month, months)
    this_year = _span(given_on.year, first_month, months)
    has_passed = this_year[1] < given_on
    return _span(given_on.year + 1, first_month, months) if has_passed else this_year


def _months(found: re.Match[str], given_on: date) -> tuple[int, int]:
    """How many months the period has, and in which month of its year it begins."""
    if found["month"]:
        month = int(found["month"])
        return (1, month) if 1 <= month <= 12 else _refuse_month(month)
    if found["quarter"]:
        return 3, 3 * patterns.QUARTERS[found["quarter"]] - 2
    if found["part"]:
        months = patterns.number(found["part"])
        return months, 13 - months if found["which"] == "cuoi" else 1
    unit = {"thang": 1, "quy": 3, "nam": 12}.get(found["this"] or "nam", 12)
    this = given_on.month - (given_on.month - 1) % unit
    return unit, this + (unit if found["shift"] else 0)


def _refuse_month(month: int) -> tuple[int, int]:
    raise Refusal(gettext_noop("%(month)s is not a month of the year."), month=month)


def _span(year: int, first_month: int, months: int) -> tuple[date, date]:
    after = first_month - 1 + months
    first = date(year + (first_month - 1) // 12, (first_month - 1) % 12 + 1, 1)
    return first, date(year + after // 12, after % 12 + 1, 1) - ONE_DAY


# --- periodic work ----------------------------------------------------------------------------
def _periodic(asked: _Asked) -> Deadline | None:
    for head in patterns.PERIODIC.finditer(asked.folded):
        every, end = _periods(asked.folded, head.end())
        if every or head.group() == "dinh ky":
            phrase = asked.text[head.start() : end].strip(" ,")
            return _with_day(Deadline(Kind.PERIODIC, phrase, every=every), asked)
    return None


def _periods(folded: str, position: int) -> tuple[tuple[Every, ...], int]:
    every: list[Every] = []
    while found := patterns.EVERY.match(folded, position):
        position = found.end()
        every.append(Every(found.lastgroup or ""))
    return tuple(dict.fromkeys(every)), position


def _with_day(periodic: Deadline, asked: _Asked) -> Deadline:
    days = list(patterns.PERIODIC_DAY.finditer(asked.folded))
    found = next((day for day in days if day["lead"]), days[0] if days else None)
    if found is None:
        return periodic
    day, month = int(found["day"] or 31), int(found["month"] or 0) or None
    if not _existing(day, month or 1, 2000):
        _refuse(f"{day:02d}/{month:02d}" if month else f"{day:02d}")
    is_before = "truoc" in (found["lead"] or "") and asked.is_day_before
    return replace(
        periodic,
        day=day,
        month=month,
        rule=Rule.DAY_BEFORE if is_before else Rule.STATED,
        is_in_next_period=bool(patterns.NEXT_PERIOD.match(asked.folded, found.end())),
    )
