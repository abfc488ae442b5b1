"""Forms about absence and written authorisation."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.fields import DateField, TidyField
from agencies.models import Delegation, Seat


class WhoForm(forms.Form):
    """The first step: for whom, and of what kind."""

    absent = forms.ModelChoiceField(
        label=_("For whom"), queryset=Seat.objects.none(), empty_label=_("Choose")
    )
    kind = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        seats: QuerySet[Seat],
        own: Seat | None,
        is_tuq: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absent"].queryset = seats  # type: ignore[attr-defined]
        # Most often one enters it for oneself.
        self.fields["absent"].initial = own.pk if own else None
        kind = Delegation.Kind.TUQ if is_tuq else Delegation.Kind.ABSENCE
        self.fields["kind"].initial = kind.value


class AbsenceForm(forms.Form):
    substitute = forms.ModelChoiceField(
        label=_("Substitute"),
        queryset=Seat.objects.none(),
        empty_label=_("Choose"),
        help_text=_("Receives and prepares in place of the absent person; decides nothing."),
    )
    first_day = DateField(label=_("First day"), help_text=_("Day/month/year, included."))
    last_day = DateField(
        label=_("Last day"), help_text=_("Included. It ends by itself after this day.")
    )
    content = TidyField(
        label=_("What is passed on"),
        required=False,
        max_length=500,
        help_text=_("Leave empty when it is everything."),
    )

    def __init__(self, *args: Any, substitutes: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = substitutes  # type: ignore[attr-defined]


class AuthorisationForm(AbsenceForm):
    field_order = ["substitute", "document", "document_on", "content", "first_day", "last_day"]

    document = TidyField(
        label=_("Number of the authorising document"),
        max_length=200,
        help_text=_("It is signed on paper first; without it nothing can be passed on."),
    )
    document_on = DateField(label=_("Date of the document"), help_text=_("Day/month/year."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].label = _("Authorised person")
        self.fields["substitute"].help_text = _(
            "Decides in person what the document names, with the capacity TUQ."
        )
        self.fields["content"] = TidyField(
            label=_("What it lets decide"), widget=forms.Textarea(attrs={"rows": 3})
        )
