"""The chief's first screen: what is overdue, longest first; then what comes, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.rules.roles import Role
from assignments.models.board import Load, Person, load_of, next_step, times_of
from assignments.models.desk import scope_of
from assignments.models.filters import Criteria
from assignments.models.groups import first_rows
from assignments.models.row_words import more_actions
from assignments.models.rows import Row, Shaping
from assignments.models.viewer import Viewer
from assignments.views.home.groups import PRINTED, Title
from assignments.views.list import bulk_of, new_url
from assignments.views.tallies import Tally, counted, figure, list_url, printed
from assignments.views.viewing import viewer_of

SHOWN = 20
MORE = ("submit", "change_officer", "request_cause", "request_extension", "request_return")


def page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    scope, is_print = scope_of(viewer), "print" in request.GET
    tallies = tallies_of(scope)
    counts = counted([*tallies, Tally(scope, "", "list")], viewer)
    asked = [tally.criteria for tally in tallies[:4]]
    overdue, soon, prepared, new = first_rows(asked, viewer, size=PRINTED if is_print else SHOWN)
    load = load_of(scope, viewer)
    title = _title(counts, scope)
    context = {
        "title": title.text,
        "heading": title.parts,
        "lead": _lead(request, load, counts[-1]),
        "rate": load.due_rate,
        "tallies": printed(tallies, counts[:-1]),
        "overdue": _board(overdue, viewer),
        "overdue_more": _more(tallies[0], counts[0], overdue),
        "bulk": bulk_of(overdue),
        "soon": soon,
        "soon_more": _more(tallies[1], counts[1], soon),
        "prepared": prepared,
        "prepared_more": _more(tallies[2], counts[2], prepared),
        "new": new,
        "new_groups": [{"rows": new}],
        "new_bulk": bulk_of(new),
        "new_more": _more(tallies[3], counts[3], new),
        "people": _people(load, scope),
        "load": load,
        "sums": _urls(scope),
        "new_url": new_url(viewer),
    }
    name = "assignments/print_board.html" if is_print else "assignments/home_head.html"
    return render(request, name, context)


def tallies_of(scope: Criteria) -> list[Tally]:
    """The figures of a chief's work; of the first four the rows stand below."""
    return [
        Tally(scope.but(state="overdue"), pgettext("state", "Overdue"), "late", "late"),
        Tally(scope.but(state="soon"), _("Due soon"), "soon", "soon"),
        Tally(scope.but(state="prepared"), _("Results to approve"), "doc"),
        Tally(_unnamed(scope).but(state="acknowledge"), _("To acknowledge"), "bell"),
        Tally(scope.but(state="waiting"), _("Submitted, waiting for confirmation"), "send"),
        Tally(scope.but(state="stale"), _("No update for 10 working days"), "mute"),
    ]


def _unnamed(scope: Criteria) -> Criteria:
    """Work without an officer belongs to no unit yet: every chief of the body may take it on."""
    return scope.but(unit=None)


def _title(counts: Sequence[int], scope: Criteria) -> Title:
    overdue, soon, prepared, *_rest = counts
    values = {"late": figure(overdue), "soon": figure(soon), "n": figure(prepared)}
    states = {"late": "overdue", "soon": "soon", "n": "prepared"}
    urls = {name: list_url(scope.but(state=state)) for name, state in states.items()}
    if prepared:
        return Title(_("%(late)s overdue, %(n)s to approve"), values, urls)
    return Title(_("%(late)s overdue, %(soon)s due soon"), values, urls)


def _lead(request: HttpRequest, load: Load, open_now: int) -> str:
    seat = request.user.seat
    whose = seat.agency.name
    if seat.role == Role.UNIT_HEAD and seat.unit:
        whose = f"{seat.unit.name}, {whose}"
    return _("%(body)s: %(n)s not done.") % {
        "body": whose,
        "n": figure(open_now),
    }


def _more(tally: Tally, count: int, rows: Sequence[Row]) -> dict[str, str] | None:
    if count <= len(rows):
        return None
    return {
        "url": list_url(tally.criteria),
        "label": _("Show all %(n)s") % {"n": figure(count)},
    }


def _board(rows: Sequence[Row], viewer: Viewer) -> list[dict[str, Any]]:
    """Each overdue row with its time at each body, its next step, and what else may be done."""
    times, address = times_of(rows, viewer), Shaping(viewer).address
    return [
        {
            "row": row,
            "time": times[row.pk],
            "step": next_step(row),
            "more": more_actions(row.facts, _left(row), row.related, address, wanted=MORE),
        }
        for row in sorted(rows, key=lambda row: -(row.due.days_late or 0))
    ]


def _left(row: Row) -> list[str]:
    """The moves without the one that the row's own button makes."""
    shown = row.action.url.rstrip("/").rpartition("/")[2] if row.action else ""
    return [move for move in row.moves if move.replace("_", "-") != shown]


def _people(load: Load, scope: Criteria) -> list[dict[str, Any]]:
    return [_person(person, scope) for person in load.people]


def _person(person: Person, scope: Criteria) -> dict[str, Any]:
    """Each figure opens its list, also of the work that nobody carries yet."""
    return {
        "person": person,
        "urls": _urls(scope.but(officer=person.seat, unnamed=not person.seat)),
    }


def _urls(scope: Criteria) -> dict[str, str]:
    return {state: list_url(scope.but(state=state)) for state in ("open", "overdue", "soon")}
