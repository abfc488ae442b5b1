"""Small forms of the register: its filter, and receipts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.fields import DateField, TidyField
from agencies.models import Agency
from directives.models import Directive, DocumentType, Issuer
from directives.models.directive import DirectiveQuerySet


class ReceiptForm(forms.Form):
    """The day on which a body received the document: one's own, or any of `agencies`."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("Body"),
        queryset=Agency.objects.none(),
        empty_label=gettext_lazy("Choose"),
    )
    received_on = DateField(label=gettext_lazy("Received on"))

    def __init__(
        self, *args: Any, agencies: QuerySet[Agency], own: int | None, today: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"received_on": today, "agency": own}
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Agency]", self.fields["agency"]).queryset = agencies
        if own is not None:
            self.fields["agency"].widget = forms.HiddenInput()


class DirectiveFilter(forms.Form):
    """The filter of the register; the address holds it."""

    q = TidyField(label=gettext_lazy("Number or words, accents optional"), required=False)
    year = forms.TypedChoiceField(
        label=gettext_lazy("Year"), coerce=int, empty_value=None, required=False
    )
    type = forms.ModelChoiceField(
        label=gettext_lazy("Type of document"),
        queryset=DocumentType.objects.none(),
        empty_label=gettext_lazy("All"),
        required=False,
    )
    issuer = forms.ModelChoiceField(
        label=gettext_lazy("Issuer"),
        queryset=Issuer.objects.none(),
        empty_label=gettext_lazy("All"),
        required=False,
    )
    urgency = forms.ChoiceField(label=gettext_lazy("Urgency"), required=False)
    missing = forms.BooleanField(label=gettext_lazy("Number or date not entered"), required=False)

    def __init__(self, *args: Any, among: DirectiveQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = among.exclude(issued_on=None).annotate(year=ExtractYear("issued_on"))
        months = among.exclude(month=None).annotate(year=ExtractYear("month"))
        found = sorted({*_years(years), *_years(months)}, reverse=True)
        types = DocumentType.objects.filter(pk__in=among.values("document_type"))
        issuers = Issuer.objects.filter(pk__in=among.values("issuer"))
        self._offer_words("year", [(str(year), str(year)) for year in found])
        self._offer_words("urgency", Directive.Urgency.choices)
        self._offer_rows("type", types.order_by("name_vi", "pk"))
        self._offer_rows("issuer", issuers.order_by("name_vi", "pk"))

    def _offer_words(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [("", _("All")), *choices]

    def _offer_rows(self, name: str, rows: QuerySet[Any]) -> None:
        cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows

    def chosen(self, rows: DirectiveQuerySet) -> DirectiveQuerySet:
        """The rows that the filter leaves; a wrong value of one field leaves that field out."""
        self.is_valid()
        wanted = self.cleaned_data
        if year := wanted.get("year"):
            rows = rows.filter(Q(issued_on__year=year) | Q(month__year=year, issued_on=None))
        columns = {"type": "document_type", "issuer": "issuer", "urgency": "urgency"}
        for name, column in columns.items():
            if wanted.get(name):
                rows = rows.filter(**{column: wanted[name]})
        rows = rows.incomplete() if wanted.get("missing") else rows
        return rows.found_by(wanted["q"]) if wanted.get("q") else rows


def _years(rows: QuerySet[Any]) -> set[int]:
    return set(rows.order_by().values_list("year", flat=True).distinct())
