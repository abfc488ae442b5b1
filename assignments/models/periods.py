"""Periods of periodic work: which month, quarter, half or year an occurrence is for."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _

from assignments.models.assignment import Assignment, Series, SeriesEnd
from assignments.rules.assignment import Stage

MONTHS = {
    Series.Every.MONTH: 1,
    Series.Every.QUARTER: 3,
    Series.Every.HALF_YEAR: 6,
    Series.Every.YEAR: 12,
}


def first_of(every: str, day: date) -> date:
    """The first day of the period in which the day lies."""
    months = MONTHS[Series.Every(every)]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def following(every: str, first: date) -> date:
    """The first day of the next period."""
    return _month(first, MONTHS[Series.Every(every)])


def _month(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def due_in(series: Series, first: date) -> date:
    """The due date of the period: a day of its last month, or of one before or after it.

    ``due_day`` 0, or a day that the month lacks, is the month's last.
    """
    last_month = _month(first, MONTHS[Series.Every(series.every)] - 1 + series.due_month_offset)
    length = monthrange(last_month.year, last_month.month)[1]
    return last_month.replace(day=min(series.due_day or length, length))


def named(every: str, first: date) -> str:
    """ "month 12/2023", "quarter IV/2023", "first half of 2023", "year 2023"."""
    match every:
        case Series.Every.MONTH:
            return _("month %(month)s") % {"month": f"{first:%m/%Y}"}
        case Series.Every.QUARTER:
            quarter = ("I", "II", "III", "IV")[(first.month - 1) // 3]
            return _("quarter %(quarter)s/%(year)s") % {"quarter": quarter, "year": first.year}
        case Series.Every.HALF_YEAR if first.month == 1:
            return _("first half of %(year)s") % {"year": first.year}
        case Series.Every.HALF_YEAR:
            return _("second half of %(year)s") % {"year": first.year}
        case _:
            return _("year %(year)s") % {"year": first.year}


def comes_back(row: Assignment) -> bool:
    """Whether its lead is given a later period: one that stands, or one still to be made."""
    if row.series is None or row.period_first is None:
        return False
    others = Assignment.objects.filter(series=row.series_id, lead=row.lead_id)
    later = others.filter(period_first__gt=row.period_first)
    if later.exclude(stage=Stage.WITHDRAWN).exists():
        return True
    last = later.order_by("-period_first").first() or row
    ends_on = row.series.ends_on
    is_over = ends_on is not None and following(row.series.every, last.period_first) > ends_on
    return not (is_over or SeriesEnd.objects.filter(assignment=last).exists())


def period_label(row: Assignment) -> str:
    """The period that the occurrence is for; empty for work that is not periodic."""
    if row.series is None or row.period_first is None:
        return ""
    return named(row.series.every, row.period_first)
