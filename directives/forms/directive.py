"""Forms of documents: text to typed values; choices only, nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.fields import DateField, GroupedModelChoiceField, TidyField
from agencies.models import Agency, User
from directives.actions.directive import NewIssuer, Paper
from directives.fields import DocumentField, KeepsFiles, KeptFilesField
from directives.models import Directive, DirectiveLink, DocumentType, Issuer
from directives.models.directive import DirectiveQuerySet
from directives.models.recognition import Recognised, borne_on, named_issuers, recognise
from directives.rules.catalogue import NORMATIVE, PARTY
from directives.rules.numbers import NotANumber
from directives.rules.secrecy import markings

OWN = "own"
MOST_LINKS = 12
SYSTEMS = {
    "state_admin": gettext_lazy("Administrative documents"),
    NORMATIVE: gettext_lazy("Legal documents"),
    PARTY: gettext_lazy("Party documents"),
}
LEVELS = {
    "central": gettext_lazy("Central bodies"),
    "province": gettext_lazy("Bodies of the province"),
    "any": gettext_lazy("Bodies of any level"),
    "local": gettext_lazy("Entered here"),
}


class DirectiveForm(KeepsFiles):
    """A document as it stands on paper. With `directive`, its correction."""

    number = TidyField(
        label=gettext_lazy("Number and symbol"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example 968/CĐ-TTg. Empty when not known yet."),
    )
    issued_on = DateField(
        label=gettext_lazy("Date of the document"),
        first=1,
        required=False,
        help_text=gettext_lazy("Day/month/year. Empty when not known yet."),
    )
    document_type = GroupedModelChoiceField(
        queryset=DocumentType.objects.order_by("system", "name_vi", "pk"),
        group=lambda row: SYSTEMS.get(row.system, row.system),
        label=gettext_lazy("Type of document"),
        required=False,
        empty_label=gettext_lazy("By the number"),
    )
    issuer = forms.ChoiceField(label=gettext_lazy("Issuer"), required=False)
    issuer_name = TidyField(
        label=gettext_lazy("Issuer that is not in the list"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Full name; it joins the list."),
    )
    title_vi = TidyField(
        label=gettext_lazy("Subject"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("As it stands on the document (trích yếu)."),
    )
    title_en = TidyField(
        label=gettext_lazy("Subject in English"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    signer = TidyField(label=gettext_lazy("Signed by"), required=False, max_length=150)
    signer_capacity = TidyField(
        label=gettext_lazy("Capacity of the signer"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("For example KT. CHỦ TỊCH, PHÓ CHỦ TỊCH."),
    )
    received_on = DateField(
        label=gettext_lazy("Received here on"),
        required=False,
        help_text=gettext_lazy("Time limits that run from receipt start on this day."),
    )
    urgency = forms.ChoiceField(label=gettext_lazy("Urgency"), choices=Directive.Urgency.choices)
    system_code = TidyField(
        label=gettext_lazy("Code in the document system"), required=False, max_length=60
    )
    is_restricted = forms.BooleanField(
        label=gettext_lazy("Restricted: only the issuer, the bodies that received it and the PPC"),
        required=False,
    )
    source = TidyField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Where number, date and text were read."),
    )
    note = TidyField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    attachments = KeptFilesField(label=gettext_lazy("Files"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, user: User, today: date, directive: Directive | None = None, **kwargs: Any
    ) -> None:
        initial = initial_of(directive) if directive else {"received_on": today}
        super().__init__(*args, user=user, initial=initial, **kwargs)
        self.today, self.directive = today, directive
        self.body: Agency | None = user.seat.agency if user.seat else None
        self.among = Directive.objects.visible_to(user)
        self.recognised: Recognised | None = None
        cast(forms.ChoiceField, self.fields["issuer"]).choices = list(self._issuers())
        if directive:
            del self.fields["received_on"]
        self._add_links()

    # --- the legal chain ---------------------------------------------------------------------
    def _add_links(self) -> None:
        """Rows of "kind" and "document": those that stand, and some empty ones."""
        standing = self.initial.get("links", [])
        self._rows = min(max(len(standing) + 2, 3), MOST_LINKS)
        for n in range(self._rows):
            kind, target = standing[n] if n < len(standing) else ("BASED_ON", "")
            self.fields[f"link_{n}"] = forms.ChoiceField(
                label=_("Relation %(n)s") % {"n": n + 1},
                choices=DirectiveLink.Kind.choices,
                initial=kind,
                required=False,
            )
            field = DocumentField(
                label=_("Document %(n)s") % {"n": n + 1}, initial=target, required=False
            )
            field.among = self.among
            self.fields[f"target_{n}"] = field

    def link_rows(self) -> Iterator[tuple[Any, Any]]:
        """Pairs of bound fields, for the template."""
        return ((self[f"link_{n}"], self[f"target_{n}"]) for n in range(self._rows))

    def documents(self) -> DirectiveQuerySet:
        """What the text boxes of the chain offer."""
        rows = self.among.select_related("document_type", "issuer").newest_first()
        return (rows.exclude(pk=self.directive.pk) if self.directive else rows)[:200]

    # --- issuers -----------------------------------------------------------------------------
    def _issuers(self) -> Iterator[tuple[Any, Any]]:
        yield "", _("By the number")
        if self.body:
            yield OWN, _("My body: %(name)s") % {"name": self.body.name}
        for level, rows in groupby(named_issuers(), key=lambda row: row.level):
            yield LEVELS.get(level, level), [(str(r.pk), f"{r} ({r.abbrev})") for r in rows]

    # --- checking ----------------------------------------------------------------------------
    def clean_issued_on(self) -> date | None:
        day: date | None = self.cleaned_data["issued_on"]
        if day and day > self.today:
            raise ValidationError(_("The date of the document is still to come."))
        if day and day.year < 1945:
            raise ValidationError(_("Check the year: it is before 1945."))
        return day

    def clean_received_on(self) -> date | None:
        day: date | None = self.cleaned_data["received_on"]
        issued = self.cleaned_data.get("issued_on")
        if day and day > self.today:
            raise ValidationError(_("The day of receipt is still to come."))
        if day and issued and day < issued:
            raise ValidationError(_("It was received before it was issued: check both days."))
        return day

    def clean_title_vi(self) -> str:
        return self._unmarked("title_vi")

    def clean_title_en(self) -> str:
        return self._unmarked("title_en")

    def clean_note(self) -> str:
        return self._unmarked("note")

    def _unmarked(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        for found in markings(title=text):
            raise ValidationError(
                _("It bears the marking “%(marking)s”: secret documents are not entered here.")
                % {"marking": found.marking}
            )
        return text

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._recognise()
        self._choose_type()
        self._choose_issuer()
        return cleaned

    def _recognise(self) -> None:
        typed = self.cleaned_data.get("number")
        if not typed:
            return
        day = self.cleaned_data.get("issued_on") or self.today
        try:
            self.recognised = recognise(typed, on=day)
        except NotANumber as refusal:
            self.add_error("number", _(refusal.message) % refusal.params)

    def _choose_type(self) -> None:
        told = self.recognised.document_type if self.recognised else None
        chosen = self.cleaned_data.get("document_type")
        if told and chosen and told != chosen:
            self.add_error(
                "document_type",
                _("The number is that of: %(type)s. Choose it, or leave it to the number.")
                % {"type": told},
            )
        elif not (told or chosen):
            self.add_error("document_type", _("Choose the type: the number does not tell it."))
        self.cleaned_data["document_type"] = chosen or told

    def _choose_issuer(self) -> None:
        chosen, name = self.cleaned_data.get("issuer"), self.cleaned_data.get("issuer_name")
        if chosen == OWN and self.body:
            self.cleaned_data["issuer"] = self._own_issuer(self.body)
        elif chosen:
            self.cleaned_data["issuer"] = self._issuer_of_the_day(Issuer.objects.get(pk=chosen))
        elif name:
            self.cleaned_data["issuer"] = NewIssuer(self._abbrev, name, self._system)
        else:
            self.cleaned_data["issuer"] = self._issuer_by_number()

    @property
    def _abbrev(self) -> str:
        return self.recognised.number.issuer if self.recognised else ""

    @property
    def _system(self) -> str:
        is_party = self.recognised and self.recognised.number.system == PARTY
        return "party" if is_party else "state"

    def _own_issuer(self, body: Agency) -> Issuer | NewIssuer:
        rows = Issuer.objects.filter(agency=body).order_by("pk")
        known = rows.filter(abbrev=self._abbrev).first() if self._abbrev else rows.first()
        if known:
            return known
        return NewIssuer(self._abbrev or body.symbol, body.name_vi, self._system, body)

    def _issuer_of_the_day(self, issuer: Issuer) -> Issuer:
        """The same name at the date of the document: bodies are reorganised under their name."""
        row = borne_on(issuer, self.cleaned_data.get("issued_on") or self.today)
        if row is None and self.cleaned_data.get("issued_on"):
            self.add_error(
                "issuer", _("%(name)s did not issue documents on that date.") % {"name": issuer}
            )
        if self._abbrev and issuer.abbrev and self._abbrev != issuer.abbrev:
            self.add_error(
                "issuer",
                _("The number says %(abbrev)s, which is not %(name)s.")
                % {"abbrev": self._abbrev, "name": issuer},
            )
        return row or issuer

    def _issuer_by_number(self) -> Issuer | NewIssuer | None:
        if self.recognised and (issuer := self.recognised.issuer_for(self.body)):
            return issuer
        is_free = self.recognised and not self.recognised.issuers
        if is_free and self.body and self.body.symbol == self._abbrev:
            return self._own_issuer(self.body)
        if not self.recognised:
            message = _("Choose the issuer.")
        elif self.recognised.issuers:
            message = _("%(abbrev)s may be several bodies: choose the issuer.")
        else:
            message = _("%(abbrev)s is not in the list: choose the issuer or enter its name.")
        self.add_error("issuer", message % {"abbrev": self._abbrev})
        return None

    @property
    def receipt_on(self) -> date | None:
        """The receipt to note; a body does not receive what it issued itself."""
        issuer = self.cleaned_data["issuer"]
        agency = issuer.agency if isinstance(issuer, NewIssuer | Issuer) else None
        is_own = self.body is not None and agency is not None and agency.pk == self.body.pk
        return None if is_own else self.cleaned_data.get("received_on")

    # --- typed values ------------------------------------------------------------------------
    def paper(self) -> Paper:
        """What the action takes; only of a valid form."""
        values = self.cleaned_data
        names = (
            "document_type", "issuer", "issued_on", "title_vi", "title_en", "signer",
            "signer_capacity", "urgency", "is_restricted", "system_code", "source", "note",
        )  # fmt: skip
        return Paper(
            **{name: values[name] for name in names},
            number=self._as_written(values["number"]),
            number_key=self.recognised.number.canonical if self.recognised else "",
            links=tuple(self._links()),
            uploads=tuple(values["attachments"]),
        )

    def _as_written(self, typed: str) -> str:
        """The number as typed; where words stand around it, the number alone."""
        if not self.recognised:
            return ""
        has_words = " " in typed and not typed[0].isdigit()
        return self.recognised.number.canonical if has_words or len(typed) > 60 else typed

    def _links(self) -> Iterator[tuple[str, Directive]]:
        for n in range(self._rows):
            if target := self.cleaned_data.get(f"target_{n}"):
                yield self.cleaned_data[f"link_{n}"] or DirectiveLink.Kind.BASED_ON, target


def initial_of(directive: Directive) -> dict[str, Any]:
    """What the form shows of a document that stands."""
    names = (
        "number", "issued_on", "document_type", "title_vi", "title_en", "signer",
        "signer_capacity", "urgency", "is_restricted", "system_code", "source", "note", "revision",
    )  # fmt: skip
    values = {name: getattr(directive, name) for name in names}
    links = directive.links_up.select_related("target__document_type").order_by("pk")
    return values | {
        "issuer": _choice_of(directive.issuer),
        "links": [(link.kind, link.target.citation) for link in links],
    }


def _choice_of(issuer: Issuer) -> str:
    same = (issuer.abbrev, issuer.name_vi, issuer.system)
    rows = (i for i in named_issuers() if (i.abbrev, i.name_vi, i.system) == same)
    return str(next((row.pk for row in rows), issuer.pk))
