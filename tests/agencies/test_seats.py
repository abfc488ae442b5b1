"""Seats and units: one head, no seat of one's own, ended on a last day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.actions import seat as actions
from agencies.actions.seat import Post
from agencies.models import Delegation, Seat
from agencies.rules.refusal import NotAllowed, Stale
from agencies.rules.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def opened(world, today, role=Role.OFFICER, *, by=None, person=None, since=None, **facts):
    post = Post(facts.pop("agency", world.justice), role, "Chuyên viên", **facts)
    return actions.open_seat(
        person or factories.user(), post, valid_from=since or today, by=by or world.admin,
        at=timezone.now(),
    )  # fmt: skip


def ended(seat, last_day, *, by):
    return actions.end_seat(
        seat, last_day=last_day, revision=seat.revision, by=by, at=timezone.now()
    )


def test_one_head_at_a_time(world, today):
    with pytest.raises(NotAllowed, match=world.head.person):
        opened(world, today, Role.HEAD)

    ended(world.head, today, by=world.admin)

    with pytest.raises(NotAllowed):
        opened(world, today, Role.HEAD)
    assert opened(world, today, Role.HEAD, since=today + timedelta(1)).role == Role.HEAD


def test_the_database_itself_refuses_two_heads(world, today):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.seat(world.justice, Role.HEAD)


def test_nobody_opens_or_ends_a_seat_of_the_own(world, today):
    with pytest.raises(NotAllowed):
        opened(world, today, by=world.watcher, person=world.watcher.user)
    with pytest.raises(NotAllowed):
        ended(world.watcher, today, by=world.watcher)


def test_only_an_administrator_makes_an_administrator(world, today):
    with pytest.raises(NotAllowed):
        opened(world, today, Role.ADMINISTRATOR, by=world.watcher)

    assert opened(world, today, Role.ADMINISTRATOR, by=world.admin).role == Role.ADMINISTRATOR


def test_heads_and_contacts_open_no_seats(world, today):
    for seat in (world.head, world.contact, world.specialist):
        with pytest.raises(NotAllowed):
            opened(world, today, by=seat)


def test_a_secretary_and_nobody_else_assists_a_leader(world, today):
    with pytest.raises(NotAllowed):
        opened(world, today, Role.SECRETARY, agency=world.chair)
    with pytest.raises(NotAllowed):
        opened(world, today, assists=world.chairman)

    seat = opened(world, today, Role.SECRETARY, agency=world.chair, assists=world.chairman)

    assert seat.assists == world.chairman


def test_no_seat_in_a_body_that_does_not_exist_then(world, today):
    gone = factories.agency(valid_to=today)

    with pytest.raises(NotAllowed):
        opened(world, today, agency=gone)


def test_the_same_seat_is_not_held_twice(world, today):
    person = factories.user()
    opened(world, today, person=person)

    with pytest.raises(NotAllowed):
        opened(world, today, person=person, since=today + timedelta(5))


def test_the_past_stays_as_it_was(world, today):
    with pytest.raises(NotAllowed):
        ended(world.officer, today - timedelta(2), by=world.admin)

    seat = ended(world.officer, today - timedelta(1), by=world.admin)

    assert not Seat.objects.held(today).filter(pk=seat.pk).exists()
    assert Seat.objects.held(today - timedelta(1)).filter(pk=seat.pk).exists()


def test_a_stale_end_is_refused(world, today):
    actions.correct_seat(
        world.officer, title="Chuyên viên chính", unit=None, revision=0, by=world.admin,
        at=timezone.now(),
    )  # fmt: skip

    with pytest.raises(Stale):
        ended(world.officer, today, by=world.admin)


def test_absences_end_with_the_seat(world, today):
    kind = Delegation.Kind.ABSENCE
    sides = {"absent": world.officer, "substitute": world.contact, "created_by": world.head}
    running = Delegation.objects.create(
        kind=kind, first_day=today, last_day=today + timedelta(9), **sides
    )
    later = Delegation.objects.create(
        kind=kind, first_day=today + timedelta(20), last_day=today + timedelta(30), **sides
    )

    ended(world.officer, today + timedelta(3), by=world.admin)

    running.refresh_from_db()
    later.refresh_from_db()
    assert running.last_day == today + timedelta(3)
    assert later.ended_at is not None


def test_a_unit_closes_when_it_is_empty(world, today):
    unit = actions.add_unit(
        world.justice, name="Phòng  Tổng hợp", valid_from=None, by=world.watcher,
        at=timezone.now(),
    )  # fmt: skip
    seat = opened(world, today, unit=unit)
    assert unit.name == "Phòng Tổng hợp"
    with pytest.raises(NotAllowed):
        actions.add_unit(
            world.justice, name="phòng tổng hợp", valid_from=None, by=world.admin,
            at=timezone.now(),
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.end_unit(unit, last_day=today, by=world.admin, at=timezone.now())

    ended(seat, today, by=world.admin)

    assert actions.end_unit(unit, last_day=today, by=world.admin, at=timezone.now()).valid_to
