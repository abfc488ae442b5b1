"""What a document demands: entered, corrected, linked upward."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from agencies.rules.refusal import NotAllowed, Stale
from audit.models import Event
from directives.actions import obligation as obligations
from directives.actions.obligation import Wording
from directives.models import (
    Directive,
    Obligation,
    ObligationHistory,
)

pytestmark = pytest.mark.django_db

ISSUED = date(2023, 10, 16)


# --- obligations --------------------------------------------------------------------------------
@pytest.fixture
def wording() -> Wording:
    return Wording(clause="ý 1", text_vi="Rà soát quy chế làm việc", mode="assigned")


def test_an_obligation_gets_the_next_code_and_keeps_its_history(world, paper, register, wording):
    row = register(paper)
    Directive.objects.update(code="968")
    row.refresh_from_db()

    first = obligations.add(row, wording, by=world.watcher, at=timezone.now())
    second = obligations.add(row, wording, by=world.watcher, at=timezone.now())
    obligations.edit(
        first, replace(wording, clause="ý 2"), revision=0, by=world.watcher, at=timezone.now()
    )

    assert [first.code, second.code] == ["968-01", "968-02"]
    assert ObligationHistory.objects.filter(id=first.pk, known_to=None).get().clause == "ý 2"
    event = Event.objects.get(kind="obligation.edit")
    assert event.data["changes"]["clause"] == ["ý 1", "ý 2"]


def test_codes_follow_those_that_stand(world, paper, register, wording):
    row = register(paper)
    Obligation.objects.create(code="29-01", directive=row, clause="", text_vi="x", mode="text")

    assert obligations.add(row, wording, by=world.watcher, at=timezone.now()).code == "29-02"


def test_obligations_of_home_affairs_are_not_entered_by_the_office(world, paper, register, wording):
    row = register(paper)
    obligations.add(row, wording, by=world.specialist, at=timezone.now())
    Directive.objects.update(code="968")

    for seat in (world.specialist, world.head, world.chairman):
        with pytest.raises(NotAllowed):
            obligations.add(row, wording, by=seat, at=timezone.now())


def test_a_stale_obligation_is_not_overwritten(world, paper, register, wording):
    row = obligations.add(register(paper), wording, by=world.watcher, at=timezone.now())
    obligations.edit(row, wording, revision=0, by=world.watcher, at=timezone.now())

    with pytest.raises(Stale):
        obligations.edit(row, wording, revision=0, by=world.watcher, at=timezone.now())


def test_an_obligation_never_carries_out_itself(world, paper, register, wording):
    document = register(paper)
    at = timezone.now()
    upper = obligations.add(document, wording, by=world.watcher, at=at)
    lower = obligations.add(
        document, replace(wording, carries_out=(upper,), is_assumed=True), by=world.watcher, at=at
    )

    assert lower.links_up.get().is_assumed
    with pytest.raises(NotAllowed):
        obligations.edit(
            upper, replace(wording, carries_out=(lower,)), revision=0, by=world.watcher, at=at
        )
