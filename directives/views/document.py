"""What the page of one document shows."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.rights import CHECKS, Who
from agencies.views import source
from directives.forms.directive import DirectiveForm
from directives.models import Directive, DirectiveLink, Obligation
from directives.models.chain import Edge, edges_down, edges_up, paths
from directives.models.keeping import keeper, keeps, keeps_obligations
from directives.views.story import story_of

# A chain with more ways than these is told by the first of them.
MOST_PATHS = 6


def document(request: HttpRequest, row: Directive) -> dict[str, Any]:
    """Facts, files, chain, receipts, obligations, history, and what the person may do."""
    standing = request.user.standing
    up, down = edges_up(row.pk), edges_down(row.pk)
    near = _near(request, row, [*up, *down])
    return {
        "row": row,
        "facts": _facts(row),
        "chains": _chains(row, up, down, near),
        "replaced_by": _replaced_by(row, down, near),
        "files": row.files.order_by("pk"),
        "receipts": row.receipts.select_related("agency").order_by("received_on", "pk"),
        "obligations": _obligations(row),
        "sources": source.pieces(row.source),
        "notes": source.pieces(row.note),
        "is_doubtful": source.is_doubtful(row.source, row.note),
        "story": story_of(row, DirectiveForm),
        "keeper": keeper(row),
        "may_edit": keeps(row, standing),
        "may_add": keeps_obligations(row, standing),
        "may_assign": CHECKS[Who.OVERSEERS](standing) or standing.is_leadership,
    }


def _facts(row: Directive) -> list[dict[str, Any]]:
    """The strip below the title; what is not known is said so."""
    unknown = _("not entered")
    signer = ", ".join(filter(None, (row.signer_capacity, row.signer)))
    facts = [
        (_("Number and symbol"), row.number_key or unknown),
        (_("Date of the document"), f"{row.issued_on:%d/%m/%Y}" if row.issued_on else unknown),
        (_("Type of document"), str(row.document_type)),
        (_("Issuer"), str(row.issuer)),
        (_("Signed by"), signer or unknown),
        (_("Urgency"), row.get_urgency_display()),
    ]
    if row.system_code:
        facts.append((_("Code in the document system"), row.system_code))
    if row.registered_by:
        facts.append((_("Registered by"), str(row.registered_by.agency)))
    return [{"label": label, "value": value} for label, value in facts]


def _obligations(row: Directive) -> dict[str, Any]:
    """How many obligations of each kind."""
    counts = Counter(row.obligations.values_list("mode", flat=True))
    url = reverse("directive-clauses", args=[row.pk])
    modes = [
        (str(mode.label), counts[mode], f"{url}?mode={mode.value}")
        for mode in Obligation.Mode
        if counts[mode]
    ]
    return {"total": counts.total(), "modes": modes}


# --- the legal chain ------------------------------------------------------------------------
def _near(request: HttpRequest, row: Directive, edges: list[Edge]) -> dict[int, Directive]:
    """The documents of the chain that the person may see, by id."""
    ids = {pk for edge in edges for pk in (edge.lower, edge.upper)} - {row.pk}
    if not ids:
        return {row.pk: row}
    rows = Directive.objects.visible_to(request.user).select_related("document_type", "issuer")
    return {row.pk: row} | rows.in_bulk(ids)


def _chains(
    row: Directive, up: list[Edge], down: list[Edge], near: dict[int, Directive]
) -> list[list[dict[str, Any]]]:
    """Chains for the component, upper documents first; each goes through this document."""
    above = [way[::-1] for way in paths(row.pk, up, near, up=True)]
    below = paths(row.pk, down, near, up=False)
    kinds = {(edge.lower, edge.upper): edge for edge in (*up, *down)}
    ways = [
        [*(before or []), row.pk, *(after or [])] for before, after in zip_longest(above, below)
    ]
    return [_chain(way, row, kinds, near) for way in ways[:MOST_PATHS]]


def _chain(
    way: list[int], here: Directive, kinds: dict[tuple[int, int], Edge], near: dict[int, Directive]
) -> list[dict[str, Any]]:
    items = []
    for upper, pk in zip([None, *way], way, strict=False):
        edge = kinds.get((pk, upper)) if upper else None
        items.append(_link(near[pk], here, near[upper] if upper else None, edge))
    return items


def _link(
    row: Directive, here: Directive, upper: Directive | None, edge: Edge | None
) -> dict[str, Any]:
    day = f"{row.issued_on:%d/%m/%Y}" if row.issued_on else ""
    lines = [", ".join(filter(None, (day, str(row.issuer)))), row.title]
    if upper and edge and edge.kind != DirectiveLink.Kind.BASED_ON:
        lines.append(f"{edge.label} {upper.short}")
    return {
        "title": row.number_key or str(row.document_type),
        "url": reverse("directive-detail", args=[row.pk]),
        "lines": lines,
        "is_here": row.pk == here.pk,
        "missing": row.missing,
    }


def _replaced_by(row: Directive, down: list[Edge], near: dict[int, Directive]) -> list[Directive]:
    found = (e.lower for e in down if e.upper == row.pk and e.kind == DirectiveLink.Kind.REPLACES)
    return [near[pk] for pk in found if pk in near]
