"""Restricted work is seen by those named alone; the head who answers for it is named
(rules.md 2.5, 2.6)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.actions.seat import Post
from agencies.models.standing import standing_of
from agencies.rules.roles import Role
from assignments import jobs
from assignments.actions import assignment as assignments
from assignments.actions import seats as actions
from assignments.models import Assignment, Reader
from audit.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 4)  # a Monday


def sees(seat, row, *, on=None):
    user = seat.user
    user.seat, user.standing = seat, standing_of(seat, on=on or timezone.localdate())
    return Assignment.objects.visible_to(user).filter(pk=row.pk).exists()


def end(seat, last_day, *, by, at):
    return actions.end_seat(seat, last_day=last_day, revision=seat.revision, by=by, at=at)


def new_head(world, role=Role.HEAD, *, since, at):
    return actions.open_seat(
        factories.user(), Post(world.justice, role, "Giám đốc"), valid_from=since, by=world.admin,
        at=at,
    )  # fmt: skip


# --- the head who answers for it ----------------------------------------------------------------
@pytest.mark.parametrize("is_taken_on", [False, True])
def test_a_new_head_sees_the_open_restricted_work_of_the_body(world, past, is_taken_on):
    give = world.acknowledged if is_taken_on else world.issued
    row = give(at=past(ON), restriction="PERSONNEL")
    foreign = world.issued(at=past(ON), restriction="PERSONNEL", lead=world.health)
    day = date(2024, 3, 6)
    end(world.head, day - timedelta(1), by=world.admin, at=past(day))

    head = new_head(world, since=day, at=past(day))

    assert sees(head, row, on=day)
    assert not sees(head, foreign, on=day)
    assert Event.objects.get(kind="assignment.name_chief").subject_id == row.pk


def test_a_deputy_who_acts_for_want_of_a_head_sees_it_and_no_other_deputy(world, past):
    row = world.issued(at=past(ON), restriction="PERSONNEL")
    first, second = (factories.seat(world.justice, Role.DEPUTY) for _ in range(2))
    day = date(2024, 3, 6)

    end(world.head, day - timedelta(1), by=world.admin, at=past(day))

    assert sees(first, row, on=day)
    assert not sees(second, row, on=day)


def test_a_head_who_takes_office_later_sees_it_from_that_day_on(world, past, monkeypatch):
    row = world.issued(at=past(ON), restriction="PERSONNEL")
    day = date(2024, 3, 8)
    end(world.head, day - timedelta(1), by=world.admin, at=past(ON))
    head = new_head(world, since=day, at=past(ON))
    assert not Reader.objects.filter(user=head.user_id).exists()

    monkeypatch.setattr(jobs.timezone, "now", lambda: past(day))
    jobs.name_chiefs()
    jobs.name_chiefs()

    assert sees(head, row, on=day)
    assert Event.objects.filter(kind="assignment.name_chief").count() == 1


# --- drafts -------------------------------------------------------------------------------------
def rewritten(world, row, order, *, by=None):
    return assignments.edit(
        row, order, revision=row.revision, by=by or world.specialist, at=timezone.now()
    )


def test_who_makes_a_draft_restricted_and_who_wrote_it_still_see_it(world):
    order = world.order()
    row = assignments.draft(order, by=world.specialist, at=timezone.now())

    rewritten(world, row, replace(order, restriction="PERSONNEL"), by=world.office_head)

    assert sees(world.specialist, row)
    assert sees(world.office_head, row)
    assert not sees(world.secretary, row)


def test_who_is_no_longer_named_no_longer_sees_the_draft(world):
    order = world.order(
        restriction="PERSONNEL", readers=(world.office_head.user, world.secretary.user)
    )
    row = assignments.draft(order, by=world.specialist, at=timezone.now())
    assert sees(world.office_head, row)

    rewritten(world, row, replace(order, readers=(world.secretary.user,)))

    named = set(row.readers.values_list("user", flat=True))
    assert named == {world.specialist.user_id, world.secretary.user_id}


def test_a_draft_that_is_no_longer_restricted_names_nobody(world):
    order = world.order(restriction="PERSONNEL", readers=(world.secretary.user,))
    row = assignments.draft(order, by=world.specialist, at=timezone.now())

    rewritten(world, row, replace(order, restriction="", readers=()))

    assert not row.readers.exists()
    assert sees(world.office_head, row)


@pytest.mark.parametrize("name", ["head", "other_head", "watcher"])
def test_a_reader_of_another_side_sees_restricted_work_from_its_issue_on(world, name):
    reader, at = getattr(world, name), timezone.now()
    order = world.order(restriction="PERSONNEL", readers=(reader.user,))
    row = assignments.draft(order, by=world.specialist, at=at)
    assert not sees(reader, row)

    day = timezone.localdate(at)
    assignments.issue(row, issued_on=day, decision=world.by_slip(day), by=world.specialist, at=at)

    assert sees(reader, row)
