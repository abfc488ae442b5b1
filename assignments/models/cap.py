"""How far the rules let an assignment be extended (rules.md 3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.models.agency import holds
from agencies.models.calendar import work_calendar
from assignments.models.assignment import Assignment
from assignments.models.facts import Outcome
from directives.models import Provision

TIMES, PERCENT = "extension_max_times", "extension_max_percent"


@dataclass(frozen=True)
class Cap:
    """``granted`` of at most ``times`` extensions so far; ``days``: the most working days after
    the original due date; ``last``: the last date within the cap, None where no further
    extension is within it; ``provisions``: what sets it, in words."""

    granted: int
    times: int
    days: int
    last: date | None
    provisions: str

    def is_over(self, until: date) -> bool:
        """Too often, or longer than from the basis to the original due date."""
        return self.last is None or work_calendar().working_days_between(self.last, until) > 0


def is_spent(row: Assignment, *, on: date) -> bool:
    """Whether no day after the present due date is within the cap any more."""
    cap = cap_of(row, on=on)
    return bool(cap and row.due_on and cap.is_over(row.due_on + timedelta(days=1)))


def cap_of(row: Assignment, *, on: date) -> Cap | None:
    """The cap as the provisions of the day set it; None without a due date."""
    if row.original_due_on is None:
        return None
    rows, calendar = _provisions(on=on), work_calendar()
    limits = {row.key: int(row.value) for row in rows if row.value.isdigit()}
    granted = row.extensions.filter(outcome=Outcome.ACCEPTED).count()
    times = limits.get(TIMES, 2)
    basis = row.due_from or row.issued_on or row.original_due_on
    given = calendar.working_days_between(basis, row.original_due_on)
    days = given * limits.get(PERCENT, 100) // 100
    last = calendar.add_working_days(row.original_due_on, days) if days else row.original_due_on
    words = "; ".join(_named(row) for row in rows)
    return Cap(granted, times, days, last if granted < times else None, words)


def _provisions(*, on: date) -> list[Provision]:
    """Those in force on the day, each key once: the newest."""
    rows = Provision.objects.filter(holds(on), key__in=(TIMES, PERCENT))
    found = {row.key: row for row in rows.order_by(F("valid_from").asc(nulls_first=True))}
    return [found[key] for key in (PERCENT, TIMES) if key in found]


def _named(row: Provision) -> str:
    """Name and value, and whether it is assumed."""
    name = row.name_en if get_language() == "en" and row.name_en else row.name_vi
    value = f"{row.value}%" if row.key == PERCENT else row.value
    return f"{name}: {value}" + (f" ({_('assumed')})" if row.is_assumed else "")
