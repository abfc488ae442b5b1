"""Forms about working days: the calculator, and a change of the calendar."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies.actions.calendar import Days
from agencies.calendar import Unit
from agencies.fields import DateField, RadioCards

UNIT_LABELS = {
    Unit.WORKING_DAYS: _("working days"),
    Unit.DAYS: _("calendar days"),
    Unit.MONTHS: _("months"),
}
MOST = 3660
FIRST_YEAR, LAST_YEAR = 2000, 2100


class CountForm(forms.Form):
    """The calculator: n units from a day, itself not counted."""

    start = DateField(label=_("Counted from"))
    n = forms.IntegerField(
        label=_("Number"),
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "in-xs", "inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[(u.value, UNIT_LABELS[u]) for u in Unit])

    def clean_start(self) -> date:
        start: date = self.cleaned_data["start"]
        if not FIRST_YEAR <= start.year <= LAST_YEAR:
            raise ValidationError(_("Write a day between 2000 and 2100."))
        return start


class ChangeForm(forms.Form):
    """A change of the calendar, put up for approval."""

    kind = forms.ChoiceField(
        label=_("These days become"),
        choices=[
            ("off", _("days off")),
            ("worked", _("worked instead of another day")),
            ("ordinary", _("ordinary days again")),
        ],
        widget=RadioCards(
            columns=3,
            hints={
                "worked": _("Only a Saturday or a Sunday."),
                "ordinary": _("Monday to Friday worked, Saturday and Sunday off."),
            },
        ),
    )
    first_day = DateField(label=_("First day"), help_text=_("Day/month/year, included."))
    last_day = DateField(
        label=_("Last day"), required=False, help_text=_("Leave empty for a single day.")
    )
    name = forms.CharField(
        label=_("Occasion"),
        max_length=200,
        required=False,
        help_text=_("In Vietnamese, as in the notice: Tết Nguyên đán, Làm bù cho 31/8."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Number of the document, or address of the notice."),
    )
    decided_on = DateField(
        label=_("Date of the decision"),
        required=False,
        help_text=_("With a date the days count as official; without one as unverified."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") != "ordinary" and not given.get("name") and "name" in given:
            self.add_error("name", _("Name the occasion, for example: Tết Nguyên đán."))
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return given

    def days(self) -> Days:
        """What the form says about the days."""
        given = self.cleaned_data
        return Days(
            first=given["first_day"],
            last=given["last_day"] or given["first_day"],
            is_worked={"off": False, "worked": True, "ordinary": None}[given["kind"]],
            name=given["name"],
            source=given["source"],
            decided_on=given["decided_on"],
        )
