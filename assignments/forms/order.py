"""An order: what is given to whom, on what ground, by when, and who confirms it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.calendar import FIRST_YEAR
from agencies.fields import DateField, RadioCards, TidyField
from agencies.models import Agency, Function, User
from agencies.rules.text import fold, tidy
from assignments.actions.asking import PART_AFTER, Order, Part
from assignments.forms.citing import CitesDocument
from assignments.forms.decision import Mode, deciders_of, mode_of
from assignments.forms.documents import FoundField
from assignments.forms.leads import LeadFields, addressed
from assignments.forms.moves import BodyChoice, long_text, unmarked
from assignments.forms.rows import HasRows
from assignments.forms.timing import TimingFields
from assignments.models import Assignment
from assignments.models.assigning import Side, side_of
from assignments.models.bodies import bodies_for_work, may_lead, with_heads
from assignments.models.parties import Sides, own_decision, relation_of
from assignments.models.stand_ins import stand_ins
from directives.fields import KeptFilesField
from directives.models import Directive, Obligation, Receipt

ISSUE, DRAFT = "issue", "draft"


def words_of(obligation: Obligation, *, on: date) -> dict[str, Any]:
    """What an order under this obligation says, as far as the obligation says it."""
    return {
        "title": obligation.text,
        "content": obligation.text,
        "clause": obligation.clause,
    } | addressed(obligation.group_code, on=on)


def _part_agency() -> forms.Field:
    return BodyChoice(label=gettext_lazy("Cooperating body"), required=False)


def _part_text() -> forms.Field:
    return TidyField(label=gettext_lazy("Its part"), max_length=1000, required=False)


def _part_due() -> forms.Field:
    return DateField(label=gettext_lazy("Its due date"), first=FIRST_YEAR, required=False)


class OrderForm(HasRows, LeadFields, TimingFields, CitesDocument):
    """The whole order; ``parent`` makes it a sub-assignment of what the own body leads.

    ``directive``: the basis document, where it is known before anything is typed.
    """

    purpose = "ORDER"
    # The form comes back once because of its due date, see ``seen``.
    must_look = False
    # By what the chosen obligation is measured: no product, but what it is to show.
    measure = ""
    ROW = {"part_agency": _part_agency, "part_text": _part_text, "part_due": _part_due}

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    document = FoundField(
        label=gettext_lazy("Basis document"),
        required=False,
        help_text=gettext_lazy("Its number in any form, for example 968 CĐ-TTg; or its code."),
    )
    obligation = forms.ModelChoiceField(
        queryset=Obligation.objects.none(),
        label=gettext_lazy("Obligation of the document"),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    clause = TidyField(label=gettext_lazy("Clause"), max_length=100, required=False)
    giver = forms.ChoiceField(
        label=gettext_lazy("Whose task"),
        choices=[("", gettext_lazy("as the basis document says")), *Assignment.Giver.choices],
        required=False,
    )
    issued_on = DateField(
        label=gettext_lazy("Day of the order"),
        first=FIRST_YEAR,
        required=False,
        help_text=gettext_lazy("Of the document or decision that gives it; empty: today."),
    )
    government_code = TidyField(
        label=gettext_lazy("Government Office code"), max_length=60, required=False
    )
    system_code = TidyField(
        label=gettext_lazy("Code in the document system"), max_length=60, required=False
    )
    title = TidyField(
        label=gettext_lazy("Name of the assignment"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Enter a name.")},
    )
    content = long_text(
        gettext_lazy("Content of the work"),
        help_text=gettext_lazy("Empty: the order is marked “unclear order”."),
    )
    function = forms.ModelChoiceField(
        queryset=Function.objects.order_by("pk"),
        label=gettext_lazy("Field"),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    is_priority = forms.BooleanField(label=gettext_lazy("Priority"), required=False)
    is_internal = forms.BooleanField(
        label=gettext_lazy("Internal work: reminded, but in no official box or rate"),
        required=False,
    )
    restriction = forms.ChoiceField(
        label=gettext_lazy("Restricted"),
        choices=[("", gettext_lazy("no")), *Assignment.Restriction.choices],
        required=False,
        help_text=gettext_lazy("Seen by those named alone, also in lists."),
    )
    readers = TidyField(
        label=gettext_lazy("Who may see it, besides the decider and the head"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: the official e-mail address, or the full name."),
    )
    product = TidyField(
        label=gettext_lazy("Product"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "The kind of document or visible result. Empty: the order is marked “unclear order”."
        ),
    )
    completion_point = forms.ChoiceField(
        label=gettext_lazy("Completion point"),
        choices=Assignment.CompletionPoint.choices,
        initial=Assignment.CompletionPoint.ISSUED,
        widget=RadioCards(columns=3),
    )
    monitor = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label=gettext_lazy("Monitored and confirmed by"),
        required=False,
        empty_label=gettext_lazy("by the rule"),
        help_text=gettext_lazy(
            "The lead body never confirms its own work: where it is chosen, the PPC office or the"
            " assigner confirms."
        ),
    )
    attachments = KeptFilesField(label=gettext_lazy("Files of the order"), required=False)
    # The due date whose warnings stood on the page that was sent.
    seen = DateField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        user: User,
        on: date,
        parent: Assignment | None = None,
        directive: Directive | None = None,
        is_draft: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user, self.parent, self.is_draft = user, parent, is_draft
        self.directive = directive
        self.add_rows()
        self.fields["document"].among = Directive.objects.visible_to(user)
        self._ask_obligation(on=on)
        self._ask_bodies(on=on)
        self._ask_decision(on=on)
        self.cite_document(is_saved=self.data.get("do") in {ISSUE, DRAFT})
        if not self.side.is_provincial:
            del self.fields["giver"]

    def _ask_bodies(self, *, on: date) -> None:
        """Leads, cooperating bodies and monitors: the bodies are read once for all of them."""
        seat, standing = self.user.seat, self.user.standing
        if seat is None:
            raise ValueError("an order needs a seat")
        self.side: Side = side_of(standing, seat.agency, parent=self.parent)
        bodies = list(with_heads(bodies_for_work(on=on), on=on))
        self.ask_leads([body for body in bodies if may_lead(body, standing)], on=on)
        for place in range(self.row_count):
            self.fields[f"part_agency_{place}"].offer(bodies_for_work(on=on), bodies)
        monitors = self.side.monitors()
        self.fields["monitor"].queryset = Agency.objects.filter(pk__in=[b.pk for b in monitors])
        self.fields["monitor"].choices = [
            ("", self.fields["monitor"].empty_label or ""),
            *((b.pk, str(b)) for b in monitors),
        ]

    def _ask_decision(self, *, on: date) -> None:
        """The order has no row yet: its sides alone tell who decides its issue."""
        seat, standing = self.user.seat, self.user.standing
        if seat is None or self.side.assigner is None:
            raise ValueError("an order needs a seat and an assigner")
        assigner = self.side.assigner
        sides = Sides(0, None, assigner.pk, assigner.kind, 0, "", False, False)
        related = relation_of(sides, standing, stand_ins(seat, standing))
        unsaved = Assignment(assigner=assigner)
        among = deciders_of("issue", unsaved, standing)
        own = own_decision(unsaved, related, "issue", seat, on=on)
        mode = mode_of("issue", unsaved, seat, related)
        self.ask_decision(mode, among, own=own, on=unsaved, move="issue")
        if self.is_draft:
            for field in self.decision_fields:
                field.field.required = False

    def _ask_obligation(self, *, on: date) -> None:
        """The demands of the document, once it is recognised."""
        if self.is_bound or self.directive is None:
            self.directive = self._typed_document()
        rows = Obligation.objects.filter(directive=self.directive) if self.directive else None
        found = list(rows.order_by("position", "pk")) if rows is not None else []
        if not found:
            del self.fields["obligation"]
            return
        self.fields["obligation"].queryset = rows
        asked = str(self["obligation"].value() or "")
        chosen = next((o for o in found if str(o.pk) == asked), None)
        self.measure = chosen.indicator if chosen else ""
        self._follow(chosen, on=on)
        choices = [("", self.fields["obligation"].empty_label), *((o.pk, str(o)) for o in found)]
        self.fields["obligation"].choices = choices

    def _follow(self, obligation: Obligation | None, *, on: date) -> None:
        """Fill what is still empty with the words of the chosen obligation; never what is sent to
        be saved, where an empty box may be meant."""
        if obligation is None or not self.is_bound or self.data.get("do") in {ISSUE, DRAFT}:
            return
        data = self.data.copy()
        is_addressed = any(data.get(name) for name in ("lead", "group", "leads"))
        for name, value in words_of(obligation, on=on).items():
            if not (data.get(name) or (is_addressed and name in {"lead", "group"})):
                data[name] = value
        self.data = data

    def _typed_document(self) -> Directive | None:
        typed = self["document"].value()
        try:
            return self.fields["document"].clean(typed) if typed else None
        except ValidationError:
            return None

    # --- reading --------------------------------------------------------------------------------
    def clean_title(self) -> str:
        return unmarked(tidy(self.cleaned_data["title"]))

    def clean_content(self) -> str:
        return unmarked(tidy(self.cleaned_data["content"], keep_lines=True))

    def clean_product(self) -> str:
        return unmarked(tidy(self.cleaned_data["product"]))

    def clean_readers(self) -> tuple[User, ...]:
        lines = [tidy(line) for line in self.cleaned_data["readers"].splitlines()]
        return tuple(_person(line) for line in lines if line)

    def clean_issued_on(self) -> date:
        issued_on: date = self.cleaned_data["issued_on"] or self.on
        if issued_on > self.on:
            raise ValidationError(_("The day of issue cannot be still to come."))
        return issued_on

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.check_leads()
        self.parts = self._parts()
        self.read_timing(
            given_on=self._document_day(),
            received_on=self._received_on(),
            is_of_document=bool(self.directive and self.directive.issued_on),
        )
        self._check_parts()
        if self.cleaned_data.get("readers") and not self.cleaned_data.get("restriction"):
            self.add_error("readers", _("Only restricted work names who may see it."))
        return cleaned

    def _document_day(self) -> date:
        """The day from which the document counts: its own, else that of the issue."""
        own = self.directive.issued_on if self.directive else None
        return own or self.cleaned_data.get("issued_on") or self.on

    def _received_on(self) -> date | None:
        """For one lead; many have a day each, see ``received``."""
        leads = self.chosen_leads()
        return self.received.get(leads[0].pk) if len(leads) == 1 else None

    @cached_property
    def received(self) -> dict[int, date]:
        """When the chosen bodies received the document, as far as it is known."""
        if self.directive is None:
            return {}
        rows = Receipt.objects.filter(directive=self.directive, agency__in=self.chosen_leads())
        return dict(rows.values_list("agency_id", "received_on"))

    def unreceived(self) -> list[Agency]:
        """The chosen bodies whose day of receipt begins the count and is not entered."""
        if not self.is_from_receipt:
            return []
        return [body for body in self.chosen_leads() if body.pk not in self.received]

    def _parts(self) -> tuple[Part, ...]:
        parts = []
        for place, values in self.filled_rows():
            body = values["part_agency"]
            if body is None:
                self.add_error(f"part_agency_{place}", _("Choose the cooperating body."))
            elif body in [part.agency for part in parts]:
                self.add_error(f"part_agency_{place}", _("This body stands here twice."))
            elif body in self.chosen_leads() and len(self.chosen_leads()) == 1:
                message = _("The lead body cannot cooperate with itself.")
                self.add_error(f"part_agency_{place}", message)
            else:
                parts.append(Part(body, values["part_text"], values["part_due"]))
        return tuple(parts)

    def _check_parts(self) -> None:
        """No part may end after the whole, whose due date is known only now."""
        due_on = self.terms.due_on(self.calendar) if self.terms else None
        for place, values in self.filled_rows() if due_on else ():
            if values["part_due"] and values["part_due"] > due_on:
                self.add_error(f"part_due_{place}", PART_AFTER % {"day": f"{due_on:%d/%m/%Y}"})

    # --- values ---------------------------------------------------------------------------------
    def order(self) -> Order:
        """The order to the first of the chosen bodies; the action repeats it for the others."""
        cleaned, lead = self.cleaned_data, self.chosen_leads()[0]
        decider = cleaned.get("decided_by") or self.seat
        giver = cleaned.get("giver") or self.side.giver_for(self.directive, decider)
        assigner = self.side.assigner_for(giver, decider)
        monitor = cleaned.get("monitor") or self.side.monitor_for(assigner)
        same = ("title", "content", "product", "completion_point", "clause", "function",
                "is_priority", "restriction", "government_code", "system_code")  # fmt: skip
        return Order(
            **{name: cleaned[name] for name in same},
            lead=lead,
            assigner=assigner,
            monitor=monitor,
            giver=giver,
            terms=self.terms,
            rhythm=self.rhythm,
            directive=self.directive,
            obligation=cleaned.get("obligation"),
            parent=self.parent,
            parts=self.parts,
            is_internal=cleaned["is_internal"],
            readers=cleaned["readers"] if cleaned["restriction"] else (),
        )

    def _lacks_scan(self) -> bool:
        """A draft may wait for the scan as it may wait for the basis."""
        return not self.is_draft and super()._lacks_scan()

    def kept_decision(self) -> Any:
        """What is known of the decision, for a draft; None while its basis is missing."""
        if self.mode == Mode.RECORD and not (
            self.cleaned_data.get("decided_by") and self.cleaned_data.get("basis")
        ):
            return None
        return self.decision()


def _person(text: str) -> User:
    """One person with this address or name; raises ValidationError when none or several."""
    people = User.objects.filter(is_active=True)
    found = list(people.filter(email__iexact=text)[:1]) or list(
        people.filter(search_key=fold(text)).order_by("pk")[:2]
    )
    if len(found) == 1:
        return found[0]
    problem = (
        _("Several people are called “%(name)s”: write the e-mail address.")
        if found
        else _("Nobody here is called “%(name)s”.")
    )
    raise ValidationError(problem % {"name": text})
