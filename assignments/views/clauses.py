"""A directive clause by clause: what is assigned to whom, what is not, how far it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import Agency
from agencies.models.membership import Membership
from agencies.rules.roles import DECIDING
from assignments.models import Assignment
from assignments.models.filters import Criteria
from assignments.models.given import Given, given_of, leads_of
from assignments.rules.assignment import Box, Stage, box
from assignments.views.tallies import list_url
from directives.models import Directive, Obligation, ObligationLink
from directives.models.keeping import keeps_obligations

# State of the list that shows its rows, tone of its pill, words: together they are all rows.
BOXES = (
    ("overdue", "late", gettext_lazy("overdue")),
    ("open_in_time", "open", gettext_lazy("in time")),
    ("no_deadline", "none", gettext_lazy("open, no due date")),
    ("done_on_time", "ok", gettext_lazy("done on time")),
    ("done_late", "donelate", gettext_lazy("done late")),
    ("no_deadline_done", "ok", gettext_lazy("done, no due date")),
    ("draft", "none", gettext_lazy("drafts")),
    ("withdrawn", "none", gettext_lazy("withdrawn")),
)
_OUT = {Stage.DRAFT.value: "draft", Stage.WITHDRAWN.value: "withdrawn"}
_STATES = {
    Box.OPEN_OVERDUE: "overdue",
    Box.OPEN_IN_TIME: "open_in_time",
    Box.NO_DEADLINE_OPEN: "no_deadline",
    Box.DONE_ON_TIME: "done_on_time",
    Box.DONE_LATE: "done_late",
    Box.NO_DEADLINE_DONE: "no_deadline_done",
}
MODES = frozenset(mode.value for mode in Obligation.Mode)


@dataclass
class Side:
    """Bodies of a group on one side: of the province, or central (listed apart). ``heirs`` have no
    assignment of their own: those of bodies before them count for them."""

    bodies: list[Agency] = field(default_factory=list)
    missing: list[Agency] = field(default_factory=list)
    heirs: list[Agency] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.bodies)

    @property
    def assigned(self) -> int:
        return self.total - len(self.missing)

    @property
    def direct(self) -> int:
        return self.assigned - len(self.heirs)


@dataclass
class Clause:
    """One obligation with what was found of it."""

    obligation: Obligation
    group: str
    province: Side
    central: Side
    uppers: list[ObligationLink]
    lowers: list[ObligationLink]
    boxes: list[dict[str, Any]]
    url: str
    is_given: bool

    @property
    def count(self) -> int:
        """All assignments under it that the person may open; the boxes add up to them."""
        return sum(item["count"] for item in self.boxes)

    @property
    def is_whole(self) -> bool:
        return not self.province.missing and not self.central.missing


def directive_clauses(request: HttpRequest, pk: int) -> HttpResponse:
    """Every obligation of the document. Counts of all bodies are for chiefs and overseers; boxes
    count the rows that the person may open, as the list that they lead to does."""
    directive = get_object_or_404(
        Directive.objects.visible_to(request.user).select_related(
            "document_type", "issuer__agency", "registered_by"
        ),
        pk=pk,
    )
    standing = request.user.standing
    is_overseer = standing.is_ppc_office or standing.is_home_affairs or standing.is_leadership
    sees_totals = is_overseer or standing.role in DECIDING
    clauses = _clauses(request, directive, sees_totals=sees_totals)
    return render(
        request,
        "assignments/clauses.html",
        {
            "directive": directive,
            "clauses": clauses,
            "title": _title(clauses, sees_totals=sees_totals),
            "asked": _asked(request, sees_totals=sees_totals),
            "sees_totals": sees_totals,
            "may_assign": is_overseer,
            "may_edit": keeps_obligations(directive, standing),
            "on": request.today,
            "is_print": "print" in request.GET,
        },
    )


def _title(clauses: list[Clause], *, sees_totals: bool) -> str:
    found = ngettext("%(n)s obligation", "%(n)s obligations", len(clauses)) % {"n": len(clauses)}
    owed = [c for c in clauses if c.obligation.mode == Obligation.Mode.ASSIGNED]
    if not sees_totals or not owed:
        return found
    whole = sum(c.is_whole for c in owed)
    none = sum(not c.is_given for c in owed)
    facts = {"found": found, "owed": len(owed), "whole": whole, "part": len(owed) - whole - none,
             "none": none}  # fmt: skip
    return (
        _(
            "%(found)s; of %(owed)s met by assignments: %(whole)s given to all,"
            " %(part)s to some, %(none)s to none"
        )
        % facts
    )


def _asked(request: HttpRequest, *, sees_totals: bool) -> str:
    """The part of the document that the address asks for, in words."""
    mode, given = request.GET.get("mode", ""), request.GET.get("given", "")
    if mode in MODES:
        return str(Obligation.Mode(mode).label)
    return str(Given(given).label) if sees_totals and given in Given.values else ""


# --- gathering --------------------------------------------------------------------------------
def _clauses(request: HttpRequest, directive: Directive, *, sees_totals: bool) -> list[Clause]:
    obligations = _obligations(request, directive, sees_totals=sees_totals)
    membership = Membership(on=request.today)
    leads = leads_of(row.pk for row in obligations)
    boxes = _boxes(request, directive)
    uppers, lowers = _links(request, directive)
    clauses = []
    for row in obligations:
        province, central = _sides(membership, row.group_code, leads[row.pk])
        clauses.append(
            Clause(
                obligation=row,
                group=membership.name_of(row.group_code),
                province=province,
                central=central,
                uppers=uppers[row.pk],
                lowers=lowers[row.pk],
                boxes=_shown(boxes[row.pk], row.code),
                url=list_url(Criteria(state="all", obligation=row.code)),
                is_given=bool(leads[row.pk]),
            )
        )
    return clauses


def _obligations(
    request: HttpRequest, directive: Directive, *, sees_totals: bool
) -> list[Obligation]:
    """All of the document, or those of one mode, or those given to all, to some, to none."""
    rows = directive.obligations.order_by("position", "pk")
    mode, given = request.GET.get("mode", ""), request.GET.get("given", "")
    if mode in MODES:
        rows = rows.filter(mode=mode)
    if not (sees_totals and given in Given.values):
        return list(rows)
    found = given_of(rows, on=request.today)
    return [row for row in rows if found[row.pk] == given]


def _boxes(request: HttpRequest, directive: Directive) -> defaultdict[int, Counter[str]]:
    """In which state each visible assignment of each obligation is; each stands in one."""
    rows = Assignment.objects.visible_to(request.user).filter(obligation__directive=directive)
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    columns = ("obligation", "stage", "due_on", "submitted_on", "confirmed_on", "stopped_on")
    for obligation, stage, *dates in rows.values_list(*columns):
        found[obligation][_OUT.get(stage) or _STATES[box(*dates, on=request.today)]] += 1
    return found


def _shown(counts: Counter[str], code: str) -> list[dict[str, Any]]:
    """The boxes that hold rows, each with the address of its list."""
    return [
        {
            "url": list_url(Criteria(state=state, obligation=code)),
            "tone": tone,
            "label": label,
            "count": counts[state],
        }
        for state, tone, label in BOXES
        if counts[state]
    ]


def _sides(membership: Membership, group: str, leads: set[int]) -> tuple[Side, Side]:
    """Members on each side; one whose predecessor was given the work was given it too."""
    province, central = Side(), Side()
    for body in membership.of(group):
        side = central if body.is_central else province
        side.bodies.append(body)
        if not membership.with_predecessors(body.pk) & leads:
            side.missing.append(body)
        elif body.pk not in leads:
            side.heirs.append(body)
    return province, central


Links = defaultdict[int, list[ObligationLink]]


def _links(request: HttpRequest, directive: Directive) -> tuple[Links, Links]:
    """What each obligation carries out, and what carries it out, in documents that are seen."""
    seen = Directive.objects.visible_to(request.user).values("pk")
    links = list(
        ObligationLink.objects.filter(
            Q(lower__directive=directive, upper__directive__in=seen)
            | Q(upper__directive=directive, lower__directive__in=seen)
        )
        .select_related("upper", "lower")
        .order_by("upper__code", "lower__code")
    )
    return (
        _by((link for link in links if link.lower.directive_id == directive.pk), "lower_id"),
        _by((link for link in links if link.upper.directive_id == directive.pk), "upper_id"),
    )


def _by(links: Iterable[ObligationLink], column: str) -> Links:
    found: Links = defaultdict(list)
    for link in links:
        found[getattr(link, column)].append(link)
    return found
