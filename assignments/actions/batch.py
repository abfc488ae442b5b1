"""One text to many bodies: one batch, as many assignments (rules.md 3.10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from agencies.models import Agency, Seat
from agencies.models.decision import Decision
from assignments.actions.asking import Order, confirmed_by_another
from assignments.actions.assignment import draft, issue
from assignments.actions.moving import day
from assignments.models import Assignment, Batch


@transaction.atomic
def assign(
    order: Order,
    leads: Sequence[Agency],
    *,
    received: Mapping[int, date] | None = None,
    issued_on: date,
    decision: Decision,
    by: Seat,
    at: datetime,
) -> list[Assignment]:
    """Give the same work to one body or to many, in one go; many make a batch.

    A body that would confirm its own work gets another monitor (rules.md 2.8). ``received``:
    for a count that runs from the receipt, the day on which each body (by key) received it.
    """
    drafts = draft_all(order, leads, received=received, decision=decision, by=by, at=at)
    return issue_all(drafts, issued_on=issued_on, decision=decision, by=by, at=at)


@transaction.atomic
def draft_all(
    order: Order,
    leads: Sequence[Agency],
    *,
    received: Mapping[int, date] | None = None,
    decision: Decision | None = None,
    by: Seat,
    at: datetime,
) -> list[Assignment]:
    """The same as drafts."""
    if len(leads) > 1:
        order = replace(order, batch=_batch(order, by=by, at=at))
    if order.rhythm and order.series is None:
        series = order.rhythm.series()
        series.save()
        order = replace(order, series=series)
    days = received or {}
    return [
        draft(_for(order, lead, days.get(lead.pk), on=day(at)), decision=decision, by=by, at=at)
        for lead in leads
    ]


@transaction.atomic
def issue_all(
    drafts: Sequence[Assignment],
    *,
    issued_on: date,
    decision: Decision,
    by: Seat,
    at: datetime,
) -> list[Assignment]:
    """Issue all drafts of a batch by one decision."""
    return [
        issue(row, issued_on=issued_on, decision=decision, revision=row.revision, by=by, at=at)
        for row in drafts
    ]


def _batch(order: Order, *, by: Seat, at: datetime) -> Batch:
    return Batch.objects.create(
        directive=order.directive,
        obligation=order.obligation,
        title=order.title,
        created_by=by,
        created_at=at,
    )


def _for(order: Order, lead: Agency, received_on: date | None, *, on: date) -> Order:
    """The order as it goes to one body."""
    terms = order.terms
    if received_on and terms.count is not None:
        terms = replace(terms, count_from=received_on)
    parts = tuple(part for part in order.parts if part.agency.pk != lead.pk)
    return confirmed_by_another(replace(order, lead=lead, terms=terms, parts=parts), on=on)
