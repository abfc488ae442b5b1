"""The short condition on what a body leads says the same as the whole one."""

from datetime import date

import pytest
from django.utils import timezone

from agencies.models.standing import standing_of
from assignments.actions import assignment as assignments
from assignments.actions.asking import Part
from assignments.models import Assignment
from assignments.rules.assignment import Stage

PEOPLE = ["specialist", "chairman", "watcher", "head", "officer", "other_head", "admin"]


@pytest.fixture
def rows(world):
    """One of each kind that the rights tell apart."""
    at = timezone.now()
    draft = world.order(title="Dự thảo")
    assignments.draft(draft, by=world.specialist, at=at)
    world.issued(title="Đã giao")
    world.issued(title="Giao cơ quan khác", lead=world.health, parts=(Part(world.justice),))
    world.issued(title="Hạn chế", restriction="PERSONNEL")
    world.issued(title="Hạn chế, nêu tên", restriction="PERSONNEL", readers=(world.officer.user,))
    return world


def person(seat):
    seat.user.seat, seat.user.standing = seat, standing_of(seat, on=timezone.localdate())
    return seat.user


@pytest.mark.parametrize("name", PEOPLE)
def test_of_what_a_body_leads_the_short_condition_shows_the_same(rows, name):
    user = person(getattr(rows, name))

    short = Assignment.objects.led_visible_to(user)
    whole = Assignment.objects.visible_to(user).led_by(user.standing.bodies)

    assert set(short) == set(whole)


def test_the_condition_holds_in_a_question_inside_another(rows):
    user = person(rows.head)
    seen = Assignment.objects.visible_to(user)

    inside = Assignment.objects.filter(pk__in=seen.values("pk"), stage=Stage.ISSUED)

    assert set(inside) == set(seen.filter(stage=Stage.ISSUED))
    assert {row.title for row in inside} == {"Đã giao", "Giao cơ quan khác", "Hạn chế"} | (
        {"Hạn chế, nêu tên"}
    )


def test_a_day_in_the_past_counts_as_overdue_only_what_was_due_before_it(rows):
    row = Assignment.objects.get(title="Đã giao")
    Assignment.objects.filter(pk=row.pk).update(due_on=date(2024, 5, 10))

    assert row in Assignment.objects.overdue(date(2024, 5, 11))
    assert row not in Assignment.objects.overdue(date(2024, 5, 10))
