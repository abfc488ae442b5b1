"""Who decided, entered by whom, on what basis: the fields of a decision (rules.md 2.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.fields import DateField, TidyField
from agencies.models import Delegation, Seat
from agencies.models.decision import NEEDS_SCAN, Decision
from agencies.models.person import BASIS_LABELS, CAPACITY_LABELS
from agencies.models.standing import Standing
from agencies.rules.roles import DECIDING, BasisKind, Capacity
from assignments.models import Assignment, AssignmentFile
from assignments.models.dossier import signed
from assignments.models.parties import Relation, deciders
from assignments.rules.assignment import MOVES
from directives.fields import KeepsFiles, KeptFilesField

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


def deciders_of(move: str, assignment: Assignment, standing: Standing) -> QuerySet[Seat]:
    """Who may decide the move where a seat of this standing enters it."""
    return _in_order(deciders(assignment, move, own=standing.bodies, on=standing.on))


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


class SeatChoice(forms.ModelChoiceField):
    """A choice of one seat, named by person and title."""

    def label_from_instance(self, seat: Seat) -> str:
        return f"{seat.person}, {seat.title}"

    def offer(self, seats: QuerySet[Seat]) -> None:
        """These seats and no others; they are read once, for the list and for the rule alike."""
        self.queryset = seats
        named = [(seat.pk, self.label_from_instance(seat)) for seat in seats]
        self.choices = [("", self.empty_label or ""), *named]


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
        choices=[(c.value, CAPACITY_LABELS[c]) for c in Capacity],
        initial=Capacity.DIRECT.value,
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
    on: date
    letter: Delegation | None = None

    def ask_decision(self, mode: Mode, among: QuerySet[Seat], *, own: Decision) -> None:
        """Keep the fields that the mode needs; called once, after the form is made. ``own``: the
        decision of the person who acts, in that person's capacity."""
        self.mode, self.own, self.on = mode, own, own.decided_on
        for name in NAMES:
            if name not in _NEEDS[mode]:
                del self.fields[name]
        if not self._file_names():
            del self.fields["is_not_secret"]
        if "decided_by" in self.fields:
            self.fields["decided_by"].offer(
                among if among.query.select_related else _in_order(among)
            )
        if mode in _OPTIONAL:
            for name in NAMES:
                self.fields[name].required = False
        if mode == Mode.RECOGNISED:
            self.fields["basis"].label = _("Document by which the giver recognised the result")

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
        return replace(
            self.own,
            decided_by=cleaned.get("decided_by") or self.seat,
            decided_on=cleaned["basis_on"] or self.on,
            capacity=Capacity(cleaned.get("capacity") or self.own.capacity),
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
