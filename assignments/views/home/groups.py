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
    more: Sequence[Criteria] = (),
    context: dict[str, Any] | None = None,
    template: str = "assignments/home_groups.html",
) -> HttpResponse:
    """Count and list the groups, in three queries together. ``title`` gets all counts: of the
    groups, then of ``more``. A row stands in the first of the groups that hold it."""
    is_print = "print" in request.GET
    tallies = [group.tally for group in groups]
    extra = [Tally(criteria, "", "list") for criteria in more]
    counts = counted([*tallies, *extra], viewer)
    size = PRINTED if is_print else SIZE
    listed = [(g, n) for g, n in zip(groups, counts, strict=False) if g.has_rows]
    found = first_rows([group.criteria for group, _n in listed], viewer, size=size)
    shown = _shown(listed, found)
    rows = [row for group in shown for row in group["rows"]]
    bulk, has_go = [] if is_print else bulk_of(rows), any(row.action for row in rows)
    told = title(counts)
    page = {
        "title": told.text,
        "heading": told.parts,
        "tallies": _tallies(groups, printed(tallies, counts[: len(groups)])),
        "groups": shown,
        "bulk": bulk,
        "span": 3 + has_go + columns.has_lead + columns.has_role + bool(bulk),
        "has_go": has_go,
        "has_lead": columns.has_lead,
        "has_role": columns.has_role,
        "new_url": new_url(viewer),
        "print_url": "?print=1",
    }
    name = "assignments/print_groups.html" if is_print else template
    return render(request, name, page | (context or {}))


def _tallies(groups: Sequence[Group], all_of_them: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [tally for group, tally in zip(groups, all_of_them, strict=True) if group.has_tally]


def _shown(
    listed: Sequence[tuple[Group, int]], found: Sequence[Sequence[Row]]
) -> list[dict[str, Any]]:
    """The groups that have a row of their own, none of them twice on the page."""
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
