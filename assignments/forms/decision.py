"""Who decided, entered by whom, on what basis: the fields of a decision (rules.md 2.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Subquery, Value
from django.db.models.lookups import Exact
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.fields import DateField, TidyField
from agencies.models import Delegation, Mandate, Seat
from agencies.models.agency import holds
from agencies.models.decision import NEEDS_SCAN, Decision
from agencies.models.person import BASIS_LABELS, CAPACITY_LABELS
from agencies.models.standing import Standing
from agencies.rules.roles import DECIDING, BasisKind, Capacity, MandateKind, Role
from assignments.models import Assignment, AssignmentFile
from assignments.models.dossier import signed
from assignments.models.parties import (
    BY_ORDER,
    OFFICE_HEAD,
    Relation,
    authorised,
    capacities,
    deciders,
    recorded_capacity,
)
from assignments.rules.assignment import MOVES
from directives.fields import KeepsFiles, KeptFilesField
from directives.models import Provision

# A contact names the officer on its own, or on the head's written note.
MAY_CITE_A_NOTE = frozenset({"acknowledge", "change_officer"})


class Mode(StrEnum):
    """What a decision still asks of the person who acts."""

    NONE = "NONE"  # the move is no decision
    DIRECT = "DIRECT"  # decided by the person in the system: nothing to enter
    AUTHORISED = "AUTHORISED"  # under a written authorisation, or on somebody's note
    EITHER = "EITHER"  # directly, or on somebody's note
    RECORD = "RECORD"  # only entered here: who decided, and on what basis
    RECOGNISED = "RECOGNISED"  # the giver above the province recognised the result


# A decision of somebody whose seat ended is still entered so long afterwards.
RECENT = timedelta(days=60)


def deciders_of(move: str, assignment: Assignment, standing: Standing) -> QuerySet[Seat]:
    """Whose decision a seat of this standing may enter: those who may decide the move, today or of
    late, those whom they authorised in writing, and who decides it by order (TL.)."""
    on, since = standing.on, standing.on - RECENT
    among = deciders(assignment, move, own=standing.bodies, on=on, since=since)
    letters = authorised(assignment, move, among, on=on, since=since)
    by_letter = Q(pk__in=letters.values("substitute"))
    by_order = _by_order(assignment, on=on) if move in BY_ORDER else Q(pk__in=[])
    seats = Seat.objects.filter(Q(pk__in=among.values("pk")) | by_letter | by_order).annotate(
        is_authorised=ExpressionWrapper(by_letter, BooleanField()),
        is_by_order=ExpressionWrapper(by_order, BooleanField()),
    )
    return _in_order(seats)


def _by_order(assignment: Assignment, *, on: date) -> Q:
    """The head of the PPC office, where the provision of the day lets that one decide (TL.);
    ``may_decide_by_order`` as a condition, that the page asks nothing more."""
    newest = F("valid_from").desc(nulls_last=True)
    values = Provision.objects.filter(holds(on), key=OFFICE_HEAD).order_by(newest)
    is_so = Q(Exact(Subquery(values.values("value")[:1]), Value("1")))
    offices = Mandate.objects.filter(holds(on), kind=MandateKind.PPC_OFFICE)
    heads = Seat.objects.held(on).filter(role=Role.HEAD, agency__in=offices.values("agency"))
    return is_so & Q(pk__in=heads.exclude(agency=assignment.lead_id).values("pk"))


def _in_order(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    return seats.select_related("user", "agency").order_by("role", "agency_id", "pk")


def mode_of(move: str, assignment: Assignment, seat: Seat, related: Relation) -> Mode:
    """How this seat stands to the decision that the move is."""
    if not MOVES[move].decides:
        return Mode.NONE
    if not related.decides(move):
        return Mode.RECORD
    if move == "confirm" and assignment.needs_recognition:
        return Mode.RECOGNISED
    if related.decides_itself(move):
        is_chief = seat.role in DECIDING
        return Mode.EITHER if move in MAY_CITE_A_NOTE and not is_chief else Mode.DIRECT
    return Mode.DIRECT if move in related.instead else Mode.AUTHORISED


_ALL = ("decided_by", "capacity", "basis_kind", "basis", "basis_on", "basis_files")
_NEEDS = {
    Mode.NONE: (),
    Mode.DIRECT: (),
    Mode.AUTHORISED: _ALL,
    Mode.EITHER: _ALL,
    Mode.RECORD: _ALL,
    Mode.RECOGNISED: ("basis", "basis_on", "basis_files"),
}
NAMES = _ALL
# Decided in person, or entered for somebody: the fields may stay empty.
_OPTIONAL = frozenset({Mode.AUTHORISED, Mode.EITHER})
_RECORDED = (BasisKind.SUBMISSION, BasisKind.DOCUMENT, BasisKind.NOTE)


# The seat of whoever decided tells the capacity; it is chosen only where that one has several.
BY_PERSON = gettext_lazy("by the person named")


class SeatChoice(forms.ModelChoiceField):
    """A choice of one seat, named by person and title."""

    def label_from_instance(self, seat: Seat) -> str:
        named = f"{seat.person}, {seat.title}"
        if seat.valid_to is None:
            return named
        last = f"{seat.valid_to - timedelta(days=1):%d/%m/%Y}"
        return _("%(name)s (until %(day)s)") % {"name": named, "day": last}

    def offer(self, seats: QuerySet[Seat]) -> list[Seat]:
        """These seats and no others; they are read once, for the list and for the rule alike."""
        self.queryset, read = seats, list(seats)
        named = [(seat.pk, self.label_from_instance(seat)) for seat in read]
        self.choices = [("", self.empty_label or ""), *named]
        return read


class DecisionForm(KeepsFiles):
    """The facts of a decision, as far as the person who acts has to enter them."""

    decided_by = SeatChoice(
        queryset=Seat.objects.none(),
        label=gettext_lazy("Decided by"),
        empty_label=gettext_lazy("choose"),
        error_messages={"required": gettext_lazy("Choose who decided.")},
    )
    capacity = forms.ChoiceField(
        label=gettext_lazy("Capacity"),
        choices=[("", BY_PERSON), *((c.value, CAPACITY_LABELS[c]) for c in Capacity)],
        required=False,
    )
    basis_kind = forms.ChoiceField(
        label=gettext_lazy("Ground"),
        choices=[(k.value, BASIS_LABELS[k]) for k in _RECORDED],
    )
    basis = TidyField(
        label=gettext_lazy("Number of the document or slip"),
        max_length=300,
        error_messages={
            "required": gettext_lazy(
                "Enter the basis of the decision: a document, a slip or a note."
            )
        },
    )
    basis_on = DateField(
        label=gettext_lazy("Date of the basis"),
        error_messages={"required": gettext_lazy("Enter the day of the basis.")},
    )
    basis_files = KeptFilesField(
        required=False,
        label=gettext_lazy("Scan of the basis"),
        help_text=gettext_lazy("Needed for a written note; optional otherwise."),
    )

    # What kind the field ``attachments`` is, where a form has it (AssignmentFile.Purpose).
    purpose: ClassVar[str] = AssignmentFile.Purpose.PROGRESS.value

    mode: Mode
    own: Decision
    _decided: tuple[Assignment, str]
    on: date
    letter: Delegation | None = None

    def ask_decision(
        self, mode: Mode, among: QuerySet[Seat], *, own: Decision, on: Assignment, move: str
    ) -> None:
        """Keep the fields that the mode needs; called once, after the form is made. ``own``: the
        decision of the person who acts, in that person's capacity; ``on``: what is decided."""
        self.mode, self.own, self.on = mode, own, own.decided_on
        self._decided = (on, move)
        for name in NAMES:
            if name not in _NEEDS[mode]:
                del self.fields[name]
        if not self._file_names():
            del self.fields["is_not_secret"]
        if "decided_by" in self.fields:
            listed = among if among.query.select_related else _in_order(among)
            seats = self.fields["decided_by"].offer(listed)
            self._offer_capacities(seats)
            self._offer_own_leader(seats)
        if mode in _OPTIONAL:
            for name in NAMES:
                self.fields[name].required = False
        if mode == Mode.RECOGNISED:
            self.fields["basis"].label = _("Document by which the giver recognised the result")

    def _offer_own_leader(self, seats: list[Seat]) -> None:
        """A secretary mostly enters what her own leader decided: chosen until she chooses."""
        if self.mode != Mode.RECORD or self.seat.role != Role.SECRETARY:
            return
        known = self.get_initial_for_field(self.fields["decided_by"], "decided_by")
        serving = [s for s in seats if s.valid_to is None or s.valid_to > self.on]
        if not known and self.seat.assists_id in {s.pk for s in serving}:
            self.initial["decided_by"] = self.seat.assists_id

    def _offer_capacities(self, seats: list[Seat]) -> None:
        """Those alone in which somebody of the list may have decided."""
        found: set[Capacity] = set()
        row, move = self._decided
        for seat in seats:  # whoever gave the work is mostly among them: not read again
            if seat.pk == row.decided_by_id:
                row.decided_by = seat
        for seat in seats:
            found |= capacities(row, move, seat)
            found |= {Capacity.TUQ} if getattr(seat, "is_authorised", False) else set()
            found |= {Capacity.TL} if getattr(seat, "is_by_order", False) else set()
        self.fields["capacity"].choices = [
            ("", BY_PERSON),
            *((c.value, CAPACITY_LABELS[c]) for c in Capacity if c in found),
        ]

    @property
    def decision_fields(self) -> list[Any]:
        """The bound fields of the decision, in their order."""
        return [self[name] for name in NAMES if name in self.fields]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.mode in _OPTIONAL and self.cites_a_note:
            for name in ("decided_by", "basis", "basis_on"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        if self._lacks_scan():
            self.add_error("basis_files", NEEDS_SCAN)
        found = self.cleaned_data.get("basis_on")
        if found and found > self.on:
            self.add_error("basis_on", _("A decision cannot be of a day still to come."))
        return cleaned

    def _lacks_scan(self) -> bool:
        """A written note comes with its scan (rules.md 2.2)."""
        is_note = self.cleaned_data.get("basis_kind") == BasisKind.NOTE
        is_cited = self.mode not in _OPTIONAL or self.cites_a_note
        return is_note and is_cited and "basis_files" not in self.errors and not self.has_scan

    @property
    def has_scan(self) -> bool:
        """Whether the scan of the basis is sent, or was kept before."""
        return bool(self.cleaned_data.get("basis_files"))

    @property
    def signs_as(self) -> str:
        """Who is written down as decider, where that is not simply the person who acts."""
        is_for_head = self.mode == Mode.DIRECT and self.own.capacity == Capacity.KT
        return signed(self.own.capacity, self.seat.person, self.seat.title) if is_for_head else ""

    @property
    def cites_a_note(self) -> bool:
        """Whether anything of a recorded decision was filled in."""
        return any(self.cleaned_data.get(n) for n in ("decided_by", "basis", "basis_on"))

    def decision(self) -> Decision | None:
        """The decision as entered; None where the action makes it of the person who acts."""
        if self.mode == Mode.NONE:
            return None
        is_own = self.mode in _OPTIONAL and not self.cites_a_note
        return self.own if is_own or self.mode == Mode.DIRECT else self._recorded()

    def _recorded(self) -> Decision:
        cleaned = self.cleaned_data
        decider, decided_on = cleaned.get("decided_by"), cleaned["basis_on"] or self.on
        capacity = cleaned.get("capacity") or self.own.capacity
        if decider and not cleaned.get("capacity"):
            capacity = recorded_capacity(*self._decided, decider, on=decided_on)
        return replace(
            self.own,
            decided_by=decider or self.seat,
            decided_on=decided_on,
            capacity=Capacity(capacity),
            basis_kind=BasisKind(cleaned.get("basis_kind") or BasisKind.DOCUMENT),
            basis=cleaned["basis"],
            basis_on=cleaned["basis_on"],
            has_scan=self.has_scan,
        )

    @property
    def seat(self) -> Seat:
        """Who acts."""
        return self.own.recorded_by

    def uploads(self) -> list[tuple[str, list[Any]]]:
        """Files sent with the form, by purpose."""
        return [
            (AssignmentFile.Purpose.BASIS, self.cleaned_data.get("basis_files") or []),
            (self.purpose, self.cleaned_data.get("attachments") or []),
        ]

    def hush(self) -> None:
        """Read what was sent without complaining: the person is not done yet."""
        self.full_clean()
        self._errors = ErrorDict()
