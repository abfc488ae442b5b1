"""Periodic work that ends for a body: withdrawn with all that follows, or after its last day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from assignments.actions import assignment as assignments
from assignments.actions import series as actions
from assignments.actions import submission
from assignments.actions.rhythm import Rhythm
from assignments.forms.moves import LAST, WithdrawForm
from assignments.models import Assignment
from assignments.models.aftermath import periods
from assignments.rules.assignment import Stage
from audit.models import Event
from tests.assignments.office import viewer
from tests.assignments.periodic import MONTHLY, periodic
from tests.factories import a_result

pytestmark = pytest.mark.django_db

ON = date(2023, 11, 28)


def two_periods(world, past, rhythm=MONTHLY):
    row = periodic(world, past, rhythm)
    (second,) = actions.make_ahead(row.series, at=past(date(2023, 11, 27)))
    return row, second


def withdraw(world, past, row, **facts):
    slip = world.by_slip(ON)
    row.refresh_from_db()
    assignments.withdraw(
        row, reason="Thôi", decision=slip, by=world.specialist, at=past(ON), **facts
    )
    row.refresh_from_db()


def ended_and_reopened(world, past):
    """The first period is withdrawn with all later ones while the second is done; the second is
    opened again."""
    first, second = two_periods(world, past)
    at = past(ON)
    assignments.acknowledge(second, officer=world.officer, by=world.head, at=at)
    result = [a_result(ON)]
    submission.submit(second, results=result, by=world.head, at=at)
    submission.confirm(second, by=world.specialist, at=at)
    withdraw(world, past, first, with_later=True)
    slip = world.by_slip(ON)
    assignments.reopen(second, reason="Sai", decision=slip, by=world.specialist, at=at)
    second.refresh_from_db()
    return second


def choices(world, row):
    form = WithdrawForm(assignment=row, user=viewer(world.specialist).user, on=ON)
    return [key for key, _label in form.fields["with_later"].choices], form


def told(row):
    event = Event.objects.filter(kind="assignment.withdraw", subject_id=row.pk).latest("pk")
    with translation.override("en"):
        return periods(event)


def test_a_period_of_ended_work_is_withdrawn_with_all_later_ones_once_more(world, past):
    second = ended_and_reopened(world, past)

    withdraw(world, past, second, with_later=True)

    assert second.stage == Stage.WITHDRAWN
    assert Assignment.objects.filter(series_end__isnull=False).count() == 2


def test_a_period_after_which_nothing_comes_is_withdrawn_without_a_promise(world, past):
    second = ended_and_reopened(world, past)

    keys, form = choices(world, second)
    withdraw(world, past, second)

    assert keys == [""]
    assert str(LAST) in str(form["with_later"])
    assert told(second) == "This period; nothing more is made for this body."
    assert actions.make_ahead(second.series, at=past(date(2024, 3, 27))) == []


def test_the_last_period_before_the_end_of_the_rhythm_does_not_come_back(world, past):
    first, second = two_periods(world, past, Rhythm("MONTH", 25, ends_on=date(2023, 12, 31)))

    assert choices(world, first)[0] == ["", "later"]
    assert choices(world, second)[0] == [""]
    withdraw(world, past, second)
    assert told(second) == "This period; nothing more is made for this body."


def test_a_period_before_one_that_stands_comes_back(world, past):
    first, _second = two_periods(world, past)

    withdraw(world, past, first)

    assert told(first) == "This period only; the work comes back in the next period."


def test_withdrawing_waits_for_what_makes_the_next_period(world, past):
    first, _second = two_periods(world, past)

    with CaptureQueriesContext(connection) as queries:
        withdraw(world, past, first, with_later=True)

    sqls = [q["sql"] for q in queries if "FOR UPDATE" in q["sql"] and "assignments_" in q["sql"]]
    assert 'FROM "assignments_series"' in sqls[0]
