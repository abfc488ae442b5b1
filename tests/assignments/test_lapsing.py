"""A request that the work outlives ends with it, and the history says so."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from agencies.models.calendar import work_calendar
from assignments.actions import assignment as assignments
from assignments.actions import extension, returning, submission
from assignments.models import Assignment
from assignments.models.story import Reader, events_of, story_of
from tests.assignments.situations import extension_asked, today
from tests.factories import a_result

pytestmark = pytest.mark.django_db


def hand_in(world, row):
    result = [a_result(today())]
    submission.submit(row, results=result, by=world.head, at=timezone.now())


def test_a_result_ends_what_was_asked(world, sign_in):
    row = extension_asked(world)
    returning.request_return(row, reason="OTHER", text="x", by=world.head, at=timezone.now())

    hand_in(world, row)

    assert row.extensions.get().outcome == "LAPSED"
    assert row.returns.get().outcome == "LAPSED"
    page = sign_in(world.head).get(f"/assignments/{row.pk}/")
    assert "waiting" not in {request["pill"]["kind"] for request in page.context["requests"]}
    reader = Reader(is_insider=True, calendar=work_calendar(), on=today())
    with translation.override("en"):
        told = story_of(row, events_of(row)[:1], reader)[0]["small"]
    assert "The request for return lapsed" in told
    assert "The request for extension lapsed" in told


def test_a_confirmation_ends_what_an_older_submission_left(world):
    row = world.acknowledged()
    hand_in(world, row)
    returning.ReturnRequest.objects.create(
        assignment=row,
        agency=world.justice,
        reason="OTHER",
        text="x",
        requested_by=world.head,
        requested_on=today(),
    )

    submission.confirm(row, by=world.specialist, at=timezone.now())

    assert row.returns.get().outcome == "LAPSED"


def test_a_new_due_date_ends_the_request_for_more_time(world):
    row = extension_asked(world)

    extension.redate(
        row,
        due_on=row.due_on + timedelta(30),
        reason="Cho thêm",
        decision=world.by_slip(today()),
        by=world.specialist,
        at=timezone.now(),
    )

    assert row.extensions.get().outcome == "LAPSED"


def test_a_withdrawal_dates_the_end_of_the_result_that_waited(world):
    row = world.acknowledged()
    hand_in(world, row)

    assignments.withdraw(
        Assignment.objects.get(pk=row.pk),
        reason="Không còn cần",
        decision=world.by_slip(today()),
        by=world.specialist,
        at=timezone.now(),
    )

    found = row.submissions.get()
    assert (found.state, found.dropped_on) == ("DROPPED", today())
