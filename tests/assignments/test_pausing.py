"""A pause holds from the day of its decision, whenever it is entered (rules.md 3.6, 4.3)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.models.decision import Decision
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Capacity
from assignments.actions import extension, returning, submission
from assignments.models import Holding
from assignments.models.parties import moves_of
from assignments.models.pausing import is_too_late
from assignments.rules.assignment import Box, box
from audit.models import Event, ReplayClock
from reports.figures import assignments_on, boxes, end_of
from tests.assignments.situations import errors, sent, shown, slip, today, url
from tests.factories import a_result

pytestmark = pytest.mark.django_db
ORDERED, DECIDED, DUE = date(2023, 12, 1), date(2023, 12, 14), date(2023, 12, 15)
ENTERED = date(2023, 12, 20)


@pytest.fixture
def row(world, past):
    """Acknowledged on 1/12, due on 15/12."""
    found = world.acknowledged(at=past(ORDERED))
    assert found.due_on == DUE
    return found


def pause(row, world, on, at, **facts):
    facts = {"decision": world.by_slip(on), "by": world.specialist} | facts
    extension.pause(row, cause="COURT", text="Chờ tòa", at=at, **facts)
    row.refresh_from_db()


def holders(row):
    return list(row.holdings.order_by("pk").values_list("holder", "from_on"))


# --- entered after the due date -----------------------------------------------------------------
def test_a_pause_decided_on_the_due_date_is_entered_after_it(row, world, past):
    pause(row, world, DUE, past(ENTERED))

    assert (row.stopped_on, row.pauses.get().paused_on) == (DUE, DUE)
    assert holders(row)[-1] == (Holding.Holder.PAUSED, DUE)


def test_a_pause_decided_the_day_after_the_due_date_is_refused(row, world, past):
    with pytest.raises(NotAllowed):
        pause(row, world, date(2023, 12, 16), past(ENTERED))


def test_a_pause_decided_before_the_order_is_refused(row, world, past):
    with pytest.raises(NotAllowed):
        pause(row, world, date(2023, 11, 30), past(ENTERED))
    pause(row, world, ORDERED, past(ENTERED))

    assert row.stopped_on == ORDERED


@pytest.mark.parametrize(("on", "is_made"), [(DUE, True), (date(2023, 12, 16), False)])
def test_a_pause_decided_in_the_system_is_made_until_the_due_date(row, world, past, on, is_made):
    own = Decision.direct(world.chairman, on, capacity=Capacity.DIRECT)
    facts = {"decision": own, "by": world.chairman}
    at = past(on)

    if is_made:
        pause(row, world, on, at, **facts)
    else:
        with pytest.raises(NotAllowed):
            pause(row, world, on, at, **facts)
    assert row.pauses.exists() == is_made


def test_the_box_stays_that_of_the_day_of_the_decision(row, world, past):
    between = date(2023, 12, 18)
    pause(row, world, DECIDED, past(ENTERED))

    known = end_of(ENTERED)
    days = [DUE, between, date(2023, 12, 28)]
    assert [boxes(assignments_on(on=d, known=known))[Box.OPEN_IN_TIME] for d in days] == [1, 1, 1]
    assert box(DUE, None, None, row.stopped_on, on=date(2023, 12, 28)) == Box.OPEN_IN_TIME
    assert row.changed_overdue_on is None


def test_the_figures_known_before_the_entry_stay_as_they_were(row, world, past):
    between = date(2023, 12, 18)
    past(date(2023, 12, 19))
    before = boxes(assignments_on(on=between))

    pause(row, world, DECIDED, past(ENTERED))

    assert before[Box.OPEN_OVERDUE] == 1
    assert boxes(assignments_on(on=between)) == before
    assert boxes(assignments_on(on=between, known=end_of(date(2023, 12, 19)))) == before


def test_the_days_since_the_decision_are_paused_days(row, world, past, sign_in):
    pause(row, world, DECIDED, past(ENTERED))
    extension.resume(
        row, decision=world.by_slip(ENTERED), by=world.specialist, at=past(ENTERED, 10)
    )

    page = sign_in(world.specialist).get(f"/assignments/{row.pk}/")
    lines = {str(line["label"]): line["days"] for line in page.context["time"].lines}

    assert lines[str(Holding.Holder.PAUSED.label)] == 4  # 14, 15, 18, 19 December
    assert page.context["time"].identity["is_equal"]


def test_resuming_adds_the_working_days_since_the_decision(row, world, past):
    pause(row, world, DECIDED, past(ENTERED))

    on = date(2023, 12, 21)
    extension.resume(row, decision=world.by_slip(on), by=world.specialist, at=past(on))

    row.refresh_from_db()
    assert row.pauses.get().added_days == 5  # 15, 18, 19, 20, 21 December
    assert row.due_on == date(2023, 12, 22)
    assert row.due_changes.latest("pk").was_overdue is False


def test_the_story_tells_that_a_pause_was_entered_later(row, world, past, sign_in):
    pause(row, world, DECIDED, past(ENTERED))

    page = sign_in(world.specialist).get(f"/assignments/{row.pk}/").content.decode()

    assert [part for part in page.split("·") if "14/12/2023" in part and "20/12/2023" in part]


def test_a_pause_entered_on_its_own_day_is_not_told_as_late(row, world, past):
    pause(row, world, DECIDED, past(DECIDED))

    assert "decided_on" not in Event.objects.get(kind="assignment.pause").data


# --- what happened since the decision -----------------------------------------------------------
def test_a_pause_never_holds_before_the_result_came_back(row, world, past):
    result = [a_result(date(2023, 12, 12))]
    submission.submit(row, results=result, by=world.head, at=past(date(2023, 12, 12)))
    on = date(2023, 12, 13)
    submission.send_back(row, reason="Thiếu", by=world.specialist, at=past(on))

    pause(row, world, date(2023, 12, 11), past(date(2023, 12, 14)))

    assert row.stopped_on == on


def test_work_sent_back_after_its_due_date_is_not_paused_any_more(row, world, past):
    result = [a_result(DUE)]
    submission.submit(row, results=result, by=world.head, at=past(DUE))
    submission.send_back(row, reason="x", by=world.specialist, at=past(date(2023, 12, 18)))
    row.refresh_from_db()

    assert is_too_late(row, on=ENTERED)
    with pytest.raises(NotAllowed):
        pause(row, world, DECIDED, past(ENTERED))


def test_a_pause_never_holds_before_another_lead_took_over(row, world, past):
    on = date(2023, 12, 13)
    decision = world.by_slip(on)
    returning.reassign(row, lead=world.health, decision=decision, by=world.specialist, at=past(on))

    pause(row, world, date(2023, 12, 11), past(DECIDED))

    assert row.stopped_on == on


def test_two_pauses_never_count_the_same_days(row, world, past):
    pause(row, world, date(2023, 12, 11), past(date(2023, 12, 11)))
    on = date(2023, 12, 13)
    extension.resume(row, decision=world.by_slip(on), by=world.specialist, at=past(on))

    pause(row, world, date(2023, 12, 12), past(DECIDED))

    assert list(row.pauses.order_by("pk").values_list("paused_on", flat=True)) == [
        date(2023, 12, 11), on,
    ]  # fmt: skip


# --- the button and the form --------------------------------------------------------------------
@pytest.fixture
def overdue(world, past):
    """Due yesterday at the latest, and running."""
    found = world.acknowledged(at=past(today() - timedelta(60)))
    ReplayClock.objects.all().delete()
    return found


def test_after_the_due_date_it_is_offered_to_those_who_enter_decisions(row, world):
    def has(seat, on):
        return "pause" in moves_of(row, seat, standing_of(seat, on=on))

    after = date(2023, 12, 16)
    assert [has(world.specialist, d) for d in (DUE, after)] == [True, True]
    assert [has(world.chairman, d) for d in (DUE, after)] == [True, False]


def test_the_button_goes_with_the_last_chance(overdue, world, past, sign_in):
    page = f"/assignments/{overdue.pk}/"
    client = sign_in(world.specialist)
    before = url("pause", overdue) in client.get(page).content.decode()
    result = [a_result(today())]
    at = timezone.now()
    submission.submit(overdue, results=result, by=world.head, at=at)
    submission.send_back(overdue, reason="Thiếu", by=world.specialist, at=at)

    assert before
    assert url("pause", overdue) not in client.get(page).content.decode()


def test_the_form_says_up_to_what_day_it_was_decided(overdue, world, sign_in):
    client, running = sign_in(world.specialist), world.acknowledged()

    asked = [client.get(url("pause", r)).context["form"]["basis_on"].help_text
             for r in (overdue, running)]  # fmt: skip

    assert shown(overdue.due_on) in asked[0]
    assert not asked[1]


@pytest.mark.parametrize(("days", "code"), [(0, 302), (1, 200)])
def test_the_day_of_the_decision_is_entered_up_to_the_due_date(overdue, world, sign_in, days, code):
    decided = {"basis_on": shown(overdue.due_on + timedelta(days))}
    facts = slip(world) | decided | {"cause": "COURT", "text": "Chờ"}

    answer = sign_in(world.specialist).post(url("pause", overdue), sent(overdue, facts))

    assert answer.status_code == code, errors(answer)
