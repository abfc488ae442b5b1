"""What a list is asked for, as the address holds it; the same answer counts and lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, Q, QuerySet, Value

from agencies.models import Agency, Seat
from agencies.rules.text import fold
from assignments.models.assignment import Assignment, Cooperation, Reader
from assignments.models.product import Product
from assignments.models.querysets import AssignmentQuerySet, reads
from assignments.models.states import DEFAULT, STATES, decided_by, given_by, monitored_by
from assignments.models.viewer import Viewer
from directives.models import Directive, Obligation
from directives.models.directive import named_as
from directives.models.keeping import OF_HOME_AFFAIRS
from directives.rules.numbers import search_forms

# Beyond this a count reads "over 1,000", and a search by words shows no more.
BOUND = 1000
# In these roles the viewer's own bodies lead.
LED = frozenset({"lead", "mine"})
MAX_WORDS = 8
# More than any body has; a bound keeps the database from spreading a small set over a big one.
FENCE = 1_000_000
MAX_DOCUMENTS = 50
# The code of an obligation, as HT-17; of a document, as HT.
_CODE = re.compile(r"[A-Za-z0-9]{1,10}-\d{1,4}")
# As the pages call an assignment, in both languages.
_OWN_NUMBER = re.compile(r"(?:nhiem vu |assignment )?#?([0-9]{1,18})")
_WORD = re.compile(r"[A-Za-z]{2}|[A-Za-z]{0,4}\d{1,4}[A-Za-z]{0,4}")


@dataclass(frozen=True)
class Criteria:
    """One filter. Empty fields ask nothing; ``decider`` is a user, ``officer`` a seat.

    ``unnamed``: without an officer; ``watched``: followed by this specialist or by nobody."""

    state: str = DEFAULT
    role: str = ""
    q: str = ""
    body: int | None = None
    group: str = ""
    giver: str = ""
    assigner: int | None = None
    decider: int | None = None
    document: str = ""
    directive: int | None = None
    obligation: str = ""
    officer: int | None = None
    unnamed: bool = False
    watched: bool = False
    unit: int | None = None
    field: tuple[int, ...] = ()
    priority: bool = False
    internal: str = ""
    unclear: bool = False
    batch: int | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    sort: str = ""

    def but(self, **changes: Any) -> Criteria:
        """The same filter with these fields changed."""
        return replace(self, **changes)

    def query(self) -> str:
        """The address's query: only what differs from the default, always in this order."""
        pairs: list[tuple[str, str]] = []
        for name, value in self.asked().items():
            values = value if isinstance(value, tuple) else (value,)
            pairs += [(name, _written(v)) for v in values]
        return urlencode(pairs)

    def asked(self) -> dict[str, Any]:
        """The fields that differ from the default."""
        return {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if getattr(self, f.name) != f.default
        }

    @property
    def by_due(self) -> bool:
        """Sorted by due date, the earliest first; else the newest first."""
        return self.sort == "due" or (not self.sort and STATES[self.state].by_due)

    def rows(self, viewer: Viewer) -> AssignmentQuerySet:
        """The rows that the viewer may see and the filter asks for, in no order.

        A search by words is bounded before it is sorted: the match set first, through the
        trigram index, then everything else (a word without a hit must not walk a sorted index).
        """
        return self._parted(viewer, [_role(self.role, viewer)])[0]

    def parts(self, viewer: Viewer) -> list[AssignmentQuerySet]:
        """The same rows as ``rows``, in parts of which each has an index of its own.

        A body sees what it leads, gave, monitors, or helps with. Asked for all that together the
        database would read everybody's rows; asked one by one, each answers from its index, and
        the first rows of all parts are the first rows of the whole.
        """
        keys = (self.role, self.body, self.directive, self.batch, self.officer, self.obligation)
        if viewer.is_overseer or any(keys):
            return [self.rows(viewer)]
        return [self.but(role="lead").rows(viewer), *self._parted(viewer, _sides(viewer))]

    def _parted(self, viewer: Viewer, sides: Sequence[Q]) -> list[AssignmentQuerySet]:
        seen = viewer.led if self.role in LED else viewer.visible
        rows = STATES[self.state].rows(seen, viewer)
        asked = (
            self._plain(),
            self._inside(viewer),
            self._watched(viewer),
            self._bodies(viewer),
            self._documents(viewer),
        )
        rows = rows.filter(*(q for q in asked if q))
        if not self.q:
            return [rows.filter(side) for side in sides]
        matched = rows.filter(*self._words(viewer))
        return [_bounded(matched.filter(side)) for side in sides]

    def _words(self, viewer: Viewer) -> list[Q]:
        """The first finds the rows by their indexes; the second leaves out those that only a text
        which the viewer may not read would tell."""
        by_number = Q(directive__in=numbered(self.q, viewer))
        if coded := obligations_coded(self.q, viewer):
            by_number |= Q(obligation__in=[row.pk for row in coded])
        by_number |= Q(pk__in=meant(self.q))
        found = [words_match(self.q) | by_number | Q(pk__in=produced(self.q, viewer))]
        if not (viewer.is_above or self.role in LED):
            found.append(reads(viewer.user) | title_match(self.q) | by_number)
        return found

    def _inside(self, viewer: Viewer) -> Q:
        """Who carries the work is told, and asked for, in the lead body alone (rules.md 2.5)."""
        return Q(lead__in=viewer.own) if self.officer or self.unit else Q()

    def _plain(self) -> Q:
        wanted = {
            "lead": self.body,
            "giver": self.giver,
            "assigner": self.assigner,
            "decided_by__user": self.decider,
            "officer": self.officer,
            "officer__unit": self.unit,
            "function__in": self.field,
            "batch": self.batch,
            "issued_on__gte": self.issued_from,
            "issued_on__lte": self.issued_to,
            "due_on__gte": self.due_from,
            "due_on__lte": self.due_to,
        }
        asked = Q(**{name: value for name, value in wanted.items() if value})
        if self.priority:
            asked &= Q(is_priority=True)
        if self.internal:
            asked &= Q(is_internal=self.internal == "only")
        if self.unnamed:
            asked &= Q(officer=None)
        if self.unclear:
            asked &= Q(content="") | Q(product="")
        return asked

    def _watched(self, viewer: Viewer) -> Q:
        """What the routing gave to this specialist, and what it gave to nobody who is there."""
        if not self.watched:
            return Q()
        # A set looked up once: a join would be tried for every row before anything is left out.
        gone = Seat.objects.filter(valid_to__lte=viewer.on).values("pk")[:FENCE]
        nobody = Q(specialist=None) | Q(specialist__in=gone)
        return Q(specialist__in=viewer.carried_seats) | nobody

    def _bodies(self, viewer: Viewer) -> Q:
        if not self.group:
            return Q()
        return Q(lead__in=Agency.objects.members_of(self.group, on=viewer.on))

    def _documents(self, viewer: Viewer) -> Q:
        """What the viewer may not know of names nothing, as a key that no document has."""
        asked = Q(directive__in=numbered(self.document, viewer)) if self.document else Q()
        if not (self.directive or self.obligation):
            return asked
        known = Directive.objects.visible_to(viewer.user)
        if self.directive:
            asked &= Q(directive=self.directive) & Q(Exists(known.filter(pk=self.directive)))
        if self.obligation:
            named = Q(obligation__code__iexact=self.obligation)
            asked &= named & Q(obligation__directive__in=known)
        return asked


def _bounded(matched: AssignmentQuerySet) -> AssignmentQuerySet:
    """The match set, cut at the bound, before anything sorts it."""
    return Assignment.objects.filter(pk__in=matched.order_by().values("pk")[: BOUND + 1])


def _sides(viewer: Viewer) -> list[Q]:
    """The ways, besides leading, in which a row can be seen by a body and by a person in it
    (rules.md 2.6)."""
    own = viewer.own
    helped = Cooperation.objects.filter(agency__in=own).values("assignment")[:FENCE]
    named = Reader.objects.filter(user=viewer.standing.user_id).values("assignment")[:FENCE]
    below = Assignment.objects.filter(parent__isnull=False, parent__lead__in=own)
    return [
        Q(assigner__in=own),
        Q(monitor__in=own),
        Q(pk__in=helped),
        Q(pk__in=below.values("pk")[:FENCE]),
        Q(pk__in=named),
    ]


def _written(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "1" if value is True else str(value)


def _role(role: str, viewer: Viewer) -> Q:
    """In what relation the viewer's body, or the viewer, stands to the rows."""
    own = viewer.own
    match role:
        case "lead":
            return Q()  # viewer.led says it
        case "cooperating":
            return Q(pk__in=Assignment.objects.shared_with(own).values("pk"))
        case "given":
            return given_by(viewer)
        case "decided":
            return decided_by(viewer)
        case "monitored":
            return monitored_by(viewer)
        case "owned":
            return Q(directive__code__in=OF_HOME_AFFAIRS)
        case "watched":
            return Q(specialist=viewer.standing.seat_id)
        case "mine":
            return Q(officer__in=viewer.carried_seats)
        case _:
            return Q()


# --- words and numbers ----------------------------------------------------------------------
def words_of(text: str) -> list[str]:
    """The accent-free words to look for, at most eight."""
    return fold(text).split()[:MAX_WORDS]


def words_match(text: str) -> Q:
    """Rows whose folded search key holds every word, in any order; nothing for no word."""
    words = words_of(text)
    if not words:
        return Q(pk__in=[])
    asked = Q()
    for word in words:
        asked &= Q(search_key__contains=word)
    return asked


def title_match(text: str) -> Q:
    """The same for the title alone."""
    words = words_of(text)
    return Q(*(Q(title_key__contains=word) for word in words)) if words else Q(pk__in=[])


def number_match(text: str) -> Q:
    """Documents whose number is meant: `968`, `0968 / cđ`, `29 kl tu`, `cđ-ttg`; or whose code, or
    whose month where the day is not known."""
    forms = search_forms(text)
    asked = named_as(text)
    for prefix in forms.prefixes:
        asked |= Q(search_key__startswith=prefix) | Q(search_key__contains=f" {prefix}")
    return asked | Q(search_key__contains=forms.contains) if forms.contains else asked


def obligations_coded(text: str, viewer: Viewer) -> list[Obligation]:
    """The obligation whose code the text is, as HT-17, if the viewer sees its document."""
    if not _CODE.fullmatch(text.strip()):
        return []
    rows = Obligation.objects.filter(
        code__iexact=text.strip(), directive__in=Directive.objects.visible_to(viewer.user)
    )
    return list(rows.select_related("directive__document_type"))


def numbered(text: str, viewer: Viewer) -> list[int]:
    """The visible documents whose number the text names, at most fifty; read at once, so that
    the match over assignments is one of indexes alone."""
    if text not in viewer.numbered:
        viewer.numbered[text] = _numbered(text, viewer)
    return viewer.numbered[text]


def meant(text: str) -> list[int]:
    """The assignment that a text names by its own number: `1471`, `#1471`, `nhiem vu 1471`."""
    found = _OWN_NUMBER.fullmatch(fold(text))
    return [int(found[1])] if found else []


def produced(text: str, viewer: Viewer) -> list[int]:
    """The assignments of which a result that was handed in bears the number, at most fifty."""
    if text not in viewer.produced:
        viewer.produced[text] = list(Product.objects.numbered(search_forms(text).prefixes))
    return viewer.produced[text]


def _numbered(text: str, viewer: Viewer) -> list[int]:
    forms = search_forms(text)
    if not (forms.prefixes or forms.contains or _WORD.fullmatch(text.strip())):
        return []
    found = Directive.objects.visible_to(viewer.user).filter(number_match(text))
    return list(found.order_by("pk").values_list("pk", flat=True)[:MAX_DOCUMENTS])


# --- counting -------------------------------------------------------------------------------
def counts_of(asked: Iterable[Criteria], viewer: Viewer) -> list[int]:
    """How many rows each filter lists, up to BOUND + 1, all in one query; each is asked once."""
    wanted = list(asked)
    each = list(dict.fromkeys(wanted))
    counts = _at_once([_count_parts(criteria.parts(viewer)) for criteria in each])
    found = dict(zip(each, counts, strict=True))
    return [found[criteria] for criteria in wanted]


def united(parts: Sequence[AssignmentQuerySet], *, size: int = BOUND + 1) -> QuerySet[Any]:
    """The keys of the first ``size`` rows of each part, in its order; no row twice."""
    keys = [part.values("pk")[:size] for part in parts]
    return keys[0].union(*keys[1:]) if len(keys) > 1 else keys[0]


def bounded_counts(querysets: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each has, up to BOUND + 1, all in one query."""
    return _at_once([_count(rows) for rows in querysets])


_Counted = tuple[str, tuple[Any, ...]]


def _count(rows: QuerySet[Any]) -> _Counted:
    try:
        sql, params = _cut(rows).query.sql_with_params()
    except EmptyResultSet:
        return "0", ()
    return f"(SELECT count(*) FROM ({sql}) AS n)", params  # noqa: S608 (compiled by Django)


def _count_parts(parts: Sequence[AssignmentQuerySet]) -> _Counted:
    """Rows of all parts together; where the first alone fills the bound the others are not read."""
    whole, params = _count(united(parts))
    if len(parts) == 1:
        return whole, params
    first, asked = _count(parts[0])
    return f"CASE WHEN {first} > {BOUND} THEN {BOUND + 1} ELSE {whole} END", (*asked, *params)


def _at_once(counts: Sequence[_Counted]) -> list[int]:
    if not counts:
        return []
    columns = ", ".join(sql for sql, _params in counts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [p for _sql, params in counts for p in params])
        return list(cursor.fetchone())


def _cut(rows: QuerySet[Any]) -> QuerySet[Any]:
    if rows.query.combinator or rows.query.is_sliced:
        return rows[: BOUND + 1]
    return rows.order_by().values(one=Value(1))[: BOUND + 1]
