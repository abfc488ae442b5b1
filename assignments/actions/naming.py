"""Who watches an assignment, who receives it, and who may read a restricted one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F, Q

from agencies.models import Agency, Mandate, Routing, Seat, User
from agencies.models.agency import holds
from agencies.models.decision import Decision
from agencies.rules.roles import MandateKind, Role
from assignments.actions.moving import day
from assignments.models import Assignment, Reader
from assignments.models.parties import LED_BY_PPC
from audit.models import Event


def specialist_of(row: Assignment, *, on: date) -> Seat | None:
    """Who of the PPC office watches this body and field (rules.md 2.5): the row of the body with
    its field first, then the body alone, then the field alone. Work that another body monitors
    has no specialist of the office."""
    routes = Routing.objects.filter(
        holds(on),
        Q(specialist__agency=row.monitor_id),
        Q(agency=row.lead_id) | Q(agency=None),
        Q(function=row.function_id) | Q(function=None),
    )
    nearest = routes.order_by(
        F("agency").asc(nulls_last=True), F("function").asc(nulls_last=True), "pk"
    )
    found = nearest.select_related("specialist").first()
    return found.specialist if found else None


def receiver_of(agency_id: int, *, but: Seat | None = None, on: date) -> Seat | None:
    """Who receives what nobody in the body carries: its head on that day, else its first deputy,
    other than the seat ``but``."""
    chiefs = Seat.objects.held(on).filter(agency=agency_id, role__in=[Role.HEAD, Role.DEPUTY])
    others = chiefs.exclude(pk=but.pk) if but else chiefs
    found = others.select_related("user", "agency")
    return min(found, key=lambda s: (s.role != Role.HEAD, s.pk), default=None)


def name_readers(row: Assignment, users: Iterable[User], *, at: datetime) -> None:
    Reader.objects.bulk_create(
        (Reader(assignment=row, user=u, named_at=at) for u in users), ignore_conflicts=True
    )


def rename_readers(row: Assignment, users: Iterable[User], *, by: Seat, at: datetime) -> None:
    """The readers of a draft: those of ``users``, who wrote it and who rewrites it; of one that
    is not restricted, nobody."""
    written = Event.objects.filter(
        kind="assignment.draft", subject_type=row._meta.label_lower, subject_id=row.pk
    )
    authors = User.objects.filter(pk__in=[by.user_id, *written.values_list("actor_id", flat=True)])
    named = [*users, *authors] if row.is_restricted else []
    row.readers.exclude(user__in=named).delete()
    name_readers(row, named, at=at)


def natural_readers(row: Assignment, decision: Decision, *, on: date) -> list[User]:
    """Who reads a restricted assignment from its issue on: the head of the lead, the decider and
    the recorder."""
    heads = Seat.objects.held(on).filter(agency=row.lead_id, role=Role.HEAD).select_related("user")
    return [decision.decided_by.user, decision.recorded_by.user, *(s.user for s in heads)]


def readers_follow(row: Assignment, old: Agency, users: Iterable[User], *, at: datetime) -> None:
    """A restricted assignment has left the lead ``old``: its people who are on no other side read
    it no longer; ``users`` do."""
    theirs = Seat.objects.filter(agency=old).values("user")
    elsewhere = Seat.objects.held(day(at)).filter(_other_sides(row, on=day(at))).values("user")
    Reader.objects.filter(assignment=row, user__in=theirs).exclude(user__in=elsewhere).delete()
    name_readers(row, users, at=at)


def _other_sides(row: Assignment, *, on: date) -> Q:
    """Seats of the bodies that have to do with the assignment now."""
    helping = row.cooperations.values("agency")
    sides = Q(agency__in=[row.lead_id, row.assigner_id, row.monitor_id]) | Q(agency__in=helping)
    if row.assigner.kind not in LED_BY_PPC:
        return sides
    kinds = [MandateKind.PPC_OFFICE, MandateKind.LEADERSHIP]
    return sides | Q(agency__in=Mandate.objects.filter(holds(on), kind__in=kinds).values("agency"))
