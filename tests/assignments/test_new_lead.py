"""Work given again, or to another body: what goes with the lead and what stays."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from agencies.actions import calendar as calendars
from agencies.actions.calendar import Days
from agencies.calendar import Unit, WorkCalendar
from agencies.models import Routing
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Role
from assignments.actions import assignment as assignments
from assignments.actions import calendar as calendar_actions
from assignments.actions import extension, returning
from assignments.actions.asking import Part
from assignments.actions.terms import Terms
from assignments.models import Assignment, DueChange
from assignments.models.dossier import facts_of
from assignments.models.due import due_view
from assignments.models.parties import moves_of
from assignments.models.why import why_of
from assignments.rules.assignment import Timing
from audit.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
GIVEN = date(2024, 3, 4)  # a Monday
SEVEN = Terms(
    Timing.DATED, unit=Unit.WORKING_DAYS, count=7, count_from=GIVEN, phrase="trong 7 ngày"
)


def again(row):
    return Assignment.objects.get(pk=row.pk)


def reassign(world, row, lead, on=None, at=None, **facts):
    slip = world.by_slip(on or timezone.localdate())
    at = at or timezone.now()
    return returning.reassign(
        again(row), lead=lead, decision=slip, by=world.specialist, at=at, **facts
    )


def returned(world, at, on):
    row = world.acknowledged(at=at)
    returning.request_return(row, reason="FUNCTION", text="Ngoài chức năng", by=world.head, at=at)
    slip = world.by_slip(on)
    return returning.accept_return(row, decision=slip, by=world.specialist, at=at)


def reissue(world, row, lead, on, at, terms=None):
    slip = world.by_slip(on)
    return returning.reissue(row, lead=lead, terms=terms, decision=slip, by=world.specialist, at=at)


def test_nothing_is_given_to_a_body_that_has_ended(world):
    row, gone = world.issued(), factories.agency(valid_to=timezone.localdate())

    with pytest.raises(NotAllowed, match=f"{gone.valid_to:%d/%m/%Y}"):
        reassign(world, row, gone)

    assert again(row).lead == world.justice


def test_nothing_is_given_to_a_body_before_its_first_day(world):
    row, tomorrow = world.issued(), timezone.localdate() + timedelta(1)
    coming = factories.agency(valid_from=tomorrow)

    with pytest.raises(NotAllowed, match=f"{tomorrow:%d/%m/%Y}"):
        reassign(world, row, coming)

    assert again(row).lead == world.justice


# --- who reads it -------------------------------------------------------------------------------
def sees(client, row):
    return client.get(reverse("assignment-detail", args=[row.pk])).status_code == 200


def test_restricted_work_is_read_by_the_new_head_and_no_longer_by_the_old_lead(world, sign_in):
    row = world.issued(restriction="PERSONNEL")
    row = assignments.acknowledge(row, officer=world.officer, by=world.head, at=timezone.now())

    reassign(world, row, world.health)

    assert sees(sign_in(world.other_head), row)
    assert not sees(sign_in(world.head), row)
    assert not sees(sign_in(world.officer), row)
    assert sees(sign_in(world.specialist), row)
    assert Event.objects.get(kind="assignment.reassign").data["unread_by"] == "Sở Tư pháp"


def test_who_also_sits_on_another_side_goes_on_reading(world, sign_in):
    factories.seat(world.office, person=world.head.user, title="Chuyên viên kiêm nhiệm")
    row = world.issued(restriction="PERSONNEL")

    reassign(world, row, world.health)

    assert row.readers.filter(user=world.head.user).exists()


# --- who watches and monitors it ----------------------------------------------------------------
def test_work_moved_to_its_monitor_is_monitored_by_the_assigner(world):
    row = world.issued()

    reassign(world, row, world.office)

    assert (again(row).lead, again(row).monitor) == (world.office, world.ppc)
    assert Event.objects.get(kind="assignment.reassign").data["monitor"] == str(world.ppc)


def test_work_moved_to_home_affairs_is_confirmed_by_the_ppc_office(world):
    row = world.issued(monitor=world.home_affairs)

    reassign(world, row, world.home_affairs)

    assert again(row).monitor == world.office


def test_no_body_monitors_what_it_gave_and_leads_itself(world):
    unit = factories.agency("CC", parent=world.justice)
    row = world.order(lead=unit, assigner=world.justice, monitor=world.justice, giver="BODY")
    row = assignments.draft(row, by=world.head, at=timezone.now())
    row = assignments.issue(
        row,
        issued_on=timezone.localdate(),
        decision=factories.Decision.direct(world.head, timezone.localdate()),
        by=world.head,
        at=timezone.now(),
    )

    with pytest.raises(NotAllowed):
        returning.reassign(
            row,
            lead=world.justice,
            decision=factories.Decision.direct(world.head, timezone.localdate()),
            by=world.head,
            at=timezone.now(),
        )


def test_the_specialist_of_the_new_lead_watches(world):
    other = factories.seat(world.office, title="Chuyên viên khác")
    for body, specialist in ((world.justice, world.specialist), (world.health, other)):
        Routing.objects.create(agency=body, specialist=specialist, leader=world.vice_chairman)
    row = world.issued()

    reassign(world, row, world.health)

    assert again(row).specialist == other


def test_a_body_that_cooperated_leads_alone(world):
    row = world.issued(parts=(Part(world.health, "Số liệu"),))

    reassign(world, row, world.health)

    assert not row.cooperations.exists()
    assert Event.objects.get(kind="assignment.reassign").data["part"] == "Số liệu"


@pytest.mark.parametrize("move", ["withdraw", "reassign", "reissue"])
def test_no_body_ends_or_gives_away_its_own_item(world, move):
    row = world.issued(lead=world.office, monitor=world.ppc)
    if move == "reissue":
        Assignment.objects.filter(pk=row.pk).update(
            stage="RETURNED", stopped_on=timezone.localdate()
        )
    on = timezone.localdate()

    assert move not in moves_of(again(row), world.specialist, standing_of(world.specialist, on=on))
    assert move in moves_of(again(row), world.chairman, standing_of(world.chairman, on=on))


# --- by when ------------------------------------------------------------------------------------
def test_a_pause_ends_with_the_days_that_it_stood(world, past):
    row = world.acknowledged(at=past(GIVEN))
    paused_on, on = date(2024, 3, 8), date(2024, 3, 29)
    extension.pause(
        row,
        cause="COURT",
        text="Chờ tòa",
        decision=world.by_slip(paused_on),
        by=world.specialist,
        at=past(paused_on),
    )

    reassign(world, row, world.health, on, past(on))

    row = again(row)
    assert (row.due_on, row.stopped_on) == (date(2024, 4, 8), None)
    assert row.pauses.get().added_days == 15
    assert row.changed_overdue_on is None
    assert not row.is_short_notice


def test_a_decided_date_stands_without_the_days_of_the_pause(world, past):
    row = world.acknowledged(at=past(GIVEN))
    on = date(2024, 3, 8)
    extension.pause(
        row,
        cause="COURT",
        text="Chờ tòa",
        decision=world.by_slip(on),
        by=world.specialist,
        at=past(on),
    )
    later = date(2024, 3, 29)
    terms = Terms(Timing.DATED, stated_on=date(2024, 5, 31))

    reassign(world, row, world.health, later, past(later), terms=terms)

    assert again(row).due_on == date(2024, 5, 31)
    assert row.pauses.get().added_days == 0


def counted_again(world, at):
    return reissue(world, returned(world, at, GIVEN), world.health, GIVEN, at, terms=SEVEN)


def test_a_count_decided_at_reissue_is_kept_and_told(world, past):
    row = again(counted_again(world, past(GIVEN)))
    calendar = WorkCalendar()
    due = due_view(due_on=row.due_on, calendar=calendar, on=GIVEN)

    with translation.override("en"):
        found = why_of(row, facts_of(row).of("duechange"), due=due, calendar=calendar, on=GIVEN)

    step = found["steps"][2]
    assert (step["label"], step["value"]) == ("+ 7 working days", "13/03/2024")
    assert "counted from 04/03/2024" in step["note"]
    assert "“trong 7 ngày”" in step["note"]
    assert found["days"][-1]["mark"] == "7"


def test_a_count_decided_at_reissue_moves_with_the_calendar(world, past):
    at = past(GIVEN)
    row = counted_again(world, at)
    chief = factories.seat(world.home_affairs, Role.HEAD, title="Giám đốc")
    days = Days(date(2024, 3, 12), date(2024, 3, 12), False, "Nghỉ bão", "Công điện 1", GIVEN)
    change = calendars.propose(days, by=world.watcher, at=at)
    seen = calendar_actions.digest(calendar_actions.what_moves(change, on=GIVEN))

    calendar_actions.approve(change, seen=seen, by=chief, at=at)

    assert again(row).due_on == date(2024, 3, 14)


def test_a_day_stated_at_reissue_stays_when_the_calendar_changes(world, past):
    at = past(GIVEN)
    stated = Terms(Timing.DATED, stated_on=date(2024, 3, 13))
    reissue(world, returned(world, at, GIVEN), world.health, GIVEN, at, terms=stated)
    days = Days(date(2024, 3, 12), date(2024, 3, 12), False, "Nghỉ bão", "Công điện 1", GIVEN)
    change = calendars.propose(days, by=world.watcher, at=at)

    assert calendar_actions.what_moves(change, on=GIVEN) == []


# --- given too late -----------------------------------------------------------------------------
def test_work_reassigned_on_its_due_date_is_given_too_late(world, past):
    row = world.issued(at=past(GIVEN))
    assert not row.is_short_notice
    on = row.due_on

    reassign(world, row, world.health, on, past(on))

    assert again(row).is_short_notice


def test_a_new_date_gives_the_time_that_was_missing(world, past):
    at = past(GIVEN)
    row = world.issued(at=at, terms=Terms(Timing.DATED, stated_on=GIVEN))
    assert row.is_short_notice

    extension.redate(
        row,
        due_on=GIVEN + timedelta(14),
        reason="Cho thêm thời gian",
        decision=world.by_slip(GIVEN),
        by=world.specialist,
        at=at,
    )

    assert not again(row).is_short_notice


def test_a_new_date_may_take_the_time_away(world, past):
    at = past(GIVEN)
    row = world.issued(at=at)

    extension.redate(
        row,
        due_on=GIVEN,
        reason="Gấp",
        decision=world.by_slip(GIVEN),
        by=world.specialist,
        at=at,
    )

    assert again(row).is_short_notice


def test_an_extension_gives_the_time_that_was_missing(world, past):
    at = past(GIVEN)
    ten = Terms(Timing.DATED, unit=Unit.WORKING_DAYS, count=10, count_from=date(2024, 2, 19))
    row = world.issued(at=at, terms=ten)
    assert row.is_short_notice
    extension.request_extension(
        row, asked_due_on=date(2024, 3, 15), grounds="Giao gấp", by=world.head, at=at
    )

    extension.grant_extension(
        row,
        due_on=date(2024, 3, 15),
        decision=world.by_slip(GIVEN),
        by=world.specialist,
        at=at,
    )

    assert not again(row).is_short_notice
    assert row.due_changes.get(cause=DueChange.Cause.EXTENSION).due_rule == ""
