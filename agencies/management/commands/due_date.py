"""Prints the due date of a count of days, and why."""

import re
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser

from agencies.calendar import Count, Reason, Unit, WorkCalendar
from agencies.management.calendars import calendar_in_force
from agencies.management.lines import LineCommand

OPTIONS = {
    "working_days": Unit.WORKING_DAYS,
    "days": Unit.DAYS,
    "months": Unit.MONTHS,
}


class Command(LineCommand):
    help = (
        "Counts from a day: the due date, then each day skipped and why. "
        "With - it reads lines 'start rule n' and prints one date a line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("start", help="the day that the count runs from, YYYY-MM-DD; or -")
        rules = parser.add_mutually_exclusive_group()
        for name in OPTIONS:
            rules.add_argument(f"--{name.replace('_', '-')}", type=_argument, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [(OPTIONS[name], options[name]) for name in OPTIONS if options[name] is not None]
        if options["start"] == "-":
            if chosen:
                raise CommandError("With - the rule stands in each line.")
            calendar = calendar_in_force(self.stderr)
            self.answer_lines(lambda line: self._due(line, calendar))
            return
        if not chosen:
            raise CommandError("Say what to count: --working-days, --days or --months.")
        self._explain(options["start"], *chosen[0])

    def _due(self, line: str, calendar: WorkCalendar) -> str:
        fields = re.split(r"[,\s]+", line.strip())
        if len(fields) != 3:
            raise ValueError("a line is 'start rule n'")
        start, rule, n = fields
        unit = OPTIONS.get(rule.replace("-", "_"))
        if unit is None:
            raise ValueError(f"'{rule}' is none of {', '.join(OPTIONS)}")
        due = calendar.add(day_of(start), unit, number_of(n))
        if calendar.is_provisional(due):
            self.stderr.write(f"{due}: {_provisional(calendar, due)}")
        return due.isoformat()

    def _explain(self, start: str, unit: Unit, n: int) -> None:
        calendar = calendar_in_force(self.stderr)
        try:
            count = calendar.count(day_of(start), unit, n)
        except ValueError as reason:
            raise CommandError(str(reason)) from None
        for line in _explanation(count):
            self.stdout.write(line)
        if count.is_provisional:
            self.stdout.write(_provisional(calendar, count.due))


def _explanation(count: Count) -> list[str]:
    skipped = [
        f"{day.isoformat()} {day:%A}: "
        + ("weekend" if reason is Reason.WEEKEND else f"day off, {name}" if name else "day off")
        for day, reason, name in count.skipped
    ]
    return [count.due.isoformat(), *skipped]


def _provisional(calendar: WorkCalendar, due: date) -> str:
    known = "for no year"
    if calendar.known_until:
        is_early = due < calendar.known_from
        known = f"from {calendar.known_from}" if is_early else f"to {calendar.known_until}"
    return f"provisional: the calendar is known {known}"


def day_of(written: str) -> date:
    """YYYY-MM-DD and nothing else; raises ValueError with the reason."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise ValueError(f"'{written}' is not a date YYYY-MM-DD")


def number_of(written: str) -> int:
    """A whole number from 0; raises ValueError with the reason."""
    if not re.fullmatch(r"[0-9]{1,9}", written):
        raise ValueError(f"'{written}' is not a whole number from 0")
    return int(written)


def _argument(written: str) -> int:
    try:
        return number_of(written)
    except ValueError as reason:
        raise ArgumentTypeError(str(reason)) from None
