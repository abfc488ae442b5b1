"""What is kept about a body that no reorganisation changes."""

from datetime import datetime

from django.db import transaction

from agencies.actions.asking import ask, keep, locked
from agencies.models import Agency, Seat
from agencies.rights import Who
from audit.record import record


@transaction.atomic
def set_mailbox(agency: Agency, *, mailbox: str, revision: int, by: Seat, at: datetime) -> Agency:
    """The office mailbox, to which notices to the body itself go."""
    ask(Who.KEEPERS, by=by, at=at)
    row = locked(agency, revision=revision)
    before, row.mailbox = row.mailbox, mailbox.strip()
    keep(row, "mailbox")
    record("agency.set_mailbox", row, by=by, at=at, before=before, mailbox=row.mailbox)
    return row
