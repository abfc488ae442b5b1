"""Open work follows the bodies: by rule to a sole heir, else by a decision; nothing is lost."""

from datetime import date

import pytest

from agencies.models import Agency, Succession
from agencies.rules.roles import Role
from assignments import jobs
from assignments.actions import assignment as assignments
from assignments.actions import cooperation, extension, returning
from assignments.actions import submission as submissions
from assignments.actions import succession as actions
from assignments.actions.asking import Part
from assignments.models import Holding, LeadChange
from assignments.rules.assignment import Stage
from audit.models import Event
from tests import factories
from tests.assignments.becoming import (
    DAY,
    GIVEN,
    again,
    becomes,
    follow,
)
from tests.factories import a_result


@pytest.fixture
def heir(world) -> Agency:
    return factories.agency("SHK", name="Sở Tư pháp mới", valid_from=DAY)


@pytest.fixture
def other(world) -> Agency:
    return factories.agency("SHK2", name="Sở khác", valid_from=DAY)


# --- one heir -------------------------------------------------------------------------------
def test_open_work_follows_a_sole_heir_and_no_date_moves(world, past, heir):
    new_head = factories.seat(heir, Role.HEAD, since=DAY)
    row = world.acknowledged(at=past(GIVEN))
    before = again(row)
    becomes(world.justice, heir)

    done = follow(past)

    after = again(row)
    assert done == actions.Followed(moved=1)
    assert (after.lead, after.officer) == (heir, new_head)
    assert (after.stage, after.due_on, after.original_due_on, after.acknowledged_on) == (
        before.stage,
        before.due_on,
        before.original_due_on,
        before.acknowledged_on,
    )
    change = LeadChange.objects.get(assignment=row, cause="SUCCESSION")
    assert (change.agency, change.effective_on) == (heir, DAY)
    held = Holding.objects.filter(assignment=row).order_by("pk").last()
    assert (held.holder, held.agency, held.officer, held.from_on) == ("LEAD", heir, new_head, DAY)


def test_what_was_not_acknowledged_waits_for_the_heir(world, past, heir):
    factories.seat(heir, Role.HEAD, since=DAY)
    row = world.issued(at=past(GIVEN))
    becomes(world.justice, heir)

    follow(past)

    assert (again(row).stage, again(row).officer) == (Stage.ISSUED, None)


def test_without_a_head_in_the_heir_the_officer_stays(world, past, heir):
    row = world.acknowledged(at=past(GIVEN))
    becomes(world.justice, heir)

    follow(past)

    assert again(row).officer == world.officer


def test_finished_work_stays_with_the_body_that_did_it(world, past, heir):
    row = world.acknowledged(at=past(GIVEN))
    result = [a_result(GIVEN)]
    submissions.submit(row, results=result, by=world.head, at=past(date(2025, 2, 20)))
    submissions.confirm(row, by=world.specialist, at=past(date(2025, 2, 21)))
    becomes(world.justice, heir)

    done = follow(past)

    assert done == actions.Followed()
    assert again(row).lead == world.justice


def test_submitted_work_waits_on_with_its_monitor(world, past, heir):
    row = world.acknowledged(at=past(GIVEN))
    result = [a_result(GIVEN)]
    submissions.submit(row, results=result, by=world.head, at=past(date(2025, 2, 20)))
    becomes(world.justice, heir)

    follow(past)

    after = again(row)
    assert (after.stage, after.lead, after.submitted_on) == (Stage.SUBMITTED, heir, GIVEN)
    assert Holding.objects.filter(assignment=row).order_by("pk").last().holder == "MONITOR"


def test_the_heir_of_home_affairs_monitors_and_has_given_what_it_gave(world, past, heir):
    chief = factories.seat(world.home_affairs, Role.HEAD)
    row = world.issued(at=past(GIVEN), monitor=world.home_affairs)
    own = world.order(on=GIVEN, assigner=world.home_affairs, monitor=world.home_affairs)
    given = assignments.draft(own, by=chief, at=past(GIVEN))
    becomes(world.home_affairs, heir)

    follow(past)

    assert again(row).monitor == heir
    assert (again(given).assigner, again(given).monitor, again(given).stage) == (
        heir,
        heir,
        Stage.DRAFT,
    )


def test_an_heir_never_confirms_its_own_work(world, past):
    row = world.issued(at=past(GIVEN))
    becomes(world.justice, world.office)

    follow(past)

    assert (again(row).lead, again(row).monitor) == (world.office, world.ppc)


def test_what_home_affairs_inherits_is_confirmed_by_the_ppc_office(world, past):
    row = world.issued(at=past(GIVEN), monitor=world.home_affairs)
    becomes(world.justice, world.home_affairs)

    follow(past)

    assert (again(row).lead, again(row).monitor) == (world.home_affairs, world.office)


def test_a_part_still_owed_follows_and_a_part_sent_stays(world, past, heir):
    parts = (Part(world.health, "góp ý"),)
    owed = world.issued(at=past(GIVEN), parts=parts)
    sent = world.issued(at=past(GIVEN), parts=parts)
    cooperation.send_part(
        sent, sent_on=GIVEN, document="9/SYT", by=world.other_head, at=past(GIVEN)
    )
    becomes(world.health, heir)

    follow(past)

    assert owed.cooperations.get().agency == heir
    assert sent.cooperations.get().agency == world.health


def test_two_parts_that_come_to_one_heir_become_one(world, past, heir):
    third = factories.agency("S3")
    parts = (Part(world.health, "y tế", date(2025, 3, 3)), Part(third, "ba", date(2025, 2, 28)))
    row = world.issued(at=past(GIVEN), parts=parts)
    becomes(world.health, heir)
    becomes(third, heir)

    follow(past)

    part = row.cooperations.get()
    assert (part.agency, part.part, part.due_on) == (heir, "y tế\nba", date(2025, 2, 28))


@pytest.mark.parametrize("first", ["lead", "part"])
def test_lead_and_part_in_one_heir_leave_no_part(world, past, heir, first):
    row = world.issued(at=past(GIVEN), parts=(Part(world.health, "y tế"),))
    order = [world.justice, world.health] if first == "lead" else [world.health, world.justice]
    for body in order:
        becomes(body, heir)
        actions.follow_body(body, DAY, at=past(DAY, 0, 15))

    assert again(row).lead == heir
    assert not row.cooperations.exists()


def test_returned_and_paused_work_follows_as_it_stands(world, past, heir):
    at = past(GIVEN)
    returned, paused = world.issued(at=at), world.acknowledged(at=at)
    returning.request_return(
        returned, reason="FUNCTION", text="Không thuộc chức năng", by=world.head, at=at
    )
    returning.accept_return(returned, decision=world.by_slip(GIVEN), by=world.specialist, at=at)
    extension.pause(
        paused,
        cause="COURT",
        text="chờ tòa",
        decision=world.by_slip(GIVEN),
        by=world.specialist,
        at=at,
    )
    becomes(world.justice, heir)

    follow(past)

    assert [(again(r).stage, again(r).lead, again(r).stopped_on) for r in (returned, paused)] == [
        (Stage.RETURNED, heir, GIVEN),
        (Stage.ACKNOWLEDGED, heir, GIVEN),
    ]
    holders = [r.holdings.order_by("pk").last().holder for r in (returned, paused)]
    assert holders == ["ASSIGNER", "PAUSED"]


def test_the_head_of_the_heir_may_see_restricted_work(world, past, heir):
    new_head = factories.seat(heir, Role.HEAD, since=DAY)
    row = world.issued(at=past(GIVEN), restriction="PERSONNEL")
    becomes(world.justice, heir)

    follow(past)

    assert row.readers.filter(user=new_head.user).exists()


def test_it_is_told_once_and_done_once(world, past, heir):
    row = world.issued(at=past(GIVEN))
    becomes(world.justice, heir)

    follow(past)
    second = actions.follow(on=DAY, at=past(DAY, 1))

    told = Event.objects.get(kind="assignment.succeed", subject_id=row.pk)
    assert (told.actor, told.data["before"], told.data["after"]) == (
        "",
        "Sở Tư pháp",
        "Sở Tư pháp mới",
    )
    assert second == actions.Followed()
    assert LeadChange.objects.filter(assignment=row, cause="SUCCESSION").count() == 1


def test_a_missed_week_heals_and_the_day_stays_the_day_of_the_succession(world, past, heir):
    row = world.issued(at=past(GIVEN))
    becomes(world.justice, heir)

    actions.follow(on=date(2025, 3, 10), at=past(date(2025, 3, 10), 0, 15))

    change = LeadChange.objects.get(assignment=row, cause="SUCCESSION")
    assert (change.effective_on, change.recorded_at.date()) == (DAY, date(2025, 3, 9))


def test_nothing_follows_before_the_day_or_an_unconfirmed_succession(world, past, heir, other):
    row = world.issued(at=past(GIVEN))
    becomes(world.justice, heir)
    Succession.objects.create(
        old=world.health, new=other, on=DAY, kind="merge", status="unconfirmed"
    )

    early = actions.follow(on=date(2025, 2, 28), at=past(date(2025, 2, 28)))

    assert early == actions.Followed()
    assert again(row).lead == world.justice
    assert {old.pk for old, _ in actions.pending(on=DAY)} == {world.justice.pk}


def test_a_part_given_away_moves_nothing(world, past, heir):
    row = world.issued(at=past(GIVEN))
    Succession.objects.create(old=world.justice, new=heir, on=DAY, kind="partial_transfer")

    done = follow(past)

    assert done == actions.Followed()
    assert again(row).lead == world.justice
    assert not list(actions.pending(on=DAY))


# --- the job --------------------------------------------------------------------------------
def test_one_bad_body_stops_no_other(world, heir, other, monkeypatch):
    rows = [world.issued(), world.issued(lead=world.health)]
    becomes(world.justice, heir)
    becomes(world.health, other)
    work = actions.follow_body

    def failing(old, since, **facts):
        if old == world.justice:
            raise RuntimeError("hỏng")
        return work(old, since, **facts)

    with monkeypatch.context() as patch:
        patch.setattr(actions, "follow_body", failing)
        jobs.follow_successions()
    assert [again(r).lead for r in rows] == [world.justice, other]

    jobs.follow_successions()
    assert again(rows[0]).lead == heir
