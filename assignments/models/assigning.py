"""For whom a person gives work: the assigner, whose task it is, and who confirms it."""

from __future__ import annotations

from dataclasses import dataclass

from agencies.models import Agency, Seat
from agencies.models.standing import Standing
from agencies.rules.roles import MandateKind, Role
from assignments.models.assignment import Assignment
from assignments.models.bodies import Holders
from directives.models import Directive

Giver = Assignment.Giver
# Whose task a document of this issuer gives; letters of ministries are the PPC's to carry out.
_GIVERS = {
    "CP": Giver.GOVERNMENT,
    "VPCP": Giver.GOVERNMENT,
    "TTg": Giver.PRIME_MINISTER,
    "TCTTTg": Giver.PRIME_MINISTER,
    "HĐND": Giver.COUNCIL,
    "UBND": Giver.PPC,
}
_OF_LEADERS = {Giver.CHAIRMAN, Giver.VICE_CHAIRMAN}


@dataclass(frozen=True)
class Side:
    """The assigner's side that a person stands on."""

    standing: Standing
    holders: Holders
    assigner: Agency | None
    is_provincial: bool

    def giver_for(self, directive: Directive | None, decider: Seat) -> str:
        """By the issuer of the basis document; a leader's own decision is the leader's task."""
        if not self.is_provincial:
            return Giver.BODY
        found = _by_issuer(directive)
        if found not in (None, Giver.PPC):
            return str(found)
        if decider.agency.kind == Agency.Kind.LEADER:
            return Giver.CHAIRMAN if decider.role == Role.HEAD else Giver.VICE_CHAIRMAN
        return Giver.PPC if self._gives_for_leaders else Giver.BODY

    @property
    def _gives_for_leaders(self) -> bool:
        return self.standing.is_ppc_office or self.standing.is_leadership

    def assigner_for(self, giver: str, decider: Seat) -> Agency:
        """A leader's own task is assigned by the leader; everything else by the PPC."""
        if self._gives_for_leaders and self.is_provincial and giver in _OF_LEADERS:
            return decider.agency if decider.agency.kind == Agency.Kind.LEADER else self._own
        return self._own

    @property
    def _own(self) -> Agency:
        if self.assigner is None:
            raise ValueError("an order needs an assigner")
        return self.assigner

    def monitor_for(self, assigner: Agency) -> Agency:
        """The PPC office for work of the PPC and its leaders, under whatever directive; else who
        gives it. Where that is the lead, the action chooses another (rules.md 2.8)."""
        if not (self.is_provincial and self._gives_for_leaders):
            return self._own
        return self.holders.first(MandateKind.PPC_OFFICE) or assigner

    def monitors(self) -> list[Agency]:
        """The bodies that may be chosen to monitor."""
        kinds = (MandateKind.PPC_OFFICE, MandateKind.HOME_AFFAIRS)
        holders = [self.holders.first(kind) for kind in kinds] if self.is_provincial else []
        found = {body.pk: body for body in [*holders, self.assigner] if body}
        return list(found.values())


def _by_issuer(directive: Directive | None) -> str | None:
    if directive is None:
        return None
    issuer = directive.issuer
    if issuer.system == "party":
        return Giver.PARTY
    return _GIVERS.get(issuer.abbrev)


def side_of(standing: Standing, own: Agency, *, parent: Assignment | None = None) -> Side:
    """The PPC office and the leaders give the PPC's work; Home Affairs its own obligations';
    any head what the own body hands down, as the PPC office does under a parent that it leads."""
    holders = Holders.on(standing.on)
    hands_down = parent is not None and parent.lead_id in standing.bodies
    if (standing.is_ppc_office or standing.is_leadership) and not hands_down:
        return Side(standing, holders, holders.ppc, is_provincial=True)
    of_home_affairs = standing.is_home_affairs and not hands_down
    return Side(standing, holders, own, is_provincial=of_home_affairs)
