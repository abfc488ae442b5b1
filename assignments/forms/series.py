"""The rhythm of periodic work, as far as it may still be changed."""

from __future__ import annotations

from typing import Any

from django import forms

from assignments.actions.rhythm import Rhythm
from assignments.forms.timing import TimingFields
from assignments.models import Series


class SeriesForm(forms.Form):
    """Due day and end; the length of the period stays."""

    due_day = TimingFields.base_fields["due_day"]
    due_month_offset = TimingFields.base_fields["due_month_offset"]
    ends_on = TimingFields.base_fields["ends_on"]

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        self.series = series
        kwargs["initial"] = {
            "due_day": series.due_day or None,
            "due_month_offset": series.due_month_offset,
            "ends_on": series.ends_on,
        }
        super().__init__(*args, **kwargs)

    def rhythm(self) -> Rhythm:
        """The rhythm as entered."""
        return Rhythm(
            every=self.series.every,
            due_day=self.cleaned_data["due_day"] or 0,
            due_month_offset=self.cleaned_data["due_month_offset"],
            ends_on=self.cleaned_data["ends_on"],
        )
