"""One body becomes another: merged, split, renamed, passed on, from a day.

The open work follows in ``assignments``; here the bodies, their mandates, fields and seats do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import DateField, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from agencies.actions.asking import ask, keep, locked
from agencies.models import (
    Agency,
    AgencyFunction,
    Mandate,
    Routing,
    Seat,
    Succession,
    Unit,
)
from agencies.models.agency import holds
from agencies.rights import Who
from agencies.rules.refusal import NotAllowed
from agencies.rules.succession import Heritage, ends, heritage
from agencies.rules.text import sort_key, tidy
from audit.record import record


@dataclass(frozen=True)
class Heir:
    """Who takes over, and what: an existing body, or a new one to be founded on that day.

    ``passes`` says what passes in words. For a new body give ``name_vi``; the rest is copied
    from the old body. ``takes_over``: of several heirs the one that gets mandates, fields and
    routing.
    """

    kind: str
    agency: Agency | None = None
    passes: str = ""
    name_vi: str = ""
    name_en: str = ""
    code: str = ""
    takes_over: bool = False


@transaction.atomic
def succeed(
    old: Agency,
    heirs: Sequence[Heir],
    *,
    on: date,
    source: str,
    revision: int | None = None,
    by: Seat | None,
    at: datetime,
) -> list[Succession]:
    """Record what the body becomes on the day ``on`` (included), by the document ``source``.

    All heirs of one day are recorded together: their number decides whether open work passes by
    rule. A body that ends is closed on the day with its seats; a sole heir of the whole takes
    over its mandates, fields and routing, of several heirs the one that is named for it.
    """
    ask(Who.HOME_AFFAIRS, by=by, at=at)
    row = locked(old, revision=revision)
    _ask_heirs(row, heirs, source, on=on)
    made = [_made(row, heir, source, on=on) for heir in heirs]
    takers = [s.new for s, heir in zip(made, heirs, strict=True) if heir.takes_over]
    _take_effect(row, takers, on=on)
    record(
        "agency.succeed",
        row,
        note=source,
        by=by,
        at=at,
        on=on.isoformat(),
        heirs=[f"{s.get_kind_display()} {s.new.name_vi}" for s in made],
    )
    return made


def _ask_heirs(old: Agency, heirs: Sequence[Heir], source: str, *, on: date) -> None:
    if not heirs:
        raise NotAllowed(_("Name at least one heir."))
    if not source.strip():
        raise NotAllowed(_("Enter the document that decides it."))
    named = [heir.agency.pk for heir in heirs if heir.agency]
    if old.pk in named or len(set(named)) < len(named):
        raise NotAllowed(_("Each heir is named once, and is not the body itself."))
    if not Agency.objects.existing(on - timedelta(days=1)).filter(pk=old.pk).exists():
        raise NotAllowed(_("The body does not exist on the day before."))
    if Agency.objects.existing(on).filter(pk__in=named).count() < len(named):
        raise NotAllowed(_("An heir does not exist on that day."))
    said = Succession.objects.applied().filter(old=old, on=on).values_list("kind", flat=True)
    if ends(list(said)):
        raise NotAllowed(_("What this body becomes on that day is recorded already."))


def _made(old: Agency, heir: Heir, source: str, *, on: date) -> Succession:
    new = heir.agency or _founded(old, heir, on=on)
    row, _made_now = Succession.objects.update_or_create(
        old=old,
        new=new,
        on=on,
        defaults={
            "kind": heir.kind,
            "passes": heir.passes,
            "source": source,
            "status": Succession.Status.APPLIED,
        },
    )
    return row


def _founded(old: Agency, heir: Heir, *, on: date) -> Agency:
    """A new body from the day ``on``; its code tells it from the old one (SNV, SNV-2025)."""
    name = tidy(heir.name_vi)
    if not name:
        raise NotAllowed(_("Choose the heir, or enter the name of a new body."))
    return Agency.objects.create(
        code=heir.code.strip() or f"{old.code}-{on.year}",
        name_vi=name,
        name_en=tidy(heir.name_en),
        kind=old.kind,
        parent=old.parent,
        symbol=old.symbol,
        valid_from=on,
        is_subordinate=old.is_subordinate,
        is_listed=old.is_listed,
        mailbox=old.mailbox,
        sort_key=sort_key(name),
    )


@transaction.atomic
def confirm(
    succession: Succession,
    *,
    on: date,
    source: str,
    takes_over: bool = False,
    by: Seat | None,
    at: datetime,
) -> Succession:
    """Confirm one that waited for Home Affairs, with its true day and its document.

    ``takes_over``: of several heirs this one gets mandates, fields and routing; of a body that
    holds mandates it is confirmed first.
    """
    row = _unconfirmed(succession, by=by, at=at)
    if not source.strip():
        raise NotAllowed(_("Enter the document that decides it."))
    row.on, row.source, row.status = on, source, Succession.Status.APPLIED
    row.save(update_fields=["on", "source", "status"])
    old = locked(row.old)
    _take_effect(old, [row.new] if takes_over else [], on=on)
    record("agency.confirm", old, note=source, by=by, at=at, heir=row.new.name_vi)
    return row


@transaction.atomic
def reject(succession: Succession, *, reason: str, by: Seat | None, at: datetime) -> Succession:
    """Say of one that waited for Home Affairs that it did not happen; it never takes effect."""
    row = _unconfirmed(succession, by=by, at=at)
    if not reason.strip():
        raise NotAllowed(_("Enter the reason."))
    row.status = Succession.Status.REJECTED
    row.save(update_fields=["status"])
    record("agency.reject", row.old, note=reason, by=by, at=at, heir=row.new.name_vi)
    return row


def _unconfirmed(succession: Succession, *, by: Seat | None, at: datetime) -> Succession:
    ask(Who.HOME_AFFAIRS, by=by, at=at)
    rows = Succession.objects.select_for_update(of=("self",)).select_related("old", "new")
    row = rows.get(pk=succession.pk)
    if row.status != Succession.Status.UNCONFIRMED:
        raise NotAllowed(_("This was confirmed or rejected already."))
    return row


def needs_taker(old: Agency, kinds: Sequence[str], *, on: date) -> bool:
    """Whether the body holds mandates on the day and ends with several heirs: one must be named
    that takes them over, or the power would have no holder (rules.md 2.1)."""
    is_divided = ends(kinds) and heritage(kinds) is not Heritage.BY_RULE
    return is_divided and Mandate.objects.filter(_lasting(on), agency=old).exists()


def _taker(
    old: Agency, rows: Sequence[Succession], takers: Sequence[Agency], *, on: date
) -> Agency | None:
    """Who gets mandates, fields and routing: the heir by rule, else the one named."""
    kinds = [row.kind for row in rows]
    if heritage(kinds) is Heritage.BY_RULE:
        return rows[0].new
    if len(takers) > 1:
        raise NotAllowed(_("Only one heir takes over the mandates, fields and routing."))
    if not takers and needs_taker(old, kinds, on=on):
        raise NotAllowed(_("This body holds mandates: tick the heir that takes them over."))
    return takers[0] if takers else None


def _take_effect(old: Agency, takers: Sequence[Agency], *, on: date) -> None:
    """What follows at once from the applied successions of the day, whenever it is recorded."""
    rows = Succession.objects.applied().filter(old=old, on=on).select_related("new").order_by("pk")
    if not ends([row.kind for row in rows]):
        return
    heir = _taker(old, rows, takers, on=on)
    for model, same in (
        (Mandate, ("kind",)),
        (AgencyFunction, ("function_id",)),
        (Routing, ("function_id", "specialist_id", "leader_id")),
    ):
        _pass_on(model, same, old, heir, on=on)
    if old.valid_to is None or old.valid_to > on:
        old.valid_to = on
    keep(old, "valid_to")
    Unit.objects.filter(_lasting(on), agency=old).update(valid_to=on)
    end_seats(old, on=on)


def _lasting(on: date) -> Q:
    """Rows that would still hold on the day ``on``."""
    return Q(valid_to=None) | Q(valid_to__gt=on)


def _pass_on(
    model: type[Mandate] | type[AgencyFunction] | type[Routing],
    same: tuple[str, ...],
    old: Agency,
    heir: Agency | None,
    *,
    on: date,
) -> None:
    """Close the rows of the old body on the day and open the same for the heir, if it has none."""
    for row in model._default_manager.filter(_lasting(on), agency=old):
        facts = {name: getattr(row, name) for name in same}
        held = model._default_manager.filter(holds(on), agency=heir, **facts)
        if heir and not held.exists():
            model._default_manager.create(agency=heir, valid_from=on, **facts)
        row.valid_to = on
        row.save(update_fields=["valid_to"])


def end_seats(body: Agency, *, on: date) -> int:
    """Seats in a body that ends last until its last day; one begun later never counts."""
    last = Greatest("valid_from", Value(on, output_field=DateField()))
    return Seat.objects.filter(_lasting(on), agency=body).update(valid_to=last)
