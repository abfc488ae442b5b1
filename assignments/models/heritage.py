"""What a body has in hand, and who may take it over when the body ends."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.models import Agency, AgencyFunction, Mandate, Seat, Succession
from agencies.models.agency import holds
from agencies.rules.roles import DECIDING, MandateKind
from agencies.rules.succession import Heritage, ends, heritage
from assignments.models.assignment import Assignment, Cooperation
from assignments.models.facts import SuccessionCase, SuccessionCaseQuerySet
from assignments.models.parties import LED_BY_PPC
from assignments.models.querysets import AssignmentQuerySet
from assignments.rules.assignment import OPEN, Stage
from directives.models.keeping import OF_HOME_AFFAIRS

# A draft passes on too where the body has one heir. A draft to a divided body stays as it is: it
# is refused at its issue until a person has named another body (actions/inheriting.py).
LIVE = OPEN | {Stage.DRAFT}


def in_hand(body: Agency) -> AssignmentQuerySet:
    """Unfinished assignments in which the body leads, monitors, assigned, or owes its part."""
    owes = Cooperation.objects.filter(assignment=OuterRef("pk"), agency=body, sent_on=None)
    return Assignment.objects.filter(
        Q(lead=body) | Q(monitor=body) | Q(assigner=body) | Q(Exists(owes)), stage__in=LIVE
    )


def waiting_cases() -> SuccessionCaseQuerySet:
    """Cases without a decision whose assignment is still open."""
    return SuccessionCase.objects.waiting().filter(assignment__stage__in=OPEN)


def roles_of(body_id: int, assignment: Assignment) -> list[str]:
    """What the body is in the assignment: lead, assigner, monitor, cooperating."""
    named = ("lead", "assigner", "monitor")
    roles = [role for role in named if getattr(assignment, f"{role}_id") == body_id]
    owes = any(c.agency_id == body_id and c.sent_on is None for c in assignment.cooperations.all())
    return [*roles, "cooperating"] if owes else roles


def by_field(assignment: Assignment, *, on: date) -> set[int]:
    """The ids of the bodies that hold the assignment's field on the day."""
    if assignment.function_id is None:
        return set()
    held = AgencyFunction.objects.filter(holds(on), function=assignment.function_id)
    return set(held.values_list("agency_id", flat=True))


def ended_bodies(assignment: Assignment, *, on: date) -> list[Agency]:
    """The bodies in the assignment that exist no more on the day: lead, assigner, monitor, and
    those that owe their part."""
    sides = {assignment.lead_id, assignment.assigner_id, assignment.monitor_id}
    owing = assignment.cooperations.filter(sent_on=None).values("agency")
    gone = Agency.objects.filter(Q(pk__in=sides) | Q(pk__in=owing), valid_to__lte=on)
    return list(gone.order_by("pk"))


def heir_by_rule(body: Agency, *, on: date) -> Agency | None:
    """The body itself while it exists, else the one that took it over whole, through all steps;
    None where it was divided, or nobody took it over (rules.md 2.10)."""
    if body.valid_to is None or body.valid_to > on:
        return body
    steps = Succession.objects.applied().filter(old=body, on__lte=on).select_related("new")
    rows = list(steps.order_by("on", "pk"))
    end = max((row.on for row in rows if ends([row.kind])), default=None)
    last = [row for row in rows if row.on == end]
    if not last or heritage([row.kind for row in last]) is not Heritage.BY_RULE:
        return None
    return heir_by_rule(last[0].new, on=on)


def successors(body: Agency, *, on: date) -> list[Agency]:
    """The bodies existing on the day that the body's work may pass to, through all steps."""
    found: dict[int, Agency] = {}
    waiting, seen = [body.pk], {body.pk}
    while waiting:
        rows = (
            Succession.objects.applied()
            .filter(old__in=waiting, on__lte=on)
            .select_related("new")
            .order_by("pk")
        )
        waiting = []
        for new in (row.new for row in rows):
            if new.pk in seen:
                continue
            seen.add(new.pk)
            if new.valid_to is None or new.valid_to > on:
                found[new.pk] = new
            else:
                waiting.append(new.pk)
    return list(found.values())


def possible_heirs(body: Agency, *, on: date) -> QuerySet[Agency]:
    """Its successors, and any department: work may go to a department by its function."""
    ids = [a.pk for a in successors(body, on=on)]
    return Agency.objects.existing(on).filter(Q(pk__in=ids) | Q(kind=Agency.Kind.DEPARTMENT))


def is_of_home_affairs(assignment: Assignment) -> bool:
    """Work of the directives that Home Affairs owns (rules.md 2.8)."""
    return bool(assignment.directive and assignment.directive.code in OF_HOME_AFFAIRS)


def heir_deciders(case: SuccessionCase, *, on: date) -> QuerySet[Seat]:
    """Who may decide where the work goes: the leaders for what the PPC or its leaders assigned,
    and for what a vanished body assigned; the chiefs of Home Affairs for its own obligations;
    else those of the assigner."""
    row = case.assignment
    of_leaders = row.assigner.kind in LED_BY_PPC or row.assigner_id == case.old_id
    leading = Mandate.objects.filter(holds(on), kind=MandateKind.LEADERSHIP)
    sides = Q(agency__in=leading.values("agency")) if of_leaders else Q(agency=row.assigner_id)
    if is_of_home_affairs(row):
        own = Mandate.objects.filter(holds(on), kind=MandateKind.HOME_AFFAIRS)
        sides |= Q(agency__in=own.values("agency"))
    return Seat.objects.held(on).filter(sides, role__in=DECIDING)
