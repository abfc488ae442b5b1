"""How leaders of the demo decide: by a slip, by a document, or themselves."""

from __future__ import annotations

from datetime import date
from random import Random

from agencies.models import Seat
from agencies.models.decision import Decision, own_capacity
from agencies.rules.roles import BasisKind


def by_slip(leader: Seat, recorder: Seat, dice: Random, *, on: date) -> Decision:
    """The leader approved a submission slip of the office; the specialist enters it."""
    return Decision(
        decided_by=leader,
        recorded_by=recorder,
        decided_on=on,
        basis_kind=BasisKind.SUBMISSION,
        basis=f"{dice.randint(11, 890)}/PT-VP",
        basis_on=on,
    )


def by_document(leader: Seat, recorder: Seat, number: str, *, on: date) -> Decision:
    """The document of the day ``on`` says it."""
    return Decision(
        decided_by=leader,
        recorded_by=recorder,
        decided_on=on,
        basis_kind=BasisKind.DOCUMENT,
        basis=number,
        basis_on=on,
    )


def by_handling_slip(chief: Seat, recorder: Seat, *, on: date) -> Decision:
    """The chief filled in the slip on top of the document; somebody of the body enters it."""
    return Decision(
        decided_by=chief,
        recorded_by=recorder,
        decided_on=on,
        capacity=own_capacity(chief),
        basis_kind=BasisKind.DOCUMENT,
        basis=f"phiếu xử lý văn bản ngày {on:%d/%m/%Y}",
        basis_on=on,
    )


def own(seat: Seat, *, on: date) -> Decision:
    """Decided in the system; a deputy of a body signs for its head."""
    return Decision.direct(seat, on)
