"""Entering and correcting what a document obligations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Seat
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed, Stale
from audit.record import record
from directives.models import Directive, Obligation, ObligationLink
from directives.models.keeping import keeps_obligations


@dataclass(frozen=True)
class Wording:
    """One obligation as it is entered; ``carries_out`` are obligations of upper documents."""

    clause: str
    text_vi: str
    mode: str
    group_code: str = ""
    text_en: str = ""
    indicator_vi: str = ""
    indicator_en: str = ""
    period: str = ""
    source: str = ""
    carries_out: tuple[Obligation, ...] = ()
    is_assumed: bool = False


COLUMNS = (
    "clause",
    "text_vi",
    "text_en",
    "mode",
    "group_code",
    "indicator_vi",
    "indicator_en",
    "period",
    "source",
)


@transaction.atomic
def add(directive: Directive, wording: Wording, *, by: Seat, at: datetime) -> Obligation:
    """Enter one more obligation of the document; its code follows those that stand."""
    document = Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
    _ask(document, by=by, at=at)
    last = document.obligations.aggregate(last=Max("position"))["last"]
    row = Obligation(
        directive=document,
        code=_next_code(document),
        position=0 if last is None else last + 1,
    )
    _write(row, wording)
    row.save()
    _link(row, wording)
    record("obligation.add", row, by=by, at=at, code=row.code, directive=document.pk)
    return row


@transaction.atomic
def edit(
    obligation: Obligation, wording: Wording, *, revision: int, by: Seat, at: datetime
) -> Obligation:
    """Correct an obligation. Raises Stale when somebody else did meanwhile."""
    row = (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("directive")
        .get(pk=obligation.pk)
    )
    _ask(row.directive, by=by, at=at)
    if row.revision != revision:
        raise Stale(row)
    before = _facts(row)
    _write(row, wording)
    row.revision += 1
    row.save()
    _link(row, wording)
    after = _facts(row)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record("obligation.edit", row, by=by, at=at, changes=changes, directive=row.directive_id)
    return row


def _ask(document: Directive, *, by: Seat, at: datetime) -> None:
    if not keeps_obligations(document, standing_of(by, on=timezone.localdate(at))):
        raise NotAllowed(_("The obligations of this document are entered by Home Affairs."))


def _write(row: Obligation, wording: Wording) -> None:
    for name in COLUMNS:
        setattr(row, name, getattr(wording, name))


def _link(row: Obligation, wording: Wording) -> None:
    """Links that stay keep their mark; new ones are assumed when the person says so."""
    wanted = {upper.pk for upper in wording.carries_out}
    if row.pk in _and_above(wanted):
        raise NotAllowed(_("An obligation cannot carry out itself, nor one that rests on it."))
    row.links_up.exclude(upper__in=wanted).delete()
    standing = set(row.links_up.values_list("upper_id", flat=True))
    row.links_up.update(is_assumed=wording.is_assumed)
    for pk in sorted(wanted - standing):
        ObligationLink.objects.create(lower=row, upper_id=pk, is_assumed=wording.is_assumed)


def _and_above(pks: set[int]) -> set[int]:
    """These obligations and all that they carry out."""
    found: set[int] = set()
    while pks:
        found |= pks
        links = ObligationLink.objects.filter(lower__in=pks)
        pks = set(links.values_list("upper_id", flat=True)) - found
    return found


def _next_code(document: Directive) -> str:
    """29-02 after 29-01; the first one of a document bears the document's code or row."""
    last = document.obligations.order_by("-position").values_list("code", flat=True).first()
    stem = last.rpartition("-")[0] if last else document.code or f"D{document.pk}"
    taken = Obligation.objects.filter(code__startswith=f"{stem}-").values_list("code", flat=True)
    numbers = [int(code.rpartition("-")[2]) for code in taken if code.rpartition("-")[2].isdigit()]
    return f"{stem}-{max(numbers, default=0) + 1:02d}"


def _facts(row: Obligation) -> dict[str, str]:
    uppers = row.links_up.order_by("upper__code").values_list("upper__code", "is_assumed")
    facts = {name: str(getattr(row, name)) for name in COLUMNS}
    links = "; ".join(f"{code} ({_assumed(is_assumed)})" for code, is_assumed in uppers)
    return facts | {"carries_out": links}


def _assumed(is_assumed: bool) -> str:
    return "assumed" if is_assumed else "stated"
