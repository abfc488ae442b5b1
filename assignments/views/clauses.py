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
from assignments.rules.assignment import Box, Stage, box
from assignments.views.tallies import list_url
from directives.models import Directive, Obligation, ObligationLink
from directives.models.keeping import keeps_obligations

# Box, tone of its pill, state of the list that shows its rows; no list holds the last one alone.
BOXES = (
    (Box.OPEN_OVERDUE, "late", "overdue", gettext_lazy("overdue")),
    (Box.OPEN_IN_TIME, "open", "open_in_time", gettext_lazy("in time")),
    (Box.NO_DEADLINE_OPEN, "none", "no_deadline", gettext_lazy("open, no due date")),
    (Box.DONE_ON_TIME, "ok", "done_on_time", gettext_lazy("done on time")),
    (Box.DONE_LATE, "donelate", "done_late", gettext_lazy("done late")),
    (Box.NO_DEADLINE_DONE, "ok", "", gettext_lazy("done, no due date")),
)
NOT_GIVEN = (Stage.DRAFT, Stage.WITHDRAWN)


@dataclass
class Side:
    """Bodies of a group on one side: of the province, or central (listed apart)."""

    bodies: list[Agency] = field(default_factory=list)
    missing: list[Agency] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.bodies)

    @property
    def assigned(self) -> int:
        return self.total - len(self.missing)


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
    is_given: bool

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
            "sees_totals": sees_totals,
            "may_assign": is_overseer,
            "may_edit": keeps_obligations(directive, standing),
            "on": request.today,
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


# --- gathering --------------------------------------------------------------------------------
def _clauses(request: HttpRequest, directive: Directive, *, sees_totals: bool) -> list[Clause]:
    obligations = directive.obligations.order_by("position", "pk")
    membership = Membership(on=request.today)
    leads = _leads(directive)
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
                is_given=bool(leads[row.pk]),
            )
        )
    return clauses


def _leads(directive: Directive) -> defaultdict[int, set[int]]:
    """Who leads an assignment of each obligation, given and not withdrawn."""
    rows = Assignment.objects.filter(obligation__directive=directive, is_internal=False)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for obligation, lead in rows.exclude(stage__in=NOT_GIVEN).values_list("obligation", "lead"):
        found[obligation].add(lead)
    return found


def _boxes(request: HttpRequest, directive: Directive) -> defaultdict[int, Counter[Box]]:
    """The boxes of the visible assignments of each obligation."""
    rows = Assignment.objects.visible_to(request.user).filter(obligation__directive=directive)
    found: defaultdict[int, Counter[Box]] = defaultdict(Counter)
    columns = ("obligation", "due_on", "submitted_on", "confirmed_on", "stopped_on")
    for obligation, *dates in rows.exclude(stage__in=NOT_GIVEN).values_list(*columns):
        found[obligation][box(*dates, on=request.today)] += 1
    return found


def _shown(counts: Counter[Box], code: str) -> list[dict[str, Any]]:
    """The boxes that hold rows, each with the address of its list."""
    return [
        {
            "url": list_url(Criteria(state=state, obligation=code)) if state else "",
            "tone": tone,
            "label": label,
            "count": counts[name],
        }
        for name, tone, state, label in BOXES
        if counts[name]
    ]


def _sides(membership: Membership, group: str, leads: set[int]) -> tuple[Side, Side]:
    """Members on each side; one whose predecessor was given the work was given it too."""
    province, central = Side(), Side()
    for body in membership.of(group):
        side = central if body.is_central else province
        side.bodies.append(body)
        if not membership.with_predecessors(body.pk) & leads:
            side.missing.append(body)
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
