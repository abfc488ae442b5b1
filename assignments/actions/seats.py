"""What becomes of open work when a seat ends: it falls to the head the same day (rules.md 2.4)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from agencies.actions import routing as routings
from agencies.actions import seat as seats
from agencies.actions.seat import Post
from agencies.calendar import WorkCalendar
from agencies.models import Agency, Seat, User
from agencies.models.calendar import work_calendar
from agencies.rules.roles import Role
from assignments.actions.moving import day, hand_over, save
from assignments.actions.naming import name_readers, receiver_of
from assignments.models import Assignment, Holding, Reader
from assignments.rules.assignment import Stage
from audit.record import record


@transaction.atomic
def end_seat(
    seat: Seat, *, last_day: date, note: str = "", revision: int, by: Seat, at: datetime
) -> int:
    """End the seat; the number of assignments that fell to the head or deputy at once.

    An end still to come passes the work on its day, by `pass_on`.
    """
    ended = seats.end_seat(seat, last_day=last_day, note=note, revision=revision, by=by, at=at)
    return fall_to_head(ended, by=by, at=at)


@transaction.atomic
def open_seat(person: User, post: Post, *, valid_from: date, by: Seat, at: datetime) -> Seat:
    """Open a seat; a new head takes over what waited in the body without anybody, and sees its
    restricted work."""
    opened = seats.open_seat(person, post, valid_from=valid_from, by=by, at=at)
    if post.role in {Role.HEAD, Role.DEPUTY} and valid_from <= day(at):
        led = Assignment.objects.open().filter(lead=post.agency)
        theirs = Q(agency=post.agency) | Q(pk__in=led.values("officer"))
        for left in left_behind(on=day(at)).filter(theirs):
            fall_to_head(left, by=by, at=at)
        name_chief(post.agency, by=by, at=at)
    return opened


def pass_on(*, at: datetime) -> int:
    """Every day: the work of seats that ended by now falls to the heads. Safe to repeat."""
    return sum(fall_to_head(left, by=None, at=at) for left in left_behind(on=day(at)))


def left_behind(*, on: date) -> QuerySet[Seat]:
    """Seats no longer held that still carry or watch open work."""
    open_work = Assignment.objects.open()
    busy = Q(pk__in=open_work.filter(officer__valid_to__lte=on).values("officer")) | Q(
        pk__in=open_work.filter(specialist__valid_to__lte=on).values("specialist")
    )
    return Seat.objects.filter(busy).select_related("user", "agency").order_by("pk")


@transaction.atomic
def fall_to_head(seat: Seat, *, by: Seat | None, at: datetime) -> int:
    """Pass the open work of a seat that is no longer held: what it carried to the head of the lead
    body, what it watched to the head of its own. Without a head or deputy it waits. The number of
    assignments passed."""
    on = day(at)
    if seat.valid_to is None or seat.valid_to > on:
        return 0
    calendar, passed = work_calendar(), 0
    carried = _locked(Assignment.objects.open().filter(officer=seat))
    heads = {body: receiver_of(body, but=seat, on=on) for body in {r.lead_id for r in carried}}
    for row in carried:
        if receiver := heads[row.lead_id]:
            _take_over(row, seat, receiver, calendar, by=by, at=at)
            passed += 1
    if own_head := receiver_of(seat.agency_id, but=seat, on=on):
        watched = _locked(Assignment.objects.open().filter(specialist=seat))
        for row in watched:
            _pass_watch(row, seat, own_head, by=by, at=at)
        routings.pass_routes(seat, own_head, on=on, by=by, at=at)
        passed += len(watched)
    name_chief(seat.agency, by=by, at=at)
    return passed


def with_restricted_work() -> QuerySet[Agency]:
    """The bodies that lead open restricted work."""
    rows = Assignment.objects.open().exclude(restriction="")
    return Agency.objects.filter(pk__in=rows.values("lead")).order_by("pk")


@transaction.atomic
def name_chief(body: Agency, *, by: Seat | None, at: datetime) -> int:
    """Name the head of the body, else its first deputy, a reader of all open restricted work that
    it leads: who is accountable sees it (rules.md 2.5). The number of assignments newly seen."""
    chief = receiver_of(body.pk, on=day(at))
    if chief is None:
        return 0
    led = Assignment.objects.open().filter(lead=body).exclude(restriction="")
    unseen = list(led.exclude(readers__user=chief.user_id).order_by("pk"))
    for row in unseen:
        name_readers(row, [chief.user], at=at)
        record("assignment.name_chief", row, by=by, at=at, chief=str(chief))
    return len(unseen)


def _locked(rows: QuerySet[Assignment]) -> list[Assignment]:
    return list(rows.select_related("lead").select_for_update(of=("self",)).order_by("pk"))


def _take_over(
    row: Assignment,
    old: Seat,
    new: Seat,
    calendar: WorkCalendar,
    *,
    by: Seat | None,
    at: datetime,
) -> None:
    on = day(at)
    late = calendar.days_late(row.due_on, on=on) if row.due_on else 0
    row.officer = new
    if row.stage == Stage.ACKNOWLEDGED and row.stopped_on is None:
        hand_over(row, Holding.Holder.LEAD, row.lead, officer=new, received_overdue=late, on=on)
    if row.is_restricted:
        _name_instead(row, old, new, at=at)
    save(row, at=at)
    _tell("fall_to_head", row, old, new, by=by, at=at, overdue=late)


def _pass_watch(row: Assignment, old: Seat, new: Seat, *, by: Seat | None, at: datetime) -> None:
    row.specialist = new
    save(row, at=at)
    _tell("pass_watch", row, old, new, by=by, at=at)


def _name_instead(row: Assignment, old: Seat, new: Seat, *, at: datetime) -> None:
    """A restricted item is seen by name: the new officer's; the old one's ends with the seat."""
    elsewhere = Seat.objects.held(day(at)).filter(user=old.user_id, agency=row.lead_id)
    if not elsewhere.exists():
        Reader.objects.filter(assignment=row, user=old.user_id).delete()
    name_readers(row, [new.user], at=at)


def _tell(
    verb: str,
    row: Assignment,
    old: Seat,
    new: Seat,
    *,
    by: Seat | None,
    at: datetime,
    overdue: int = 0,
) -> None:
    record(
        f"assignment.{verb}",
        row,
        by=by,
        at=at,
        before=str(old),
        officer=str(new),
        overdue=overdue,
        from_seat=old.pk,
    )
