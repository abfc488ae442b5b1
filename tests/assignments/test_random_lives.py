"""Lives at random, two bodies and the province: facts, history and past figures never disagree."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from agencies.models.standing import standing_of
from assignments.actions.assignment import Part
from assignments.models import Assignment, AssignmentHistory
from assignments.models.parties import moves_of
from assignments.rules.assignment import NotAllowed, Stage, box
from audit.models import Event, Origin, ReplayClock
from reports import figures
from tests.assignments.lives import MADE, make, stage_from_facts
from tests.factories import World, moment

FIRST = date(2023, 11, 20)
MADE_MOVES: set[str] = set()
# Offered at every step, they would end or restart most lives at once.
ENDINGS = {"withdraw", "reassign", "redate"}


class Lives(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        Origin.objects.create(id=1, is_demo=True)
        self.minutes = 0
        self.day = FIRST
        self._tick()
        self.world = World()
        self.seats = [
            self.world.head,
            self.world.officer,
            self.world.contact,
            self.world.other_head,
            self.world.specialist,
            self.world.chairman,
            self.world.secretary,
        ]
        parts = (Part(self.world.health, "Số liệu"),)
        self.rows = [
            self.world.issued(at=self._tick(), parts=parts),
            self.world.issued(at=self._tick(), giver="TTG"),
        ]
        self.remembered = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def _tick(self):
        self.minutes += 1
        at = moment(self.day, 8) + timedelta(minutes=self.minutes % 600)
        ReplayClock.objects.update_or_create(id=1, defaults={"now_at": at})
        return at

    @rule(days=st.integers(1, 6))
    def time_passes(self, days):
        self.remembered[self.day] = self._figure(self.day)
        self.day += timedelta(days=days)
        self.minutes = 0

    @rule(which=st.integers(0, 1), pick=st.integers(0, 999))
    def somebody_makes_an_offered_move(self, which, pick):
        row = self._row(which)
        offered = [
            (move, seat)
            for seat in self.seats
            for move in moves_of(row, seat, standing_of(seat, on=self.day))
            if move in MADE and (move not in ENDINGS or pick % 9 == 0)
        ]
        if offered:
            self._try(row, *offered[pick % len(offered)])

    @rule(move=st.sampled_from(MADE), seat=st.integers(0, 6), which=st.integers(0, 1))
    def somebody_tries_any_move(self, move, seat, which):
        row, by = self._row(which), self.seats[seat]
        offered = move in moves_of(row, by, standing_of(by, on=self.day))
        made = self._try(row, move, by)
        assert offered or not made

    def _row(self, which):
        return Assignment.objects.get(pk=self.rows[which].pk)

    def _try(self, row, move, by):
        before = Event.objects.count()
        try:
            with transaction.atomic():
                make(move, row, self.world, by=by, at=self._tick())
        except NotAllowed:
            assert Event.objects.count() == before
            return False
        assert Event.objects.count() == before + 1
        MADE_MOVES.add(move)
        return True

    @invariant()
    def stage_is_what_the_facts_say(self):
        for row in Assignment.objects.all():
            assert row.stage == stage_from_facts(row)

    @invariant()
    def the_last_row_of_history_is_the_live_row(self):
        columns = [f.attname for f in Assignment._meta.local_concrete_fields if not f.generated]
        live = list(Assignment.objects.order_by("pk").values(*columns))
        kept = AssignmentHistory.objects.filter(known_to=None).order_by("id").values(*columns)
        assert live == list(kept)

    @invariant()
    def today_from_history_is_today_from_the_live_rows(self):
        rows = {r["id"]: r for r in figures.assignments_on(on=self.day, known=self._now()).values()}
        for row in Assignment.objects.exclude(stage=Stage.WITHDRAWN):
            live = box(row.due_on, row.submitted_on, row.confirmed_on, row.stopped_on, on=self.day)
            assert rows[row.pk]["box"] == live
            assert rows[row.pk]["lead_on"] == row.lead_id
            assert rows[row.pk]["due"] == row.due_on

    @invariant()
    def a_past_figure_asked_again_is_the_figure_of_that_day(self):
        for day, figure in list(self.remembered.items())[-2:]:
            assert self._figure(day) == figure

    def _now(self):
        return ReplayClock.objects.get().now_at

    def _figure(self, day):
        return sorted((r.id, r.box, r.lead_on, r.due) for r in figures.assignments_on(on=day))


@pytest.mark.slow
def test_lives_at_random(db):
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert len(MADE_MOVES) > 12, MADE_MOVES
