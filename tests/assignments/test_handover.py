"""When a seat ends its open work falls to the head the same day (rules.md 2.4)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import routing as routings
from agencies.actions.seat import Post
from agencies.models import Routing, Seat
from agencies.models.agency import holds
from agencies.rules.roles import Role
from assignments import jobs
from assignments.actions import assignment as assignments
from assignments.actions import seats as actions
from assignments.actions import submission as submissions
from assignments.actions.terms import Terms
from assignments.models import Assignment, Holding, Reader
from assignments.rules.assignment import Stage, Timing
from audit.models import Event
from tests import factories
from tests.factories import a_result

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 4)  # a Monday


@pytest.fixture(autouse=True)
def without_second_step(settings):
    settings.MFA_REQUIRED = False


def end(seat, last_day, *, by, at):
    return actions.end_seat(
        seat, last_day=last_day, note="QĐ 12/QĐ-STP", revision=seat.revision, by=by, at=at
    )


def latest(row):
    return row.holdings.order_by("from_on", "id").last()


def test_open_work_falls_to_the_head_the_same_day(world, past):
    row = world.acknowledged(at=past(ON))
    at = past(date(2024, 3, 6))

    assert end(world.officer, date(2024, 3, 5), by=world.admin, at=at) == 1

    row.refresh_from_db()
    assert (row.officer, row.stage) == (world.head, Stage.ACKNOWLEDGED)
    held = latest(row)
    assert (held.holder, held.officer, held.from_on) == ("LEAD", world.head, date(2024, 3, 6))
    event = Event.objects.get(kind="assignment.fall_to_head")
    assert event.data["from_seat"] == world.officer.pk


def test_no_date_moves_with_the_seat(world, past):
    row = world.acknowledged(at=past(ON))
    at = past(date(2024, 3, 6))

    end(world.officer, date(2024, 3, 5), by=world.admin, at=at)

    found = Assignment.objects.get(pk=row.pk)
    assert (found.due_on, found.acknowledged_on) == (row.due_on, ON)
    assert found.due_changes.count() == 1


def test_the_new_holder_received_it_when_already_late(world, past):
    terms = Terms(Timing.DATED, stated_on=date(2024, 3, 8))
    row = world.acknowledged(at=past(ON), terms=terms)
    at = past(date(2024, 3, 13))

    end(world.officer, date(2024, 3, 12), by=world.admin, at=at)

    assert latest(row).received_overdue == 3


def test_waiting_work_changes_its_officer_and_not_its_holder(world, past):
    at = past(ON)
    row = world.acknowledged(at=at)
    submissions.submit(row, results=[a_result(ON)], by=world.head, at=at)
    at = past(date(2024, 3, 6))

    end(world.officer, date(2024, 3, 5), by=world.admin, at=at)

    row.refresh_from_db()
    assert row.officer == world.head
    assert latest(row).holder == Holding.Holder.MONITOR


def test_finished_work_stays_with_who_did_it(world, past):
    at = past(ON)
    row = world.acknowledged(at=at)
    submissions.submit(row, results=[a_result(ON)], by=world.head, at=at)
    submissions.confirm(row, by=world.specialist, at=at)

    assert end(world.officer, date(2024, 3, 5), by=world.admin, at=past(date(2024, 3, 6))) == 0

    row.refresh_from_db()
    assert row.officer == world.officer


def test_an_end_still_to_come_passes_the_work_on_its_day(world, past):
    row = world.acknowledged(at=past(ON))
    assert end(world.officer, date(2024, 3, 7), by=world.admin, at=past(date(2024, 3, 5))) == 0

    assert actions.pass_on(at=past(date(2024, 3, 7))) == 0
    assert actions.pass_on(at=past(date(2024, 3, 11))) == 1  # two nights were missed
    assert actions.pass_on(at=past(date(2024, 3, 12))) == 0

    row.refresh_from_db()
    assert row.officer == world.head


def test_one_bad_seat_stops_no_other_and_is_logged(world, past, monkeypatch, caplog):
    at = past(ON)
    bad, good = world.acknowledged(at=at), world.issued(at=at)
    assignments.acknowledge(good, officer=world.contact, by=world.head, at=at)
    for seat in (world.officer, world.contact):
        end(seat, date(2024, 3, 7), by=world.admin, at=at)
    # The next revision is more than the column holds.
    Assignment.objects.filter(pk=bad.pk).update(revision=2**31 - 1)
    monkeypatch.setattr(jobs.timezone, "now", lambda: past(date(2024, 3, 8)))

    with caplog.at_level("INFO", logger="assignments.jobs"):
        jobs.pass_on_seats()

    carried = dict(Assignment.objects.values_list("pk", "officer"))
    assert carried == {bad.pk: world.officer.pk, good.pk: world.head.pk}
    assert f"seat {world.officer.pk}" in caplog.text
    assert "1 moved, 1 failed" in caplog.text


def test_without_a_head_a_deputy_and_without_both_it_waits_for_one(world, past):
    at = past(ON)
    row = world.acknowledged(at=at)
    end(world.head, date(2024, 3, 4), by=world.admin, at=at)
    at = past(date(2024, 3, 6))
    end(world.officer, date(2024, 3, 5), by=world.admin, at=at)
    row.refresh_from_db()
    assert row.officer == world.officer

    deputy = actions.open_seat(
        factories.user(), Post(world.justice, Role.DEPUTY, "Phó Giám đốc"),
        valid_from=date(2024, 3, 6), by=world.admin, at=at,
    )  # fmt: skip

    row.refresh_from_db()
    assert row.officer == deputy


def test_a_head_who_leaves_hands_over_to_the_deputy(world, past):
    at = past(ON)
    row = world.issued(at=at)
    deputy = factories.seat(world.justice, Role.DEPUTY)
    assignments.acknowledge(row, officer=world.head, by=world.head, at=at)

    end(world.head, date(2024, 3, 5), by=world.admin, at=past(date(2024, 3, 6)))

    row.refresh_from_db()
    assert row.officer == deputy


def test_what_a_specialist_watched_falls_to_the_head_of_the_office(world, past):
    at = past(ON)
    routings.route(
        agency=world.justice, function=None, specialist=world.specialist,
        leader=world.vice_chairman, valid_from=ON, by=world.office_head, at=at,
    )  # fmt: skip
    row = world.issued(at=at)
    assert row.specialist == world.specialist
    at = past(date(2024, 3, 6))

    end(world.specialist, date(2024, 3, 5), by=world.admin, at=at)

    row.refresh_from_db()
    assert row.specialist == world.office_head
    now = Routing.objects.get(holds(date(2024, 3, 6)))
    assert (now.specialist, now.valid_from) == (world.office_head, date(2024, 3, 6))


def test_after_a_merger_the_head_of_the_heir_takes_over(world, past):
    """The officer's seat was in the old body; its work is led by the heir."""
    row = world.acknowledged(at=past(ON))
    heir = factories.agency("STP-2")
    head = factories.seat(heir, Role.HEAD)
    Assignment.objects.filter(pk=row.pk).update(lead=heir)
    at = past(date(2024, 3, 6))

    end(world.officer, date(2024, 3, 5), by=world.admin, at=at)

    row.refresh_from_db()
    assert row.officer == head


def test_a_restricted_item_leaves_with_the_seat(world, past):
    at = past(ON)
    row = world.acknowledged(at=at, restriction="DENUNCIATION")
    assert Reader.objects.filter(assignment=row, user=world.officer.user).exists()

    end(world.officer, date(2024, 3, 5), by=world.admin, at=past(date(2024, 3, 6)))

    readers = set(Reader.objects.filter(assignment=row).values_list("user", flat=True))
    assert world.head.user_id in readers
    assert world.officer.user_id not in readers


# --- the pages ----------------------------------------------------------------------------------
def test_the_body_prints_what_was_handed_over(world, sign_in):
    row = world.acknowledged(title="Việc bàn giao")
    today = timezone.localdate()
    end(world.officer, today - timedelta(1), by=world.admin, at=timezone.now())
    url = reverse("handover", args=[world.officer.pk])

    page = sign_in(world.contact).get(url)

    [item] = page.context["items"]
    assert (item["row"], item["receiver"]) == (row, world.head)
    for stranger in (world.other_head, world.watcher, world.specialist):
        assert sign_in(stranger).get(url).status_code == 404


def test_the_list_says_how_late_the_work_was_when_it_was_taken_over(world, past, sign_in):
    terms = Terms(Timing.DATED, stated_on=date(2024, 3, 8))
    row = world.acknowledged(at=past(ON), terms=terms)
    end(world.officer, date(2024, 3, 12), by=world.admin, at=past(date(2024, 3, 13)))
    row.holdings.filter(officer=world.head).update(received_overdue=7)

    page = sign_in(world.contact).get(reverse("handover", args=[world.officer.pk]))

    [item] = page.context["items"]
    assert "7" in item["received"]


def test_a_keeper_ends_a_seat_and_sees_no_business_data(world, sign_in):
    world.acknowledged(title="Việc bàn giao")
    client = sign_in(world.admin)
    url = reverse("seat-end", args=[world.officer.pk])
    page = client.get(url)
    today = f"{timezone.localdate():%d/%m/%Y}"

    answer = client.post(url, {"last_day": today, "note": "", "revision": 0})

    assert answer.url == reverse("person-detail", args=[world.officer.user_id])
    assert world.head.person in page.content.decode()
    assert "Việc bàn giao" not in page.content.decode()
    seat = Seat.objects.get(pk=world.officer.pk)
    assert seat.valid_to == timezone.localdate() + timedelta(1)


def test_a_seat_is_opened_in_two_steps(world, sign_in):
    client = sign_in(world.admin)
    person = factories.user("Người Mới")
    url = reverse("seat-new", args=[person.pk])
    assert "role" in client.get(url).context["form"].fields
    url += f"?agency={world.justice.pk}&role=DEPUTY"
    form = client.get(url).context["form"]
    assert {"title", "valid_from", "unit", "functions"} <= set(form.fields)

    refused = client.post(url, {"title": "", "valid_from": "32/13/2026"})
    answer = client.post(url, {"title": "Phó Giám đốc", "valid_from": "1/1/2024"})

    assert {"title", "valid_from"} == set(refused.context["form"].errors)
    assert answer.status_code == 302
    seat = Seat.objects.get(user=person)
    assert (seat.agency, seat.role, seat.valid_from) == (world.justice, "DEPUTY", date(2024, 1, 1))
