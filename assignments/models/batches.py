"""One batch as its page shows it: a line a body, and how many stand where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Subquery,
)
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.calendar import WorkCalendar
from agencies.models import User
from agencies.models.grouping import heading_label
from assignments.models.assignment import Assignment
from assignments.models.due import Due
from assignments.models.parties import moves_of
from assignments.models.querysets import reads
from assignments.models.sheet import box_of, due_of
from assignments.models.verbs import STAGES
from assignments.rules.assignment import Box, Stage, box
from directives.models import Directive

_STAGE_OF = {"issue": Stage.DRAFT, "confirm": Stage.SUBMITTED}


def rows_of(batch_id: int, user: User) -> list[Assignment]:
    """The assignments of the batch that the person sees, by heading and name of the body."""
    whole = Assignment.objects.filter(batch=OuterRef("batch")).order_by().values("batch")
    rows = (
        Assignment.objects.visible_to(user)
        .filter(batch=batch_id)
        .select_related(
            "batch", "lead", "assigner", "monitor", "directive__document_type", "decided_by__user"
        )
        .prefetch_related("cooperations")
        .annotate(
            batch_size=Subquery(whole.annotate(n=Count("pk")).values("n")),
            is_readable=ExpressionWrapper(reads(user), output_field=BooleanField()),
            document_is_visible=Exists(
                Directive.objects.visible_to(user).filter(pk=OuterRef("directive"))
            ),
        )
        .order_by("lead__sort_key", "pk")
    )
    found = list(rows)
    order = {kind: place for place, kind in enumerate(dict.fromkeys(map(_heading, found)))}
    return sorted(found, key=lambda row: order[_heading(row)])


def _heading(row: Assignment) -> str:
    return heading_label(row.lead)


def open_to(rows: Sequence[Assignment], move: str, user: User) -> list[Assignment]:
    """Those of the rows on which the person may make or record the move now.

    The rows of a batch have one assigner; what is open on one is open on all of its stage, except
    an own item, which is asked for itself.
    """
    waiting = [row for row in rows if row.stage == _STAGE_OF[move]]
    own = user.standing.bodies
    strangers = [row for row in waiting if row.lead_id not in own]
    asked = {row.monitor_id: row for row in strangers}
    allowed = {
        monitor for monitor, row in asked.items() if move in moves_of(row, user.seat, user.standing)
    }
    return [row for row in strangers if row.monitor_id in allowed]


@dataclass(frozen=True)
class BatchRow:
    """A line of the page."""

    pk: int
    body: str
    group: str
    stage_label: str | Promise
    box: str
    kind: str
    due: Due

    @classmethod
    def of(cls, row: Assignment, *, calendar: WorkCalendar, on: date) -> BatchRow:
        due = due_of(row, calendar=calendar, on=on)
        return cls(
            pk=row.pk,
            body=str(row.lead),
            group=_GROUPS.get(Stage(row.stage), MISSING),
            stage_label=STAGES[row.stage],
            box=box_of(row, on=on),
            kind=_kind(row, on=on),
            due=due,
        )


MISSING, RETURNED, WAITING, CONFIRMED = "missing", "returned", "waiting", "confirmed"
DRAFTS, WITHDRAWN = "drafts", "withdrawn"
OUT = {DRAFTS, WITHDRAWN}
_GROUPS = {
    Stage.SUBMITTED: WAITING,
    Stage.DONE: CONFIRMED,
    Stage.RETURNED: RETURNED,
    Stage.DRAFT: DRAFTS,
    Stage.WITHDRAWN: WITHDRAWN,
}


def _kind(row: Assignment, *, on: date) -> str:
    """The pill of the line: by its official box."""
    if row.stage in {Stage.DRAFT, Stage.WITHDRAWN}:
        return "none"
    found = box(row.due_on, row.submitted_on, row.confirmed_on, row.stopped_on, on=on)
    return {
        Box.DONE_ON_TIME: "ok",
        Box.DONE_LATE: "donelate",
        Box.OPEN_IN_TIME: "open",
        Box.OPEN_OVERDUE: "late",
    }.get(found, "none")


def board_of(rows: Sequence[BatchRow], *, batch_id: int, total: int) -> dict[str, Any]:
    """How many reported, and one sum of what the person sees: the boxes and what has none."""
    groups: list[dict[str, Any]] = [
        {"code": code, "label": label, "rows": found}
        for code, label in _headings()
        if (found := [row for row in rows if row.group == code])
    ]
    sizes = {group["code"]: len(group["rows"]) for group in groups}
    live = [row for row in rows if row.group not in OUT]
    kinds = Counter(row.kind for row in live)
    boxes, others = _boxes(kinds, batch_id), _others(sizes, live, batch_id)
    return {
        "total": total,
        "seen": len(rows),
        "live": len(live),
        "reported": sizes.get(WAITING, 0) + sizes.get(CONFIRMED, 0),
        "groups": groups,
        "figures": boxes,
        "identity": _identity(len(rows), [*boxes, *others]),
        "others": others,
        "not_done": _not_done(sizes),
        "url": f"{_listed(batch_id)}all",
    }


def _listed(batch_id: int) -> str:
    return f"{reverse('assignment-list')}?batch={batch_id}&state="


def _boxes(kinds: Counter[str], batch_id: int) -> list[dict[str, Any]]:
    """The four official boxes; each opens exactly its rows in the list."""
    listed = _listed(batch_id)
    return [
        _figure(_("Done on time"), kinds["ok"], f"{listed}done_on_time"),
        _figure(_("Done late"), kinds["donelate"], f"{listed}done_late"),
        _figure(_("Not done, in time"), kinds["open"], f"{listed}open_in_time"),
        _figure(_("Not done, overdue"), kinds["late"], f"{listed}overdue", "late"),
    ]


def _headings() -> list[tuple[str, str]]:
    return [
        (MISSING, _("Not reported")),
        (RETURNED, _("Taken back, to be given again")),
        (WAITING, _("Reported, waiting for confirmation")),
        (CONFIRMED, _("Confirmed")),
        (WITHDRAWN, _("Withdrawn")),
        (DRAFTS, _("Drafts")),
    ]


def _others(sizes: dict[str, int], live: Sequence[BatchRow], batch_id: int) -> list[dict[str, Any]]:
    """What stands in none of the four boxes; each opens its rows."""
    listed = _listed(batch_id)
    undated = [row.group == CONFIRMED for row in live if row.kind == "none"]
    named = [
        (_("open, no due date"), undated.count(False), f"{listed}no_deadline"),
        (_("done, no due date"), undated.count(True), f"{listed}no_deadline_done"),
        (_("withdrawn"), sizes.get(WITHDRAWN, 0), "#withdrawn"),
        (_("drafts"), sizes.get(DRAFTS, 0), "#drafts"),
    ]
    return [{"label": label, "count": n, "url": url} for label, n, url in named if n]


def _not_done(sizes: dict[str, int]) -> list[dict[str, Any]]:
    """Of what is not done, how far it is: "of which" lines beside the boxes (rules.md 4.6)."""
    named = [
        (_("not reported"), MISSING),
        (_("waiting for confirmation"), WAITING),
        (_("taken back"), RETURNED),
    ]
    return [
        {"label": label, "count": sizes[code], "url": f"#{code}"}
        for label, code in named
        if code in sizes
    ]


def _figure(label: str, count: int, url: str, tone: str = "") -> dict[str, Any]:
    icons = {"late": "late"}
    return {"label": label, "count": count, "url": url, "tone": tone,
            "icon": icons.get(tone, "list")}  # fmt: skip


def _identity(total: int, parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """All rows against the parts, each by its name."""
    is_equal = total == sum(part["count"] for part in parts)
    shown = " + ".join(f"{p['count']} {p['label'][:1].lower()}{p['label'][1:]}" for p in parts)
    whole = ngettext("%(n)s assignment", "%(n)s assignments", total) % {"n": total}
    return {"is_equal": is_equal, "text": f"{whole} {'=' if is_equal else '≠'} {shown}"}
