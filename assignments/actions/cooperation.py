"""A cooperating body hands its part in."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from agencies.models import Seat
from agencies.models.decision import Decision
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from assignments.actions.moving import day, moving, refuse_secret
from assignments.actions.submission import before_the_order
from assignments.models import Assignment, Cooperation
from assignments.models.parties import part_to_send


def send_part(
    assignment: Assignment,
    *,
    sent_on: date,
    document: str,
    note: str = "",
    decision: Decision | None = None,
    by: Seat,
    at: datetime,
) -> Cooperation:
    """Record the part as sent on the day of its document, today or earlier."""
    if sent_on > day(at):
        raise NotAllowed(_("The day of issue cannot be still to come."))
    with moving(
        assignment,
        "send_part",
        decision=decision,
        note=note,
        told={"document": document},
        by=by,
        at=at,
    ) as row:
        refuse_secret(document)
        if row.issued_on and sent_on < row.issued_on:
            raise NotAllowed(before_the_order(row))
        found = part_to_send(row, standing_of(by, on=day(at)))
        found.sent_on, found.sent_document, found.note = sent_on, document, note
        found.save()
    return found
