"""Results: prepared by the officer, approved by the head, judged by the monitor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Seat
from agencies.models.calendar import work_calendar
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from assignments.actions.moving import day, decided, hand_over, lapse, moving, refuse_secret
from assignments.models import (
    Assignment,
    Extension,
    Holding,
    ObjectiveCause,
    Product,
    ReturnRequest,
    Submission,
)
from assignments.models.facts import Outcome
from directives.models import Directive, File, Provision


@dataclass(frozen=True)
class Result:
    """One product as it is handed in."""

    kind: str
    issued_on: date
    number: str = ""
    title: str = ""
    file: File | None = None
    document: Directive | None = None


def prepare(
    assignment: Assignment,
    *,
    results: Sequence[Result],
    note: str = "",
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Submission:
    """Write the result down for the head's approval; a second time replaces the first."""
    with moving(assignment, "prepare", revision=revision, note=note, by=by, at=at) as row:
        return _prepared(row, results, note, by=by, at=at)


def _prepared(
    row: Assignment, results: Sequence[Result], note: str, *, by: Seat, at: datetime
) -> Submission:
    _ask_results(row, results, on=day(at))
    row.submissions.filter(state=Submission.State.PREPARED).update(state=Submission.State.DROPPED)
    found = Submission.objects.create(
        assignment=row,
        agency_id=row.lead_id,
        state=Submission.State.PREPARED,
        submitted_on=max(r.issued_on for r in results),
        note=note,
        prepared_by=by,
        prepared_at=at,
    )
    for r in results:
        Product.objects.create(
            submission=found,
            kind=r.kind,
            number=r.number,
            title=r.title,
            issued_on=r.issued_on,
            file=r.file,
            document=r.document,
        )
    return found


def hand_back(
    assignment: Assignment,
    *,
    reason: str,
    decision: Decision | None = None,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Give what was prepared back to the officer, inside the body: stage, clock and box stay."""
    with moving(
        assignment, "hand_back", decision=decision, revision=revision, note=reason, by=by, at=at
    ) as row:
        row.submissions.filter(state=Submission.State.PREPARED).update(
            state=Submission.State.DROPPED, sent_back_on=day(at), sent_back_reason=reason
        )
    return row


def submit(
    assignment: Assignment,
    *,
    results: Sequence[Result] = (),
    note: str = "",
    decision: Decision | None = None,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Submission:
    """Hand the result in: a new one, or the one that the officer prepared.

    The day that counts is the day on which the result's document was issued; entered more than
    the provision's working days later it is marked "entered late" (rules.md 3.1).
    """
    on = day(at)
    told: dict[str, Any] = {}
    with moving(
        assignment,
        "submit",
        decision=decision,
        revision=revision,
        note=note,
        told=told,
        by=by,
        at=at,
    ) as row:
        found = (
            _prepared(row, results, note, by=by, at=at)
            if results
            else row.submissions.filter(state=Submission.State.PREPARED).first()
        )
        if found is None:
            raise NotAllowed(_("Enter at least one product: without it nothing is done."))
        own = decision or decided(row, "submit", by=by, at=at)
        products = list(found.products.all())
        _ask_evidence(products)
        _hand_in(row, found, own, on=on)
        told["lapsed"] = lapse(row, ReturnRequest, Extension)
        told["products"] = "; ".join(
            f"{p.number or p.title}, {p.issued_on:%d/%m/%Y}" for p in products
        )
        told["entered_late"] = "1" if found.is_entered_late else ""
    return found


def _hand_in(row: Assignment, found: Submission, decision: Decision, *, on: date) -> None:
    _ask_day(row, found.submitted_on, on=on)
    late_after = Provision.objects.numbers(on).get("late_entry_days", 2)
    gap = work_calendar().working_days_between(found.submitted_on, on)
    for name, value in decision.columns.items():
        setattr(found, name, value)
    found.state = Submission.State.SUBMITTED
    found.entered_on = on
    found.is_entered_late = gap > late_after
    found.save()
    row.submitted_on = found.submitted_on
    hand_over(row, Holding.Holder.MONITOR, row.monitor, on=on)


def _ask_evidence(products: Sequence[Product | Result]) -> None:
    """Each product can be looked at: its file or its registered document (rules.md 3.3)."""
    if not products:
        raise NotAllowed(_("Enter at least one product: without it nothing is done."))
    if not all(p.file or p.document for p in products):
        raise NotAllowed(_("Add the file, or name the registered document."))


def _ask_results(row: Assignment, results: Sequence[Result], *, on: date) -> None:
    _ask_evidence(results)
    for r in results:
        if not (r.number or r.title):
            raise NotAllowed(_("Each product needs a number or a title."))
        _ask_day(row, r.issued_on, on=on)
        refuse_secret(r.kind, r.number, r.title)


def _ask_day(row: Assignment, issued_on: date, *, on: date) -> None:
    if issued_on > on:
        raise NotAllowed(_("The day of issue cannot be still to come."))
    if row.issued_on and issued_on < row.issued_on:
        raise NotAllowed(before_the_order(row))


def before_the_order(row: Assignment) -> str:
    """What is said of a result, or a part, of a day before the order."""
    words = _("A result cannot be older than the order, which is of %(day)s.")
    return words % {"day": f"{row.issued_on:%d/%m/%Y}"}


def send_back(
    assignment: Assignment,
    *,
    reason: str,
    decision: Decision | None = None,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Ask for completion: the submission is void and the clock had never stopped."""
    on = day(at)
    with moving(
        assignment, "send_back", decision=decision, revision=revision, note=reason, by=by, at=at
    ) as row:
        row.submissions.filter(state=Submission.State.SUBMITTED).update(
            state=Submission.State.SENT_BACK, sent_back_on=on, sent_back_reason=reason
        )
        row.submitted_on = None
        hand_over(row, Holding.Holder.LEAD, row.lead, officer=row.officer, on=on)
    return row


def confirm(
    assignment: Assignment,
    *,
    decision: Decision | None = None,
    note: str = "",
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    """Confirm the result. Work of the Government, the PM, the Party or the Council is done when
    its giver recognised it: that needs the date and the basis (rules.md 3, confirm)."""
    on = day(at)
    told: dict[str, Any] = {}
    with moving(
        assignment,
        "confirm",
        decision=decision,
        revision=revision,
        note=note,
        told=told,
        by=by,
        at=at,
    ) as row:
        is_recognised = decision and not decision.is_direct and decision.basis_on
        if row.needs_recognition and not is_recognised:
            raise NotAllowed(_("Enter the giver's recognition: its document and date."))
        row.submissions.filter(state=Submission.State.SUBMITTED).update(
            state=Submission.State.CONFIRMED, confirmed_on=on
        )
        row.confirmed_on = on
        row.submissions.filter(state=Submission.State.PREPARED).update(
            state=Submission.State.DROPPED
        )
        told["lapsed"] = lapse(row, ReturnRequest, Extension)
        hand_over(row, Holding.Holder.NOBODY, None, on=on)
    return row


@transaction.atomic
def confirm_all(
    assignments: Sequence[Assignment],
    *,
    decision: Decision | None = None,
    note: str = "",
    by: Seat,
    at: datetime,
) -> list[Assignment]:
    """Confirm several at once; one that may not be confirmed refuses all."""
    return [
        confirm(a, decision=decision, note=note, revision=a.revision, by=by, at=at)
        for a in assignments
    ]


# --- causes outside the body's power --------------------------------------------------------
def request_cause(
    assignment: Assignment,
    *,
    code: str,
    text: str,
    decision: Decision | None = None,
    by: Seat,
    at: datetime,
) -> ObjectiveCause:
    """Ask the monitor to confirm an objective cause of lateness."""
    with moving(
        assignment, "request_cause", decision=decision, note=text, told={"code": code}, by=by, at=at
    ) as row:
        return ObjectiveCause.objects.create(
            assignment=row, code=code, text=text, requested_by=by, requested_on=day(at)
        )


def confirm_cause(
    assignment: Assignment,
    *,
    answer: str = "",
    decision: Decision | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    return _decide_cause(
        assignment, "confirm_cause", Outcome.ACCEPTED, answer, decision, by=by, at=at
    )


def refuse_cause(
    assignment: Assignment,
    *,
    answer: str,
    decision: Decision | None = None,
    by: Seat,
    at: datetime,
) -> Assignment:
    return _decide_cause(
        assignment, "refuse_cause", Outcome.REFUSED, answer, decision, by=by, at=at
    )


def _decide_cause(
    assignment: Assignment,
    move: str,
    outcome: Outcome,
    answer: str,
    decision: Decision | None,
    *,
    by: Seat,
    at: datetime,
) -> Assignment:
    with moving(assignment, move, decision=decision, note=answer, by=by, at=at) as row:
        own = decision or decided(row, move, by=by, at=at)
        row.causes.filter(outcome=Outcome.ASKED).update(
            outcome=outcome, answer=answer, **own.columns
        )
    return row
