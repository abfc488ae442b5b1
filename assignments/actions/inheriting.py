"""An heir steps into the places of a body that ended: dates and stage stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.models import Agency, Mandate, Seat, Succession
from agencies.models.agency import holds
from agencies.models.calendar import work_calendar
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import MandateKind
from assignments.actions.moving import day, hand_over, lead_from, lock, save
from assignments.actions.naming import name_readers, receiver_of, specialist_of
from assignments.models import Assignment, Cooperation, Holding, LeadChange, SuccessionCase
from assignments.models.heritage import LIVE, ended_bodies, heir_by_rule
from assignments.models.parties import LED_BY_PPC
from assignments.rules.assignment import OPEN, Stage
from audit.record import record


@dataclass(frozen=True)
class Passing:
    """From whom to whom, since when, by which succession or decision."""

    old: Agency
    heir: Agency
    since: date
    succession: Succession | None = None
    decision: Decision | None = None


def queue(assignment: Assignment, old: Agency, since: date, *, at: datetime) -> SuccessionCase:
    """Let the assignment wait for a decision; until then it stays under the old body's name."""
    case, is_new = SuccessionCase.objects.get_or_create(
        assignment=assignment, old=old, chosen=None, defaults={"arisen_on": since}
    )
    if is_new:
        record("assignment.queue", assignment, by=None, at=at, before=str(old))
    return case


# --- at a move ------------------------------------------------------------------------------
def settle(assignment: Assignment, *, by: Seat | None, at: datetime) -> Assignment:
    """Work that lives again: the place of a body that ended goes to its sole heir, or waits."""
    on = day(at)
    for body in ended_bodies(assignment, on=on):
        if heir := heir_by_rule(body, on=on):
            assignment = succeed(assignment, Passing(body, heir, on), by=by, at=at)
        else:
            queue(assignment, body, on, at=at)
    return assignment


def address(row: Assignment, *, by: Seat, at: datetime) -> None:
    """A draft about to be issued goes to the sole heirs of the bodies that ended meanwhile.

    Raises NotAllowed where the lead or a cooperating body has no sole heir. The row is locked and
    saved by the caller.
    """
    on = day(at)
    for body in ended_bodies(row, on=on):
        heir = heir_by_rule(body, on=on)
        if heir:
            passing = Passing(body, heir, on)
            _say(row, place(row, passing, at=at), passing, by=by, at=at)
        elif body.pk in {row.assigner_id, row.monitor_id} - {row.lead_id}:
            queue(row, body, on, at=at)
        else:
            words = {"body": body.name, "day": f"{body.valid_to:%d/%m/%Y}"}
            raise NotAllowed(_("%(body)s ended on %(day)s: choose one of its heirs.") % words)


# --- passing on -----------------------------------------------------------------------------
@transaction.atomic
def succeed(
    assignment: Assignment, passing: Passing, *, by: Seat | None, at: datetime
) -> Assignment:
    """Put the heir in every place of the old body; dates and stage stay as they are."""
    row = lock(assignment)
    if Stage(row.stage) not in LIVE:
        return row
    roles = place(row, passing, at=at)
    _tell(row, roles, passing, at=at)
    save(row, at=at)
    _say(row, roles, passing, by=by, at=at)
    return row


def place(row: Assignment, passing: Passing, *, at: datetime) -> list[str]:
    """Write the heir where the old body stands; the roles that pass. Saved by the caller."""
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
    never_confirm_own(row, on=day(at))
    return [*roles, "cooperating"] if _part_passes(row, passing) else roles


def _say(
    row: Assignment, roles: list[str], passing: Passing, *, by: Seat | None, at: datetime
) -> None:
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


def _name_head(row: Assignment, *, at: datetime) -> None:
    """The head of the heir, else a deputy, carries what was acknowledged, until it names an
    officer."""
    head = receiver_of(row.lead_id, on=day(at))
    if head and row.is_restricted:
        name_readers(row, [head.user], at=at)
    if head and row.officer_id:
        row.officer = head


def never_confirm_own(row: Assignment, *, on: date) -> None:
    """An heir that would confirm its own work gives the confirming up (rules.md 2.8)."""
    if row.is_internal or row.monitor_id != row.lead_id:
        return
    last = [_mandated(MandateKind.PPC_OFFICE, on), _mandated(MandateKind.LEADERSHIP, on)]
    others = [other_monitor(row.lead, row.assigner, on=on), *last]
    row.monitor = next(body for body in others if body and body.pk != row.lead_id)


def other_monitor(lead: Agency, assigner: Agency, *, on: date) -> Agency | None:
    """Who confirms where the lead itself would: the PPC office what the PPC or its leaders gave
    and what Home Affairs leads, else the assigner; None where that is the lead again."""
    of_office = assigner.kind in LED_BY_PPC or lead == _mandated(MandateKind.HOME_AFFAIRS, on)
    office = _mandated(MandateKind.PPC_OFFICE, on) if of_office else None
    return next((body for body in (office, assigner) if body and body != lead), None)


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
