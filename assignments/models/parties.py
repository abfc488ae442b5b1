"""In what relations a seat stands to an assignment, and what it may do there now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from agencies.models import Agency, Delegation, Mandate, Seat
from agencies.models.agency import holds
from agencies.models.decision import Decision, own_capacity
from agencies.models.standing import Standing, standing_of
from agencies.rules.roles import DECIDING, Capacity, MandateKind, Role
from assignments.models.assignment import Assignment, Cooperation
from assignments.models.facts import Outcome
from assignments.models.stand_ins import NOBODY, StandIns, stand_ins
from assignments.rules.assignment import (
    MOVES,
    RECEIVERS,
    STAFF,
    Party,
    Situation,
    Stage,
    moves,
)
from directives.models import Provision

LED_BY_PPC = frozenset({"ppc", "leader"})


@dataclass(frozen=True)
class Relation:
    """The parties of one seat; in ``records_only`` ones it never decides, only records."""

    parties: dict[Party, Role] = field(default_factory=dict)
    records_only: frozenset[Party] = frozenset()
    is_carrying: bool = False
    is_own_item: bool = False
    # By move, where its own right does not reach: whose place it takes while they are away, and
    # under whose written authorisation it decides.
    instead: dict[str, Seat] = field(default_factory=dict)
    letters: dict[str, Delegation] = field(default_factory=dict)

    def decides(self, move: str) -> bool:
        """In person: by its own right, in an absent person's place, or as authorised."""
        return self.decides_itself(move) or move in self.instead or move in self.letters

    def decides_itself(self, move: str) -> bool:
        row = MOVES[move]
        return self.parties.get(row.party) in row.roles and row.party not in self.records_only

    @property
    def lent(self) -> set[str]:
        """The moves that it has from others."""
        return {*self.instead, *self.letters}


def own_decision(
    row: Assignment, related: Relation, move: str, seat: Seat, *, on: date
) -> Decision:
    """What the seat decides in person, in the capacity in which it may (rules.md 2.2, 2.3)."""
    if not MOVES[move].decides or move in related.instead:
        return Decision.direct(seat, on, capacity=Capacity.DIRECT)
    if move in related.letters and not related.decides_itself(move):
        return Decision.direct(seat, on, capacity=Capacity.TUQ)
    return Decision.direct(seat, on, capacity=capacity_of(row, move, seat))


def capacity_of(row: Assignment, move: str, seat: Seat) -> Capacity:
    """In what capacity the seat decides by its own right: a vice chairman directly on what the
    same person gave, for the chairman (KT.) on all else (rules.md 3); others by their role."""
    if seat.agency.kind != Agency.Kind.LEADER or seat.role != Role.DEPUTY:
        return own_capacity(seat)
    giver = None if move == "issue" else row.decided_by
    of_another = row.assigner.kind == Agency.Kind.LEADER and row.assigner_id != seat.agency_id
    is_own = not of_another and (giver is None or giver.user_id == seat.user_id)
    return Capacity.DIRECT if is_own else Capacity.KT


def capacities(row: Assignment, move: str, seat: Seat) -> frozenset[Capacity]:
    """In what capacities a decision of the seat's own right may be recorded (rules.md 2.2): the
    head of the PPC leadership also signs for the collective (TM.), an acting head as such (Q.),
    and a vice chairman issues for the chairman (KT.) as well."""
    found = {capacity_of(row, move, seat)}
    leads = seat.agency.kind in LED_BY_PPC
    if seat.role == Role.HEAD and leads:
        found.add(Capacity.TM)
    if seat.role == Role.HEAD and seat.title.casefold().startswith("quyền "):
        found.add(Capacity.Q)
    if seat.role == Role.DEPUTY and leads and move == "issue":
        found.add(Capacity.KT)
    return frozenset(found)


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
    return relation_of(sides, standing, stand_ins(seat, standing))


def relation_of(sides: Sides, standing: Standing, others: StandIns = NOBODY) -> Relation:
    """The same for prepared sides; ``others``: for whom the seat acts besides itself."""
    if not standing.is_business or standing.role is None:
        return Relation()
    own = _own_relation(sides, standing, standing.role)
    if others is NOBODY:
        return own
    return replace(
        own,
        instead=_instead(sides, standing, own, others.absent),
        letters=_letters(sides, standing, own, others.letters),
    )


# Receiving and preparing, which a substitute does in an absent person's place (rules.md 2.3).
RECEIVING = ("acknowledge", "prepare", "report_progress")


def _instead(
    sides: Sides, standing: Standing, own: Relation, absent: dict[int, Seat]
) -> dict[str, Seat]:
    """Whose place the seat takes in receiving and preparing; nobody's in what it does itself."""
    if sides.lead_id not in standing.bodies or standing.role in RECEIVERS:
        return {}
    theirs = [s for s in absent.values() if s.agency_id in standing.bodies]
    chiefs = [s for s in theirs if s.role in RECEIVERS]
    carriers = [] if own.is_carrying else [s for s in theirs if s.pk == sides.officer_id] + chiefs
    places = {"acknowledge": chiefs, "prepare": carriers, "report_progress": carriers}
    return {move: places[move][0] for move in RECEIVING if places[move]}


def _letters(
    sides: Sides,
    standing: Standing,
    own: Relation,
    letters: Collection[tuple[Delegation, Standing]],
) -> dict[str, Delegation]:
    """By which authorisation the seat decides what: all that its giver decides on the day, but
    nothing on the own item of either."""
    found: dict[str, Delegation] = {}
    for letter, theirs in letters:
        helps = sides.cooperates and bool(theirs.bodies & standing.bodies)
        giver = relation_of(replace(sides, cooperates=helps), theirs)
        for move, row in MOVES.items():
            is_barred = move in NEVER_ON_OWN and (giver.is_own_item or own.is_own_item)
            if row.decides and giver.decides(move) and not is_barred:
                found.setdefault(move, letter)
    return found


def _own_relation(sides: Sides, standing: Standing, role: Role) -> Relation:
    parties: dict[Party, Role] = {}
    records: set[Party] = set()
    leads = sides.lead_id in standing.bodies
    if leads:
        parties[Party.LEAD] = role
    if sides.cooperates:
        parties[Party.COOPERATING] = role
    _other_side(sides, standing, role, parties, records)
    carrying = leads and (role in RECEIVERS or sides.officer_id == standing.seat_id)
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
UNION SELECT 'result', state FROM assignments_submission
    WHERE assignment_id = %(id)s AND state = 'PREPARED'
UNION SELECT 'heir', old_id::text FROM assignments_successioncase
    WHERE assignment_id = %(id)s AND chosen_id IS NULL
"""


def _requests(assignment: Assignment) -> set[tuple[str, str]]:
    """Which kinds of requests the assignment has seen, and how they ended; a result that waits
    inside the lead body; and the bodies in it whose heir is still to be named."""
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
        extension_is_asked=("extension", Outcome.ASKED) in found,
        extension_is_put_up=("put_up", Outcome.ASKED) in found,
        cause_is_asked=("cause", Outcome.ASKED) in found,
        is_past_due=bool(assignment.due_on and assignment.due_on < on),
        has_due=assignment.due_on is not None,
        part_is_owed=part_to_send(assignment, standing, found) is not None,
        result_is_prepared=("result", "PREPARED") in found,
        waits_for_heir=any(kind == "heir" for kind, _body in found)
        and assignment.lead_id != standing.agency_id,
    )


def part_to_send(
    assignment: Assignment, standing: Standing, found: Collection[tuple[str, str]] | None = None
) -> Cooperation | None:
    """The part that the seat hands in next: its body's own, then that of a body that its body took
    over whole. The part of a divided body waits for the heir to be named, like the lead does."""
    waiting = found if found is not None else _requests(assignment)
    owed = [
        part
        for part in assignment.cooperations.all()
        if part.agency_id in standing.bodies
        and part.sent_on is None
        and ("heir", str(part.agency_id)) not in waiting
    ]
    return min(owed, key=lambda p: (p.agency_id != standing.agency_id, p.pk), default=None)


NEEDS_CARRYING = frozenset({"prepare", "report_progress"})
# No body confirms, extends, marks or settles its own item (rules.md 2.8).
NEVER_ON_OWN = frozenset(
    {
        "accept_return",
        "confirm",
        "confirm_cause",
        "grant_extension",
        "pause",
        "reassign",
        "redate",
        "refuse_cause",
        "refuse_extension",
        "refuse_return",
        "reissue",
        "reopen",
        "resume",
        "send_back",
        "withdraw",
    }
)
# Decided on or before the due date; such a decision is still entered after it (rules.md 3, 4.3).
UNTIL_DUE = frozenset({"pause"})


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
        for m in moves(stage, related.parties, situation, lent=related.lent)
        if (m not in NEEDS_CARRYING or related.is_carrying or m in related.instead)
        and not (m in NEVER_ON_OWN and related.is_own_item)
        and not (m in UNTIL_DUE and situation.is_past_due and related.decides_itself(m))
    ]


def may_change_series(assignment: Assignment, seat: Seat | None, standing: Standing) -> bool:
    """Whether the seat is of the assigner's side, which alone changes periodic work; like another
    due date, never that of its own item."""
    if seat is None:
        return False
    related = relation(assignment, seat, standing)
    return related.parties.get(Party.ASSIGNER) in STAFF and not related.is_own_item


# What the head of the PPC office decides by order (TL.), once a provision says so.
BY_ORDER = frozenset({"grant_extension", "refuse_extension"})
OFFICE_HEAD = "extension_office_head"


def may_decide_by_order(assignment: Assignment, move: str, standing: Standing) -> bool:
    """Whether the seat that a provision of the day names may decide this by order (rules.md 3):
    the head of the PPC office, for work of the PPC and its leaders that the office does not lead.
    """
    return (
        move in BY_ORDER
        and standing.is_ppc_office
        and standing.role == Role.HEAD
        and assignment.assigner.kind in LED_BY_PPC
        and assignment.lead_id not in standing.bodies
        and Provision.objects.numbers(standing.on).get(OFFICE_HEAD, 0) == 1
    )


def authorised(
    assignment: Assignment, move: str, among: QuerySet[Seat], *, on: date, since: date
) -> QuerySet[Delegation]:
    """Written authorisations of these deciders that ran on a day from ``since`` to ``on``, without
    those held by the lead body where it may not decide on its own item."""
    found = Delegation.objects.not_over(since).filter(
        kind=Delegation.Kind.TUQ, first_day__lte=on, absent__in=among.values("pk")
    )
    is_barred = move in NEVER_ON_OWN and not assignment.is_internal
    return found.exclude(substitute__agency=assignment.lead_id) if is_barred else found


def recorded_capacity(assignment: Assignment, move: str, seat: Seat, *, on: date) -> Capacity:
    """In what capacity this seat decided on the day, unless another is named (rules.md 2.2)."""
    standing = standing_of(seat, on=on)
    among = deciders(assignment, move, own=standing.bodies, on=on)
    if among.filter(pk=seat.pk).exists():
        return capacity_of(assignment, move, seat)
    if may_decide_by_order(assignment, move, standing):
        return Capacity.TL
    letters = authorised(assignment, move, among, on=on, since=on)
    is_authorised = letters.filter(substitute=seat).exists()
    return Capacity.TUQ if is_authorised else capacity_of(assignment, move, seat)


def deciders(
    assignment: Assignment,
    move: str,
    *,
    own: Collection[int],
    on: date,
    since: date | None = None,
) -> QuerySet[Seat]:
    """The seats that may decide this move on the day, or on any day from ``since`` to it; ``own``:
    the bodies of whoever enters it, which alone decide on their part as cooperating ones."""
    party = MOVES[move].party
    seats = Seat.objects.held(on, since=since).filter(role__in=MOVES[move].roles & DECIDING)
    if party == Party.LEAD:
        return seats.filter(agency=assignment.lead_id)
    if party == Party.COOPERATING:
        return seats.filter(agency__in=own)
    side = assignment.assigner if party == Party.ASSIGNER else assignment.monitor
    if side.kind in LED_BY_PPC:
        leading = Mandate.objects.filter(holds(on, since=since), kind=MandateKind.LEADERSHIP)
        return seats.filter(agency__in=leading.values("agency"))
    return seats.filter(agency=side)
