"""A page of tallies and of one table in groups, each group the list of one tally."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.models.filters import Criteria
from assignments.models.groups import SIZE, first_rows
from assignments.models.rows import Row
from assignments.models.viewer import Viewer
from assignments.views.list import bulk_of, new_url
from assignments.views.tallies import Tally, counted, figure, linked, list_url, printed

PRINTED = 200
# What the own side has written and not yet issued.
DRAFTS = Criteria("draft", "given")


@dataclass(frozen=True)
class Group:
    """One group of rows: what it lists, its words, a remark, and whether it has a tally, and
    rows of its own below."""

    criteria: Criteria
    label: str | Promise
    icon: str
    tone: str = ""
    note: str | Promise = ""
    has_tally: bool = True
    has_rows: bool = True

    @property
    def tally(self) -> Tally:
        return Tally(self.criteria, self.label, self.icon, self.tone)


@dataclass(frozen=True)
class Title:
    """The answer that heads the page; a number with an address opens its list."""

    words: str
    values: dict[str, Any] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.words % self.values

    @property
    def parts(self) -> list[dict[str, Any]]:
        return linked(self.words, self.values, self.urls)


@dataclass(frozen=True)
class Columns:
    """Which columns the table has beside due date, assignment, state and next action."""

    has_lead: bool = False
    has_role: bool = False


def groups_page(
    request: HttpRequest,
    viewer: Viewer,
    groups: Sequence[Group],
    title: Callable[[list[int]], Title],
    *,
    columns: Columns,
    own: Sequence[Group] = (),
    has_drafts: bool = False,
    context: dict[str, Any] | None = None,
    template: str = "assignments/home_groups.html",
) -> HttpResponse:
    """Count and list the groups, in three queries together. ``title`` gets their counts. A row
    stands in the first of the groups that hold it. ``own``: a panel of its own, apart."""
    is_print = "print" in request.GET
    every = [*groups, *own]
    tallies = [group.tally for group in every]
    extra = [Tally(DRAFTS, "", "edit")] if has_drafts else []
    counts = counted([*tallies, *extra], viewer)
    size = PRINTED if is_print else SIZE
    found = first_rows([g.criteria for g in every if g.has_rows], viewer, size=size)
    told_of = printed(tallies, counts[: len(every)])
    n, m = len(groups), sum(g.has_rows for g in groups)
    shown = _shown(groups, counts[:n], found[:m])
    rows = [row for group in shown for row in group["rows"]]
    bulk, has_go = [] if is_print else bulk_of(rows), any(row.action for row in rows)
    told = title(counts[:n])
    page = {
        "title": told.text,
        "heading": told.parts,
        "tallies": _tallies(groups, told_of[:n]),
        "groups": shown,
        "bulk": bulk,
        "span": 3 + has_go + columns.has_lead + columns.has_role + bool(bulk),
        "has_go": has_go,
        "has_lead": columns.has_lead,
        "has_role": columns.has_role,
        "new_url": new_url(viewer),
        "print_url": "?print=1",
        "drafts": [tally for tally in printed(extra, counts[len(every) :]) if tally["count"]],
        "own": own and _panel(own, counts[n:], told_of[n:], found[m:]),
    }
    name = "assignments/print_groups.html" if is_print else template
    return render(request, name, page | (context or {}))


def _tallies(groups: Sequence[Group], all_of_them: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [tally for group, tally in zip(groups, all_of_them, strict=True) if group.has_tally]


def _panel(
    own: Sequence[Group],
    counts: Sequence[int],
    tallies: list[dict[str, Any]],
    found: Sequence[Sequence[Row]],
) -> dict[str, Any]:
    """What assignments/_home_own.html prints; its ids are kept apart from those of the table."""
    groups = _shown(own, counts, found)
    return {
        "tallies": _tallies(own, tallies),
        "groups": [g | {"id": f"own-{g['id']}"} for g in groups],
    }


def _shown(
    groups: Sequence[Group], counts: Sequence[int], found: Sequence[Sequence[Row]]
) -> list[dict[str, Any]]:
    """The groups that have a row of their own, none of them twice in the table."""
    listed = [(g, n) for g, n in zip(groups, counts, strict=False) if g.has_rows]
    told: set[int] = set()
    shown = []
    for (group, count), rows in zip(listed, found, strict=True):
        own = [row for row in rows if row.pk not in told]
        told |= {row.pk for row in own}
        if own:
            shown.append(_printed(group, count, own, above=len(rows) - len(own)))
    return shown


def _printed(group: Group, count: int, rows: Sequence[Row], *, above: int) -> dict[str, Any]:
    """What assignments/_table.html prints; ``above``: how many of its rows stand above."""
    note = ngettext("%(n)s assignment", "%(n)s assignments", count) % {"n": figure(count)}
    if above:
        note += ", " + _("%(n)s of them above") % {"n": above}
    more = _("Show all %(n)s") % {"n": figure(count)}
    return {
        "id": group.criteria.state.replace("_", "-"),
        "icon": group.icon,
        "tone": group.tone,
        "label": group.label,
        "note": f"{note} · {group.note}" if group.note else note,
        "rows": rows,
        "more_url": list_url(group.criteria) if count > len(rows) + above else "",
        "more_label": more,
    }
