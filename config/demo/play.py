"""The whole replay, from the first day to the last."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from agencies.models.calendar import work_calendar
from audit import replay
from config.demo import BEGINS_AT, FIRST_DAY, people, reorganised, special
from config.demo.cast import Cast, first_day
from config.demo.desk import Desk
from config.demo.dice import Dice
from config.demo.plan import Plan
from config.demo.signins import TRIAL
from config.demo.stage import Stage

Tell = Callable[[date], None]


def play(*, seed: int, until: date, count: int, tell: Tell = lambda day: None) -> Cast:
    """Replay every day from the first up to and including ``until``; about ``count`` assignments
    by the end of 2026.

    The same seed gives the same rows, and those of a day do not depend on ``until``. Only in a
    demo that was not replayed; ``until`` is yesterday at the latest.
    """
    replay.open_clock(BEGINS_AT)
    stage = Stage(Dice(seed), work_calendar(), first=FIRST_DAY)
    cast = Cast(stage, {(body, slot) for _role, body, slot in TRIAL})
    plan = Plan(cast, count)
    desk: list[Desk] = []

    def morning(day: date) -> None:
        if day == FIRST_DAY:
            first_day(cast)
        if not desk:
            desk.append(Desk(cast))
        _morning(cast, plan, desk[0], day)

    with _no_collecting():
        stage.run(until, morning=morning, tell=tell)
    replay.close_clock()
    return cast


def _morning(cast: Cast, plan: Plan, desk: Desk, day: date) -> None:
    reorganised.enter(cast, day)
    people.enter(cast, day)
    people.nightly(cast)
    desk.make_ahead()
    if cast.stage.calendar.is_working_day(day):
        desk.enter([*plan.of_day(day), *special.of_day(plan, day)])


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Thousands of short-lived rows: the collector would look at all the others each time."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
