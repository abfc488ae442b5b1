"""Decisions entered after their day: what each may not be older than, and from when it holds."""

from datetime import date

import pytest
from django.utils import translation

from agencies.models.calendar import work_calendar
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from assignments.actions import assignment as assignments
from assignments.actions import extension, returning, submission
from assignments.actions.terms import Terms
from assignments.models import Assignment
from assignments.models.filters import Criteria
from assignments.models.rows import listed, shape
from assignments.models.story import Reader, events_of, story_of
from assignments.models.viewer import Viewer
from assignments.rules.assignment import Box, Timing
from reports.figures import assignments_on, boxes, end_of
from tests.factories import a_result

pytestmark = pytest.mark.django_db
GIVEN, DUE = date(2023, 12, 1), date(2023, 12, 15)
BEFORE, TURN, ENTERED = date(2023, 12, 5), date(2023, 12, 7), date(2023, 12, 20)


@pytest.fixture
def row(world, past):
    """Due on 15/12."""
    return world.acknowledged(at=past(GIVEN))


def again(row):
    return Assignment.objects.get(pk=row.pk)


def confirmed(row, world, at):
    submission.submit(row, results=[a_result(TURN)], by=world.head, at=at)
    submission.confirm(row, by=world.specialist, at=at)


def returned(row, world, at):
    returning.request_return(row, reason="FUNCTION", text="x", by=world.head, at=at)
    accept(row, world, TURN, at)


def paused(row, world, at):
    facts = {"decision": world.by_slip(TURN), "by": world.specialist, "at": at}
    extension.pause(row, cause="COURT", text="x", **facts)


def accept(row, world, on, at):
    returning.accept_return(row, decision=world.by_slip(on), by=world.specialist, at=at)


def decide(row, move, world, on, at, **facts):
    known = {
        "reopen": (assignments.reopen, {"reason": "Sai số liệu"}),
        "withdraw": (assignments.withdraw, {"reason": "Không còn cần"}),
        "reissue": (returning.reissue, {"lead": world.health}),
        "reassign": (returning.reassign, {"lead": world.health}),
        "resume": (extension.resume, {}),
        "redate": (extension.redate, {"reason": "Điều chỉnh"}),
    }
    action, own = known[move]
    facts = own | facts | {"decision": world.by_slip(on), "by": world.specialist}
    action(again(row), at=at, **facts)


def told(row):
    reader = Reader(is_insider=True, calendar=work_calendar(), on=ENTERED)
    with translation.override("en"):
        items = story_of(again(row), events_of(row)[:1], reader)
    return next(item["small"] for item in items if "small" in item)


# --- older than what it ends --------------------------------------------------------------------
TURNS = [("reopen", confirmed), ("reissue", returned), ("resume", paused)]


@pytest.mark.parametrize(("move", "turn"), TURNS)
def test_nothing_is_taken_back_before_it_was_decided(row, world, past, move, turn):
    turn(row, world, past(TURN))
    at = past(ENTERED)

    with pytest.raises(NotAllowed, match="07/12/2023"):
        decide(row, move, world, BEFORE, at)
    decide(row, move, world, TURN, at)


@pytest.mark.parametrize(
    ("move", "turn"), [*TURNS, ("reassign", lambda *_: None), ("withdraw", lambda *_: None)]
)
def test_the_story_tells_that_it_was_entered_later(row, world, past, move, turn):
    turn(row, world, past(TURN))

    decide(row, move, world, date(2023, 12, 8), past(DUE))

    assert "decided on 08/12/2023, entered on 15/12/2023" in told(row)


# --- new due dates ------------------------------------------------------------------------------
def test_no_decision_sets_a_date_before_its_own_day(row, world, past):
    at = past(date(2023, 12, 12))

    with pytest.raises(NotAllowed, match="11/12/2023"):
        decide(row, "redate", world, date(2023, 12, 11), at, due_on=date(2023, 12, 8))
    decide(row, "redate", world, date(2023, 12, 11), at, due_on=date(2023, 12, 11))


def test_no_body_is_given_work_due_before_the_decision(row, world, past):
    terms = Terms(Timing.DATED, stated_on=date(2023, 12, 8))

    with pytest.raises(NotAllowed):
        decide(row, "reassign", world, date(2023, 12, 11), past(ENTERED), terms=terms)


def test_the_present_due_date_is_no_new_one(row, world, past):
    with pytest.raises(NotAllowed):
        decide(row, "redate", world, TURN, past(TURN), due_on=DUE)


@pytest.mark.parametrize("move", ["redate", "reassign"])
def test_an_older_decision_never_overrides_a_newer_due_date(row, world, past, move):
    decide(row, "redate", world, TURN, past(TURN), due_on=date(2023, 12, 22))
    stated = date(2023, 12, 27)
    facts = {"due_on": stated} if move == "redate" else {"terms": Terms(Timing.DATED, "", stated)}

    with pytest.raises(NotAllowed, match="07/12/2023"):
        decide(row, move, world, BEFORE, past(ENTERED), **facts)

    decide(row, move, world, TURN, past(ENTERED), **facts)
    assert again(row).due_on == stated


# --- from what day it holds ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("on", "overdue_on"), [(date(2023, 12, 14), None), (date(2023, 12, 18), date(2023, 12, 18))]
)
@pytest.mark.parametrize("move", ["withdraw", "reassign"])
def test_overdue_is_judged_on_the_day_of_the_decision(row, world, past, move, on, overdue_on):
    decide(row, move, world, on, past(ENTERED))

    assert again(row).changed_overdue_on == overdue_on


def test_a_date_decided_with_another_lead_applies_from_the_decision(row, world, past):
    terms = Terms(Timing.DATED, stated_on=date(2023, 12, 29))

    decide(row, "reassign", world, date(2023, 12, 14), past(ENTERED), terms=terms)

    assert again(row).changed_overdue_on is None
    assert again(row).due_changes.latest("pk").effective_on == date(2023, 12, 14)


@pytest.mark.parametrize(("move", "turn"), [("reissue", returned), ("reassign", paused)])
def test_work_that_stood_in_time_is_not_overdue_when_given_anew(row, world, past, move, turn):
    turn(row, world, past(TURN))
    terms = Terms(Timing.DATED, stated_on=date(2023, 12, 29))

    decide(row, move, world, ENTERED, past(ENTERED), terms=terms)

    assert (again(row).due_on, again(row).stopped_on) == (date(2023, 12, 29), None)
    assert again(row).changed_overdue_on is None
    assert not again(row).due_changes.latest("pk").was_overdue


def test_a_withdrawal_counts_from_its_decision_and_changes_no_figure_known_before(row, world, past):
    decide(row, "withdraw", world, date(2023, 12, 14), past(ENTERED))

    day = date(2023, 12, 18)
    assert again(row).withdrawn_on == date(2023, 12, 14)
    assert boxes(assignments_on(on=day))[Box.OPEN_OVERDUE] == 1
    assert not assignments_on(on=day, known=end_of(ENTERED)).exists()
    assert row.holdings.latest("pk").from_on == date(2023, 12, 14)


def test_a_withdrawal_never_counts_from_before_the_last_fact(row, world, past):
    submission.submit(row, results=[a_result(TURN)], by=world.head, at=past(TURN))

    decide(row, "withdraw", world, BEFORE, past(ENTERED))

    assert again(row).withdrawn_on == TURN
    assert row.submissions.get().dropped_on == TURN


def test_a_draft_is_withdrawn_on_the_day_of_the_entry(world, past):
    draft = assignments.draft(world.order(on=GIVEN), by=world.specialist, at=past(GIVEN))

    decide(draft, "withdraw", world, BEFORE, past(TURN))

    assert again(draft).withdrawn_on == TURN


def test_the_list_says_that_a_withdrawal_was_entered_later(row, world, past):
    decide(row, "withdraw", world, date(2023, 12, 14), past(ENTERED))
    user = world.specialist.user
    user.seat, user.standing = world.specialist, standing_of(world.specialist, on=ENTERED)
    viewer = Viewer(user, ENTERED)

    with translation.override("en"):
        (shown,) = shape(listed(Criteria(state="all").rows(viewer), viewer), viewer)

    assert "entered on 20/12/2023" in shown.note


def test_a_withdrawal_entered_on_its_day_says_nothing_more(row, world, past):
    decide(row, "withdraw", world, TURN, past(TURN))

    assert told(row) == ""
    assert again(row).withdrawn_on == TURN
