"""The official 2×2 table of a set of assignments: counts, both rates, and whether it adds up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.models import Assignment
from assignments.models.boxes import Boxes, count_boxes_seen
from assignments.models.filters import Criteria
from assignments.models.querysets import AssignmentQuerySet
from assignments.models.viewer import Viewer
from assignments.views.tallies import linked, list_url

# Each cell of the table and the state whose list it opens.
CELLS = {
    "done_on_time": "done_on_time",
    "done_late": "done_late",
    "done": "done_dated",
    "open_in_time": "open_in_time",
    "open_overdue": "overdue",
    "open": "open_dated",
    "on_time": "on_time",
    "overdue": "late",
    "total": "dated",
}


def matrix_of(
    rows: AssignmentQuerySet, asked: Criteria, viewer: Viewer, *, caption: str
) -> dict[str, Any]:
    """The table over all official ``rows``; its cells open the lists under ``asked``.

    Restricted rows count here and stand in no list but that of those named: where the viewer may
    open fewer than the cell counts, the cell says how many (rules.md 2.6, 2.7).
    """
    counts, seen = count_boxes_seen(rows.official(), viewer)
    return {
        "caption": caption,
        **{cell: _cell(cell, counts, seen, asked) for cell in CELLS},
        **_rates(counts),
        "identity": _identity(counts),
        "boxes": counts,
        "remarks": _remarks(counts, seen, asked),
    }


def of_leader(user_id: int) -> AssignmentQuerySet:
    """All that one leader decided to give, as totals count it."""
    return Assignment.objects.filter(decided_by__user=user_id)


def _cell(cell: str, counts: Boxes, seen: Boxes, asked: Criteria) -> dict[str, Any]:
    count, open_to = getattr(counts, cell), getattr(seen, cell)
    note = _("of which you may open %(n)s") % {"n": _n(open_to)} if open_to < count else ""
    return {"count": count, "url": _opens(asked, CELLS[cell]), "note": note}


def _rates(counts: Boxes) -> dict[str, Any]:
    late, done, total = counts.rated_overdue, counts.rated_done, counts.rated_total
    return {
        "due_rate": counts.due_rate,
        "due_sum": f"{_n(late)} / ({_n(done)} + {_n(late)})" if done + late else "",
        "all_rate": counts.all_rate,
        "all_sum": f"{_n(late)} / {_n(total)}" if total else "",
    }


def _identity(counts: Boxes) -> dict[str, Any]:
    parts = (counts.done_on_time, counts.done_late, counts.open_in_time, counts.open_overdue)
    sign = "=" if counts.adds_up else "≠"
    text = f"{_n(counts.dated)} {sign} {' + '.join(map(_n, parts))}"
    culprit = _("Difference: %(n)s") % {"n": _n(abs(counts.dated - counts.total))}
    return {"is_equal": counts.adds_up, "text": text, "culprit": culprit, "url": ""}


def _remarks(counts: Boxes, seen: Boxes, asked: Criteria) -> list[dict[str, Any]]:
    """What stands beside the boxes: counted apart, or an "of which"; each number its list."""
    remarks = []
    if counts.waiting:
        text = ngettext(
            "%(waiting)s waits for confirmation, %(waiting_overdue)s of them overdue",
            "%(waiting)s wait for confirmation, %(waiting_overdue)s of them overdue",
            counts.waiting,
        )
        remarks.append(_remark(text, ("waiting", "waiting_overdue"), counts, seen, asked))
    if counts.short_notice:
        text = ngettext(
            "%(short_notice)s given too late to be done in time, in no rate",
            "%(short_notice)s given too late to be done in time, in no rate",
            counts.short_notice,
        )
        remarks.append(_remark(text, ("short_notice",), counts, seen, asked))
    if counts.no_deadline_open + counts.no_deadline_done:
        text = _(
            "Without a due date, counted apart: %(no_deadline_open)s not done,"
            " %(no_deadline_done)s done"
        )
        names = ("no_deadline_open", "no_deadline_done")
        remarks.append(_remark(text, names, counts, seen, asked))
    return remarks


# Where a number beside the boxes is not called like the state whose list it opens.
_STATES = {"no_deadline_open": "no_deadline"}


def _remark(
    text: str, names: Sequence[str], counts: Boxes, seen: Boxes, asked: Criteria
) -> dict[str, Any]:
    values = {name: _n(getattr(counts, name)) for name in names}
    urls = {name: _opens(asked, _STATES.get(name, name)) for name in names}
    whole, open_to = getattr(counts, names[0]), getattr(seen, names[0])
    note = _("of which you may open %(n)s") % {"n": _n(open_to)} if open_to < whole else ""
    return {"parts": linked(text, values, urls), "note": note}


def _opens(asked: Criteria, state: str) -> str:
    """The list of official rows in this state."""
    return list_url(asked.but(state=state, internal="no"))


def _n(count: int) -> str:
    return number_format(count, use_l10n=True, force_grouping=True)
