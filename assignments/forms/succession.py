"""What is asked when a body becomes another, and when the heir of its work is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actions.succession import Heir, needs_taker
from agencies.fields import DateField, GroupedModelChoiceField, TidyField
from agencies.models import Agency, Seat, Succession, User
from agencies.models.decision import Decision
from agencies.models.grouping import heading_label, in_order
from assignments.forms.decision import DecisionForm, Mode
from assignments.forms.rows import HasRows
from assignments.models import SuccessionCase
from assignments.models.heritage import by_field, heir_deciders, possible_heirs, successors

CHOOSE = gettext_lazy("choose")


class QueueForm(forms.Form):
    """Which body's work the queue shows."""

    old = forms.ModelChoiceField(
        label=gettext_lazy("Former body"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=gettext_lazy("every body"),
    )

    def __init__(self, *args: Any, bodies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old"].queryset = bodies  # type: ignore[attr-defined]


class DecideForm(DecisionForm):
    """The heir of one assignment, or of several of one body, and who decided it."""

    field_order = ("heir",)
    heir = GroupedModelChoiceField(
        label=gettext_lazy("Heir"),
        queryset=Agency.objects.none(),
        group=str,
        empty_label=CHOOSE,
        error_messages={"required": gettext_lazy("Choose the body that takes the work over.")},
    )

    def __init__(
        self, *args: Any, cases: Sequence[SuccessionCase], user: User, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, user=user, **kwargs)
        self._offer_heirs(cases, on)
        seat, among = user.seat, _who_may_decide(cases, on)
        if seat is None:
            raise ValueError("a decision needs a seat")
        is_decider = among.filter(pk=seat.pk).exists()
        mode = Mode.DIRECT if is_decider else Mode.RECORD
        own, row = Decision.direct(seat, on), cases[0].assignment
        self.ask_decision(mode, among, own=own, on=row, move="reassign")

    def _offer_heirs(self, cases: Sequence[SuccessionCase], on: date) -> None:
        old = cases[0].old
        nearest = {body.pk for body in successors(old, on=on)}
        first = Case(
            When(pk__in=nearest, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        heirs = possible_heirs(old, on=on).annotate(first=first)
        field = self.fields["heir"]
        field.queryset = heirs.order_by("first", "sort_key", "pk")  # type: ignore[attr-defined]
        field.group = lambda body: (  # type: ignore[attr-defined]
            _("Heirs of the former body") if body.pk in nearest else _("Departments, by function")
        )
        field.initial = suggested(cases, [body.pk for body in heirs], on)


def suggested(cases: Sequence[SuccessionCase], heirs: Sequence[int], on: date) -> int | None:
    """The one heir that holds the field of all these assignments, if there is one."""
    fitting = set(heirs)
    for case in cases:
        fitting &= by_field(case.assignment, on=on)
    return fitting.pop() if len(fitting) == 1 else None


def _who_may_decide(cases: Sequence[SuccessionCase], on: date) -> QuerySet[Seat]:
    """The seats that may decide on every one of these cases."""
    among = heir_deciders(cases[0], on=on)
    for case in cases[1:]:
        among = among.filter(pk__in=heir_deciders(case, on=on).values("pk"))
    return among


# --- recording what a body becomes ----------------------------------------------------------
def _kind() -> forms.Field:
    return forms.ChoiceField(
        label=gettext_lazy("What happens"),
        choices=[("", CHOOSE), *Succession.Kind.choices],
        required=False,
    )


def _agency() -> forms.Field:
    return GroupedModelChoiceField(
        label=gettext_lazy("Heir"),
        queryset=Agency.objects.none(),
        group=heading_label,
        required=False,
        empty_label=CHOOSE,
    )


def _new_name() -> forms.Field:
    return TidyField(
        label=gettext_lazy("or the name of a new body"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("It is founded on the day, with the kind and the place of the old."),
    )


def _new_name_en() -> forms.Field:
    return TidyField(label=gettext_lazy("Its name in English"), max_length=300, required=False)


def _new_code() -> forms.Field:
    return TidyField(label=gettext_lazy("Its code"), max_length=30, required=False)


def _passes() -> forms.Field:
    return TidyField(
        label=gettext_lazy("What passes"),
        required=False,
        help_text=gettext_lazy("For example: the whole; poverty reduction; the commune Hộ Độ."),
    )


def _takes_over() -> forms.Field:
    return forms.BooleanField(
        label=gettext_lazy("Takes over the mandates, fields and routing"),
        required=False,
        help_text=gettext_lazy(
            "A sole heir takes them over by rule; of several heirs tick one. A mandate never stays"
            " without a holder."
        ),
    )


class SucceedForm(HasRows):
    """A body, its day and document, and all its heirs of that day together."""

    ROW = {
        "kind": _kind,
        "agency": _agency,
        "name_vi": _new_name,
        "name_en": _new_name_en,
        "code": _new_code,
        "passes": _passes,
        "takes_over": _takes_over,
    }
    on = DateField(
        label=gettext_lazy("From day"),
        help_text=gettext_lazy("The first day on which the old body no longer is what it was."),
        error_messages={"required": gettext_lazy("Enter the day.")},
    )
    source = TidyField(
        label=gettext_lazy("Document that decides it"),
        max_length=500,
        help_text=gettext_lazy("Number, date and issuer."),
        error_messages={"required": gettext_lazy("Enter the document that decides it.")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, old: Agency, on: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": old.revision, "on": on} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.old = old
        self.add_rows()
        bodies = in_order(Agency.objects.exclude(pk=old.pk).filter(valid_to=None))
        for place in range(self.row_count):
            self.fields[f"agency_{place}"].queryset = bodies  # type: ignore[attr-defined]

    @property
    def own_fields(self) -> list[Any]:
        return [self["on"], self["source"]]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.filled_rows():
            self.add_error("kind_0", _("Name at least one heir."))
        for place, values in self.filled_rows():
            if not values["kind"]:
                self.add_error(f"kind_{place}", _("Choose what happens."))
            if not values["agency"] and not values["name_vi"]:
                message = _("Choose the heir, or enter the name of a new body.")
                self.add_error(f"agency_{place}", message)
        self._ask_taker(cleaned or self.cleaned_data)
        return cleaned

    def _ask_taker(self, cleaned: dict[str, Any]) -> None:
        rows = [values for _place, values in self.filled_rows()]
        kinds = [values["kind"] for values in rows if values["kind"]]
        takers = [values for values in rows if values["takes_over"]]
        if cleaned.get("on") and not takers and needs_taker(self.old, kinds, on=cleaned["on"]):
            message = _("This body holds mandates: tick the heir that takes them over.")
            self.add_error("takes_over_0", message)

    def heirs(self) -> list[Heir]:
        """The rows as the action takes them."""
        return [Heir(**values) for _place, values in self.filled_rows()]


class ConfirmForm(forms.Form):
    """The true day and the document of a succession that waited for Home Affairs."""

    on = DateField(label=gettext_lazy("From day"))
    source = TidyField(
        label=gettext_lazy("Document that decides it"),
        max_length=500,
        help_text=gettext_lazy("Number, date and issuer."),
        error_messages={"required": gettext_lazy("Enter the document that decides it.")},
    )
    takes_over = _takes_over()


class RejectForm(forms.Form):
    """Why a succession that waited for Home Affairs did not happen."""

    reason = TidyField(
        label=gettext_lazy("Reason"),
        max_length=500,
        error_messages={"required": gettext_lazy("Enter the reason.")},
    )
