"""The PPC office's first screen: what it confirms, prepares and gives out again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.models.filters import Criteria
from assignments.views.home.groups import Columns, Group, groups_page
from assignments.views.tallies import figure
from assignments.views.viewing import viewer_of


def page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    days = viewer.limits.get("confirm_days", 2)
    within = ngettext(
        "confirm or send back within %(n)d working day",
        "confirm or send back within %(n)d working days",
        days,
    ) % {"n": days}
    groups = [
        Group(Criteria("waiting", "monitored"), _("Waiting for confirmation"), "done", note=within),
        Group(
            Criteria("extension", "given"),
            _("Extension requested"),
            "cal",
            "soon",
            note=_("the leader decides before the due date"),
        ),
        Group(
            Criteria("return", "given"),
            _("Return requested"),
            "back",
            note=_("give again, or keep it where it is"),
        ),
        Group(Criteria("returned", "given"), _("Taken back, to be given again"), "send"),
        Group(Criteria("succession"), _("Waiting for its heir to be named"), "diff"),
        Group(Criteria(role="given", unclear=True), _("Unclear orders"), "info"),
    ]
    more = [
        Criteria("waiting_long", "monitored"),
        Criteria("extension", "given", due_to=viewer.on),
    ]
    return groups_page(
        request,
        viewer,
        groups,
        _title,
        columns=Columns(has_lead=True),
        more=more,
        context={"foot": _("The time of waiting for confirmation is the office's own.")},
    )


def _title(counts: list[int]) -> str:
    """Unclear orders wait for nobody's decision; what is late today is said."""
    *waiting, _unclear, long, due = counts
    values = {"n": figure(sum(waiting)), "today": figure(long + due)}
    if not sum(waiting):
        return _("Office: nothing waits")
    if not long + due:
        return _("Office: %(n)s waiting, none of them late") % values
    return _("Office: %(n)s waiting, %(today)s to be handled today") % values
