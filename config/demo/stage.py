"""The replay's run of time: who acts when, in one global order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import connection, transaction

from agencies.calendar import WorkCalendar
from agencies.models.memory import remembering
from audit import replay
from config.demo import LOCAL
from config.demo.dice import Dice

# Gives the moment at which it wants to go on; it goes on when that moment has come.
Act = Generator[datetime, None, None]

OPENS, LUNCH, BACK, CLOSES = time(7, 30), time(11, 30), time(13, 30), time(17, 0)
ONE_DAY = timedelta(days=1)
# Before this hour bodies and people change; after it, nothing of that changes all day.
OFFICE_BEGINS = time(7, 15)


class Stage:
    """Runs the acts of all people in the order of their moments, one transaction a day.

    ``now`` and ``on`` are the replay's present; acts read them when they go on.
    """

    def __init__(self, dice: Dice, calendar: WorkCalendar, *, first: date) -> None:
        self.dice = dice
        self.calendar = calendar
        self.now = datetime.combine(first, time(), LOCAL)
        # Grows whenever rows were changed by others than their own acts.
        self.turn = 0
        self._queue: list[tuple[datetime, int, Act]] = []
        self._entered = 0

    @property
    def on(self) -> date:
        return self.now.date()

    def enter(self, act: Act) -> None:
        """Let an act begin: it runs at once up to the first moment that it asks for."""
        self._go_on(act)

    def run(
        self, until: date, *, morning: Callable[[date], None], tell: Callable[[date], None]
    ) -> None:
        """Play every day up to and including ``until``; ``morning`` opens each."""
        day = self.on
        while day <= until:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    # Losing the last day of a demo to a power cut loses the demo anyway.
                    cursor.execute("SET LOCAL synchronous_commit TO off")
                self._play(day, morning)
            tell(day)
            day += ONE_DAY

    def _play(self, day: date, morning: Callable[[date], None]) -> None:
        self._move(datetime.combine(day, time(), LOCAL))
        morning(day)
        opening = datetime.combine(day, OFFICE_BEGINS, LOCAL)
        closing = datetime.combine(day + ONE_DAY, time(), LOCAL)
        for until, memory in ((opening, _forgetting()), (closing, remembering())):
            with memory:
                while self._queue and self._queue[0][0] < until:
                    moment, _, act = heapq.heappop(self._queue)
                    self._move(moment)
                    self._go_on(act)

    def _move(self, moment: datetime) -> None:
        if moment > self.now:
            self.now = moment
        replay.move_clock(self.now)

    def _go_on(self, act: Act) -> None:
        wish = next(act, None)
        if wish is not None:
            self._entered += 1
            heapq.heappush(self._queue, (max(wish, self.now), self._entered, act))

    # --- moments --------------------------------------------------------------------------
    def moment(self, day: date, dice: Random) -> datetime:
        """Some minute of the office hours of a day."""
        start, end = (OPENS, LUNCH) if dice.random() < 0.55 else (BACK, CLOSES)
        minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
        begin = datetime.combine(day, start, LOCAL)
        return begin + timedelta(minutes=dice.randrange(minutes), seconds=dice.randrange(60))

    def later(self, n: int, dice: Random) -> datetime:
        """Some minute ``n`` working days on; for 0, later today, or the next working day."""
        if n:
            return self.moment(self.calendar.add_working_days(self.on, n), dice)
        soon = self.now + timedelta(minutes=dice.randrange(10, 90))
        if soon.date() == self.on and soon.time() < CLOSES and self._is_working():
            return soon
        return self.moment(self.calendar.add_working_days(self.on, 1), dice)

    def on_day(self, day: date, dice: Random) -> datetime:
        """Some minute of that day, or of the next working day; as soon as can be if it is past."""
        if day <= self.on:
            return self.later(0, dice)
        return self.moment(self.calendar.next_working_day(day), dice)

    def _is_working(self) -> bool:
        return self.calendar.is_working_day(self.on)


def _forgetting() -> AbstractContextManager[None]:
    return nullcontext()


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
