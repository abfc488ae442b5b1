"""Legal parameters: a new value from a day on, with its source."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Seat
from agencies.models.standing import Standing, standing_of
from agencies.rules.refusal import NotAllowed, Stale
from agencies.rules.roles import MandateKind
from agencies.rules.text import tidy
from audit.record import record
from directives.models import Provision

LARGEST = 100_000


def may_enter(provision: Provision, standing: Standing) -> bool:
    """Only the body that owns the parameter enters it (rules.md 2.8)."""
    return standing.is_business and MandateKind(provision.owner) in standing.mandates


@transaction.atomic
def enter(
    provision: Provision,
    *,
    value: str,
    valid_from: date,
    source: str,
    revision: int,
    by: Seat,
    at: datetime,
) -> Provision:
    """From ``valid_from`` (included) the parameter has this value, by this source.

    The row in force on that day ends there, and the new one lasts as long as that one did; a row
    that begins that very day is rewritten, and its history keeps what it said. ``revision`` is
    that of the row the person read. Raises Stale when another value was entered since.
    """
    rows = _locked(provision.key)
    read = next(row for row in rows if row.pk == provision.pk)
    if read.revision != revision:
        raise Stale(read)
    if not may_enter(read, standing_of(by, on=timezone.localdate(at))):
        raise NotAllowed(_("Only the body that owns this parameter enters it."))
    value, source = _asked(read, value, source)
    held = next((row for row in rows if _holds(row, valid_from)), None)
    if held is None:
        raise NotAllowed(_("This parameter has no value before that day: choose a later one."))
    before = held.value
    row = _rewritten(held, value, source, valid_from)
    _count_on(row.key)
    record(
        "provision.enter",
        row,
        note=source,
        by=by,
        at=at,
        key=row.key,
        value=value,
        before=before,
        valid_from=f"{valid_from:%d/%m/%Y}",
    )
    return row


def _locked(key: str) -> list[Provision]:
    rows = Provision.objects.select_for_update().filter(key=key)
    return list(rows.order_by(F("valid_from").asc(nulls_first=True)))


def _holds(row: Provision, on: date) -> bool:
    begun = row.valid_from is None or row.valid_from <= on
    return begun and (row.valid_to is None or row.valid_to > on)


def _asked(read: Provision, value: str, source: str) -> tuple[str, str]:
    """The value and the source, tidied; a whole number stays one."""
    value, source = tidy(value), tidy(source, keep_lines=True)
    if not source:
        raise NotAllowed(_("Name the document that sets this value."))
    is_number = value.isascii() and value.isdigit() and int(value) <= LARGEST
    if read.value.isdigit() and not is_number:
        raise NotAllowed(_("Enter a whole number."))
    if not value:
        raise NotAllowed(_("Enter the value."))
    return value, source


def _rewritten(before: Provision, value: str, source: str, valid_from: date) -> Provision:
    """The row that holds from the day on: that very row, or a new one after it."""
    if before.valid_from == valid_from:
        before.value, before.source, before.is_assumed = value, source, False
        before.save(update_fields=["value", "source", "is_assumed"])
        return before
    until, before.valid_to = before.valid_to, valid_from
    before.save(update_fields=["valid_to"])
    return Provision.objects.create(
        key=before.key,
        name_vi=before.name_vi,
        name_en=before.name_en,
        unit=before.unit,
        owner=before.owner,
        value=value,
        source=source,
        is_assumed=False,
        valid_from=valid_from,
        valid_to=until,
        revision=before.revision,
    )


def _count_on(key: str) -> None:
    """All rows of a key count together, so that whoever read any of them is stale now."""
    Provision.objects.filter(key=key).update(revision=F("revision") + 1)
