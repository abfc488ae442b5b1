"""A change of the calendar moves computed, open, future deadlines and no other (rules.md 1.7)."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.actions import calendar as calendars
from agencies.actions.calendar import Days
from agencies.calendar import Unit, WorkCalendar
from agencies.models import CalendarChange, SpecialDay
from agencies.models.calendar import calendar_with, work_calendar
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Role
from assignments.actions import calendar as actions
from assignments.actions import extension as extensions
from assignments.actions import submission as submissions
from assignments.actions.terms import Terms
from assignments.models import Assignment, DueChange
from assignments.rules.assignment import Timing
from assignments.rules.recompute import Basis, Step, recomputed
from audit.models import Event
from tests import factories
from tests.factories import a_result

ON = date(2024, 3, 4)  # a Monday
DAYS = st.dates(date(2024, 2, 1), date(2024, 5, 31))


def propose(world, first, last=None, *, off=False, at, name="Nghỉ bão", by=None):
    days = Days(first, last or first, off, name, "Công điện 1/CĐ-UBND", ON)
    return calendars.propose(days, by=by or world.watcher, at=at)


@pytest.fixture
def chief(world):
    return factories.seat(world.home_affairs, Role.HEAD, title="Giám đốc")


def approve(change, by, at):
    seen = actions.digest(actions.what_moves(change, on=timezone.localdate(at)))
    return actions.approve(change, seen=seen, by=by, at=at)


def due(row):
    row.refresh_from_db()
    return row.due_on


def columns(row):
    return Assignment.objects.filter(pk=row.pk).values().get()


# --- which deadlines move -----------------------------------------------------------------------
@pytest.mark.django_db
def test_a_holiday_added_later_moves_open_computed_deadlines(world, past, chief):
    at = past(ON)
    row = world.issued(at=at)
    assert row.due_on == date(2024, 3, 18)
    change = propose(world, date(2024, 3, 13), at=at)

    moved = approve(change, chief, at)

    assert [m.assignment.pk for m in moved] == [row.pk]
    assert due(row) == date(2024, 3, 19)
    assert row.original_due_on == date(2024, 3, 18)
    step = row.due_changes.get(cause=DueChange.Cause.CALENDAR)
    assert (step.previous_due_on, step.due_on) == (date(2024, 3, 18), date(2024, 3, 19))
    assert (step.decided_by, step.basis) == (chief, "Công điện 1/CĐ-UBND")
    event = Event.objects.get(kind="assignment.recompute")
    assert event.note == "Nghỉ bão, 13/03/2024"
    assert (event.data["before"], event.data["due"]) == ("18/03/2024", "19/03/2024")
    change.refresh_from_db()
    assert (change.moved, change.state) == (1, "APPROVED")


@pytest.mark.django_db
def test_dates_set_by_hand_past_ones_and_closed_items_never_move(world, past, chief):
    at = past(ON)
    stated = world.issued(at=at, terms=Terms(Timing.DATED, stated_on=date(2024, 3, 15)))
    extended = world.issued(at=at)
    extensions.request_extension(
        extended, asked_due_on=date(2024, 3, 22), grounds="thiếu số liệu", by=world.head, at=at
    )
    extensions.grant_extension(
        extended, due_on=date(2024, 3, 22), decision=world.by_slip(ON), by=world.specialist, at=at
    )
    redated = world.issued(at=at)
    extensions.redate(
        redated, due_on=date(2024, 3, 20), reason="gấp", decision=world.by_slip(ON),
        by=world.specialist, at=at,
    )  # fmt: skip
    done = world.acknowledged(at=at)
    result = a_result(ON)
    submissions.submit(done, results=[result], by=world.head, at=at)
    submissions.confirm(done, by=world.specialist, at=at)
    over = world.issued(
        at=at, terms=Terms(Timing.DATED, unit=Unit.WORKING_DAYS, count=1, count_from=ON)
    )
    still = [stated, extended, redated, done, over]
    before = [columns(row) for row in still]
    at = past(date(2024, 3, 6))
    change = propose(world, date(2024, 3, 5), date(2024, 3, 14), at=at)

    moved = approve(change, chief, at)

    assert moved == []
    assert [columns(row) for row in still] == before


@pytest.mark.django_db
def test_months_move_only_when_the_end_falls_on_the_day(world, past, chief):
    at = past(ON)
    month = Terms(Timing.DATED, unit=Unit.MONTHS, count=1, count_from=ON)
    row = world.issued(at=at, terms=month)
    assert row.due_on == date(2024, 4, 4)

    assert approve(propose(world, date(2024, 3, 20), at=at), chief, at) == []
    approve(propose(world, date(2024, 4, 4), at=at), chief, at)

    assert due(row) == date(2024, 4, 5)


@pytest.mark.django_db
def test_what_a_resumption_added_is_added_again(world, past, chief):
    row = world.issued(at=past(ON))
    slip = world.by_slip(date(2024, 3, 5))
    at = past(date(2024, 3, 5))
    extensions.pause(row, cause="OTHER", text="chờ", decision=slip, by=world.specialist, at=at)
    at = past(date(2024, 3, 8))
    extensions.resume(row, decision=slip, by=world.specialist, at=at)
    assert due(row) == date(2024, 3, 21)

    approve(propose(world, date(2024, 3, 20), at=at), chief, at)

    assert due(row) == date(2024, 3, 22)


@pytest.mark.django_db
def test_a_day_worked_instead_moves_back_but_never_into_the_past(world, past, chief):
    at = past(ON)
    soon = world.issued(
        at=at, terms=Terms(Timing.DATED, unit=Unit.WORKING_DAYS, count=5, count_from=ON)
    )
    assert soon.due_on == date(2024, 3, 11)

    approve(propose(world, date(2024, 3, 9), off=True, at=at, name="Làm bù"), chief, at)

    assert due(soon) == date(2024, 3, 9)
    at = past(date(2024, 3, 9))
    change = propose(world, date(2024, 3, 2), date(2024, 3, 3), off=True, at=at, name="Làm bù")
    assert approve(change, chief, at) == []


@pytest.mark.django_db
def test_taking_the_day_back_restores_the_dates(world, past, chief):
    at = past(ON)
    row = world.issued(at=at)
    approve(propose(world, date(2024, 3, 13), at=at), chief, at)

    approve(propose(world, date(2024, 3, 13), off=None, at=at), chief, at)

    assert due(row) == date(2024, 3, 18)
    assert not SpecialDay.objects.exists()


@pytest.mark.django_db
def test_restricted_work_moves_and_is_not_listed(world, past, chief, sign_in, settings):
    settings.MFA_REQUIRED = False
    today = timezone.localdate()
    row = world.issued(restriction="COMPLAINT", title="Đơn của ông X")
    at = timezone.now()
    change = propose(world, today + timedelta(1), today + timedelta(7), at=at)

    page = sign_in(world.watcher).get(reverse("calendar-change-detail", args=[change.pk]))

    assert (page.context["count"], page.context["listed"]) == (1, [])
    assert "Đơn của ông X" not in page.content.decode()
    assert [m.assignment.pk for m in approve(change, chief, at)] == [row.pk]


# --- who approves -------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_proposer_never_approves_unless_head(world, past, chief):
    at = past(ON)
    change = propose(world, date(2024, 3, 13), at=at)
    for by in (world.watcher, world.specialist, world.head, world.chairman, world.admin):
        with pytest.raises(NotAllowed):
            approve(change, by, at)
    colleague = factories.seat(world.home_affairs)

    approve(change, colleague, at)

    own = propose(world, date(2024, 3, 14), at=at, by=chief)
    approve(own, chief, at)


@pytest.mark.django_db
def test_only_home_affairs_proposes_and_what_it_proposes_makes_sense(world, past):
    at = past(ON)
    for by in (world.specialist, world.admin, world.head):
        with pytest.raises(NotAllowed):
            propose(world, date(2024, 3, 13), at=at, by=by)
    with pytest.raises(NotAllowed):  # a Wednesday is worked anyway
        propose(world, date(2024, 3, 13), off=True, at=at)
    with pytest.raises(NotAllowed):
        propose(world, date(2024, 3, 13), date(2024, 3, 12), at=at)
    with pytest.raises(NotAllowed):
        propose(world, date(2024, 3, 1), date(2024, 4, 30), at=at)


@pytest.mark.django_db
def test_a_list_that_changed_since_it_was_read_is_refused(world, past, chief):
    at = past(ON)
    world.issued(at=at)
    change = propose(world, date(2024, 3, 13), at=at)
    seen = actions.digest(actions.what_moves(change, on=ON))
    world.issued(at=at)

    with pytest.raises(NotAllowed):
        actions.approve(change, seen=seen, by=chief, at=at)

    change.refresh_from_db()
    assert change.state == CalendarChange.State.PROPOSED
    assert not SpecialDay.objects.exists()


@pytest.mark.django_db
def test_a_decided_change_is_decided_once(world, past, chief):
    at = past(ON)
    change = propose(world, date(2024, 3, 13), at=at)
    approve(change, chief, at)

    with pytest.raises(NotAllowed):
        approve(change, chief, at)
    with pytest.raises(NotAllowed):
        calendars.reject(change, note="", by=chief, at=at)


@pytest.mark.django_db
def test_the_proposer_takes_a_change_back(world, past):
    at = past(ON)
    change = propose(world, date(2024, 3, 13), at=at)

    calendars.reject(change, note="nhầm ngày", by=world.watcher, at=at)

    change.refresh_from_db()
    assert change.state == CalendarChange.State.REJECTED


@pytest.mark.django_db
def test_the_page_approves_what_it_shows(world, chief, sign_in, settings):
    settings.MFA_REQUIRED = False
    today = timezone.localdate()
    row = world.issued()
    old = row.due_on
    change = propose(world, today + timedelta(1), today + timedelta(7), at=timezone.now())
    client = sign_in(chief)
    url = reverse("calendar-change-detail", args=[change.pk])
    page = client.get(url)
    assert [(i["old"], i["title"]) for i in page.context["listed"]] == [(old, row.title)]

    refused = client.post(url, {"do": "approve", "seen": "something else"})
    answer = client.post(url, {"do": "approve", "seen": page.context["digest"]})

    assert refused.status_code == 200
    assert answer.status_code == 302
    assert due(row) > old
    after = client.get(url)
    assert [(i["old"], i["new"]) for i in after.context["listed"]] == [(old, row.due_on)]
    assert sign_in(world.head).get(url).context["may_approve"] is False


# --- recompute after recompute --------------------------------------------------------------------
@given(
    off=st.frozensets(DAYS, max_size=20),
    worked=st.frozensets(DAYS, max_size=5),
    unit=st.sampled_from(Unit),
    n=st.integers(0, 40),
    added=st.lists(st.integers(0, 5), max_size=3),
)
def test_a_computed_date_is_found_again_from_its_steps(off, worked, unit, n, added):
    calendar = WorkCalendar(off=off, worked=worked)
    day = calendar.add(ON, unit, n)
    steps = [Step("ISSUE", day)]
    for days in added:
        if days:
            day = calendar.add_working_days(day, days)
            steps.append(Step("RESUME", day, days))

    once = recomputed(Basis(ON, unit, n), steps, calendar)
    again = recomputed(Basis(ON, unit, n), [*steps, Step("CALENDAR", once)], calendar)

    assert once == day
    assert again == once


def test_a_date_by_hand_stays_whatever_came_before():
    basis, calendar = Basis(ON, Unit.WORKING_DAYS, 5), WorkCalendar()
    for cause in ("EXTENSION", "REDATE", "REISSUE"):
        assert recomputed(basis, [Step("ISSUE", ON), Step(cause, ON)], calendar) is None
    assert recomputed(None, [Step("ISSUE", ON)], calendar) is None


CHANGES = st.lists(
    st.tuples(st.dates(date(2024, 2, 26), date(2024, 4, 30)), st.integers(0, 6),
              st.sampled_from([False, None])),
    min_size=1, max_size=4,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=CHANGES)
def test_recompute_after_recompute_changes_nothing(world, past, chief, changes):
    """After each approval every row stands where its steps say, a second approval of the same
    days moves nothing, and rows that did not move are byte for byte what they were."""
    with transaction.atomic():
        at = past(ON)
        rows = [
            world.issued(at=at, terms=Terms(Timing.DATED, unit=u, count=n, count_from=ON))
            for u, n in ((Unit.WORKING_DAYS, 3), (Unit.WORKING_DAYS, 20), (Unit.DAYS, 30),
                         (Unit.MONTHS, 1))
        ]  # fmt: skip
        rows.append(world.issued(at=at, terms=Terms(Timing.DATED, stated_on=date(2024, 3, 20))))
        for first, length, off in changes:
            before = {row.pk: columns(row) for row in rows}
            change = propose(world, first, first + timedelta(length), off=off, at=at)
            moved = {m.assignment.pk: m.new_due_on for m in approve(change, chief, at)}

            assert calendar_with(change) == work_calendar()
            for row in rows:
                if row.pk not in moved:
                    assert columns(row) == before[row.pk]
                else:
                    assert due(row) == moved[row.pk]
            again = propose(world, first, first + timedelta(length), off=off, at=at)
            assert approve(again, chief, at) == []
        transaction.set_rollback(True)
