"""Absence and authorisation: dated, ended by themselves; deciding never chains (rules.md 2.3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.actions import delegation as actions
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Role
from assignments.actions import submission as submissions
from assignments.models.parties import moves_of, relation
from assignments.models.stand_ins import stands_in_for
from assignments.rules.assignment import Stage
from tests import factories
from tests.factories import a_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def away(absent, substitute, today, *, by, days=5, first=None):
    first = first or today
    return actions.stand_in(
        absent, substitute, first_day=first, last_day=first + timedelta(days), by=by,
        at=timezone.now(),
    )  # fmt: skip


def authorised(absent, substitute, today, *, by, **facts):
    given = {
        "first_day": today, "last_day": today + timedelta(5), "document": "3/GUQ-STP",
        "document_on": today, "content": "ký báo cáo",
    } | facts  # fmt: skip
    return actions.authorise(absent, substitute, **given, by=by, at=timezone.now())


def result(on):
    return a_result(on)


@pytest.fixture
def second(world):
    return factories.seat(world.justice, title="Chuyên viên hai")


@pytest.fixture
def third(world):
    return factories.seat(world.justice, title="Chuyên viên ba")


def test_the_person_the_head_and_the_contact_enter_an_absence(world, today, second):
    for by in (world.officer, world.head, world.contact):
        row = away(world.officer, second, today, by=by)
        actions.end_early(row, by=by, at=timezone.now())
    for by in (second, world.other_head, world.specialist, world.admin, world.watcher):
        with pytest.raises(NotAllowed):
            away(world.officer, second, today, by=by)


def test_the_office_and_the_secretary_enter_a_leaders_absence(world, today):
    for by in (world.specialist, world.secretary):
        row = away(world.chairman, world.vice_chairman, today, by=by)
        actions.end_early(row, by=by, at=timezone.now())
    with pytest.raises(NotAllowed):
        away(world.chairman, world.head, today, by=world.specialist)


def test_a_substitute_is_of_the_same_body(world, today):
    with pytest.raises(NotAllowed):
        away(world.officer, world.other_officer, today, by=world.head)


def test_one_absence_at_a_time(world, today, second, third):
    away(world.officer, second, today, by=world.head)

    with pytest.raises(NotAllowed):
        away(world.officer, third, today, by=world.head, first=today + timedelta(3))
    away(world.officer, third, today, by=world.head, first=today + timedelta(6))


def test_no_circle_in_which_nobody_is_there(world, today, second, third):
    away(world.officer, second, today, by=world.head)
    away(second, third, today, by=world.head)

    with pytest.raises(NotAllowed):
        away(third, world.officer, today, by=world.head)


def test_days_that_are_over_pass_nothing_on(world, today, second):
    with pytest.raises(NotAllowed):
        away(world.officer, second, today, by=world.head, first=today - timedelta(9))


def test_an_absence_ends_by_itself(world, today, second):
    away(world.officer, second, today, by=world.head)

    assert stands_in_for(second, on=today + timedelta(5)).keys() == {world.officer.pk}
    assert stands_in_for(second, on=today + timedelta(6)) == {}


def test_receiving_and_preparing_chain(world, today, second, third):
    row = world.acknowledged()
    away(world.officer, second, today, by=world.head)
    away(second, third, today, by=world.head)

    assert world.officer.pk in stands_in_for(third, on=today)
    submissions.prepare(row, results=[result(today)], by=third, at=timezone.now())


def test_the_substitute_of_an_absent_officer_prepares_but_cannot_decide(world, today, second):
    row = world.acknowledged()
    with pytest.raises(NotAllowed):
        submissions.prepare(row, results=[result(today)], by=second, at=timezone.now())
    away(world.officer, second, today, by=world.head)

    submissions.prepare(row, results=[result(today)], by=second, at=timezone.now())

    moves = moves_of(row, second, standing_of(second, on=today))
    assert "prepare" in moves
    assert not {"submit", "request_extension", "request_return"} & set(moves)
    with pytest.raises(NotAllowed):
        submissions.submit(row, by=second, at=timezone.now())
    row.refresh_from_db()
    assert row.stage == Stage.ACKNOWLEDGED


def test_an_absent_head_passes_no_decision_on(world, today):
    row = world.acknowledged()
    away(world.head, world.contact, today, by=world.contact)

    with pytest.raises(NotAllowed):
        submissions.submit(row, results=[result(today)], by=world.contact, at=timezone.now())


def test_a_written_authorisation_lets_decide(world, today):
    row = world.acknowledged()
    authorised(world.head, world.contact, today, by=world.contact)

    submissions.submit(row, results=[result(today)], by=world.contact, at=timezone.now())

    row.refresh_from_db()
    assert row.stage == Stage.SUBMITTED


def test_deciding_never_chains(world, today):
    """Authorised once; the authorised person's substitute and further authorisation decide
    nothing."""
    row = world.acknowledged()
    second = factories.seat(world.justice, Role.CONTACT, title="Văn thư hai")
    authorised(world.head, world.contact, today, by=world.contact)
    away(world.contact, second, today, by=world.contact)

    with pytest.raises(NotAllowed):
        submissions.submit(row, results=[result(today)], by=second, at=timezone.now())
    with pytest.raises(NotAllowed):
        authorised(world.contact, second, today, by=world.contact)
    assert not relation(row, second, standing_of(second, on=today)).decides("submit")


def test_an_authorisation_needs_its_document_dates_and_content(world, today):
    for lack in ({"document": " "}, {"content": ""}, {"document_on": today + timedelta(1)},
                 {"last_day": today - timedelta(1)}):  # fmt: skip
        with pytest.raises(NotAllowed):
            authorised(world.head, world.contact, today, by=world.contact, **lack)


def test_ended_early_it_lets_nothing_through(world, today):
    row = world.acknowledged()
    given = authorised(world.head, world.contact, today, by=world.contact)

    actions.end_early(given, by=world.head, at=timezone.now())

    with pytest.raises(NotAllowed):
        submissions.submit(row, results=[result(today)], by=world.contact, at=timezone.now())
    with pytest.raises(NotAllowed):
        actions.end_early(given, by=world.head, at=timezone.now())


@pytest.mark.parametrize("kind", ["", "?kind=TUQ"])
def test_who_opens_the_form_for_an_absence_is_chosen_already(world, sign_in, kind):
    page = sign_in(world.head).get(f"/delegations/new/{kind}").content.decode()

    assert f'<option value="{world.head.pk}" selected>' in page
