"""Forms about working days: the calculator, and a change of the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.actions.calendar import Days
from agencies.calendar import FIRST_YEAR, Unit
from agencies.fields import DateField, RadioCards, TidyField

UNIT_LABELS = {
    Unit.WORKING_DAYS: _("working days"),
    Unit.DAYS: _("calendar days"),
    Unit.MONTHS: _("months"),
}
MOST = 3660


class CountForm(forms.Form):
    """The calculator: n units from a day, itself not counted."""

    start = DateField(label=_("Counted from"), first=FIRST_YEAR)
    n = forms.IntegerField(
        label=_("How many"),
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "in-xs", "inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[(u.value, UNIT_LABELS[u]) for u in Unit])


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
    name = TidyField(
        label=_("Occasion"),
        max_length=200,
        required=False,
        help_text=_("In Vietnamese, as in the notice: Tết Nguyên đán, Làm bù cho 31/8."),
    )
    source = TidyField(
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
