"""Periodic work given in November 2023: rows that several tests share."""

from datetime import date

from assignments.actions import batch
from assignments.actions.rhythm import Rhythm
from assignments.actions.terms import Terms
from assignments.rules.assignment import Timing

MONTHLY = Rhythm("MONTH", 25)


def periodic(world, past, rhythm=MONTHLY, on=date(2023, 11, 13), **facts):
    at = past(on)
    terms = Terms(Timing.PERIODIC, stated_on=rhythm.due_on(on=on))
    return world.issued(at=at, terms=terms, rhythm=rhythm, **facts)


def of_two(world, past, give=batch.assign):
    """One text to two bodies, every month from November 2023."""
    on = date(2023, 11, 13)
    terms = Terms(Timing.PERIODIC, stated_on=MONTHLY.due_on(on=on))
    facts = {"issued_on": on} if give is batch.assign else {}
    return give(
        world.order(on=on, terms=terms, rhythm=MONTHLY),
        [world.justice, world.health],
        decision=world.by_slip(on),
        by=world.specialist,
        at=past(on),
        **facts,
    )
