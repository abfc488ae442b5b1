"""The leader's first screen, and the secretary's: what waits for a decision, then the figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assignments.models.desk import decision_waits
from assignments.models.filters import Criteria
from assignments.models.groups import first_rows
from assignments.models.rows import Row, Shaping
from assignments.models.verbs import OPPOSITE, VERBS
from assignments.models.viewer import Viewer
from assignments.views.home.groups import Title
from assignments.views.matrix import matrix_of, of_leader
from assignments.views.tallies import Tally, counted, figure, list_url
from assignments.views.viewing import viewer_of

LONGEST = 5
DECISIONS = 10
# So many fit on the one page of paper, with the table and the longest overdue.
PRINTED = 8


def page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    leader = viewer.leader
    waits, mine = decision_waits(viewer), Criteria(decider=leader)
    overdue = mine.but(state="overdue", internal="no")
    *asked, late = counted([Tally(c, "", "list") for c in (*waits, overdue)], viewer)
    *decisions, longest = first_rows([*waits, overdue], viewer, size=DECISIONS)
    matrix = matrix_of(of_leader(leader), mine, viewer, caption=_("Assignments by result and time"))
    is_print = "print" in request.GET
    title = _title(matrix["open_overdue"], sum(asked))
    context = {
        "title": title.text,
        "heading": title.parts,
        "lead": _lead(request),
        "decisions": _decisions(decisions, viewer)[: PRINTED if is_print else None],
        "more_decisions": _more(waits, asked, decisions),
        "matrix": matrix,
        "longest": longest[:LONGEST],
        "late": late,
        "late_url": list_url(overdue),
        "longest_note": _note(min(late, LONGEST), late),
        "is_print": is_print,
    }
    return render(request, "assignments/home_leader.html", context)


def _title(overdue: dict[str, Any], waiting: int) -> Title:
    """The decisions stand right below; what is overdue opens its list, or where the person may
    open fewer than are counted, the table that says how many."""
    values = {"late": figure(overdue["count"]), "n": figure(waiting)}
    opens_all = not overdue["note"]
    urls = {"late": overdue["url"] if opens_all else "#results", "n": "#decisions"}
    if not waiting:
        return Title(_("My directions: %(late)s overdue, no decision waits"), values, urls)
    return Title(_("My directions: %(late)s overdue, %(n)s waiting for a decision"), values, urls)


def _lead(request: HttpRequest) -> str:
    """Whose directions these are: the leader's own, or those of the leader assisted."""
    seat = request.user.seat
    leader = seat.assists if seat.assists_id else seat
    values = {"title": leader.agency.name, "name": leader.user.full_name}
    return _("What %(name)s, %(title)s, has given to do.") % values


def _note(shown: int, late: int) -> str:
    return _("%(n)s of %(all)s, in working days") % {"n": shown, "all": figure(late)}


# What each of ``leader_waits`` is called, and the decision that it asks for.
_ASKED = (
    (gettext_lazy("extension requested"), "grant_extension"),
    (gettext_lazy("return requested"), "accept_return"),
    (gettext_lazy("result to confirm"), "confirm"),
    (gettext_lazy("objective cause to confirm"), "confirm_cause"),
)


def _decisions(groups: Sequence[Sequence[Row]], viewer: Viewer) -> list[dict[str, Any]]:
    """One line for each decision: whose work, what is asked, why, and both answers."""
    address = Shaping(viewer).address
    asked = [(text + whose, move) for whose in _whose(viewer) for text, move in _ASKED]
    found = [
        {"row": row, "text": text, "answers": _answers(row, move, address)}
        for rows, (text, move) in zip(groups, asked, strict=True)
        for row in rows
    ]
    return sorted(found, key=lambda d: (not d["row"].due.is_overdue, d["row"].pk))


def _whose(viewer: Viewer) -> list[str]:
    """In whose place each group of ``decision_waits`` is decided: nobody's, then the others'."""
    absent = [row.absent.person for row in viewer.stands_for.values()]
    return ["", *(f", {_('in the place of %(name)s') % {'name': name}}" for name in absent)]


def _answers(row: Row, move: str, address: Callable[..., str]) -> list[dict[str, Any]]:
    """Yes and no, as far as they are open."""
    return [
        {"label": VERBS[name].verb, "url": address(row.pk, name)}
        for name in (move, OPPOSITE[move])
        if name in row.moves
    ]


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
