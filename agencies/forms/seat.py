"""Forms about seats and units."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.actions.seat import Post
from agencies.fields import (
    DateField,
    GroupedModelChoiceField,
    GroupedModelMultipleChoiceField,
    RadioCards,
    TidyField,
)
from agencies.models import Agency, Function, Mandate, Seat, Unit
from agencies.models.agency import holds
from agencies.models.grouping import heading_label, in_order
from agencies.models.person import ROLE_LABELS
from agencies.rules.roles import DECIDING, MandateKind, Role

# Who may have fields of their own: a deputy by field, a unit head.
WITH_FIELDS = frozenset({Role.DEPUTY, Role.UNIT_HEAD})


def _one_group(row: Function) -> str:
    return str(_("One or several"))


class PlaceForm(forms.Form):
    """The first step of a new seat: which body, in which role."""

    agency = GroupedModelChoiceField(
        label=_("Body"),
        queryset=Agency.objects.none(),
        group=heading_label,
        empty_label=_("Choose"),
    )
    role = forms.ChoiceField(label=_("Role"), widget=RadioCards(columns=3))

    def __init__(self, *args: Any, on: date, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = in_order(Agency.objects.existing(on))  # type: ignore[attr-defined]
        choices = [(r.value, ROLE_LABELS[r]) for r in Role if r in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class SeatDetails(forms.Form):
    """What of a seat can be corrected later: title, unit, fields."""

    title = TidyField(
        label=pgettext_lazy("of a seat", "Title"),
        max_length=120,
        help_text=_("As printed under a signature: Giám đốc, Phó Chủ tịch, Chuyên viên."),
    )
    unit = forms.ModelChoiceField(
        label=_("Unit inside the body"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    functions = GroupedModelMultipleChoiceField(
        label=_("Fields"),
        queryset=Function.objects.order_by("pk"),
        group=_one_group,
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, agency: Agency, role: Role, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency, self.role = agency, role
        if role not in WITH_FIELDS:
            del self.fields["functions"]
        units = agency.units.filter(holds(on)).order_by("name", "pk")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class SeatForm(SeatDetails):
    """A new seat, once body and role are chosen."""

    field_order = ["title", "valid_from", "unit", "assists", "functions"]

    valid_from = DateField(label=_("From day"), help_text=_("Day/month/year, included."))
    assists = forms.ModelChoiceField(
        label=_("Assists the leader"),
        queryset=Seat.objects.none(),
        empty_label=_("Choose"),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        if self.role != Role.SECRETARY:
            del self.fields["assists"]
            return
        leading = Mandate.objects.filter(holds(on), kind=MandateKind.LEADERSHIP)
        self.fields["assists"].queryset = (  # type: ignore[attr-defined]
            Seat.objects.held(on)
            .filter(agency__in=leading.values("agency"), role__in=DECIDING)
            .select_related("user", "agency")
            .order_by("pk")
        )

    def post(self) -> Post:
        """The place that the form describes."""
        given = self.cleaned_data
        return Post(
            agency=self.agency,
            role=self.role,
            title=given["title"],
            unit=given["unit"],
            functions=tuple(given.get("functions", ())),
            assists=given.get("assists"),
        )


class SeatEndForm(forms.Form):
    last_day = DateField(
        label=_("Last day in this seat"),
        help_text=_("Day/month/year, included. Yesterday at the earliest."),
    )
    note = TidyField(
        label=_("Ground"),
        required=False,
        max_length=300,
        help_text=_("For example the number and date of the decision."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class UnitForm(forms.Form):
    name = TidyField(label=_("Name of the unit"), max_length=200)
    valid_from = DateField(
        label=_("From day"), required=False, help_text=_("Leave empty when it is not known.")
    )


class LastDayForm(forms.Form):
    """Until when something holds, included."""

    last_day = DateField(label=_("Last day"), help_text=_("Day/month/year, included."))


class MailboxForm(forms.Form):
    mailbox = forms.EmailField(
        label=_("Office mailbox"),
        required=False,
        help_text=_("Notices to the body itself go here. Leave empty when there is none."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class BodyFilter(forms.Form):
    """Above the list of bodies; all of it stands in the address."""

    q = TidyField(label=_("Name or code, accents not needed"), required=False)
    on = DateField(label=_("As of day"), required=False)

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and not 1990 <= on.year <= 2100:
            raise ValidationError(_("Write a day between 1990 and 2100."))
        return on
