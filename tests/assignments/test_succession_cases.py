"""Open work of a divided body waits for a decision; its heirs act only after it."""

from datetime import date
from typing import Any

import pytest

from agencies.models import Agency
from agencies.models.calendar import work_calendar
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Capacity, Role
from assignments.actions import submission as submissions
from assignments.actions import succession as actions
from assignments.actions.asking import Part
from assignments.models import LeadChange, SuccessionCase
from assignments.models.heritage import possible_heirs, successors
from assignments.models.story import Reader, events_of, story_of
from assignments.rules.assignment import Stage
from audit.models import Event
from tests import factories
from tests.assignments.becoming import (
    DAY,
    GIVEN,
    again,
    becomes,
    chairmans_directive,
    follow,
)
from tests.factories import a_result


@pytest.fixture
def heir(world) -> Agency:
    return factories.agency("SHK", name="Sở Tư pháp mới", valid_from=DAY)


@pytest.fixture
def other(world) -> Agency:
    return factories.agency("SHK2", name="Sở khác", valid_from=DAY)


# --- several heirs --------------------------------------------------------------------------
@pytest.fixture
def case(world, past, heir, other) -> SuccessionCase:
    row = world.acknowledged(at=past(GIVEN))
    becomes(world.justice, heir, "split")
    becomes(world.justice, other, "split")
    follow(past)
    return SuccessionCase.objects.get(assignment=row)


def test_the_work_of_a_divided_body_waits_under_its_name(world, case):
    row = again(case.assignment)

    assert (row.lead, case.old, case.arisen_on, case.chosen) == (
        world.justice,
        world.justice,
        DAY,
        None,
    )
    assert not LeadChange.objects.filter(assignment=row, cause="SUCCESSION").exists()


def test_no_heir_acts_before_the_decision(world, past, case, heir):
    head = factories.seat(heir, Role.HEAD, since=DAY)
    on = date(2025, 3, 4)
    result = [a_result(on)]

    with pytest.raises(NotAllowed):
        submissions.submit(again(case.assignment), results=result, by=head, at=past(on))

    decision = world.by_slip(on)
    actions.decide(case, heir=heir, decision=decision, by=world.specialist, at=past(on))
    submissions.submit(again(case.assignment), results=result, by=head, at=past(on))
    assert again(case.assignment).stage == Stage.SUBMITTED


def test_a_body_whose_rest_merged_while_parts_went_elsewhere_is_divided(world, past, heir, other):
    world.issued(at=past(GIVEN))
    becomes(world.justice, heir, "merge")
    becomes(world.justice, other, "partial_transfer")

    assert follow(past) == actions.Followed(queued=1)


def test_a_decision_names_the_heir_from_its_own_day(world, past, case, heir, other):
    head = factories.seat(other, Role.HEAD, since=DAY)
    on = date(2025, 3, 5)
    at = past(on)
    due = again(case.assignment).due_on

    actions.decide(case, heir=other, decision=world.by_slip(on), by=world.specialist, at=at)

    row = again(case.assignment)
    change = LeadChange.objects.get(assignment=row, cause="SUCCESSION")
    assert (row.lead, row.officer, row.due_on) == (other, head, due)
    assert (change.effective_on, change.decided_by, change.succession.new) == (
        on,
        world.chairman,
        other,
    )
    told = Event.objects.get(kind="assignment.succeed")
    assert (told.actor, told.basis) != ("", "")
    with pytest.raises(NotAllowed):
        actions.decide(case, heir=heir, decision=world.by_slip(on), by=world.specialist, at=at)


def test_the_story_tells_who_named_the_heir_and_on_what_ground(world, past, case, heir):
    on = date(2025, 3, 5)
    actions.decide(case, heir=heir, decision=world.by_slip(on), by=world.specialist, at=past(on))
    row = again(case.assignment)
    reader = Reader(is_insider=False, calendar=work_calendar(), on=on)

    told = next(item for item in story_of(row, events_of(row)[:1], reader) if "decision" in item)

    assert world.chairman.person in told["decision"]["decided"]
    assert world.specialist.person in told["decision"]["recorded"]
    assert "92/PT-VP" in told["decision"]["basis"]


def test_no_heir_is_named_before_the_body_was_divided(world, past, case, heir):
    early, at = world.by_slip(date(2025, 2, 28)), past(date(2025, 3, 5))

    with pytest.raises(NotAllowed, match="01/03/2025"):
        actions.decide(case, heir=heir, decision=early, by=world.specialist, at=at)


def test_work_may_go_to_a_department_by_its_function(world, past, case):
    on = date(2025, 3, 5)

    actions.decide(
        case, heir=world.health, decision=world.by_slip(on), by=world.specialist, at=past(on)
    )

    assert again(case.assignment).lead == world.health


def test_work_never_goes_to_a_stranger(world, past, case):
    school = factories.agency("DHHT", kind="public_service_unit")
    on = date(2025, 3, 5)

    with pytest.raises(NotAllowed):
        actions.decide(
            case, heir=school, decision=world.by_slip(on), by=world.specialist, at=past(on)
        )


def test_the_office_records_and_a_leader_decides(world, past, case, heir):
    on = date(2025, 3, 5)
    at = past(on)
    attempts: list[dict[str, Any]] = [
        {"decision": Decision.direct(world.specialist, on), "by": world.specialist},
        {"decision": world.by_slip(on, decider=world.office_head), "by": world.specialist},
        {"decision": Decision.direct(world.other_head, on), "by": world.other_head},
        {"decision": Decision.direct(world.watcher, on), "by": world.watcher},
        {"decision": Decision.direct(world.admin, on), "by": world.admin},
        {"decision": world.by_slip(date(2025, 3, 6)), "by": world.specialist},
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            actions.decide(case, heir=heir, at=at, **attempt)

    actions.decide(
        case, heir=heir, decision=Decision.direct(world.chairman, on), by=world.chairman, at=at
    )
    assert again(case.assignment).lead == heir


def test_a_vice_chairman_names_the_heir_for_the_chairman(world, past, case, heir):
    on, leader = date(2025, 3, 5), world.vice_chairman

    actions.decide(case, heir=heir, decision=Decision.direct(leader, on), by=leader, at=past(on))

    assert SuccessionCase.objects.get().capacity == Capacity.KT


def test_home_affairs_decides_on_the_work_of_its_own_directives(world, past, heir, other):
    chief = factories.seat(world.home_affairs, Role.HEAD)
    row = world.issued(at=past(GIVEN), directive=chairmans_directive())
    becomes(world.justice, heir, "split")
    becomes(world.justice, other, "split")
    follow(past)
    on = date(2025, 3, 5)

    actions.decide(
        SuccessionCase.objects.get(),
        heir=heir,
        decision=Decision.direct(chief, on),
        by=chief,
        at=past(on),
    )

    assert again(row).lead == heir


def test_many_are_decided_at_once_or_none(world, past, heir, other):
    rows = [world.issued(at=past(GIVEN)) for _ in range(3)]
    becomes(world.justice, heir, "split")
    becomes(world.justice, other, "split")
    follow(past)
    cases = list(SuccessionCase.objects.order_by("pk"))
    on = date(2025, 3, 5)
    common = {"decision": world.by_slip(on), "by": world.specialist, "at": past(on)}
    actions.decide(cases[2], heir=other, **common)

    with pytest.raises(NotAllowed):
        actions.decide_all(cases, heir=heir, **common)
    assert {again(r).lead for r in rows[:2]} == {world.justice}

    actions.decide_all(cases[:2], heir=heir, **common)
    assert [again(r).lead for r in rows] == [heir, heir, other]


def test_one_assignment_of_two_divided_bodies_waits_for_both(world, past, heir, other):
    row = world.issued(at=past(GIVEN), parts=(Part(world.health, "góp ý"),))
    for body in (world.justice, world.health):
        becomes(body, heir, "split")
        becomes(body, other, "split")

    follow(past)

    assert SuccessionCase.objects.filter(assignment=row).count() == 2


def test_the_heirs_of_an_heir_that_ended_are_the_heirs(world, past, case, heir, other):
    later = date(2025, 7, 1)
    last = factories.agency("XA", kind="commune", valid_from=later)
    becomes(heir, last, "abolish_split", on=later)

    assert successors(world.justice, on=later) == [other, last]
    assert last in possible_heirs(world.justice, on=later)
    assert heir not in possible_heirs(world.justice, on=later)
