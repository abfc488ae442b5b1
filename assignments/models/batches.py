"""One batch as its page shows it: a line a body, and how many stand where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agencies.calendar import WorkCalendar
from agencies.models import User
from agencies.models.grouping import heading_label
from assignments.models.assignment import Assignment
from assignments.models.due import Due
from assignments.models.parties import moves_of
from assignments.models.sheet import box_of, due_of
from assignments.models.verbs import STAGES
from assignments.rules.assignment import Box, Stage, box

_STAGE_OF = {"issue": Stage.DRAFT, "confirm": Stage.SUBMITTED}


def rows_of(batch_id: int, user: User) -> list[Assignment]:
    """The assignments of the batch that the person sees, by heading and name of the body."""
    whole = Assignment.objects.filter(batch=OuterRef("batch")).order_by().values("batch")
    rows = (
        Assignment.objects.visible_to(user)
        .filter(batch=batch_id)
        .select_related(
            "batch__directive__document_type", "lead", "assigner", "monitor", "directive"
        )
        .prefetch_related("cooperations")
        .annotate(batch_size=Subquery(whole.annotate(n=Count("pk")).values("n")))
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
            group=_group(row.stage),
            stage_label=STAGES[row.stage],
            box=box_of(row, on=on),
            kind=_kind(row, on=on),
            due=due,
        )


MISSING, WAITING, CONFIRMED, OUT = "missing", "waiting", "confirmed", "out"


def _group(stage: str) -> str:
    """Who has not reported, whose result waits, whose is confirmed; drafts and withdrawn ones."""
    match stage:
        case Stage.SUBMITTED:
            return WAITING
        case Stage.DONE:
            return CONFIRMED
        case Stage.DRAFT | Stage.WITHDRAWN:
            return OUT
        case _:
            return MISSING


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
    """How many reported and how many did not, and the boxes of those that the person sees."""
    groups: list[dict[str, Any]] = [
        {"code": code, "label": label, "rows": found}
        for code, label in _headings()
        if (found := [row for row in rows if row.group == code])
    ]
    sizes = {group["code"]: len(group["rows"]) for group in groups}
    live = [row for row in rows if row.group != OUT]
    kinds = Counter(row.kind for row in live)
    return {
        "total": total,
        "seen": len(rows),
        "live": len(live),
        "reported": len(live) - sizes.get(MISSING, 0),
        "groups": groups,
        "figures": _figures(sizes, kinds, batch_id),
        "identity": _identity(len(live), kinds),
    }


def _figures(sizes: dict[str, int], kinds: Counter[str], batch_id: int) -> list[dict[str, Any]]:
    """Each opens exactly its rows: on this page, or in the list."""
    listed = f"{reverse('assignment-list')}?batch={batch_id}&state="
    return [
        _figure(_("Not reported"), sizes.get(MISSING, 0), "#missing"),
        _figure(_("Waiting for confirmation"), sizes.get(WAITING, 0), "#waiting"),
        _figure(_("Done on time"), kinds["ok"], f"{listed}done_on_time"),
        _figure(_("Done late"), kinds["donelate"], f"{listed}done_late"),
        _figure(_("Not done, in time"), kinds["open"], f"{listed}open_in_time"),
        _figure(_("Not done, overdue"), kinds["late"], f"{listed}overdue", "late"),
    ]


def _headings() -> list[tuple[str, str]]:
    return [
        (MISSING, _("Not reported")),
        (WAITING, _("Reported, waiting for confirmation")),
        (CONFIRMED, _("Confirmed")),
        (OUT, _("Drafts and withdrawn")),
    ]


def _figure(label: str, count: int, url: str, tone: str = "") -> dict[str, Any]:
    icons = {"late": "late"}
    return {"label": label, "count": count, "url": url, "tone": tone,
            "icon": icons.get(tone, "list")}  # fmt: skip


def _identity(total: int, kinds: Counter[str]) -> dict[str, Any]:
    """All that were issued against the four boxes and those without a due date."""
    parts = [kinds[kind] for kind in ("ok", "donelate", "open", "late", "none")]
    shown = " + ".join(str(part) for part in parts)
    sign = "=" if total == sum(parts) else "≠"
    return {"is_equal": total == sum(parts), "text": f"{total} {sign} {shown}"}
