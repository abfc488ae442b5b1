"""Handing a result in: its products, prepared by the officer or submitted by the head."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.fields import DateField, TidyField
from assignments.actions.attaching import ProductEntry
from assignments.actions.submission import before_the_order
from assignments.forms.documents import FoundField, number_as_printed
from assignments.forms.moves import MoveForm, long_text
from assignments.forms.rows import HasRows
from assignments.models import Product, Submission
from assignments.models.again import given_before
from assignments.models.detail import products_of
from directives.fields import KeptFileField
from directives.models import Directive, Provision

LONGEST_KIND = 60
BEFOREHAND = ("kind", "issued_on")


def _kind() -> forms.Field:
    return TidyField(label=gettext_lazy("Kind of product"), max_length=LONGEST_KIND,
                           required=False)  # fmt: skip


def _number() -> forms.Field:
    return TidyField(
        label=gettext_lazy("Number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "5120/BC-STP"}),
    )


def _title() -> forms.Field:
    return TidyField(
        label=gettext_lazy("Title"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Needed for a result without a number."),
    )


def _issued_on() -> forms.Field:
    return DateField(
        label=gettext_lazy("Day of issue"),
        required=False,
    )


def _file() -> forms.Field:
    return KeptFileField(label=gettext_lazy("File"), required=False)


def _document() -> forms.Field:
    return FoundField(
        label=gettext_lazy("or a registered document"),
        required=False,
        help_text=gettext_lazy("Its number, where the document is registered here."),
    )


class ResultForm(HasRows, MoveForm):
    """Products as rows; each has a number or a title, a day, and a file or a document."""

    ROW = {
        "kind": _kind,
        "number": _number,
        "title": _title,
        "issued_on": _issued_on,
        "file": _file,
        "document": _document,
    }
    note = long_text(gettext_lazy("Explanation"))

    def fill(self, *, on: date) -> None:
        self.on = on
        former = [] if self.is_bound else self._former()
        self.initial |= self._values_of(former)
        self.add_rows()
        self.order_fields(
            ["revision", *(f"{n}_{p}" for p in range(self.row_count) for n in self.ROW), "note"]
        )
        late = Provision.objects.numbers(on).get("late_entry_days", 2)
        hint = _("Entered more than %(n)s working days after it: marked “entered late”.")
        for place in range(self.row_count):
            self.fields[f"issued_on_{place}"].help_text = hint % {"n": late}
            # A document given before is asked for its own day again, see ``_values_of``.
            self.fields[f"issued_on_{place}"].initial = None if place < len(former) else on
            kept = former[place].file if place < len(former) else None
            self.fields[f"file_{place}"].offer(kept, owner=self.owner)
            self.fields[f"document_{place}"].among = Directive.objects.visible_to(self.person)
        self._offer_kind()
        if self.is_bound and self.data.get("do") == "add_row":
            self.data = self.data.copy()
            self.data.setdefault(f"issued_on_{self.row_count - 1}", f"{on:%d/%m/%Y}")

    def _offer_kind(self) -> None:
        """The product as ordered is its kind, where it fits; a longer one stands beside, whole."""
        ordered, field = self.assignment.product, self.fields["kind_0"]
        if len(ordered) <= LONGEST_KIND:
            field.initial = ordered
        else:
            field.help_text = _("Ordered: %(product)s") % {"product": ordered}

    def _former(self) -> list[Product]:
        """The products that were given before: only what was asked for has to be changed."""
        found = given_before(self.assignment, self.person.standing.bodies)
        if found is None:
            return []
        self.initial["note"] = found.note
        return list(products_of(self.assignment, self.person).filter(submission=found))

    def _values_of(self, products: list[Product]) -> dict[str, Any]:
        """A result that did not stand is issued anew: its day is asked again (rules.md 3.1)."""
        values: dict[str, Any] = {"rows": len(products)}
        for place, product in enumerate(products):
            for name in ("kind", "number", "title"):
                values[f"{name}_{place}"] = getattr(product, name)
            if product.submission.state == Submission.State.PREPARED:
                values[f"issued_on_{place}"] = product.issued_on
            if product.document_is_visible:
                values[f"document_{place}"] = product.document.citation
        return values

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.person, self.owner = user, user.pk
        super().__init__(*args, user=user, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for place, values in self.entered():
            self._check_row(place, values)
        if not self.entered() and not self.may_be_empty:
            message = _("Enter at least one product: without it nothing is done.")
            self.add_error("number_0", message)
        return cleaned

    may_be_empty = False

    def entered(self) -> list[tuple[int, dict[str, Any]]]:
        """Rows with anything but the kind and the day, which are filled in beforehand."""
        return [
            (place, values)
            for place, values in self.filled_rows()
            if any(v for n, v in values.items() if n not in BEFOREHAND) or self._failed(place)
        ]

    def _failed(self, place: int) -> bool:
        return any(f"{n}_{place}" in self.errors for n in self.ROW)

    def _check_row(self, place: int, values: dict[str, Any]) -> None:
        if not (values["number"] or values["title"]):
            self.add_error(f"number_{place}", _("Each product needs a number or a title."))
        if not values["issued_on"] and f"issued_on_{place}" not in self.errors:
            self.add_error(f"issued_on_{place}", _("Enter the day of issue."))
        elif values["issued_on"] and values["issued_on"] > self.on:
            message = _("The day of issue cannot be still to come.")
            self.add_error(f"issued_on_{place}", message)
        elif values["issued_on"] and values["issued_on"] < self.assignment.issued_on:
            self.add_error(f"issued_on_{place}", before_the_order(self.assignment))
        if not (values["file"] or values["document"]) and not self._failed(place):
            message = _("Add the file, or name the registered document.")
            self.add_error(f"file_{place}", message)

    def facts(self) -> dict[str, Any]:
        return {"results": [_entry(v) for _p, v in self.entered()],
                "note": self.cleaned_data["note"]}  # fmt: skip

    @property
    def own_fields(self) -> list[Any]:
        """The rows are printed on their own."""
        in_rows = {field.name for row in self.row_fields for field in row}
        return [f for f in super().own_fields if f.name not in in_rows]


def _entry(values: dict[str, Any]) -> ProductEntry:
    number = number_as_printed(values["number"]) if values["number"] else ""
    return ProductEntry(
        kind=values["kind"] or _("document"),
        number=number,
        title=values["title"],
        issued_on=values["issued_on"],
        upload=values["file"],
        document=values["document"],
    )


class PrepareForm(ResultForm):
    move = "prepare"


class SubmitForm(ResultForm):
    """For a head: what the officer prepared is approved as it stands, or entered anew."""

    move = "submit"

    def fill(self, *, on: date) -> None:
        self.prepared = self.assignment.submissions.filter(state=Submission.State.PREPARED).first()
        self.may_be_empty = self.prepared is not None
        super().fill(on=on)
        if self.prepared:
            self.fields["kind_0"].initial = ""

    def _former(self) -> list[Product]:
        return [] if self.prepared else super()._former()
