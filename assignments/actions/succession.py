"""Open work follows the bodies: by rule to a sole heir, else by a decision on each assignment.

No date is reset and no stage changes; finished work stays with the body that did it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.actions.succession import end_seats
from agencies.models import Agency, Mandate, Seat, Succession
from agencies.models.agency import holds
from agencies.models.calendar import work_calendar
from agencies.models.decision import Decision
from agencies.models.standing import Standing, standing_of
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import MandateKind, Role
from agencies.rules.succession import Heritage, ends, heritage
from assignments.actions.assignment import name_readers, specialist_of
from assignments.actions.moving import day, hand_over, lead_from, lock, save
from assignments.models import (
    Assignment,
    Cooperation,
    Holding,
    LeadChange,
    SuccessionCase,
)
from assignments.models.heritage import (
    LIVE,
    heir_deciders,
    in_hand,
    is_of_home_affairs,
    possible_heirs,
)
from assignments.models.parties import LED_BY_PPC
from assignments.rules.assignment import OPEN, Stage
from audit.record import record


@dataclass(frozen=True)
class Followed:
    """How many assignments passed by rule, and how many wait for a decision."""

    moved: int = 0
    queued: int = 0

    def __add__(self, other: Followed) -> Followed:
        return Followed(self.moved + other.moved, self.queued + other.queued)


@dataclass(frozen=True)
class Passing:
    """From whom to whom, since when, by which succession or decision."""

    old: Agency
    heir: Agency
    since: date
    succession: Succession | None = None
    decision: Decision | None = None


# --- by rule --------------------------------------------------------------------------------
def pending(*, on: date) -> Iterator[tuple[Agency, date]]:
    """Each body and day whose applied successions were not worked yet, in order of time."""
    rows = Succession.objects.to_work(on).select_related("old").order_by("on", "old_id", "pk")
    seen = set()
    for row in rows:
        if (row.old_id, row.on) not in seen:
            seen.add((row.old_id, row.on))
            yield row.old, row.on


def follow(*, on: date, at: datetime) -> Followed:
    """Work all successions of the day ``on`` or earlier; twice is the same as once."""
    total = Followed()
    for old, since in list(pending(on=on)):
        total += follow_body(old, since, at=at)
    return total


@transaction.atomic
def follow_body(old: Agency, since: date, *, at: datetime) -> Followed:
    """Pass the open work of one body on as of the day ``since``, or queue it for decisions."""
    rows = list(
        Succession.objects.select_for_update(of=("self",))
        .applied()
        .filter(old=old, on=since)
        .select_related("new")
        .order_by("pk")
    )
    fresh = [row for row in rows if row.worked_at is None]
    done = Followed()
    if ends([row.kind for row in fresh]):
        end_seats(old, on=since)
        if heritage([row.kind for row in rows]) is Heritage.BY_RULE:
            passing = Passing(old, rows[0].new, since, succession=rows[0])
            done = Followed(moved=_pass_all(passing, at=at))
        else:
            done = Followed(queued=_queue_all(old, since, at=at))
    Succession.objects.filter(pk__in=[row.pk for row in fresh]).update(worked_at=at)
    return done


def _pass_all(passing: Passing, *, at: datetime) -> int:
    found = list(in_hand(passing.old).order_by("pk"))
    for assignment in found:
        succeed(assignment, passing, by=None, at=at)
    return len(found)


def _queue_all(old: Agency, since: date, *, at: datetime) -> int:
    found = list(in_hand(old).open().order_by("pk"))
    for assignment in found:
        queue(assignment, old, since, at=at)
    return len(found)


def queue(assignment: Assignment, old: Agency, since: date, *, at: datetime) -> SuccessionCase:
    """Let the assignment wait for a decision; until then it stays under the old body's name."""
    case, is_new = SuccessionCase.objects.get_or_create(
        assignment=assignment, old=old, chosen=None, defaults={"arisen_on": since}
    )
    if is_new:
        record("assignment.queue", assignment, by=None, at=at, before=str(old))
    return case


# --- by decision ----------------------------------------------------------------------------
@transaction.atomic
def decide(
    case: SuccessionCase, *, heir: Agency, decision: Decision, by: Seat, at: datetime
) -> SuccessionCase:
    """Name the heir of one assignment: one of the successors, or a department by its function."""
    locked = (
        SuccessionCase.objects.select_for_update(of=("self",))
        .select_related("old", "assignment__assigner", "assignment__directive")
        .get(pk=case.pk)
    )
    on = day(at)
    _ask(locked, decision, by=by, at=at)
    if not possible_heirs(locked.old, on=on).filter(pk=heir.pk).exists():
        raise NotAllowed(_("Choose one of the heirs, or a department."))
    locked.chosen = heir
    for name, value in decision.columns.items():
        setattr(locked, name, value)
    locked.save()
    step = Succession.objects.applied().filter(old=locked.old, new=heir, on=locked.arisen_on)
    passing = Passing(locked.old, heir, on, succession=step.first(), decision=decision)
    succeed(locked.assignment, passing, by=by, at=at)
    return locked


@transaction.atomic
def decide_all(
    cases: Sequence[SuccessionCase], *, heir: Agency, decision: Decision, by: Seat, at: datetime
) -> list[SuccessionCase]:
    """Give several of one body's assignments to one heir; one refusal refuses all."""
    return [decide(case, heir=heir, decision=decision, by=by, at=at) for case in cases]


def may_record(case: SuccessionCase, standing: Standing) -> bool:
    """Whether this seat may enter a decision on the case."""
    row = case.assignment
    if not standing.is_business:
        return False
    if row.assigner.kind in LED_BY_PPC or row.assigner_id == case.old_id:
        leading = standing.is_ppc_office or standing.is_leadership
    else:
        leading = standing.agency_id == row.assigner_id
    return leading or (standing.is_home_affairs and is_of_home_affairs(row))


def _ask(case: SuccessionCase, decision: Decision, *, by: Seat, at: datetime) -> None:
    on = day(at)
    if case.chosen_id:
        raise NotAllowed(_("The heir of this assignment was decided already."))
    if not may_record(case, standing_of(by, on=on)):
        raise NotAllowed(_("This is not possible now, or not in your seat."))
    if not decision.has_its_basis:
        raise NotAllowed(_("Enter the basis of the decision: a document, a slip or a note."))
    if decision.recorded_by.pk != by.pk:
        raise NotAllowed(_("A decision is recorded by the person who enters it."))
    if decision.decided_on > on:
        raise NotAllowed(_("A decision cannot be of a day still to come."))
    if not heir_deciders(case, on=on).filter(pk=decision.decided_by.pk).exists():
        raise NotAllowed(_("The person named may not decide this."))


# --- passing on -----------------------------------------------------------------------------
@transaction.atomic
def succeed(
    assignment: Assignment, passing: Passing, *, by: Seat | None, at: datetime
) -> Assignment:
    """Put the heir in every place of the old body; dates and stage stay as they are."""
    row = lock(assignment)
    if Stage(row.stage) not in LIVE:
        return row
    roles = [
        role
        for role in ("lead", "assigner", "monitor")
        if getattr(row, f"{role}_id") == passing.old.pk
    ]
    for role in roles:
        setattr(row, role, passing.heir)
    if "lead" in roles:
        _name_head(row, at=at)
        row.specialist = specialist_of(row, on=day(at)) or row.specialist
    _never_confirm_own(row, on=day(at))
    if _part_passes(row, passing):
        roles.append("cooperating")
    _tell(row, roles, passing, at=at)
    save(row, at=at)
    record(
        "assignment.succeed",
        row,
        decision=passing.decision,
        by=by,
        at=at,
        before=str(passing.old),
        after=str(passing.heir),
        roles=roles,
    )
    return row


def _name_head(row: Assignment, *, at: datetime) -> None:
    """The head of the heir, else a deputy, carries what was acknowledged, until it names an
    officer."""
    chiefs = (
        Seat.objects.held(day(at))
        .filter(agency=row.lead_id, role__in=[Role.HEAD, Role.DEPUTY])
        .select_related("user", "agency")
    )
    head = min(chiefs, key=lambda s: (s.role != Role.HEAD, s.pk), default=None)
    if head and row.is_restricted:
        name_readers(row, [head.user], at=at)
    if head and row.officer_id:
        row.officer = head


def _never_confirm_own(row: Assignment, *, on: date) -> None:
    """An heir that would confirm its own work gives the confirming up (rules.md 2.8)."""
    if row.is_internal or row.monitor_id != row.lead_id:
        return
    others = [row.assigner, _mandated(MandateKind.PPC_OFFICE, on), _mandated("LEADERSHIP", on)]
    row.monitor = next(body for body in others if body and body.pk != row.lead_id)


def _mandated(kind: str, on: date) -> Agency | None:
    held = Mandate.objects.filter(holds(on), kind=kind).select_related("agency").order_by("pk")
    found = held.first()
    return found.agency if found else None


def _part_passes(row: Assignment, passing: Passing) -> bool:
    """The part that the old body owed: to the heir, joined to a part that the heir owes already,
    or into the work itself when the heir leads it."""
    owed = row.cooperations.filter(agency=passing.old, sent_on=None).first()
    if row.lead_id == passing.heir.pk:
        row.cooperations.filter(agency=passing.heir, sent_on=None).delete()
    if owed is None:
        return False
    own = row.cooperations.filter(agency=passing.heir).first()
    if row.lead_id == passing.heir.pk:
        owed.delete()
    elif own is None:
        owed.agency = passing.heir
        owed.save(update_fields=["agency"])
    elif own.sent_on is None:
        _join(own, owed)
    # A part that the heir sent in its own name stays; the old one is still owed beside it.
    return True


def _join(own: Cooperation, owed: Cooperation) -> None:
    own.part = "\n".join(filter(None, [own.part, owed.part]))
    own.due_on = min(filter(None, [own.due_on, owed.due_on]), default=None)
    own.save(update_fields=["part", "due_on"])
    owed.delete()


def _tell(row: Assignment, roles: list[str], passing: Passing, *, at: datetime) -> None:
    """The dated rows: who leads since when, and with whom the assignment lies."""
    if Stage(row.stage) not in OPEN:
        return
    if "lead" in roles:
        lead_from(
            row,
            LeadChange.Cause.SUCCESSION,
            decision=passing.decision,
            on=passing.since,
            at=at,
            succession=passing.succession,
        )
    if _holding_role(row) in roles:
        _hand_over(row, passing, on=day(at))


def _holding_role(row: Assignment) -> str:
    """Whose hands the assignment lies in now; empty while it is paused."""
    if row.stage == Stage.RETURNED:
        return "assigner"
    if row.stopped_on:
        return ""
    return "monitor" if row.stage == Stage.SUBMITTED else "lead"


def _hand_over(row: Assignment, passing: Passing, *, on: date) -> None:
    """From the day of the succession, or of the last hand-over when that was later."""
    latest = row.holdings.aggregate(day=Max("from_on"))["day"]
    since = max(filter(None, [passing.since, latest]))
    late = work_calendar().days_late(row.due_on, on=on) if row.due_on else 0
    holders = {
        "assigner": (Holding.Holder.ASSIGNER, None, 0),
        "monitor": (Holding.Holder.MONITOR, None, 0),
        "lead": (Holding.Holder.LEAD, row.officer, late),
    }
    holder, officer, received = holders[_holding_role(row)]
    hand_over(row, holder, passing.heir, officer=officer, received_overdue=received, on=since)
