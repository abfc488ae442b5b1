"""The leader's first screen, and the secretary's: what waits for a decision, then the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.models.desk import leader_of, leader_waits
from assignments.models.filters import Criteria
from assignments.models.groups import first_rows
from assignments.models.rows import Row
from assignments.views.matrix import matrix_of, of_leader
from assignments.views.tallies import Tally, counted, figure, list_url
from assignments.views.viewing import viewer_of

LONGEST = 5
DECISIONS = 10
# So many fit on the one page of paper, with the table and the longest overdue.
PRINTED = 8


def page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    leader = leader_of(request.user.seat)
    waits, mine = leader_waits(leader), Criteria(decider=leader)
    overdue = mine.but(state="overdue", internal="no")
    *asked, late = counted([Tally(c, "", "list") for c in (*waits, overdue)], viewer)
    *decisions, longest = first_rows([*waits, overdue], viewer, size=DECISIONS)
    matrix = matrix_of(of_leader(leader), mine, viewer, caption=_("Assignments by result and time"))
    is_print = "print" in request.GET
    context = {
        "title": _title(matrix["open_overdue"]["count"], sum(asked)),
        "lead": _lead(request),
        "decisions": _decisions(decisions)[: PRINTED if is_print else None],
        "more_decisions": _more(waits, asked, decisions),
        "matrix": matrix,
        "longest": longest[:LONGEST],
        "late": late,
        "late_url": list_url(overdue),
        "longest_note": _note(min(late, LONGEST), late),
        "is_print": is_print,
    }
    return render(request, "assignments/home_leader.html", context)


def _title(late: int, waiting: int) -> str:
    values = {"late": figure(late), "n": figure(waiting)}
    if not waiting:
        return _("My directions: %(late)s overdue, no decision waits") % values
    return _("My directions: %(late)s overdue, %(n)s waiting for a decision") % values


def _lead(request: HttpRequest) -> str:
    """Whose directions these are: the leader's own, or those of the leader assisted."""
    seat = request.user.seat
    leader = seat.assists if seat.assists_id else seat
    values = {"title": leader.agency.name, "name": leader.user.full_name}
    return _("What %(name)s, %(title)s, has given to do.") % values


def _note(shown: int, late: int) -> str:
    return _("%(n)s of %(all)s, in working days") % {"n": shown, "all": figure(late)}


def _decisions(groups: Sequence[Sequence[Row]]) -> list[dict[str, Any]]:
    """One line for each decision: whose work, what is asked, why, and the button."""
    texts = (_("extension requested"), _("return requested"), _("result to confirm"))
    found = [
        {"row": row, "text": text} for rows, text in zip(groups, texts, strict=True) for row in rows
    ]
    return sorted(found, key=lambda d: (not d["row"].due.is_overdue, d["row"].pk))


def _more(
    waits: Sequence[Criteria], counts: Sequence[int], groups: Sequence[Sequence[Row]]
) -> list[dict[str, str]]:
    return [
        {
            "url": list_url(criteria),
            "label": ngettext("all %(n)s request", "all %(n)s requests", count)
            % {"n": figure(count)},
        }
        for criteria, count, rows in zip(waits, counts, groups, strict=True)
        if count > len(rows)
    ]
