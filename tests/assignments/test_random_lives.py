"""Lives at random, two bodies and the province: facts, history and past figures never disagree."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agencies.models import Seat
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from assignments.actions import assignment as assignments
from assignments.actions import series, succession
from assignments.actions.asking import Part
from assignments.actions.rhythm import Rhythm
from assignments.actions.terms import Terms
from assignments.models import Assignment, AssignmentHistory, ReturnRequest
from assignments.models.parties import moves_of
from assignments.rules.assignment import Stage, Timing, box
from audit.models import Event, Origin, ReplayClock
from reports import figures
from tests.assignments.becoming import becomes
from tests.assignments.lives import MADE, make, stage_from_facts
from tests.factories import World, agency, moment, seat

FIRST = date(2023, 11, 20)
STEPS = 200
SEEDS = st.integers(0, 2**32 - 1)
# Offered at every step, they would end or restart most lives at once.
ENDINGS = {"withdraw", "reassign", "redate"}
SEATS = ["head", "officer", "contact", "other_head", "specialist", "chairman", "secretary"]


class Lives:
    """The same seed lives the same lives."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.made: set[str] = set()
        self.remembered: dict[date, list[tuple]] = {}
        self.minutes = 0
        self.day = FIRST
        Origin.objects.create(id=1, is_demo=True)
        self._tick()
        self.world = World()
        self.seats = [getattr(self.world, name) for name in SEATS]
        self.rows: list[int] = []
        self.give()

    def give(self) -> None:
        """One with a part of another body, one of the Government, one that is restricted, one a
        month, and a draft."""
        world, rhythm = self.world, Rhythm("MONTH", 25)
        periodic = Terms(Timing.PERIODIC, stated_on=rhythm.due_on(on=self.day))
        lead = self.heir or world.justice
        orders = (
            {"parts": (Part(world.health, "Số liệu"),)},
            {"giver": "TTG"},
            {"restriction": "PERSONNEL"},
            {"terms": periodic, "rhythm": rhythm},
        )
        given = [world.issued(at=self._tick(), lead=lead, **facts) for facts in orders]
        draft = world.order(on=self.day, lead=lead)
        given.append(assignments.draft(draft, by=world.specialist, at=self._tick()))
        self.rows += [row.pk for row in given]

    heir = None

    def _tick(self):
        self.minutes += 1
        at = moment(self.day, 8) + timedelta(minutes=self.minutes)
        ReplayClock.objects.update_or_create(id=1, defaults={"now_at": at})
        return at

    # --- what may happen --------------------------------------------------------------------
    def step(self) -> None:
        happen: list[Callable[[], None]] = [self.somebody_makes_an_offered_move] * 12
        happen += [self.somebody_tries_any_move] * 3 + [self.time_passes] * 2
        happen += [self.occurrences_are_made]
        self.dice.choice(happen)()

    def time_passes(self) -> None:
        self.remembered[self.day] = self.figure(self.day)
        self.day += timedelta(days=self.dice.randint(1, 6))
        self.minutes = 0
        self._tick()
        self.every_day_that_is_over_stays_as_it_was()

    def somebody_makes_an_offered_move(self) -> None:
        """One that nobody made yet, where there is one."""
        row = self._row()
        offered = [
            (move, by)
            for by in self.seats
            for move in moves_of(row, by, standing_of(by, on=self.day))
            if move in MADE and (move not in ENDINGS or self.dice.random() < 0.1)
        ]
        fresh = [(move, by) for move, by in offered if move not in self.made]
        if offered:
            self._try(row, *self.dice.choice(fresh or offered))

    def somebody_tries_any_move(self) -> None:
        row, by, move = self._row(), self.dice.choice(self.seats), self.dice.choice(MADE)
        offered = move in moves_of(row, by, standing_of(by, on=self.day))
        made = self._try(row, move, by)
        assert offered or not made

    def occurrences_are_made(self) -> None:
        at = self._tick()
        for row in series.due_for_making(on=self.day):
            self.rows += [made.pk for made in series.make_ahead(row, at=at)]
            self.made.add("make ahead")

    def the_lead_becomes_another_body(self) -> None:
        """Its people go with it; its open work follows the same day."""
        old, day = self.world.justice, self.day
        self.heir = agency("SMOI", name="Sở mới", valid_from=day)
        becomes(old, self.heir, on=day)
        for name in ("head", "officer", "contact"):
            former = getattr(self.world, name)
            Seat.objects.filter(pk=former.pk).update(valid_to=day)
            self.seats.append(seat(self.heir, former.role, person=former.user, since=day))
        self.seats = [s for s in self.seats if s.agency_id != old.pk]
        assert succession.follow(on=day, at=self._tick()).moved

    def _row(self) -> Assignment:
        return Assignment.objects.get(pk=self.dice.choice(self.rows))

    def _try(self, row: Assignment, move: str, by: Seat) -> bool:
        before = Event.objects.count()
        try:
            with transaction.atomic():
                make(move, row, self.world, by=by, at=self._tick())
        except NotAllowed:
            assert Event.objects.count() == before
            return False
        assert Event.objects.count() == before + 1
        self.made.add(move)
        return True

    # --- what always holds ------------------------------------------------------------------
    def all_agrees(self) -> None:
        self.stage_is_what_the_facts_say()
        self.the_last_row_of_history_is_the_live_row()
        self.today_from_history_is_today_from_the_live_rows()

    def stage_is_what_the_facts_say(self) -> None:
        for row in Assignment.objects.all():
            assert row.stage == stage_from_facts(row)

    def the_last_row_of_history_is_the_live_row(self) -> None:
        columns = [f.attname for f in Assignment._meta.local_concrete_fields if not f.generated]
        live = list(Assignment.objects.order_by("pk").values(*columns))
        kept = AssignmentHistory.objects.filter(known_to=None).order_by("id").values(*columns)
        assert live == list(kept)

    def today_from_history_is_today_from_the_live_rows(self) -> None:
        now = ReplayClock.objects.get().now_at
        rows = {r["id"]: r for r in figures.assignments_on(on=self.day, known=now).values()}
        for row in Assignment.objects.exclude(stage__in=[Stage.WITHDRAWN, Stage.DRAFT]):
            live = box(row.due_on, row.submitted_on, row.confirmed_on, row.stopped_on, on=self.day)
            assert rows[row.pk]["box"] == live
            assert rows[row.pk]["lead_on"] == row.lead_id
            assert rows[row.pk]["due"] == row.due_on

    def every_day_that_is_over_stays_as_it_was(self) -> None:
        """Asked as known that day, and as known now: what came later changes no day that is over,
        but for an accepted return, which counts from its request (rules.md 3.4)."""
        now = ReplayClock.objects.get().now_at
        accepted = ReturnRequest.objects.filter(outcome="ACCEPTED")
        returned = set(accepted.values_list("assignment", flat=True))
        for day, figure in list(self.remembered.items())[-8:]:
            assert self.figure(day) == figure
            known_now = self.figure(day, known=now)
            for then, later in zip(figure, known_now, strict=True):
                assert then == later or then[0] in returned

    def figure(self, day: date, known=None) -> list[tuple]:
        rows = figures.assignments_on(on=day, known=known)
        facts = ("id", "box", "lead_on", "due", "submitted", "confirmed", "stopped")
        return list(rows.order_by("id").values_list(*facts))


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Life(RuleBasedStateMachine):
    """The same acts as Hypothesis chooses and shrinks them; it seeds the dice of each."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = undone()
        self.undone.__enter__()
        self.lives = Lives(0)

    def teardown(self) -> None:
        self.undone.__exit__(None, None, None)

    @rule(seed=SEEDS)
    def somebody_makes_an_offered_move(self, seed: int) -> None:
        self.lives.dice.seed(seed)
        self.lives.somebody_makes_an_offered_move()

    @rule(seed=SEEDS)
    def somebody_tries_any_move(self, seed: int) -> None:
        self.lives.dice.seed(seed)
        self.lives.somebody_tries_any_move()

    @rule(seed=SEEDS)
    def time_passes(self, seed: int) -> None:
        self.lives.dice.seed(seed)
        self.lives.time_passes()

    @rule()
    def occurrences_are_made(self) -> None:
        self.lives.occurrences_are_made()

    @precondition(lambda self: self.lives.heir is None)
    @rule()
    def the_lead_becomes_another_body(self) -> None:
        self.lives.the_lead_becomes_another_body()
        self.lives.give()

    @invariant()
    def all_agrees(self) -> None:
        self.lives.all_agrees()


@pytest.mark.slow
@pytest.mark.long
def test_lives_that_hypothesis_chooses(db):
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
@pytest.mark.long
def test_long_lives_make_every_move(db):
    made: set[str] = set()
    for seed in (968, 280):
        with undone():
            lives = Lives(seed)
            for step in range(STEPS):
                if step == STEPS * 2 // 3:
                    lives.the_lead_becomes_another_body()
                    lives.give()
                lives.step()
                if step % 5 == 0:
                    lives.all_agrees()
            lives.time_passes()
        made |= lives.made

    assert sorted({*MADE, "make ahead"} - made) == []
