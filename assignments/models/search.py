"""One box over documents, assignments and bodies; each group is bounded and ranked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, F, IntegerField, Q, Value, When

from agencies.models import Agency
from agencies.rules.text import fold
from assignments.models.filters import (
    BOUND,
    Criteria,
    bounded_counts,
    meant,
    number_match,
    obligations_coded,
    words_match,
    words_of,
)
from assignments.models.groups import rows_of
from assignments.models.pages import Order
from assignments.models.rows import Row
from assignments.models.viewer import Viewer
from directives.models import Directive, Obligation
from directives.rules.numbers import search_forms

SHOWN = 20
# The trigram index answers from three letters on; the big table is not read for less.
SHORTEST = 3


@dataclass(frozen=True)
class Found:
    """What a search found: the first of each group and how many there are, up to the bound."""

    directives: list[Directive]
    directive_count: int
    obligations: list[Obligation]
    assignments: list[Row]
    assignment_count: int
    bodies: list[Agency]
    body_count: int
    is_too_short: bool

    @property
    def total(self) -> int:
        return (
            self.directive_count + len(self.obligations) + self.assignment_count + self.body_count
        )


def find(text: str, viewer: Viewer) -> Found:
    """What the viewer may see that matches every word, accents aside, or the number meant.

    The match set comes first, through the trigram indexes and bounded; only then it is sorted,
    so that a word without a hit costs next to nothing (performance.md 1).
    """
    directives = Directive.objects.visible_to(viewer.user).filter(
        words_match(text) | number_match(text)
    )
    bodies = Agency.objects.filter(words_match(text))
    is_long = any(len(word) >= SHORTEST for word in words_of(text))
    own = list(viewer.visible.filter(pk__in=meant(text)).values_list("pk", flat=True))
    newest = _newest_assignments(text, viewer) if is_long else []
    assignments = own + [pk for pk in newest if pk not in own]
    directive_count, body_count = bounded_counts([directives, bodies])
    return Found(
        directives=_ranked_directives(directives, text) if directive_count else [],
        directive_count=directive_count,
        obligations=obligations_coded(text, viewer),
        assignments=rows_of(assignments[:SHOWN], viewer) if assignments else [],
        assignment_count=len(assignments),
        bodies=_ranked_bodies(bodies, text, viewer) if body_count else [],
        body_count=body_count,
        is_too_short=not (is_long or own),
    )


def _newest_assignments(text: str, viewer: Viewer) -> list[int]:
    """The keys of the whole match set, up to the bound and one: matched once, it gives the count
    and the first rows."""
    asked = Criteria(state="all", q=text, sort="newest")
    found = Order(asked.by_due).sorted(asked.rows(viewer))
    return list(found.values_list("pk", flat=True))


def _ranked_directives(found: object, text: str) -> list[Directive]:
    """Those whose number is meant first, then the newest."""
    matched = Directive.objects.filter(pk__in=found.order_by().values("pk")[: BOUND + 1])  # type: ignore[attr-defined]
    rows = matched.annotate(place=_first(_own_number(text))).select_related(
        "document_type", "issuer"
    )
    return list(rows.order_by("place", F("issued_on").desc(nulls_last=True), "-pk")[:SHOWN])


def _own_number(text: str) -> Q:
    """The number meant is the document's own; others only speak of it in their title."""
    starts = (Q(search_key__startswith=prefix) for prefix in search_forms(text).prefixes)
    return reduce(or_, starts, Q(pk__in=[]))


def _ranked_bodies(found: object, text: str, viewer: Viewer) -> list[Agency]:
    """Bodies whose name holds the words as they stand first; those that exist before others."""
    matched = Agency.objects.filter(pk__in=found.order_by().values("pk")[: BOUND + 1])  # type: ignore[attr-defined]
    whole, ended = Q(search_key__contains=fold(text)), Q(valid_to__lte=viewer.on)
    rows = matched.annotate(place=_first(whole), over=_first(~ended | Q(valid_to=None)))
    return list(rows.order_by("over", "place", "sort_key", "pk")[:SHOWN])


def _first(asked: Q) -> Case:
    """0 for the rows that hold, 1 for the others: to sort by."""
    return Case(When(asked, then=Value(0)), default=Value(1), output_field=IntegerField())
