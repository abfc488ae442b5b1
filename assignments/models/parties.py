"""In what relations a seat stands to an assignment, and what it may do there now."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from agencies.models import Delegation, Mandate, Seat
from agencies.models.agency import holds
from agencies.models.standing import Standing
from agencies.rules.roles import DECIDING, MandateKind, Role
from assignments.models.assignment import Assignment
from assignments.models.facts import Outcome
from assignments.rules.assignment import (
    MOVES,
    RECEIVERS,
    STAFF,
    Party,
    Situation,
    Stage,
    moves,
)

LED_BY_PPC = frozenset({"ppc", "leader"})


@dataclass(frozen=True)
class Relation:
    """The parties of one seat; in ``records_only`` ones it never decides, only records."""

    parties: dict[Party, Role] = field(default_factory=dict)
    records_only: frozenset[Party] = frozenset()
    is_carrying: bool = False
    is_own_item: bool = False

    def decides(self, move: str) -> bool:
        row = MOVES[move]
        return self.parties.get(row.party) in row.roles and row.party not in self.records_only


def stands_in_for(seat: Seat, *, on: date) -> set[int]:
    """Seats whose holder is absent on the day and whose work, by chain, comes to this seat."""
    rows = Delegation.objects.filter(
        kind=Delegation.Kind.ABSENCE, first_day__lte=on, last_day__gte=on, ended_at=None
    ).values_list("substitute_id", "absent_id")
    found: set[int] = set()
    waiting = {seat.pk}
    while waiting:
        reached = {absent for substitute, absent in rows if substitute in waiting} - found
        found |= reached
        waiting = reached
    return found - {seat.pk}


@dataclass(frozen=True)
class Sides:
    """The bodies and the officer of an assignment, by which rights are told without a query.

    ``cooperates``: one of the seat's own bodies cooperates.
    """

    lead_id: int
    officer_id: int | None
    assigner_id: int
    assigner_kind: str
    monitor_id: int
    monitor_kind: str
    is_internal: bool
    cooperates: bool


def relation(assignment: Assignment, seat: Seat, standing: Standing) -> Relation:
    """How the seat stands to the assignment (rules.md 2.6, 2.8)."""
    sides = Sides(
        lead_id=assignment.lead_id,
        officer_id=assignment.officer_id,
        assigner_id=assignment.assigner_id,
        assigner_kind=assignment.assigner.kind,
        monitor_id=assignment.monitor_id,
        monitor_kind=assignment.monitor.kind,
        is_internal=assignment.is_internal,
        cooperates=any(c.agency_id in standing.bodies for c in assignment.cooperations.all()),
    )
    return relation_of(sides, standing, lambda: stands_in_for(seat, on=standing.on))


def relation_of(
    sides: Sides, standing: Standing, stood_in_for: Callable[[], Collection[int]]
) -> Relation:
    """The same for prepared sides; ``stood_in_for`` is asked only where it decides."""
    if not standing.is_business or standing.role is None:
        return Relation()
    role = standing.role
    parties: dict[Party, Role] = {}
    records: set[Party] = set()
    leads = sides.lead_id in standing.bodies
    if leads:
        parties[Party.LEAD] = role
    if sides.cooperates:
        parties[Party.COOPERATING] = role
    _other_side(sides, standing, role, parties, records)
    carrying = leads and (
        role in RECEIVERS
        or sides.officer_id == standing.seat_id
        or sides.officer_id in stood_in_for()
    )
    own_item = leads and not sides.is_internal and not standing.is_leadership
    return Relation(parties, frozenset(records), carrying, own_item)


def _other_side(
    sides: Sides,
    standing: Standing,
    role: Role,
    parties: dict[Party, Role],
    records: set[Party],
) -> None:
    own = standing.bodies
    of_leaders = sides.assigner_kind in LED_BY_PPC
    if of_leaders and (standing.is_ppc_office or standing.is_leadership):
        parties[Party.ASSIGNER] = role
        if not standing.is_leadership:
            records.add(Party.ASSIGNER)
    elif sides.assigner_id in own:
        parties[Party.ASSIGNER] = role
    if sides.monitor_id in own or (standing.is_leadership and sides.monitor_kind in LED_BY_PPC):
        parties[Party.MONITOR] = role


# One question instead of three: it is asked before every move.
_REQUESTS = """
SELECT 'return', outcome FROM assignments_returnrequest WHERE assignment_id = %(id)s
UNION SELECT 'extension', outcome FROM assignments_extension WHERE assignment_id = %(id)s
UNION SELECT 'put_up', outcome FROM assignments_extension
    WHERE assignment_id = %(id)s AND put_up_on IS NOT NULL
UNION SELECT 'cause', outcome FROM assignments_objectivecause WHERE assignment_id = %(id)s
UNION SELECT 'heir', 'ASKED' FROM assignments_successioncase
    WHERE assignment_id = %(id)s AND chosen_id IS NULL
"""


def _requests(assignment: Assignment) -> set[tuple[str, str]]:
    """Which kinds of requests the assignment has seen, and how they ended."""
    with connection.cursor() as cursor:
        cursor.execute(_REQUESTS, {"id": assignment.pk})
        return set(cursor.fetchall())


def situation(assignment: Assignment, standing: Standing) -> Situation:
    """What is asked or stands still now, as the moves table needs it."""
    on = standing.on
    found = _requests(assignment)
    return Situation(
        is_paused=assignment.stopped_on is not None and assignment.stage != Stage.RETURNED,
        return_is_asked=("return", Outcome.ASKED) in found,
        return_was_refused=("return", Outcome.REFUSED) in found,
        extension_is_asked=("extension", Outcome.ASKED) in found,
        extension_is_put_up=("put_up", Outcome.ASKED) in found,
        cause_is_asked=("cause", Outcome.ASKED) in found,
        is_past_due=bool(assignment.due_on and assignment.due_on < on),
        has_due=assignment.due_on is not None,
        part_is_owed=any(
            c.agency_id in standing.bodies and c.sent_on is None
            for c in assignment.cooperations.all()
        ),
        waits_for_heir=("heir", Outcome.ASKED) in found
        and assignment.lead_id != standing.agency_id,
    )


NEEDS_CARRYING = frozenset({"prepare", "report_progress"})
# No body confirms, extends, marks or settles its own item (rules.md 2.8).
NEVER_ON_OWN = frozenset(
    {
        "accept_return",
        "confirm",
        "confirm_cause",
        "grant_extension",
        "pause",
        "redate",
        "refuse_cause",
        "refuse_extension",
        "refuse_return",
        "reopen",
        "resume",
        "send_back",
    }
)


def moves_of(assignment: Assignment, seat: Seat | None, standing: Standing) -> list[str]:
    """The moves that the seat may make or record now, in the order of the table."""
    if seat is None:
        return []
    related = relation(assignment, seat, standing)
    return offered(Stage(assignment.stage), related, situation(assignment, standing))


def offered(stage: Stage, related: Relation, situation: Situation) -> list[str]:
    """The moves of the table that this relation opens, without those on an own item."""
    return [
        m
        for m in moves(stage, related.parties, situation)
        if (m not in NEEDS_CARRYING or related.is_carrying)
        and not (m in NEVER_ON_OWN and related.is_own_item)
    ]


def may_change_series(assignment: Assignment, seat: Seat | None, standing: Standing) -> bool:
    """Whether the seat is of the assigner's side, which alone changes periodic work."""
    if seat is None:
        return False
    return relation(assignment, seat, standing).parties.get(Party.ASSIGNER) in STAFF


def deciders(assignment: Assignment, move: str, *, on: date) -> QuerySet[Seat]:
    """The seats that may decide this move on the day."""
    party = MOVES[move].party
    seats = Seat.objects.held(on).filter(role__in=MOVES[move].roles & DECIDING)
    if party == Party.LEAD:
        return seats.filter(agency=assignment.lead_id)
    if party == Party.COOPERATING:
        return seats.filter(agency__cooperations__assignment=assignment).distinct()
    side = assignment.assigner if party == Party.ASSIGNER else assignment.monitor
    if side.kind in LED_BY_PPC:
        leading = Mandate.objects.filter(holds(on), kind=MandateKind.LEADERSHIP)
        return seats.filter(agency__in=leading.values("agency"))
    return seats.filter(agency=side)


def is_authorised(seat: Seat, among: QuerySet[Seat], *, on: date) -> bool:
    """Holds a written authorisation (TUQ) of one of these deciders; it never chains."""
    return Delegation.objects.filter(
        Q(first_day__lte=on, last_day__gte=on),
        kind=Delegation.Kind.TUQ,
        substitute=seat,
        absent__in=among,
        ended_at=None,
    ).exists()
