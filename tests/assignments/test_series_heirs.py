"""Periodic work when bodies end, when drafts differ, and when an occurrence is made late."""

from dataclasses import replace
from datetime import date

import pytest

from agencies.rules.refusal import NotAllowed
from assignments.actions import assignment as assignments
from assignments.actions import batch, returning, submission
from assignments.actions import series as actions
from assignments.actions.asking import Part
from assignments.actions.rhythm import Rhythm, rhythm_of
from assignments.actions.succession import Followed
from assignments.actions.terms import Terms
from assignments.models import Assignment
from assignments.rules.assignment import Timing
from tests.assignments.becoming import again, becomes, follow
from tests.assignments.periodic import MONTHLY, of_two, periodic
from tests.factories import a_result, agency


# --- heirs ----------------------------------------------------------------------------------
def test_two_bodies_of_a_series_merge_and_the_heir_is_asked_once_more(world, past):
    rows = of_two(world, past)
    on = date(2023, 11, 20)
    heir = agency("SHM", name="Sở mới", valid_from=on)
    becomes(world.justice, heir, on=on)
    becomes(world.health, heir, on=on)

    done = follow(past, on)
    (made,) = actions.make_ahead(rows[0].series, at=past(date(2023, 11, 27)))

    assert done == Followed(moved=2)
    assert [again(row).lead for row in rows] == [heir, heir]
    assert [again(row).made_for for row in rows] == [world.justice, world.health]
    assert (made.lead, made.made_for) == (heir, heir)


def test_an_occurrence_is_reassigned_to_a_body_that_has_its_own(world, past):
    row, _other = of_two(world, past)
    on = date(2023, 11, 20)

    returning.reassign(
        row,
        lead=world.health,
        note="Chuyển",
        decision=world.by_slip(on),
        by=world.specialist,
        at=past(on),
    )
    (made,) = actions.make_ahead(row.series, at=past(date(2023, 11, 27)))

    assert again(row).lead == world.health
    assert made.lead == world.health


def test_one_draft_too_many_for_one_body_and_period_is_refused(world, past):
    on = date(2023, 11, 13)
    drafts = of_two(world, past, batch.draft_all)
    Assignment.objects.filter(pk=drafts[1].pk).update(lead=world.justice)
    facts = {"issued_on": on, "decision": world.by_slip(on), "by": world.specialist}
    assignments.issue(again(drafts[0]), at=past(on), **facts)

    with pytest.raises(NotAllowed):
        assignments.issue(again(drafts[1]), at=past(on), **facts)


def test_the_sides_of_finished_work_are_not_asked_again_when_they_ended(world, past):
    on, gone = date(2023, 11, 20), date(2023, 11, 21)
    row = periodic(world, past, parts=(Part(world.health, "Số liệu"),))
    assignments.acknowledge(row, officer=world.officer, by=world.head, at=past(on))
    row = again(row)
    submission.submit(row, results=[a_result(on, number="1")], by=world.head, at=past(on))
    submission.confirm(again(row), by=world.specialist, at=past(on))
    heirs = [agency(code, valid_from=gone) for code in ("H1", "H2")]
    becomes(world.justice, heirs[0], on=gone)
    for heir in heirs:
        becomes(world.health, heir, "split", on=gone)
    follow(past, gone)

    (made,) = actions.make_ahead(row.series, at=past(date(2023, 11, 27)))

    assert again(made).lead == heirs[0]
    assert made.cooperations.get().agency == world.health
    assert made.succession_cases.get().old == world.health


# --- drafts ---------------------------------------------------------------------------------
def test_another_rhythm_for_one_draft_of_a_batch_leaves_the_others_theirs(world, past):
    on = date(2023, 11, 13)
    one, other = of_two(world, past, batch.draft_all)
    order = world.order(on=on, terms=Terms(Timing.PERIODIC, stated_on=on), batch=one.batch)

    for rhythm in (MONTHLY, Rhythm("YEAR", 3)):
        now = again(one)
        assignments.edit(
            now,
            replace(order, rhythm=rhythm),
            revision=now.revision,
            by=world.specialist,
            at=past(on),
        )
        assert rhythm_of(again(one).series) == rhythm
        assert rhythm_of(again(other).series) == MONTHLY
        assert (again(one).series == again(other).series) == (rhythm == MONTHLY)


def test_an_occurrence_made_too_late_is_short_notice(world, past):
    row = periodic(world, past, Rhythm("MONTH", 5))

    made = actions.make_ahead(row.series, at=past(date(2024, 1, 26)))

    short = [(again(a).period_first.month, again(a).is_short_notice) for a in made]
    assert short == [(1, True), (2, False)]
