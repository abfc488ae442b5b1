"""The work calendar for commands: from the database, or else the days shipped with the app."""

import csv
from pathlib import Path

from django.core.management.base import OutputWrapper
from django.db import DatabaseError, InterfaceError

from agencies.calendar import WorkCalendar, calendar_of, shipped_days
from agencies.models import SpecialDay

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "holidays.csv"


def work_calendar(stderr: OutputWrapper) -> WorkCalendar:
    """The special days in force; says in one line on `stderr` when they are the shipped ones."""
    try:
        rows = list(SpecialDay.objects.values_list("day", "is_worked", "name"))
        cause = "holds no special days"
    except (DatabaseError, InterfaceError):
        rows, cause = [], "cannot be read"
    if rows:
        return calendar_of(rows)
    stderr.write(f"The database {cause}: counting with the days shipped with the product.")
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return calendar_of(shipped_days(csv.DictReader(file)))
