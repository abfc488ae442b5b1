"""Due dates that a decision sets: asked, granted, new, or computed by a count."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.calendar import FIRST_YEAR, MAX_COUNT, Unit
from agencies.fields import DateField
from agencies.models.calendar import work_calendar
from assignments.actions.terms import Terms
from assignments.forms.moves import BodyChoice, MoveForm, RefuseForm, long_text
from assignments.forms.timing import day_off
from assignments.models.bodies import bodies_for_work
from assignments.models.cap import Cap, cap_of
from assignments.models.facts import Outcome
from assignments.rules.assignment import Timing


class RequestExtensionForm(MoveForm):
    move = "request_extension"
    asked_due_on = DateField(
        label=gettext_lazy("Requested due date"),
        first=FIRST_YEAR,
        error_messages={"required": gettext_lazy("Enter the due date that is asked for.")},
    )
    grounds = long_text(
        gettext_lazy("Grounds"), required=gettext_lazy("Write the grounds of the request.")
    )


class PutUpExtensionForm(MoveForm):
    move = "put_up_extension"
    put_up_on = DateField(label=gettext_lazy("Put up on"), first=FIRST_YEAR)
    note = long_text(gettext_lazy("Opinion of the office"))

    def fill(self, *, on: date) -> None:
        self.fields["put_up_on"].initial = on


def _over(cap: Cap) -> str:
    if cap.last is None:
        return _(
            "%(n)s extensions were granted, the most within the cap. Tick the box to grant one "
            "more all the same."
        ) % {"n": cap.granted}
    return _(
        "This date is over the cap, whose last date is %(day)s. Tick the box to grant it all the "
        "same."
    ) % {"day": f"{cap.last:%d/%m/%Y}"}


class StatesDue(MoveForm):
    """A decision that states a due date: a day off is told, and kept (rules.md 1.2)."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        stated = self.cleaned_data.get("due_on")
        self.warning = day_off(stated, work_calendar()) if stated else ""
        if self.warning:
            self["due_on"].help_text = self.warning
        return cleaned


class GrantExtensionForm(StatesDue):
    move = "grant_extension"
    due_on = DateField(label=gettext_lazy("Extended to"), first=FIRST_YEAR)
    # Asked for once a date over the cap is sent: it warns, and never blocks (rules.md 3.5).
    over_cap = forms.BooleanField(label=gettext_lazy("Granted above the cap"), required=False)
    answer = long_text(gettext_lazy("Remark"))

    def fill(self, *, on: date) -> None:
        asked = self.assignment.extensions.filter(outcome=Outcome.ASKED).first()
        self.fields["due_on"].initial = asked.asked_due_on if asked else None
        if not self.is_bound:
            del self.fields["over_cap"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        due_on = self.cleaned_data.get("due_on")
        cap = cap_of(self.assignment, on=self.on)
        if cap is None or due_on is None or not cap.is_over(due_on):
            del self.fields["over_cap"]
        elif not self.cleaned_data["over_cap"]:
            self.add_error("over_cap", _over(cap))
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "over_cap"}


class RefuseExtensionForm(RefuseForm):
    move = "refuse_extension"


class RedateForm(StatesDue):
    move = "redate"
    due_on = DateField(
        label=gettext_lazy("New due date"),
        first=FIRST_YEAR,
        error_messages={"required": gettext_lazy("Enter the new due date.")},
    )
    reason = long_text(gettext_lazy("Reason"), required=gettext_lazy("Write the reason."))


class NewLeadForm(StatesDue):
    """Another lead body, and a new due date only where one is decided."""

    lead = BodyChoice(
        label=gettext_lazy("Lead body"),
        error_messages={"required": gettext_lazy("Choose one lead body.")},
    )
    due_on = DateField(
        label=gettext_lazy("New due date"),
        first=FIRST_YEAR,
        required=False,
        help_text=gettext_lazy("Empty: the due date stays."),
    )
    count = forms.IntegerField(
        label=gettext_lazy("or so many working days from today"),
        required=False,
        min_value=0,
        max_value=MAX_COUNT,
        widget=forms.TextInput(attrs={"class": "in-xs", "inputmode": "numeric"}),
    )
    note = long_text(gettext_lazy("Note"))

    def fill(self, *, on: date) -> None:
        self.on = on
        self.fields["lead"].queryset = bodies_for_work(on=on)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        stated, count = self.cleaned_data.get("due_on"), self.cleaned_data.get("count")
        if stated and count is not None:
            computed = work_calendar().add_working_days(self.on, count)
            if computed != stated:
                self.add_error(
                    "count", _("The date and the count differ: leave one of them empty.")
                )
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {
            "lead": self.cleaned_data["lead"],
            "note": self.cleaned_data["note"],
            "terms": self._terms(),
        }

    def _terms(self) -> Terms | None:
        stated, count = self.cleaned_data["due_on"], self.cleaned_data["count"]
        if count is not None:
            return Terms(Timing.DATED, unit=Unit.WORKING_DAYS, count=count, count_from=self.on)
        return Terms(Timing.DATED, stated_on=stated) if stated else None


class ReissueForm(NewLeadForm):
    move = "reissue"

    def fill(self, *, on: date) -> None:
        super().fill(on=on)
        accepted = self.assignment.returns.filter(outcome=Outcome.ACCEPTED, ended_on=None)
        self.fields["lead"].initial = accepted.values_list("proposed_lead", flat=True).first()


class ReassignForm(NewLeadForm):
    move = "reassign"

    def fill(self, *, on: date) -> None:
        super().fill(on=on)
        rows = self.fields["lead"].queryset
        self.fields["lead"].queryset = rows.exclude(pk=self.assignment.lead_id)
