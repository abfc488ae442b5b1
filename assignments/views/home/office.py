"""The PPC office's first screen: what it confirms, prepares and gives out again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.models.desk import follows_bodies
from assignments.models.filters import Criteria
from assignments.models.viewer import Viewer
from assignments.views.home.groups import Columns, Group, Title, groups_page
from assignments.views.home.own import own_groups, own_title
from assignments.views.tallies import Tally, counted, figure, list_url, printed
from assignments.views.viewing import viewer_of


def page(request: HttpRequest) -> HttpResponse:
    """A specialist meets the work of the bodies that the routing gives, and beside it how much
    waits at the whole office; others of the office meet all of it."""
    viewer = viewer_of(request)
    watched = follows_bodies(viewer)
    groups = _groups(viewer, watched=watched)
    foot = _("The time of waiting for confirmation is the office's own.")
    return groups_page(
        request,
        viewer,
        groups,
        lambda counts: _title(counts, watched=watched),
        columns=Columns(has_lead=True),
        own=own_groups(viewer),
        has_drafts=True,
        context={
            "foot": foot,
            "beside": _whole_office(groups, viewer) if watched else [],
            "own_title": own_title(viewer),
        },
        template="assignments/home_office.html",
    )


def _groups(viewer: Viewer, *, watched: bool) -> list[Group]:
    """What cannot wait until tomorrow comes first, then each kind, the longest waiting first."""
    days = viewer.limits.get("confirm_days", 2)
    within = ngettext(
        "confirm or send back within %(n)d working day",
        "confirm or send back within %(n)d working days",
        days,
    ) % {"n": days}
    leader = _("the leader decides before the due date")
    again = _("give again, or keep it where it is")
    asked = (
        (Criteria("pressing"), _("To be handled today"), "late", "late", "", True),
        (Criteria("extension", "decided"), _("Extension requested"), "cal", "soon", leader, True),
        (Criteria("waiting", "monitored"), _("Waiting for confirmation"), "done", "", within, True),
        (Criteria("return", "decided"), _("Return requested"), "back", "", again, True),
        (Criteria("returned", "given"), _("Taken back, to be given again"), "send", "", "", True),
        (Criteria("cause", "monitored"), _("Objective cause to confirm"), "flag", "", "", False),
        (Criteria("succession"), _("Waiting for its heir to be named"), "diff", "", "", False),
        (Criteria(role="given", unclear=True), _("Unclear orders"), "info", "", "", True),
    )
    return [
        Group(criteria.but(watched=watched), label, icon, tone, note, has_tally)
        for criteria, label, icon, tone, note, has_tally in asked
    ]


def _title(counts: list[int], *, watched: bool) -> Title:
    """Unclear orders wait for nobody's decision; what presses is among what waits."""
    pressing, *waiting, _unclear = counts
    values = {"n": figure(sum(waiting)), "today": figure(pressing)}
    urls = {"today": list_url(Criteria("pressing", watched=watched))}
    if not sum(waiting):
        return Title(_("Office: nothing waits"))
    if not pressing:
        return Title(_("Office: %(n)s waiting, none of them late"), values)
    if watched:
        return Title(_("Waiting for me: %(today)s to be handled today, of %(n)s"), values, urls)
    return Title(_("Office: %(n)s waiting, %(today)s to be handled today"), values, urls)


def _whole_office(groups: list[Group], viewer: Viewer) -> list[dict[str, Any]]:
    """The same figures for the whole office."""
    tallies = [
        Tally(group.criteria.but(watched=False), group.label, group.icon) for group in groups
    ]
    return printed(tallies, counted(tallies, viewer))
