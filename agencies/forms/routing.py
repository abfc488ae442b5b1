"""Forms about who watches which body and field."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.fields import DateField, GroupedModelChoiceField
from agencies.models import Agency, Function, Mandate, Seat
from agencies.models.agency import holds
from agencies.models.grouping import heading_label, in_order
from agencies.rules.roles import DECIDING, MandateKind, Role


class RouteForm(forms.Form):
    agency = GroupedModelChoiceField(
        label=_("Body"),
        queryset=Agency.objects.none(),
        group=heading_label,
        required=False,
        empty_label=_("every body"),
        help_text=_("Choose a body, a field, or both."),
    )
    function = forms.ModelChoiceField(
        label=_("Field"),
        queryset=Function.objects.order_by("pk"),
        required=False,
        empty_label=_("every field"),
    )
    specialist = forms.ModelChoiceField(
        label=_("Monitoring specialist"), queryset=Seat.objects.none(), empty_label=_("Choose")
    )
    leader = forms.ModelChoiceField(
        label=_("Vice chairman of the field"),
        queryset=Seat.objects.none(),
        empty_label=_("Choose"),
    )
    valid_from = DateField(
        label=_("From day"),
        help_text=_("The former row of the same body and field ends the day before."),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = in_order(Agency.objects.existing(on))  # type: ignore[attr-defined]
        office = self._seats(MandateKind.PPC_OFFICE, on).exclude(role=Role.ADMINISTRATOR)
        leaders = self._seats(MandateKind.LEADERSHIP, on).filter(role__in=DECIDING)
        self.fields["specialist"].queryset = office  # type: ignore[attr-defined]
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]

    def _seats(self, kind: MandateKind, on: date) -> Any:
        bodies = Mandate.objects.filter(holds(on), kind=kind).values("agency")
        seats = Seat.objects.held(on).filter(agency__in=bodies)
        return seats.select_related("user", "agency").order_by("user__sort_key", "pk")
