"""A decision and its three facts, before it is written on a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from agencies.models.agency import Agency
from agencies.models.person import BASIS_LABELS, CAPACITY_LABELS, Decided, Seat
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import BasisKind, Capacity, Role

NEEDS_SCAN = gettext_lazy("A written note needs its scan: add the file.")


@dataclass(frozen=True)
class Decision:
    """Decided by, recorded by, on what basis (rules.md 2.2)."""

    decided_by: Seat
    recorded_by: Seat
    decided_on: date
    capacity: Capacity = Capacity.DIRECT
    basis_kind: BasisKind = BasisKind.DIRECT
    basis: str = ""
    basis_on: date | None = None
    # Whether the scan of the basis comes with it; it is kept where the decision is entered.
    has_scan: bool = False

    @classmethod
    def direct(cls, seat: Seat, on: date, *, capacity: Capacity | None = None) -> Decision:
        """Taken by the person who acts, in the system itself; in the seat's own capacity unless
        another is named."""
        capacity = capacity or own_capacity(seat)
        return cls(decided_by=seat, recorded_by=seat, decided_on=on, capacity=capacity)

    def ask(self, *, by: Seat, on: date) -> None:
        """Raises NotAllowed without a basis, for a written note without its scan, for another's
        entry, or on a day that cannot be."""
        if not self.has_its_basis:
            raise NotAllowed(_("Enter the basis of the decision: a document, a slip or a note."))
        if self.basis_kind == BasisKind.NOTE and not self.has_scan:
            raise NotAllowed(NEEDS_SCAN)
        if self.recorded_by.pk != by.pk:
            raise NotAllowed(_("A decision is recorded by the person who enters it."))
        if self.decided_on > on:
            raise NotAllowed(_("A decision cannot be of a day still to come."))
        if self.basis_on and self.basis_on > on:
            raise NotAllowed(_("The basis of a decision cannot be of a day still to come."))
        if self.is_direct and self.decided_on != on:
            raise NotAllowed(_("What is decided in the system is decided today."))

    @property
    def is_direct(self) -> bool:
        return self.basis_kind == BasisKind.DIRECT

    @property
    def has_its_basis(self) -> bool:
        """Recording for somebody else needs a basis in words; a dash is none."""
        if self.is_direct:
            return self.decided_by.pk == self.recorded_by.pk
        return any(letter.isalnum() for letter in self.basis)

    @property
    def columns(self) -> dict[str, Any]:
        """The values of the columns of ``Decided``."""
        return {
            "decided_by": self.decided_by,
            "capacity": self.capacity.value,
            "recorded_by": self.recorded_by,
            "basis_kind": self.basis_kind.value,
            "basis": self.basis,
            "basis_on": self.basis_on,
            "decided_on": self.decided_on,
        }

    # The decision in words, for the event; official words are Vietnamese.
    @property
    def decider(self) -> str:
        return str(self.decided_by)

    @property
    def ground(self) -> str:
        return ground_of(self.basis_kind, self.basis, self.basis_on)


def own_capacity(seat: Seat) -> Capacity:
    """A deputy signs for the head (KT.); that needs no absence (rules.md 2.3)."""
    is_body_deputy = seat.role == Role.DEPUTY and seat.agency.kind != Agency.Kind.LEADER
    return Capacity.KT if is_body_deputy else Capacity.DIRECT


def ground_of(kind: str, basis: str, basis_on: date | None) -> str:
    """The basis in official words: "Phiếu trình 88/PT-VP, 04/12/2023"."""
    with override("vi"):
        if kind == BasisKind.DIRECT:
            return str(BASIS_LABELS[BasisKind.DIRECT])
        label = "" if kind == BasisKind.DOCUMENT else str(BASIS_LABELS[BasisKind(kind)])
        # People often write the word themselves: "bút phê ngày 22/11".
        said = not label or basis.lower().startswith(label.lower())
        head = "" if said else f"{label} "
        written = f"{basis_on:%d/%m/%Y}" if basis_on else ""
        day = f", {written}" if written and written not in basis else ""
        text = f"{head}{basis}{day}"
        return text[:1].upper() + text[1:]


def decision_of(row: Decided) -> Decision | None:
    """The decision written on a row, if there is one."""
    if row.decided_by is None or row.recorded_by is None:
        return None
    return Decision(
        decided_by=row.decided_by,
        recorded_by=row.recorded_by,
        decided_on=row.decided_on or date.min,
        capacity=Capacity(row.capacity),
        basis_kind=BasisKind(row.basis_kind),
        basis=row.basis,
        basis_on=row.basis_on,
    )


__all__ = ["CAPACITY_LABELS", "Decision", "decision_of", "ground_of"]
