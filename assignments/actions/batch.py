"""One text to many bodies: one batch, as many assignments (rules.md 3.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from agencies.models import Agency, Seat
from agencies.models.decision import Decision
from assignments.actions.assignment import Order, draft, issue
from assignments.models import Assignment, Batch


@transaction.atomic
def assign(
    order: Order,
    leads: Sequence[Agency],
    *,
    issued_on: date,
    decision: Decision,
    by: Seat,
    at: datetime,
) -> list[Assignment]:
    """Give the same work to one body or to many, in one go; many make a batch.

    A body that would confirm its own work gets the assigner as monitor instead.
    """
    batch = None
    if len(leads) > 1:
        batch = Batch.objects.create(
            directive=order.directive,
            obligation=order.obligation,
            title=order.title,
            created_by=by,
            created_at=at,
        )
    rows = []
    for lead in leads:
        monitor = order.assigner if order.monitor.pk == lead.pk else order.monitor
        row = draft(replace(order, lead=lead, monitor=monitor, batch=batch), by=by, at=at)
        rows.append(issue(row, issued_on=issued_on, decision=decision, by=by, at=at))
    return rows
