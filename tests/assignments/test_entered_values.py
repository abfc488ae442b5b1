"""What is typed by mistake or in malice into an order: absurd days, invisible text."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from agencies.calendar import CannotCount, Unit
from agencies.rules.refusal import NotAllowed
from assignments.actions import batch as batches
from assignments.actions import extension as extensions
from assignments.actions.terms import Terms
from assignments.models import Assignment
from assignments.rules.assignment import Timing
from tests.assignments.ordering import NEW, errors, order
from tests.factories import moment

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.MFA_REQUIRED = False


def ordered(world, **facts):
    on = timezone.localdate()
    return batches.assign(
        replace(world.order(on=on), **facts),
        [world.justice],
        issued_on=on,
        decision=world.by_slip(on),
        by=world.specialist,
        at=timezone.now(),
    )


@pytest.mark.parametrize("title", ["\x07\u202e\u200b", "\u2060 \ufeff", "\u3164\u115f", "\u2800"])
def test_a_title_of_invisible_signs_is_no_title(world, sign_in, title):
    answer = sign_in(world.specialist).post(NEW, order(world, title=title))

    assert set(errors(answer)) == {"title"}
    with pytest.raises(NotAllowed):
        ordered(world, title=title)
    assert not Assignment.objects.exists()


def test_invisible_signs_are_taken_out_of_what_is_typed(world, sign_in):
    facts = order(world, title="Rà\u200b soát\x00 quy\u202e chế", product="Quyết\u200bđịnh")

    answer = sign_in(world.specialist).post(NEW, facts)

    row = Assignment.objects.get()
    assert answer.status_code == 302
    assert (row.title, row.product) == ("Rà soát quy chế", "Quyếtđịnh")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("due_on", "1/1/1900", "year"),
        ("due_on", "01/01/9999", "year"),
        ("due_on", "31/02/2026", "no_such_day"),
        ("due_on", "12-3-26", "invalid"),
        ("issued_on", "1/1/1900", "year"),
        ("basis_on", "1/1/1900", "year"),
    ],
)
def test_an_absurd_day_is_refused_where_it_stands(world, sign_in, field, typed, said):
    facts = order(world, count="") | {field: typed}

    answer = sign_in(world.specialist).post(NEW, facts)

    found = answer.context["form"].errors.as_data()
    assert found[field][0].code == said
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"count": "36000", "unit": "MONTHS"},
        {"count": "36000", "unit": "WORKING_DAYS"},
        {"count": "", "due_phrase": "trước ngày 01/01/9999"},
    ],
)
def test_a_count_or_words_that_lead_too_far_are_refused(world, sign_in, facts):
    answer = sign_in(world.specialist).post(NEW, order(world, **facts))

    assert set(errors(answer)) & {"count", "due_phrase"}
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("due", [date(1900, 1, 1), date(9999, 1, 1)])
def test_no_action_sets_an_absurd_due_date(world, due):
    with pytest.raises(NotAllowed):
        ordered(world, terms=Terms(Timing.DATED, stated_on=due))
    row, at = world.issued(), timezone.now()
    with pytest.raises(NotAllowed):
        extensions.redate(
            row,
            due_on=due,
            reason="Theo chỉ đạo mới",
            decision=world.by_slip(timezone.localdate(at)),
            revision=row.revision,
            by=world.specialist,
            at=at,
        )


def test_a_count_to_a_far_day_is_refused_without_counting(world):
    far = Terms(
        Timing.DATED, unit=Unit.MONTHS, count=30000, count_from=moment(date(2026, 1, 5)).date()
    )
    with pytest.raises((NotAllowed, CannotCount)):
        ordered(world, terms=far)
