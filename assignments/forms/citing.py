"""A recognised document as the ground of the decision that gives the work."""

from __future__ import annotations

from agencies.models import Seat
from agencies.rules.roles import BasisKind
from agencies.rules.text import fold
from assignments.forms.decision import DecisionForm, Mode
from directives.models import Directive


class CitesDocument(DecisionForm):
    """A form with a basis document, ``directive``, where one was recognised."""

    directive: Directive | None = None

    def cite_document(self, *, is_saved: bool) -> None:
        """The recognised document is offered as the ground of a decision that is only entered
        here, with its signer where that is one who may decide; never in place of what is typed."""
        given = self.data if self.is_bound else self.initial
        if self.mode != Mode.RECORD or is_saved or given.get("basis") or given.get("basis_on"):
            return
        if self.directive is None or not self.directive.number:
            return
        cited = {"basis_kind": BasisKind.DOCUMENT.value, "basis": self.directive.number}
        if day := self.directive.issued_on:
            cited["basis_on"] = f"{day:%d/%m/%Y}"
        if not given.get("decided_by") and (seat := self._signer()):
            cited["decided_by"] = str(seat.pk)
        if self.is_bound:
            self.data = self.data.copy()
        (self.data if self.is_bound else self.initial).update(cited)

    def _signer(self) -> Seat | None:
        """The one seat, of those who may decide, that the register names as signer."""
        name = fold(self.directive.signer) if self.directive else ""
        seats = self.fields["decided_by"].queryset.filter(user__search_key=name)
        found = list(seats[:2]) if name else []
        return found[0] if len(found) == 1 else None
