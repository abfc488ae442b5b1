"""The form of one obligation of a document."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.fields import GroupedModelMultipleChoiceField, RadioCards, TidyField
from agencies.models import Group
from agencies.models.agency import holds
from directives.actions.obligation import Wording
from directives.models import Directive, Obligation
from directives.models.obligation import PERIODS

PERIODICALLY = "periodically"
PERIODIC = ("month", "quarter", "six_months", "nine_months", "year")
OFTEN = [
    ("", gettext_lazy("not said")),
    (PERIODICALLY, gettext_lazy("periodically")),
    *((code, label) for code, label in PERIODS.items() if code not in PERIODIC),
]


def _period(text: str) -> dict[str, Any]:
    """First values for the period as it is kept, several parted by ";"."""
    if text in dict(OFTEN):
        return {"often": text, "periods": []}
    return {"often": PERIODICALLY, "periods": [p for p in text.split(";") if p in PERIODIC]}


def _cards() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("The demand"), ("clause", "text_vi", "text_en")),
        (_("Who and how"), ("group_code", "mode", "indicator_vi", "indicator_en")),
        (_("How often"), ("often", "periods")),
        (_("Upper documents and source"), ("carries_out", "is_assumed", "source")),
    ]


class ObligationForm(forms.Form):
    """An obligation: clause, text, whom it obliges, how it is met, what it carries out."""

    clause = TidyField(
        label=gettext_lazy("Clause"),
        max_length=60,
        help_text=gettext_lazy("For example “đoạn 2, ý 1” or “Điều 6”."),
    )
    text_vi = TidyField(
        label=gettext_lazy("Text of the obligation"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_en = TidyField(
        label=gettext_lazy("The same in English"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )
    group_code = forms.ChoiceField(label=gettext_lazy("Who must do it"))
    mode = forms.ChoiceField(
        label=gettext_lazy("How it is met"),
        choices=Obligation.Mode.choices,
        initial=Obligation.Mode.ASSIGNED,
        widget=RadioCards(columns=3),
    )
    indicator_vi = TidyField(
        label=gettext_lazy("Measured by"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    indicator_en = TidyField(
        label=gettext_lazy("Measured by, in English"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    often = forms.ChoiceField(label=gettext_lazy("How often"), required=False, choices=OFTEN)
    periods = forms.MultipleChoiceField(
        label=gettext_lazy("Periods of periodic work"),
        choices=[(period, PERIODS[period]) for period in PERIODIC],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only for “periodically”; several are possible."),
    )
    carries_out = GroupedModelMultipleChoiceField(
        queryset=Obligation.objects.none(),
        group=lambda row: str(row.directive),
        label=gettext_lazy("Obligations of upper documents that it carries out"),
        required=False,
    )
    is_assumed = forms.BooleanField(
        label=gettext_lazy("These links are assumed: no document states them."), required=False
    )
    source = TidyField(label=gettext_lazy("Source"), max_length=2000, required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        uppers: QuerySet[Obligation],
        today: date,
        obligation: Obligation | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = initial_of(obligation) if obligation else None
        super().__init__(*args, **kwargs)
        groups = Group.objects.filter(holds(today)).order_by("pk")
        named = [("", _("Choose")), *{group.code: str(group) for group in groups}.items()]
        cast(forms.ChoiceField, self.fields["group_code"]).choices = named
        above = cast("forms.ModelMultipleChoiceField[Obligation]", self.fields["carries_out"])
        above.queryset = uppers
        if not uppers:
            del self.fields["carries_out"], self.fields["is_assumed"]

    @property
    def cards(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the order of the page, under the headings of its cards."""
        return [
            (heading, [self[name] for name in names if name in self.fields])
            for heading, names in _cards()
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        often, periods = self.cleaned_data.get("often"), self.cleaned_data.get("periods")
        if often == PERIODICALLY and not periods:
            self.add_error("periods", _("Choose at least one period."))
        elif periods and often != PERIODICALLY:
            self.add_error("often", _("Periods are chosen: choose “periodically”, or untick them."))
        return cleaned

    def wording(self) -> Wording:
        """What the action takes; only of a valid form."""
        values = self.cleaned_data
        names = (
            "clause", "text_vi", "text_en", "group_code", "mode", "indicator_vi", "indicator_en",
            "source",
        )  # fmt: skip
        return Wording(
            **{name: values[name] for name in names},
            period=";".join(values["periods"]) or values["often"],
            carries_out=tuple(values.get("carries_out", ())),
            is_assumed=values.get("is_assumed", False),
        )


def initial_of(obligation: Obligation) -> dict[str, Any]:
    names = (
        "clause", "text_vi", "text_en", "group_code", "mode", "indicator_vi", "indicator_en",
        "source", "revision",
    )  # fmt: skip
    links = list(obligation.links_up.order_by("pk"))
    return {name: getattr(obligation, name) for name in names} | {
        **_period(obligation.period),
        "carries_out": [link.upper_id for link in links],
        "is_assumed": any(link.is_assumed for link in links),
    }


def uppers_of(directive: Directive, upper_ids: list[int]) -> QuerySet[Obligation]:
    """Obligations of the documents on which this one rests, to choose from."""
    return (
        Obligation.objects.filter(directive__in=upper_ids)
        .exclude(directive=directive)
        .select_related("directive__document_type")
        .order_by("directive_id", "position", "pk")
    )
