"""The form of a legal parameter."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies.fields import DateField, TidyField
from directives.models import Provision

YES_NO = "yes_no"


class ProvisionForm(forms.Form):
    """A new value, from a day on, by a document."""

    value = TidyField(label=_("New value"), max_length=100)
    valid_from = DateField(
        label=_("In force from day"),
        help_text=_("Included. A day of the past changes what was judged since then."),
    )
    source = TidyField(
        label=_("Document that sets it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Number, date and article, for example: Quyết định 12/2024/QĐ-UBND, Điều 9."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, provision: Provision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if provision.unit == YES_NO:
            choices = [("1", _("yes")), ("0", _("no"))]
            self.fields["value"] = forms.ChoiceField(label=_("New value"), choices=choices)
        elif provision.value.isdigit():
            box = forms.TextInput(attrs={"class": "in-xs", "inputmode": "numeric"})
            self.fields["value"].widget = box

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if not 1990 <= day.year <= 2100:
            raise ValidationError(_("Write a day between 1990 and 2100."))
        return day
