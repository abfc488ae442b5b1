"""Prints the dates that deadlines written in Vietnamese mean."""

from typing import Any

from django.core.management.base import CommandParser

from agencies.calendar import WorkCalendar
from agencies.management.calendars import calendar_in_force
from agencies.management.commands.due_date import day_of
from agencies.management.lines import LineCommand
from agencies.rules import phrases


class Command(LineCommand):
    help = (
        "Reads lines 'given_on<TAB>text' and prints the date that the text means, "
        "or nothing where it means periodic or continuous work, or states no date."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", choices=["-"], help="- for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        calendar = calendar_in_force(self.stderr)
        self.answer_lines(lambda line: _due(line, calendar))


def _due(line: str, calendar: WorkCalendar) -> str:
    given_on, tab, text = line.partition("\t")
    if not tab or not text.strip():
        raise ValueError("a line is a date, a tab and a text")
    found = phrases.parse(text, given_on=day_of(given_on.strip()), calendar=calendar)
    return found.due.isoformat() if found.due else ""
