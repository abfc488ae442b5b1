"""What stands beside a due date; Tuesday 19/12/2023, no holiday near."""

from datetime import date

import pytest
from django.utils.translation import override

from agencies.calendar import WorkCalendar
from assignments.models.due import due_view
from assignments.rules.assignment import Stage, Timing

CALENDAR = WorkCalendar(known_until=date(2024, 12, 31))
TODAY = date(2023, 12, 19)


def due(due_on, **facts):
    on = facts.pop("on", TODAY)
    with override("en"):
        return due_view(due_on=due_on, calendar=CALENDAR, on=on, **facts)


@pytest.mark.parametrize(
    ("due_on", "tone", "text"),
    [
        (date(2024, 1, 10), "open", "16 days left"),
        (date(2023, 12, 25), "open", "4 days left"),
        (date(2023, 12, 22), "soon", "3 days left"),
        (date(2023, 12, 20), "soon", "1 day left"),
        (TODAY, "soon", "due today"),
        (date(2023, 12, 18), "late", "overdue by 1 day"),
        (date(2023, 12, 12), "late", "overdue by 5 days"),
    ],
)
def test_the_clock_runs_in_working_days(due_on, tone, text):
    found = due(due_on)

    assert (found.tone, found.text) == (tone, text)


def test_on_the_saturday_after_it_says_since_when():
    found = due(date(2023, 12, 15), on=date(2023, 12, 16))

    assert (found.tone, found.text, found.days_late) == ("late", "overdue since 16/12", 0)
    assert found.is_overdue


def test_on_saturday_a_sunday_is_not_today():
    assert due(date(2023, 12, 17), on=date(2023, 12, 16)).text == "due on 17/12"


@pytest.mark.parametrize(
    ("sent", "tone", "text"),
    [
        (date(2023, 12, 14), "ok", "1 day early"),
        (date(2023, 12, 15), "ok", "on time"),
        (date(2023, 12, 16), "donelate", "late since 16/12"),
        (date(2023, 12, 18), "donelate", "1 day late"),
    ],
)
def test_a_submission_stops_the_count_whoever_has_to_confirm_it(sent, tone, text):
    found = due(date(2023, 12, 15), submitted_on=sent, stage=Stage.SUBMITTED)

    assert (found.tone, found.text) == (tone, text)


def test_what_was_done_late_is_no_longer_overdue():
    waiting = due(date(2023, 12, 12), submitted_on=TODAY, stage=Stage.SUBMITTED)
    done = due(date(2023, 12, 12), submitted_on=TODAY, stage=Stage.DONE)

    assert (waiting.days_late, done.days_late) == (5, None)


def test_a_pause_shows_the_day_and_how_late_it_was_then():
    in_time = due(date(2023, 12, 29), stopped_on=date(2023, 12, 14))
    late = due(date(2023, 12, 12), stopped_on=date(2023, 12, 14), stage=Stage.RETURNED)

    assert (in_time.tone, in_time.text) == ("paused", "stopped on 14/12")
    assert late.text == "stopped on 14/12, overdue by 2 days"


def test_the_original_date_is_shown_only_where_it_differs():
    assert due(TODAY, original_due_on=TODAY).original is None
    assert due(TODAY, original_due_on=date(2023, 12, 5)).original == date(2023, 12, 5)


def test_without_a_date_it_says_of_which_kind_the_work_is():
    assert due(None, timing=Timing.NONE).label == "No due date yet"
    assert due(None, timing=Timing.CONTINUOUS).label == "standing work"


def test_a_draft_and_a_withdrawn_one_count_nothing():
    assert due(date(2023, 12, 1), stage=Stage.DRAFT).text == ""
    assert not due(date(2023, 12, 1), stage=Stage.WITHDRAWN).is_overdue
