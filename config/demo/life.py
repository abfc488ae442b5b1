"""The life of one assignment, made move by move through the product's own actions."""

from __future__ import annotations

from random import Random

from assignments.actions import assignment as assignments
from assignments.actions import cooperation
from assignments.models import Assignment, Cooperation
from assignments.rules.assignment import OPEN, Stage
from config.demo import incidents, results
from config.demo.actor import Actor, Found
from config.demo.cast import Cast
from config.demo.decisions import own
from config.demo.outline import Outline
from config.demo.stage import Act


def life(cast: Cast, row: Assignment, outline: Outline, name: str) -> Act:
    """From the issue on, as the outline says, as far as the facts allow it."""
    a = Actor(cast, row, outline, name)
    yield a.stage.later(outline.acknowledge, a.dice)
    if outline.asked_back and not (yield from incidents.ask_back(a)):
        return
    if not (yield from _acknowledge(a)):
        return
    yield from _on_the_way(a)
    if outline.slip is None or outline.withdraw_after is not None:
        return
    if (yield from results.hand_in(a)) and (yield from results.judged(a)):
        if outline.cause:
            yield from results.cause(a)
        if outline.reopened:
            yield from results.reopen(a)


def _acknowledge(a: Actor) -> Found:
    row = yield from a.ready(Stage.ISSUED)
    if row is None:
        return None
    officers = a.cast.officers(row.lead.code)
    # Whoever tries the demo as an officer is the first one: much comes to that desk.
    officer = officers[0] if a.dice.random() < 0.4 else a.dice.choice(officers)
    decision, by = a.by_body(row, 0.6)
    return a.keep(
        assignments.acknowledge(row, officer=officer, decision=decision, by=by, at=a.stage.now)
    )


def _on_the_way(a: Actor) -> Act:
    o = a.outline
    if not a.row().product and a.dice.random() < 0.5:
        yield from incidents.clarify(a, "Báo cáo của cơ quan chủ trì")
    if o.change_officer:
        yield from incidents.change_officer(a)
    for _ in range(o.progress):
        yield from incidents.progress(a)
    if o.pause:
        yield from incidents.pause(a)
    if o.extension:
        yield from incidents.ask_extension(a)
    if o.redate:
        yield from incidents.redate(a)
    if o.withdraw_after is not None:
        yield from incidents.withdraw(a, o.withdraw_after)


def send_part(cast: Cast, part: Cooperation, name: str) -> Act:
    """A cooperating body's part: mostly in time, sometimes late, sometimes never."""
    stage = cast.stage
    dice = stage.dice.of("part", name)
    chance = dice.random()
    if chance < 0.08 or part.due_on is None:
        return
    slip = dice.randint(1, 6) if chance < 0.22 else -dice.randint(0, 3)
    calendar = stage.calendar
    late = calendar.add_working_days(part.due_on, max(0, slip))
    early = calendar.warn_day(part.due_on, max(0, -slip))
    yield stage.on_day(late if slip > 0 else early, dice)
    owed = Cooperation.objects.filter(pk=part.pk, sent_on=None).select_related("assignment")
    found = owed.first()
    if found is not None and found.assignment.stage in OPEN:
        _send(cast, found, dice)


def _send(cast: Cast, part: Cooperation, dice: Random) -> None:
    stage = cast.stage
    body = cast.body_of(part.agency_id)
    if not cast.exists(body, stage.on) or not cast.held(body.code):
        return
    chief = cast.head(body.code)
    cooperation.send_part(
        part.assignment,
        sent_on=stage.on,
        document=f"{dice.randint(11, 980)}/{body.symbol or 'CV'}-VP",
        decision=own(chief, on=stage.on),
        by=chief,
        at=stage.now,
    )
