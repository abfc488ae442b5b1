"""What may come between receiving and handing in: requests, pauses, new dates, new officers."""

from __future__ import annotations

from datetime import date
from typing import Any

from agencies.calendar import Unit
from agencies.models import Agency
from assignments.actions import assignment as assignments
from assignments.actions import extension, returning
from assignments.actions.terms import Terms
from assignments.models import Assignment
from assignments.models.facts import Outcome
from assignments.rules.assignment import Stage, Timing
from config.demo import local_texts as words
from config.demo.actor import RUNNING, Actor, Found
from config.demo.decisions import own
from config.demo.stage import Act


# --- giving it back -------------------------------------------------------------------------
def ask_back(a: Actor) -> Found:
    """Ask that another body do it; gives back the row when the life goes on."""
    row = yield from a.ready(Stage.ISSUED)
    if row is None or row.series_id:
        return row
    reason, text = a.dice.choice(words.NOT_OURS)
    chief = a.chief(row)
    asked = returning.request_return(
        row,
        reason=reason,
        text=text,
        decision=own(chief, on=a.stage.on),
        by=chief,
        at=a.stage.now,
    )
    a.keep(asked.assignment)
    yield a.stage.later(a.outline.return_waits, a.dice)
    row = yield from a.ready(Stage.ISSUED)
    if row is None or not row.returns.filter(outcome=Outcome.ASKED).exists():
        return row
    return (yield from _answer_return(a, row))


def _answer_return(a: Actor, row: Assignment) -> Found:
    decision, by = a.by_assigner(row)
    common: dict[str, Any] = {"decision": decision, "by": by, "at": a.stage.now}
    if a.outline.asked_back == "refused" or not _others(a, row):
        return a.keep(returning.refuse_return(row, answer=words.KEPT, **common))
    a.keep(returning.accept_return(row, **common))
    yield a.stage.later(a.dice.randint(1, 3), a.dice)
    row = a.row()
    lead = a.dice.choice(_others(a, row) or [row.lead])
    decision, by = a.by_assigner(row)
    again = returning.reissue(
        row, lead=lead, terms=_anew(a), decision=decision, by=by, at=a.stage.now
    )
    yield a.stage.later(1, a.dice)
    return a.keep(again)


def _others(a: Actor, row: Assignment) -> list[Agency]:
    """Bodies of the same kind and the same leader that could do it instead; none judges itself."""
    leader = a.cast.leader_of(row.lead.code)
    return [
        body
        for code, body in a.cast.bodies.items()
        if body.kind == row.lead.kind
        and body.is_listed
        and a.cast.exists(body, a.stage.on)
        and body.pk not in (row.lead_id, row.monitor_id)
        and a.cast.leader_of(code) == leader
    ]


def _anew(a: Actor) -> Terms:
    """Work given again gets its time again, by an explicit decision."""
    return Terms(Timing.DATED, unit=Unit.WORKING_DAYS, count=10, count_from=a.stage.on)


# --- on the way -----------------------------------------------------------------------------
def _has_room(a: Actor, days: int) -> bool:
    """Whether more than so many working days are left: nothing on the way makes work late."""
    due_on = a.row().due_on
    return due_on is None or a.stage.calendar.days_left(due_on, on=a.stage.on) > days


def clarify(a: Actor, product: str) -> Act:
    """The assigner says which product it meant."""
    yield a.stage.later(a.dice.randint(1, 3), a.dice)
    row = yield from a.ready(*RUNNING)
    if row and not row.product:
        decision, by = a.by_assigner(row)
        clear = assignments.clarify(
            row,
            content=row.content,
            product=product,
            decision=decision,
            revision=Assignment.objects.values_list("revision", flat=True).get(pk=row.pk),
            by=by,
            at=a.stage.now,
        )
        a.keep(clear)


def progress(a: Actor) -> Act:
    if not _has_room(a, 6):
        return
    yield a.stage.later(a.dice.randint(2, 5), a.dice)
    row = yield from a.ready(Stage.ACKNOWLEDGED)
    if row:
        text = a.dice.choice(words.PROGRESS)
        said = assignments.report_progress(row, text=text, by=a.officer(row), at=a.stage.now)
        a.keep(said.assignment)


def change_officer(a: Actor) -> Act:
    if not _has_room(a, 6):
        return
    yield a.stage.later(a.dice.randint(2, 5), a.dice)
    row = yield from a.ready(Stage.ACKNOWLEDGED)
    if row is None:
        return
    others = [s for s in a.cast.officers(row.lead.code) if s.pk != row.officer_id]
    if others:
        head = a.cast.head(row.lead.code)
        officer = a.dice.choice(others)
        a.keep(assignments.change_officer(row, officer=officer, by=head, at=a.stage.now))


def withdraw(a: Actor, days: int) -> Act:
    yield a.stage.later(days, a.dice)
    row = yield from a.ready(*RUNNING)
    if row:
        decision, by = a.by_assigner(row)
        reason = a.dice.choice(words.WITHDRAWN)
        a.keep(assignments.withdraw(row, reason=reason, decision=decision, by=by, at=a.stage.now))


# --- time -----------------------------------------------------------------------------------
def pause(a: Actor) -> Act:
    yield a.stage.later(1, a.dice)
    row = yield from a.ready(Stage.ACKNOWLEDGED)
    if row is None or row.due_on is None or row.due_on < a.stage.on:
        return
    cause, text = a.dice.choice(words.PAUSES)
    decision, by = a.by_assigner(row)
    stood = extension.pause(row, cause=cause, text=text, decision=decision, by=by, at=a.stage.now)
    a.keep(stood.assignment)
    yield a.stage.later(a.outline.pause, a.dice)
    row = yield from a.ready(*RUNNING)
    if row and row.stopped_on:
        decision, by = a.by_assigner(row)
        a.keep(extension.resume(row, decision=decision, by=by, at=a.stage.now))


def ask_extension(a: Actor) -> Act:
    row = yield from a.ready(Stage.ACKNOWLEDGED)
    if row is None or row.due_on is None or not _has_room(a, 1):
        return
    early = a.outline.extension_waits + 1 if a.outline.extension == "refused" else 0
    yield a.before(row.due_on, max(early, a.dice.randint(1, 3)))
    row = yield from a.ready(Stage.ACKNOWLEDGED)
    if row is None or row.due_on is None or row.due_on < a.stage.on or row.stopped_on:
        return
    asked_day = _asked_day(a, row)
    if asked_day is None:
        return
    chief = a.chief(row)
    asked = extension.request_extension(
        row,
        asked_due_on=asked_day,
        grounds=a.dice.choice(words.GROUNDS),
        decision=own(chief, on=a.stage.on),
        by=chief,
        at=a.stage.now,
    )
    a.keep(asked.assignment)
    if a.outline.extension_waits > 1:
        yield a.stage.later(1, a.dice)
        yield from _put_up_extension(a)
    yield a.stage.later(max(1, a.outline.extension_waits - 1), a.dice)
    yield from _answer_extension(a, asked_day)


def _asked_day(a: Actor, row: Assignment) -> date | None:
    """Some days more, as many as the rules let a body ask for: enough to hear the answer in."""
    calendar = a.stage.calendar
    original, basis = row.original_due_on, row.due_from or row.issued_on
    if original is None or basis is None or row.due_on is None:
        return None
    given = calendar.working_days_between(basis, original)
    wanted = max(a.dice.randint(3, 7), a.outline.extension_waits + 2)
    asked = calendar.add_working_days(original, max(1, min(given, wanted)))
    return asked if given and asked > row.due_on else None


def _put_up_extension(a: Actor) -> Act:
    row = yield from a.ready(*RUNNING)
    if row is None or not row.extensions.filter(outcome=Outcome.ASKED).exists():
        return
    _decision, by = a.by_assigner(row)
    put_up = extension.put_up_extension(row, put_up_on=a.stage.on, by=by, at=a.stage.now)
    a.keep(put_up.assignment)


def _answer_extension(a: Actor, asked: date) -> Act:
    row = yield from a.ready(*RUNNING)
    if row is None or not row.extensions.filter(outcome=Outcome.ASKED).exists():
        return
    decision, by = a.by_assigner(row)
    common: dict[str, Any] = {"decision": decision, "by": by, "at": a.stage.now}
    if a.outline.extension == "refused":
        answer = "Giữ nguyên thời hạn đã giao."
        a.keep(extension.refuse_extension(row, answer=answer, **common).assignment)
        return
    if a.outline.extension == "over":
        asked = a.stage.calendar.add_working_days(asked, 15)
    a.keep(extension.grant_extension(row, due_on=asked, **common).assignment)


def redate(a: Actor) -> Act:
    yield a.stage.later(2, a.dice)
    row = yield from a.ready(*RUNNING)
    if row is None or row.due_on is None or row.stopped_on:
        return
    decision, by = a.by_assigner(row)
    start = max(row.due_on, a.stage.on)
    moved = extension.redate(
        row,
        due_on=a.stage.calendar.add_working_days(start, a.outline.redate),
        reason="Điều chỉnh thời hạn theo kết luận cuộc họp giao ban.",
        decision=decision,
        by=by,
        at=a.stage.now,
    )
    a.keep(moved)
