"""The rhythm of periodic work, as far as it may still be changed, and who decided it."""

from __future__ import annotations

from typing import Any

from assignments.actions.rhythm import Rhythm
from assignments.forms.moves import MoveForm
from assignments.forms.timing import TimingFields
from assignments.models import Series


class SeriesForm(MoveForm):
    """Due day and end; the length of the period stays. Decided like another due date."""

    move = "redate"
    due_day = TimingFields.base_fields["due_day"]
    due_month_offset = TimingFields.base_fields["due_month_offset"]
    ends_on = TimingFields.base_fields["ends_on"]

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        self.series = series
        kwargs["initial"] = self.now() | {"revision": series.revision}
        super().__init__(*args, **kwargs)

    def now(self) -> dict[str, Any]:
        """What the series says."""
        return {
            "due_day": self.series.due_day or None,
            "due_month_offset": self.series.due_month_offset,
            "ends_on": self.series.ends_on,
        }

    def rhythm(self) -> Rhythm:
        """The rhythm as entered."""
        return Rhythm(
            every=self.series.every,
            due_day=self.cleaned_data["due_day"] or 0,
            due_month_offset=self.cleaned_data["due_month_offset"],
            ends_on=self.cleaned_data["ends_on"],
        )
