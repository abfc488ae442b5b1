"""The work calendar for commands: from the database, or else the days shipped with the app."""

import csv
from pathlib import Path

from django.core.management.base import OutputWrapper
from django.db import DatabaseError, InterfaceError

from agencies.calendar import WorkCalendar, calendar_of, shipped_days
from agencies.models.calendar import work_calendar

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "holidays.csv"


def calendar_in_force(stderr: OutputWrapper) -> WorkCalendar:
    """The special days of the database; says in one line on `stderr` when it takes others."""
    try:
        calendar = work_calendar()
        cause = "holds no special days"
    except (DatabaseError, InterfaceError):
        calendar, cause = WorkCalendar(), "cannot be read"
    if calendar.known_until:
        return calendar
    stderr.write(f"The database {cause}: counting with the days shipped with the product.")
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return calendar_of(shipped_days(csv.DictReader(file)))
