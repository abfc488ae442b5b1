"""How often periodic work comes back, and when its first occurrence is due."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from agencies.rules.refusal import NotAllowed
from assignments.models import Assignment, Series
from assignments.models.periods import due_in, first_of, following


@dataclass(frozen=True)
class Rhythm:
    """A period, and the day in it; see the columns of ``Series``."""

    every: str
    due_day: int
    due_month_offset: int = 0
    ends_on: date | None = None

    def series(self) -> Series:
        """A new series, not yet saved."""
        return Series(**asdict(self))

    def first_period(self, *, on: date) -> date:
        """The period of the day, or the next one where its due date has passed."""
        first = first_of(self.every, on)
        return first if due_in(self.series(), first) >= on else following(self.every, first)

    def due_on(self, *, on: date) -> date:
        """The due date of the first occurrence of work given on the day."""
        return due_in(self.series(), self.first_period(on=on))


def rhythm_of(series: Series) -> Rhythm:
    """The rhythm written on a series."""
    return Rhythm(series.every, series.due_day, series.due_month_offset, series.ends_on)


def set_series(row: Assignment, rhythm: Rhythm | None, shared: Series | None) -> None:
    """Give a draft its series: that of its batch, its own rewritten, or a new one; or none.

    A series that others are of is left to them: another rhythm makes a series of its own.
    """
    if rhythm is None or shared:
        row.series = shared
        return
    series = row.series or Series()
    if series.pk and series.assignments.exclude(pk=row.pk).exists():
        if rhythm_of(series) == rhythm:
            return
        series = Series()
    for name, value in asdict(rhythm).items():
        setattr(series, name, value)
    series.save()
    row.series = series


def start_series(row: Assignment, *, on: date) -> None:
    """At its issue the first occurrence gets its period and due date; the others of its batch
    get the same."""
    if row.series_id is None or row.period_first is not None:
        return
    series = Series.objects.select_for_update().get(pk=row.series_id)
    first = series.made_until or rhythm_of(series).first_period(on=on)
    series.made_until = first
    series.save(update_fields=["made_until"])
    if series.assignments.filter(made_for=row.lead, period_first=first).exists():
        text = _("%(body)s has this periodic work for the period already: withdraw this draft.")
        raise NotAllowed(text % {"body": row.lead.name})
    row.series, row.period_first, row.made_for = series, first, row.lead
    row.due_on = row.original_due_on = due_in(series, first)
    row.due_rule = Assignment.DueRule.STATED
