"""Work that lives on after a body has ended: it goes to the heir by rule, or by decision."""

from datetime import date

import pytest

from agencies.models import Agency, Succession
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Role
from assignments import jobs
from assignments.actions import assignment as assignments
from assignments.actions import cooperation, submission
from assignments.actions import succession as actions
from assignments.actions.asking import Part
from assignments.models import SuccessionCase
from assignments.models.heritage import heir_by_rule
from assignments.models.parties import moves_of
from assignments.rules.assignment import Stage
from tests import factories
from tests.assignments.becoming import DAY, GIVEN, again, becomes, follow
from tests.factories import a_result

LATER = date(2025, 3, 5)


@pytest.fixture
def heirs(world) -> list[Agency]:
    return [factories.agency(f"SM{n}", name=f"Sở mới {n}", valid_from=DAY) for n in (1, 2)]


def divide(body: Agency, heirs: list[Agency]) -> None:
    for heir in heirs:
        becomes(body, heir, "split")


# --- one bad row ----------------------------------------------------------------------------
def test_one_bad_assignment_stops_no_other_and_is_tried_again(world, past, heirs, monkeypatch):
    bad, good = (world.issued(at=past(GIVEN)) for _ in range(2))
    becomes(world.justice, heirs[0])
    whole = actions.succeed

    def failing(row, passing, **facts):
        if row.pk == bad.pk:
            raise RuntimeError("hỏng")
        return whole(row, passing, **facts)

    with monkeypatch.context() as patch:
        patch.setattr(actions, "succeed", failing)
        assert follow(past) == actions.Followed(moved=1, failed=1)
    assert [again(row).lead for row in (bad, good)] == [world.justice, heirs[0]]

    monkeypatch.setattr(jobs.timezone, "now", lambda: past(DAY, 1))
    jobs.follow_successions()
    assert again(bad).lead == heirs[0]
    assert not list(actions.pending(on=DAY))


def test_a_part_given_away_long_before_leaves_one_heir_by_rule(world, heirs):
    early = date(2024, 1, 1)
    Succession.objects.create(
        old=world.justice, new=world.health, on=early, kind="partial_transfer"
    )
    becomes(world.justice, heirs[0])
    world.justice.refresh_from_db()

    assert heir_by_rule(world.justice, on=date(2025, 2, 28)) == world.justice
    assert heir_by_rule(world.justice, on=DAY) == heirs[0]


# --- drafts ---------------------------------------------------------------------------------
def issue(world, past, row):
    return assignments.issue(
        again(row),
        issued_on=LATER,
        decision=world.by_slip(LATER),
        revision=again(row).revision,
        by=world.specialist,
        at=past(LATER),
    )


@pytest.mark.parametrize("role", ["lead", "part"])
def test_a_draft_to_a_divided_body_is_not_issued(world, past, heirs, role):
    facts = {"lead": world.health} if role == "lead" else {"parts": (Part(world.health, "y tế"),)}
    row = assignments.draft(world.order(on=GIVEN, **facts), by=world.specialist, at=past(GIVEN))
    divide(world.health, heirs)
    follow(past)

    with pytest.raises(NotAllowed, match="01/03/2025"):
        issue(world, past, row)
    assert again(row).stage == Stage.DRAFT


def test_a_draft_written_for_a_body_that_merged_is_issued_to_its_heir(world, past, heirs):
    head = factories.seat(heirs[0], Role.HEAD, since=DAY)
    becomes(world.justice, heirs[0])
    becomes(world.health, heirs[1])
    follow(past)
    order = world.order(on=LATER, parts=(Part(world.health, "y tế"),), restriction="PERSONNEL")
    row = assignments.draft(order, by=world.specialist, at=past(LATER))

    issue(world, past, row)

    issued = again(row)
    assert (issued.stage, issued.lead) == (Stage.ISSUED, heirs[0])
    assert issued.lead_changes.get().agency == heirs[0]
    assert issued.cooperations.get().agency == heirs[1]
    assert issued.readers.filter(user=head.user).exists()


def test_work_issued_under_a_divided_monitor_waits_for_its_heir(world, past, heirs):
    order = world.order(on=GIVEN, monitor=world.home_affairs)
    row = assignments.draft(order, by=world.specialist, at=past(GIVEN))
    divide(world.home_affairs, heirs)
    follow(past)

    issue(world, past, row)

    assert SuccessionCase.objects.get(assignment=row).old == world.home_affairs


# --- reopening ------------------------------------------------------------------------------
@pytest.fixture
def done(world, past):
    row = world.acknowledged(at=past(GIVEN))
    results = [a_result(GIVEN)]
    submission.submit(row, results=results, by=world.head, at=past(GIVEN))
    return submission.confirm(again(row), by=world.specialist, at=past(GIVEN))


def reopen(world, past, row):
    return assignments.reopen(
        again(row),
        reason="Sai số liệu",
        decision=world.by_slip(LATER),
        by=world.specialist,
        at=past(LATER),
    )


def test_reopened_work_goes_to_the_sole_heir(world, past, heirs, done):
    head = factories.seat(heirs[0], Role.HEAD, since=DAY)
    becomes(world.justice, heirs[0])
    follow(past)
    assert again(done).lead == world.justice

    reopen(world, past, done)

    row = again(done)
    assert (row.stage, row.lead, row.officer) == (Stage.ACKNOWLEDGED, heirs[0], head)
    assert row.lead_changes.get(cause="SUCCESSION").effective_on == LATER
    last = row.holdings.order_by("pk").last()
    assert (last.agency, last.officer) == (heirs[0], head)


def test_reopened_work_of_a_divided_body_waits_for_a_decision(world, past, heirs, done):
    seats = [factories.seat(heir, Role.HEAD, since=DAY) for heir in heirs]
    divide(world.justice, heirs)
    follow(past)

    reopen(world, past, done)

    row = again(done)
    assert row.succession_cases.get().chosen is None
    for seat in seats:
        assert "submit" not in moves_of(row, seat, standing_of(seat, on=LATER))


# --- parts ----------------------------------------------------------------------------------
def send(row, by, past):
    return cooperation.send_part(again(row), sent_on=LATER, document="1/CV", by=by, at=past(LATER))


def test_a_body_sends_its_own_part_and_not_that_of_a_divided_body(world, past, heirs):
    own = factories.agency("SHX", name="Sở có sẵn")
    head = factories.seat(own, Role.HEAD)
    parts = (Part(world.health, "y tế"), Part(own, "riêng"))
    row = world.issued(at=past(GIVEN), parts=parts)
    divide(world.health, [own, heirs[0]])
    follow(past)

    assert send(row, head, past).agency == own

    assert "send_part" not in moves_of(again(row), head, standing_of(head, on=LATER))
    with pytest.raises(NotAllowed):
        send(row, head, past)
    actions.decide(
        SuccessionCase.objects.get(),
        heir=heirs[0],
        decision=world.by_slip(LATER),
        by=world.specialist,
        at=past(LATER),
    )
    assert row.cooperations.get(sent_on=None).agency == heirs[0]


def test_an_heir_by_rule_sends_its_own_part_first_and_then_the_other(world, past):
    heir = factories.agency("SCS", name="Sở có sẵn")
    head = factories.seat(heir, Role.HEAD, since=DAY)
    row = world.issued(at=past(GIVEN), parts=(Part(world.health, "y tế"), Part(heir, "riêng")))
    becomes(world.health, heir)  # nothing has followed yet

    sent = [send(row, head, past).agency for _ in range(2)]

    assert sent == [heir, world.health]
