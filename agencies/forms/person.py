"""Forms about people and their accounts."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from agencies.fields import GroupedModelChoiceField, TidyField
from agencies.models import Agency
from agencies.models.grouping import heading_label, in_order


class PeopleFilter(forms.Form):
    """Above the list of people; all of it stands in the address. ``is_keeper``: of accounts."""

    q = TidyField(label=_("Name or e-mail, accents not needed"), required=False)
    body = GroupedModelChoiceField(
        queryset=Agency.objects.none(),
        group=heading_label,
        label=_("Body"),
        required=False,
        empty_label=_("All"),
    )
    state = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[
            ("", _("All")),
            ("in", _("may sign in")),
            ("waiting", _("no password yet")),
            ("off", _("switched off")),
            ("seatless", _("without a seat today")),
        ],
    )

    def __init__(self, *args: Any, is_keeper: bool, on: date) -> None:
        super().__init__(*args)
        self.fields["body"].queryset = in_order(Agency.objects.existing(on))
        if not is_keeper:
            del self.fields["state"]


class PersonForm(forms.Form):
    full_name = TidyField(label=_("Full name"), max_length=150)
    email = forms.EmailField(
        label=_("Office e-mail address"),
        required=False,
        help_text=_("The name to sign in with. Leave empty for a person who never signs in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = TidyField(
        label=_("Office telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "in-s", "autocomplete": "off"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class WordForm(forms.Form):
    """One optional remark that goes into the history."""

    note = TidyField(
        label=_("Remark"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the history."),
    )
