"""The officer's first screen: the next thing to do, then the one after it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assignments.models.desk import by_letters, lent_waits
from assignments.models.filters import Criteria
from assignments.models.viewer import Viewer
from assignments.views.home.groups import Columns, Group, Title, groups_page
from assignments.views.tallies import figure, list_url
from assignments.views.viewing import viewer_of


def page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    lent = len(lent_waits(viewer))

    def title(counts: list[int]) -> Title:
        return _title(counts[lent:])

    return groups_page(request, viewer, groups_of(viewer), title, columns=Columns())


def groups_of(viewer: Viewer) -> list[Group]:
    """What others of the body left to this person, then the own work, the next due date first."""
    return [
        *(_lent(criteria, viewer) for criteria in lent_waits(viewer)),
        Group(_mine("overdue_running"), pgettext("state", "Overdue"), "late", "late"),
        Group(_mine("today"), _("Due today"), "soon", "soon"),
        Group(_mine("week"), _("Due later this week"), "cal"),
        Group(_mine("later"), _("Due later"), "list"),
        Group(_mine("paused"), _("Paused"), "pause", has_tally=False),
        Group(_mine("waiting"), _("Submitted, waiting for confirmation"), "send"),
    ]


def _lent(criteria: Criteria, viewer: Viewer) -> Group:
    """Work that others of the body left to this person, with their names."""
    if criteria.state == "acknowledge":
        names = ", ".join(seat.person for seat in viewer.absent_chiefs)
        note = _("in the place of %(name)s, who is absent") % {"name": names}
        return Group(criteria, _("To acknowledge"), "bell", note=note)
    return Group(criteria, _("Results to approve"), "doc", note=by_letters(viewer))


def _mine(state: str) -> Criteria:
    return Criteria(state, "mine")


def _title(counts: list[int]) -> Title:
    """What is overdue and what is due this week, each number that of its tallies."""
    overdue, today, week, *_rest = counts
    if not overdue + today + week:
        return Title(_("My work: nothing to do this week"))
    words = _("My work: %(late)s overdue, %(today)s due today, %(week)s later this week")
    values = {"late": figure(overdue), "today": figure(today), "week": figure(week)}
    states = {"late": "overdue_running", "today": "today", "week": "week"}
    return Title(words, values, {name: list_url(_mine(s)) for name, s in states.items()})
