"""A due date as a person reads it: the date, what stands beside it, and in which tone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.calendar import WorkCalendar
from assignments.rules.assignment import Stage, Timing

# Due soon: at most so many working days left, today included (rules.md 1.4).
SOON_DAYS = 3


@dataclass(frozen=True)
class Due:
    """What components/due.html prints, and what a list sorts and groups by.

    ``date`` is None without a deadline: then ``label`` stands in its place. ``original`` is set
    only where it differs. ``days_late`` counts working days and is None unless overdue, so an
    overdue row seen on the Saturday after has 0. ``days_left`` is None unless the clock runs.
    """

    date: datetime.date | None
    tone: str
    text: str
    original: datetime.date | None = None
    label: str = ""
    days_late: int | None = None
    days_left: int | None = None

    @property
    def is_overdue(self) -> bool:
        return self.days_late is not None

    @property
    def is_soon(self) -> bool:
        return self.days_left is not None and self.days_left <= SOON_DAYS


def due_view(
    *,
    due_on: date | None,
    original_due_on: date | None = None,
    submitted_on: date | None = None,
    stopped_on: date | None = None,
    stage: str = Stage.ACKNOWLEDGED,
    timing: str = Timing.DATED,
    calendar: WorkCalendar,
    on: date,
) -> Due:
    """The due date of an assignment on the day ``on`` (rules.md 1.4, 3.1, 3.2, 3.6).

    A submitted one is judged by its submission and stops counting; a paused or returned one by
    the day that stopped it; drafts and withdrawn ones count nothing. All days are working days.
    """
    if due_on is None:
        return Due(None, "none", "", label=_no_date(timing))
    original = original_due_on if original_due_on != due_on else None
    if stage in {Stage.DRAFT, Stage.WITHDRAWN}:
        return Due(due_on, "none", "", original)
    if submitted_on:
        return _submitted(due_on, original, submitted_on, stage, calendar)
    if stopped_on:
        return _stopped(due_on, original, stopped_on, calendar)
    if on > due_on:
        late = calendar.days_late(due_on, on=on)
        return Due(due_on, "late", _overdue(due_on, late), original, days_late=late)
    left = calendar.days_left(due_on, on=on)
    tone = "soon" if left <= SOON_DAYS else "open"
    return Due(due_on, tone, _left(due_on, left, on), original, days_left=left)


def part_due(due_on: date | None, sent_on: date | None, *, calendar: WorkCalendar, on: date) -> Due:
    """The due date of a cooperating body's part: sent early, on time, late, or still owed."""
    return due_view(due_on=due_on, submitted_on=sent_on, calendar=calendar, on=on)


def _no_date(timing: str) -> str:
    return _("standing work") if timing == Timing.CONTINUOUS else _("No due date yet")


def _submitted(
    due_on: date, original: date | None, sent: date, stage: str, calendar: WorkCalendar
) -> Due:
    """Judged by the day of the result, whoever still has to confirm it."""
    if sent <= due_on:
        return Due(due_on, "ok", _early(calendar.working_days_between(sent, due_on)), original)
    late = calendar.days_late(due_on, on=sent)
    text = ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late}
    if not late:
        text = _("late since %(day)s") % {"day": _short(due_on + timedelta(1))}
    waiting = late if stage != Stage.DONE else None
    return Due(due_on, "donelate", text, original, days_late=waiting)


def _stopped(due_on: date, original: date | None, stopped: date, calendar: WorkCalendar) -> Due:
    text = _("stopped on %(day)s") % {"day": _short(stopped)}
    if stopped <= due_on:
        return Due(due_on, "paused", text, original)
    late = calendar.days_late(due_on, on=stopped)
    return Due(due_on, "paused", f"{text}, {_overdue(due_on, late)}", original, days_late=late)


def _overdue(due_on: date, late: int) -> str:
    """By 0 working days, as on the Saturday after a Friday, it says since when (rules.md 1.4)."""
    if not late:
        return _("overdue since %(day)s") % {"day": _short(due_on + timedelta(1))}
    return ngettext("overdue by %(n)d day", "overdue by %(n)d days", late) % {"n": late}


def _left(due_on: date, left: int, on: date) -> str:
    if due_on == on:
        return _("due today")
    # Saturday with a due date on Sunday: no working day is left, and it is not today.
    if not left:
        return _("due on %(day)s") % {"day": _short(due_on)}
    return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}


def _early(days: int) -> str:
    return (
        ngettext("%(n)d day early", "%(n)d days early", days) % {"n": days}
        if days
        else (_("on time"))
    )


def _short(day: date) -> str:
    return f"{day:%d/%m}"
