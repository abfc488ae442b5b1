"""What an action itself refuses of a decision, whatever form it came by."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.models import Delegation
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import BasisKind, Capacity, Role
from assignments.actions import assignment as assignments
from assignments.actions import cooperation
from assignments.actions.asking import Part
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def on():
    return timezone.localdate()


def withdraw(row, decision, by):
    assignments.withdraw(row, reason="x", decision=decision, by=by, at=timezone.now())


def test_a_part_is_decided_in_the_body_that_owes_it(world, on):
    other = factories.agency("SHX")
    contact, head = factories.seat(other, Role.CONTACT), factories.seat(other, Role.HEAD)
    row = world.issued(parts=(Part(world.health, "a"), Part(other, "b")))

    def send(decider):
        note = Decision(decider, contact, on, Capacity.DIRECT, BasisKind.NOTE, "bút phê", on)
        cooperation.send_part(
            row, sent_on=on, document="1", decision=note, by=contact, at=timezone.now()
        )

    with pytest.raises(NotAllowed):
        send(world.other_head)
    send(head)


def test_an_administrator_is_no_officer(world):
    keeper = factories.seat(world.justice, Role.ADMINISTRATOR)
    row = world.issued()

    with pytest.raises(NotAllowed):
        assignments.acknowledge(row, officer=keeper, by=world.head, at=timezone.now())


def test_tuq_needs_an_authorisation_of_that_day(world, on):
    row = world.issued()
    tuq = replace(world.by_slip(on, world.vice_chairman), capacity=Capacity.TUQ)
    own = Decision.direct(world.chairman, on, capacity=Capacity.TUQ)
    letter = Delegation.objects.create(
        absent=world.chairman,
        substitute=world.vice_chairman,
        kind=Delegation.Kind.TUQ,
        first_day=on - timedelta(9),
        last_day=on - timedelta(1),
        content="Điều hành",
        document="1/GUQ",
        document_on=on - timedelta(9),
        created_by=world.chairman,
    )

    for decision, by in ((tuq, world.specialist), (own, world.chairman)):
        with pytest.raises(NotAllowed):
            withdraw(row, decision, by)
    letter.last_day = on
    letter.save()
    withdraw(row, tuq, world.specialist)


@pytest.mark.parametrize("day", [date(1990, 1, 1), -1, 1])
def test_what_is_decided_in_the_system_is_decided_today(world, on, day):
    row = world.issued()
    day = on + timedelta(day) if isinstance(day, int) else day

    with pytest.raises(NotAllowed):
        withdraw(row, Decision.direct(world.chairman, day), world.chairman)


def test_no_decision_is_older_than_the_work(world, on):
    row = world.issued()

    with pytest.raises(NotAllowed):
        withdraw(row, world.by_slip(on - timedelta(1)), world.specialist)
    withdraw(row, world.by_slip(on), world.specialist)
