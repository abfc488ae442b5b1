"""Seats and units: opening, correcting, ending. What becomes of open work is decided upstairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions.asking import ask, keep, locked
from agencies.models import Agency, Delegation, Function, Seat, Unit, User
from agencies.models.agency import holds
from agencies.rights import Who
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Role
from agencies.rules.text import tidy
from audit.record import record


@dataclass(frozen=True)
class Post:
    """A place in a body, before somebody holds it."""

    agency: Agency
    role: Role
    title: str
    unit: Unit | None = None
    functions: tuple[Function, ...] = ()
    assists: Seat | None = None


@transaction.atomic
def open_seat(person: User, post: Post, *, valid_from: date, by: Seat | None, at: datetime) -> Seat:
    """Let the person hold this place from a day on (included), without an end."""
    _ask_for_seats(person, post.role, by=by, at=at)
    _ask_post(post, on=valid_from)
    later = Q(valid_to=None) | Q(valid_to__gt=valid_from)
    _ask_one_head(post, later)
    held = Seat.objects.filter(later, user=person, agency=post.agency, role=post.role)
    if held.exists():
        raise NotAllowed(_("This person already holds this seat."))
    seat = Seat.objects.create(
        user=person,
        agency=post.agency,
        unit=post.unit,
        role=post.role,
        title=tidy(post.title),
        assists=post.assists,
        valid_from=valid_from,
    )
    seat.functions.set(post.functions)
    record("seat.open_seat", seat, by=by, at=at, person=seat.person)
    return seat


def _ask_for_seats(person: User, role: Role, *, by: Seat | None, at: datetime) -> None:
    who = Who.ADMINISTRATOR if role == Role.ADMINISTRATOR else Who.KEEPERS
    ask(who, by=by, at=at)
    if by is not None and person.pk == by.user_id:
        raise NotAllowed(_("Nobody opens or ends a seat of their own: ask another keeper."))


def _ask_post(post: Post, *, on: date) -> None:
    if not Agency.objects.existing(on).filter(pk=post.agency.pk).exists():
        raise NotAllowed(_("This body does not exist on that day."))
    if post.unit and post.unit.agency_id != post.agency.pk:
        raise NotAllowed(_("Choose a unit of this body."))
    if (post.role == Role.SECRETARY) != (post.assists is not None):
        raise NotAllowed(_("A secretary, and nobody else, assists a leader: name the leader."))


def _ask_one_head(post: Post, later: Q) -> None:
    if post.role != Role.HEAD:
        return
    head = Seat.objects.filter(later, agency=post.agency, role=Role.HEAD).first()
    if head:
        raise NotAllowed(
            _("%(name)s heads this body then: end that seat first.") % {"name": head.person}
        )


@transaction.atomic
def correct_seat(
    seat: Seat,
    *,
    title: str,
    unit: Unit | None,
    functions: tuple[Function, ...] = (),
    revision: int,
    by: Seat,
    at: datetime,
) -> Seat:
    """Correct the title, the unit and the fields; another role or body is another seat."""
    row = locked(seat, revision=revision)
    _ask_for_seats(row.user, Role(row.role), by=by, at=at)
    if unit and unit.agency_id != row.agency_id:
        raise NotAllowed(_("Choose a unit of this body."))
    before = {"title": row.title, "unit": row.unit.name if row.unit else ""}
    row.title, row.unit = tidy(title), unit
    keep(row, "title", "unit")
    row.functions.set(functions)
    record("seat.correct_seat", row, by=by, at=at, before=before)
    return row


@transaction.atomic
def end_seat(
    seat: Seat, *, last_day: date, note: str = "", revision: int, by: Seat, at: datetime
) -> Seat:
    """The person holds the seat up to ``last_day``, included; yesterday at the earliest.

    Absences and authorisations of the seat, and those that name it, end with it.
    """
    row = locked(seat, revision=revision)
    _ask_for_seats(row.user, Role(row.role), by=by, at=at)
    end = last_day + timedelta(days=1)
    _ask_end(row, end, on=timezone.localdate(at))
    row.valid_to = end
    keep(row, "valid_to")
    _cut_delegations(row, end, at=at)
    record("seat.end_seat", row, note=note, by=by, at=at, last_day=f"{last_day:%d/%m/%Y}")
    return row


def _ask_end(row: Seat, end: date, *, on: date) -> None:
    if row.valid_to and row.valid_to <= end:
        raise NotAllowed(_("This seat already ends by that day."))
    if end < on:
        raise NotAllowed(_("The last day is yesterday at the earliest: the past stays as it was."))
    if end < row.valid_from:
        raise NotAllowed(_("A seat cannot end before it begins."))


def _cut_delegations(seat: Seat, end: date, *, at: datetime) -> None:
    named = Delegation.objects.filter(Q(absent=seat) | Q(substitute=seat), ended_at=None)
    named.filter(first_day__gte=end).update(ended_at=at)
    named.filter(first_day__lt=end, last_day__gte=end).update(last_day=end - timedelta(days=1))


# --- units ----------------------------------------------------------------------------------
@transaction.atomic
def add_unit(agency: Agency, *, name: str, valid_from: date | None, by: Seat, at: datetime) -> Unit:
    """Enter a unit (phòng) of a body."""
    ask(Who.KEEPERS, by=by, at=at)
    name = tidy(name)
    if agency.units.filter(name__iexact=name).exists():
        raise NotAllowed(_("This body already has a unit of this name."))
    unit = Unit.objects.create(agency=agency, name=name, valid_from=valid_from)
    record("unit.add_unit", unit, by=by, at=at, agency=agency.name_vi, name=name)
    return unit


@transaction.atomic
def end_unit(unit: Unit, *, last_day: date, by: Seat, at: datetime) -> Unit:
    """Close a unit, once nobody holds a seat in it."""
    ask(Who.KEEPERS, by=by, at=at)
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    end = last_day + timedelta(days=1)
    if Seat.objects.held(end).filter(unit=row).exists():
        raise NotAllowed(_("People still hold seats in this unit: move them first."))
    if not Unit.objects.filter(holds(last_day), pk=row.pk).exists():
        raise NotAllowed(_("This unit does not exist on that day."))
    row.valid_to = end
    row.save(update_fields=["valid_to"])
    record("unit.end_unit", row, by=by, at=at, last_day=f"{last_day:%d/%m/%Y}")
    return row
