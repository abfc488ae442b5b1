"""The officer's first screen: the next thing to do, then the one after it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assignments.models.filters import Criteria
from assignments.views.home.groups import Columns, Group, groups_page
from assignments.views.tallies import figure
from assignments.views.viewing import viewer_of


def page(request: HttpRequest) -> HttpResponse:
    groups = [
        Group(_mine("overdue_running"), pgettext("state", "Overdue"), "late", "late"),
        Group(_mine("today"), _("Due today"), "soon", "soon"),
        Group(_mine("week"), _("Due later this week"), "cal"),
        Group(_mine("later"), _("Due later"), "list"),
        Group(_mine("paused"), _("Paused"), "pause", has_tally=False),
        Group(_mine("waiting"), _("Submitted, waiting for confirmation"), "send"),
    ]
    return groups_page(request, viewer_of(request), groups, _title, columns=Columns())


def _mine(state: str) -> Criteria:
    return Criteria(state, "mine")


def _title(counts: list[int]) -> str:
    overdue, today, week, *_rest = counts
    waiting = overdue + today + week
    if not waiting:
        return _("My work: nothing to do this week")
    values = {"n": figure(waiting), "late": figure(overdue)}
    if not overdue:
        return _("My work: %(n)s to do this week, none overdue") % values
    return _("My work: %(n)s to do this week, %(late)s overdue") % values
