"""Forms about people and their accounts."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PeopleFilter(forms.Form):
    """Above the list of people; all of it stands in the address."""

    q = forms.CharField(label=_("Name or e-mail, accents not needed"), required=False)
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


class PersonForm(forms.Form):
    full_name = forms.CharField(label=_("Full name"), max_length=150)
    email = forms.EmailField(
        label=_("Office e-mail address"),
        required=False,
        help_text=_("The name to sign in with. Leave empty for a person who never signs in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
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

    note = forms.CharField(
        label=_("Remark"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the history."),
    )
