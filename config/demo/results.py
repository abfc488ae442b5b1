"""Handing in, sending back, confirming, and what may follow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from agencies.models import Seat
from agencies.models.decision import Decision
from agencies.rules.roles import BasisKind
from assignments.actions import assignment as assignments
from assignments.actions import submission as submissions
from assignments.actions.attaching import ProductEntry
from assignments.models import Assignment
from assignments.models.parties import LED_BY_PPC
from assignments.rules.assignment import Stage
from config.demo import local_texts as words
from config.demo.actor import Actor, Found
from config.demo.decisions import own
from config.demo.papers import with_paper
from config.demo.stage import Act

# By the first word of the product: the symbol in the number, and the kind.
KINDS = {
    "Kế": ("KH", "Kế hoạch"),
    "Quyết": ("QĐ", "Quyết định"),
    "Tờ": ("TTr", "Tờ trình"),
    "Kết": ("KL", "Kết luận"),
}
REPORT = ("BC", "Báo cáo")


# --- handing in -----------------------------------------------------------------------------
def hand_in(a: Actor) -> Found:
    """The officer prepares, the head approves and hands in, by the outline."""
    row = yield from a.ready(Stage.ACKNOWLEDGED)
    if row is None:
        return None
    finish = _finish(a, row)
    product = _product(a, row)
    if a.outline.prepared:
        early = a.stage.calendar.warn_day(finish.date(), a.outline.prepared)
        yield min(a.stage.on_day(early, a.dice), finish)
        yield from _prepare(a, product)
    yield max(finish, a.stage.now)
    row = yield from a.ready(Stage.ACKNOWLEDGED)
    while row and row.stopped_on:
        yield a.stage.later(2, a.dice)
        row = yield from a.ready(Stage.ACKNOWLEDGED)
    return _submit(a, row, product) if row else None


def _finish(a: Actor, row: Assignment) -> datetime:
    """When the head hands it in: so many working days before or after the due date."""
    if row.due_on is None:
        return a.stage.later(15, a.dice)
    slip = a.outline.slip or 0
    if slip > 0:
        day = a.stage.calendar.add_working_days(row.due_on, slip)
        return a.stage.on_day(day, a.dice)
    return a.before(row.due_on, -slip)


def _product(a: Actor, row: Assignment) -> ProductEntry:
    symbol, kind = KINDS.get(row.product.split(" ")[0], REPORT)
    number = f"{a.dice.randint(11, 980)}/{symbol}-{row.lead.symbol or 'UBND'}"
    return ProductEntry(kind, a.stage.on, number=number, title=row.title[:200])


def _prepare(a: Actor, product: ProductEntry) -> Act:
    row = yield from a.ready(Stage.ACKNOWLEDGED)
    if row and row.stopped_on is None:
        common: dict[str, Any] = {"by": a.officer(row), "at": a.stage.now}
        results = with_paper(product, row.lead, issued_on=a.stage.on, **common)
        done = submissions.prepare(row, results=results, **common)
        a.keep(done.assignment)


def _submit(a: Actor, row: Assignment, product: ProductEntry) -> Assignment:
    """The document is of today, or of some days ago when it is entered late."""
    decision, by = a.by_body(row, 0.15)
    issued = a.stage.calendar.warn_day(a.stage.on, a.outline.entered_late)
    issued = min(a.stage.on, max(issued, row.acknowledged_on or issued))
    common: dict[str, Any] = {"by": by, "at": a.stage.now}
    results = with_paper(product, row.lead, issued_on=issued, **common)
    done = submissions.submit(row, results=results, decision=decision, **common)
    return a.keep(done.assignment)


# --- judging --------------------------------------------------------------------------------
def judged(a: Actor) -> Found:
    """Sent back as often as the outline says, then confirmed."""
    for _ in range(a.outline.sent_back):
        yield a.stage.later(a.dice.randint(1, a.outline.confirm), a.dice)
        row = yield from a.ready(Stage.SUBMITTED)
        if row is None:
            return None
        by, reason = a.monitor(row), a.dice.choice(words.SENT_BACK)
        decision = own(by, on=a.stage.on)
        a.keep(submissions.send_back(row, reason=reason, decision=decision, by=by, at=a.stage.now))
        yield a.stage.later(a.dice.randint(1, 4), a.dice)
        row = yield from a.ready(Stage.ACKNOWLEDGED)
        if row is None:
            return None
        _submit(a, row, _product(a, row))
    yield a.stage.later(a.outline.confirm, a.dice)
    row = yield from a.ready(Stage.SUBMITTED)
    return (yield from _confirm(a, row)) if row else None


def _confirm(a: Actor, row: Assignment) -> Found:
    if row.needs_recognition:
        yield a.stage.later(a.dice.randint(3, 12), a.dice)
        found = yield from a.ready(Stage.SUBMITTED)
        if found is None:
            return None
        row = found
    by = a.monitor(row)
    decision = _recognition(a, row, by) if row.needs_recognition else own(by, on=a.stage.on)
    return a.keep(submissions.confirm(row, decision=decision, by=by, at=a.stage.now))


def _recognition(a: Actor, row: Assignment, by: Seat) -> Decision:
    """The giver above the province said in a document that it is done."""
    letters = {"TU": "VPTU", "HDND": "HĐND"}
    decider = by if row.monitor.kind in LED_BY_PPC else a.cast.head(row.monitor.code)
    return Decision(
        decided_by=decider,
        recorded_by=by,
        decided_on=a.stage.on,
        basis_kind=BasisKind.DOCUMENT,
        basis=f"{a.dice.randint(100, 9000)}/{letters.get(row.giver, 'VPCP')}-TH",
        basis_on=a.stage.on,
    )


# --- afterwards -----------------------------------------------------------------------------
def cause(a: Actor) -> Act:
    """The lead asks that the lateness be laid to an objective cause."""
    yield a.stage.later(1, a.dice)
    row = yield from a.ready(Stage.DONE)
    if row is None or not a.cast.exists(row.lead, a.stage.on):
        return
    code, text = a.dice.choice(words.CAUSES)
    head = a.cast.head(row.lead.code)
    asked = submissions.request_cause(row, code=code, text=text, by=head, at=a.stage.now)
    a.keep(asked.assignment)
    yield a.stage.later(a.dice.randint(2, 4), a.dice)
    row = a.row()
    if not a.cast.exists(row.monitor, a.stage.on):
        return
    common: dict[str, Any] = {"by": a.monitor(row), "at": a.stage.now}
    if a.outline.cause == "accepted":
        a.keep(submissions.confirm_cause(row, **common))
    else:
        answer = "Cơ quan chưa đôn đốc kịp thời."
        a.keep(submissions.refuse_cause(row, answer=answer, **common))


def reopen(a: Actor) -> Act:
    """A check shows that it was not done after all; it is done and confirmed again."""
    yield a.stage.later(a.dice.randint(5, 15), a.dice)
    row = yield from a.ready(Stage.DONE)
    if row is None or not a.cast.exists(row.lead, a.stage.on):
        return
    decision, by = a.by_assigner(row)
    reason = "Kết quả chưa đúng thực tế, theo kết luận kiểm tra."
    a.keep(assignments.reopen(row, reason=reason, decision=decision, by=by, at=a.stage.now))
    yield a.stage.later(a.dice.randint(3, 8), a.dice)
    again = yield from a.ready(Stage.ACKNOWLEDGED)
    if again:
        _submit(a, again, _product(a, again))
        yield from judged(a)
