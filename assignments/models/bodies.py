"""Which bodies may be given work, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from agencies.models import Agency, Mandate, Seat
from agencies.models.agency import holds
from agencies.models.grouping import HEADINGS as ALL_HEADINGS
from agencies.models.grouping import in_order
from agencies.models.standing import Standing
from agencies.rules.roles import MandateKind, Role

Kind = Agency.Kind
# These give work; they are given none.
_ABOVE = (Kind.PROVINCE, Kind.PARTY, Kind.ELECTED, Kind.PPC, Kind.LEADER)

# Headings of lists, each with the kinds of bodies under it.
HEADINGS = tuple(
    (heading.label, kinds)
    for heading in ALL_HEADINGS
    if (kinds := tuple(kind for kind in heading.kinds if kind not in _ABOVE))
)


def bodies_for_work(*, on: date) -> QuerySet[Any]:
    """Bodies existing on the day that may lead or cooperate, by heading and name."""
    return in_order(Agency.objects.existing(on).exclude(kind__in=_ABOVE))


def with_heads(bodies: QuerySet[Any], *, on: date) -> QuerySet[Any]:
    """The bodies, each with the name and title of its head on the day (None: none entered)."""
    head = Seat.objects.held(on).filter(agency=OuterRef("pk"), role=Role.HEAD)
    return bodies.annotate(
        head_name=Subquery(head.values("user__full_name")[:1]),
        head_title=Subquery(head.values("title")[:1]),
    )


def may_lead(body: Agency, standing: Standing) -> bool:
    """Whether this person's body may make it the lead: any for the PPC office, the leaders and
    Home Affairs; else those under it, and itself for internal work."""
    if standing.is_ppc_office or standing.is_leadership or standing.is_home_affairs:
        return True
    return not standing.bodies.isdisjoint({body.pk, body.parent_id})


@dataclass(frozen=True)
class Holders:
    """The bodies that hold the mandates of giving and following work on a day; one query."""

    by_kind: dict[str, list[Agency]]

    @classmethod
    def on(cls, day: date) -> Holders:
        wanted = (MandateKind.LEADERSHIP, MandateKind.PPC_OFFICE, MandateKind.HOME_AFFAIRS)
        rows = Mandate.objects.filter(holds(day), kind__in=wanted).select_related("agency")
        by_kind: dict[str, list[Agency]] = {}
        for row in rows.order_by("pk"):
            by_kind.setdefault(row.kind, []).append(row.agency)
        return cls(by_kind)

    def first(self, kind: MandateKind) -> Agency | None:
        """The holder of a mandate that one body has."""
        return next(iter(self.by_kind.get(kind, [])), None)

    @property
    def ppc(self) -> Agency | None:
        """The provincial People's Committee itself."""
        leading = self.by_kind.get(MandateKind.LEADERSHIP, [])
        return next((body for body in leading if body.kind == Kind.PPC), None)
