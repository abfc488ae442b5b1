"""Absence and written authorisation: dated, ended by themselves, never a way to decide twice.

Receiving and preparing pass on from substitute to substitute; deciding passes by one written
authorisation only (rules.md 2.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions.asking import ask
from agencies.models import Delegation, Mandate, Seat
from agencies.models.agency import holds
from agencies.models.decision import Decision
from agencies.models.person import SeatQuerySet
from agencies.models.standing import Standing, standing_of
from agencies.rights import Who
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import DECIDING, BasisKind, Capacity, MandateKind, Role
from agencies.rules.text import tidy
from audit.record import record

RUNS_THE_BODY = frozenset({Role.HEAD, Role.DEPUTY, Role.CONTACT})


@dataclass(frozen=True)
class Days:
    """From the first to the last day, both included."""

    first: date
    last: date

    def meet(self, row: Delegation) -> bool:
        return row.first_day <= self.last and row.last_day >= self.first


# --- what is asked of everyone --------------------------------------------------------------
def absentees(by: Seat | None, standing: Standing) -> SeatQuerySet:
    """For whom this seat may enter an absence or an authorisation: itself; the head, a deputy and
    the contact for their body; a secretary and the PPC office for a leader."""
    if by is None or not standing.is_business:
        return Seat.objects.none()
    on = standing.on
    whose = Q(user=by.user_id) | Q(pk=by.assists_id)
    if by.role in RUNS_THE_BODY:
        whose |= Q(agency=by.agency_id)
    if standing.is_ppc_office:
        whose |= Q(agency__in=_leading(on).values("agency"))
    return Seat.objects.held(on).filter(whose).exclude(role=Role.ADMINISTRATOR)


def may_delegate(absent: Seat, *, by: Seat, on: date) -> bool:
    return absentees(by, standing_of(by, on=on)).filter(pk=absent.pk).exists()


def _leading(on: date) -> QuerySet[Mandate]:
    return Mandate.objects.filter(holds(on), kind=MandateKind.LEADERSHIP)


def _is_leader(seat: Seat, *, on: date) -> bool:
    return _leading(on).filter(agency=seat.agency_id).exists()


def substitutes(absent: Seat, kind: str, *, on: date) -> SeatQuerySet:
    """Who may stand in: seats of the same body; for a leader the other leaders, and, to decide
    by written authorisation, also the head of the PPC office: heads of other bodies do not see
    what they would decide on (rules.md 2.6)."""
    seats = Seat.objects.held(on).exclude(user=absent.user_id).exclude(role=Role.ADMINISTRATOR)
    if not _is_leader(absent, on=on):
        return seats.filter(agency=absent.agency_id)
    leaders = seats.filter(agency__in=_leading(on).values("agency"))
    if kind == Delegation.Kind.TUQ:
        office = Mandate.objects.filter(holds(on), kind=MandateKind.PPC_OFFICE)
        return leaders | seats.filter(role=Role.HEAD, agency__in=office.values("agency"))
    return leaders


def _ask(absent: Seat, substitute: Seat, kind: str, days: Days, *, by: Seat, at: datetime) -> None:
    on = timezone.localdate(at)
    ask(Who.BUSINESS, by=by, at=at)
    if not may_delegate(absent, by=by, on=on):
        raise NotAllowed(
            _("The person, the head or the contact of the body enters absences and authorisations.")
        )
    if days.last < days.first:
        raise NotAllowed(_("The last day is before the first."))
    if days.last < on:
        raise NotAllowed(_("These days are over: nothing can be passed on any more."))
    if not substitutes(absent, kind, on=max(days.first, on)).filter(pk=substitute.pk).exists():
        raise NotAllowed(_("Choose a person who holds a seat in the same body on these days."))
    if substitute.valid_to and substitute.valid_to <= days.last:
        raise NotAllowed(_("The substitute's own seat ends before the last day."))


def running(days: Days, kind: str) -> list[Delegation]:
    """The delegations of this kind that hold on one of these days."""
    return list(
        Delegation.objects.filter(
            kind=kind, ended_at=None, first_day__lte=days.last, last_day__gte=days.first
        ).select_related("absent__user", "substitute__user")
    )


# --- the two kinds --------------------------------------------------------------------------
@transaction.atomic
def stand_in(
    absent: Seat,
    substitute: Seat,
    *,
    first_day: date,
    last_day: date,
    content: str = "",
    by: Seat,
    at: datetime,
) -> Delegation:
    """While ``absent`` is away the substitute receives and prepares, and decides nothing."""
    days = Days(first_day, last_day)
    Seat.objects.select_for_update(of=("self",)).get(pk=absent.pk)
    _ask(absent, substitute, Delegation.Kind.ABSENCE, days, by=by, at=at)
    _ask_chain(absent, substitute, days)
    row = Delegation.objects.create(
        absent=absent,
        substitute=substitute,
        kind=Delegation.Kind.ABSENCE,
        first_day=first_day,
        last_day=last_day,
        content=tidy(content),
        created_by=by,
    )
    _tell("stand_in", row, None, by=by, at=at)
    return row


def _ask_chain(absent: Seat, substitute: Seat, days: Days) -> None:
    """One absence at a time, and no circle in which nobody is there."""
    away = running(days, Delegation.Kind.ABSENCE)
    own = next((row for row in away if row.absent_id == absent.pk), None)
    if own:
        raise NotAllowed(
            _("An absence from %(first)s to %(last)s is already entered: end that one first.")
            % {"first": f"{own.first_day:%d/%m/%Y}", "last": f"{own.last_day:%d/%m/%Y}"}
        )
    seen: set[int] = set()
    waiting = {substitute.pk}
    while waiting:
        if absent.pk in waiting:
            raise NotAllowed(_("The substitute is away on these days and names this very person."))
        seen |= waiting
        waiting = {row.substitute_id for row in away if row.absent_id in waiting} - seen


@transaction.atomic
def authorise(
    absent: Seat,
    substitute: Seat,
    *,
    first_day: date,
    last_day: date,
    document: str,
    document_on: date,
    content: str,
    by: Seat,
    at: datetime,
) -> Delegation:
    """Written authorisation (TUQ.): the substitute decides what the document names, in person.

    The document is the basis; it is signed on paper before it is entered here.
    """
    days = Days(first_day, last_day)
    _ask(absent, substitute, Delegation.Kind.TUQ, days, by=by, at=at)
    if absent.role not in DECIDING:
        raise NotAllowed(_("Only who decides can authorise another to decide."))
    if document_on > min(first_day, timezone.localdate(at)):
        raise NotAllowed(_("The document is not later than the first day, and of no day to come."))
    if not (document.strip() and content.strip()):
        raise NotAllowed(_("An authorisation needs its document and what it lets decide."))
    row = Delegation.objects.create(
        absent=absent,
        substitute=substitute,
        kind=Delegation.Kind.TUQ,
        first_day=first_day,
        last_day=last_day,
        content=tidy(content, keep_lines=True),
        document=tidy(document),
        document_on=document_on,
        created_by=by,
    )
    _tell("authorise", row, _by_document(row, by), by=by, at=at)
    return row


def _by_document(row: Delegation, by: Seat) -> Decision:
    return Decision(
        decided_by=row.absent,
        recorded_by=by,
        decided_on=row.document_on or row.first_day,
        capacity=Capacity.DIRECT,
        basis_kind=BasisKind.DOCUMENT,
        basis=row.document,
        basis_on=row.document_on,
    )


def _tell(verb: str, row: Delegation, decision: Decision | None, *, by: Seat, at: datetime) -> None:
    record(
        f"delegation.{verb}",
        row,
        decision=decision,
        by=by,
        at=at,
        absent=str(row.absent),
        substitute=str(row.substitute),
        days=f"{row.first_day:%d/%m/%Y} - {row.last_day:%d/%m/%Y}",
    )


@transaction.atomic
def end_early(delegation: Delegation, *, note: str = "", by: Seat, at: datetime) -> Delegation:
    """Stop it before its last day, from this moment."""
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    on = timezone.localdate(at)
    if not may_delegate(row.absent, by=by, on=on):
        raise NotAllowed(
            _("The person, the head or the contact of the body enters absences and authorisations.")
        )
    if row.ended_at or row.last_day < on:
        raise NotAllowed(_("This has already ended."))
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record("delegation.end_early", row, note=note, by=by, at=at)
    return row
