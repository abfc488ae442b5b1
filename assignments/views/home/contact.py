"""The contact's first screen: what came in and is to be handed on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assignments.models.filters import Criteria
from assignments.views.home.groups import Columns, Group, groups_page
from assignments.views.tallies import figure
from assignments.views.viewing import viewer_of


def page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    days = viewer.limits.get("acknowledge_days", 2)
    within = ngettext(
        "acknowledge or request return within %(n)d working day",
        "acknowledge or request return within %(n)d working days",
        days,
    ) % {"n": days}
    groups = [
        Group(Criteria("acknowledge", "lead"), _("To acknowledge"), "bell", note=within),
        Group(Criteria("part", "cooperating"), _("Our part in the work of others"), "chat"),
        Group(Criteria("prepared", "lead"), _("Results to approve"), "doc"),
        Group(Criteria("overdue", "lead"), pgettext("state", "Overdue"), "late", "late"),
        Group(Criteria("soon", "lead"), _("Due within 3 working days"), "soon", "soon"),
    ]
    more = [Criteria("acknowledge_late", "lead")]
    return groups_page(request, viewer, groups, _title, columns=Columns(has_role=True), more=more)


def _title(counts: list[int]) -> str:
    to_acknowledge, parts, *_rest, late = counts
    values = {"n": figure(to_acknowledge), "late": figure(late), "parts": figure(parts)}
    if not to_acknowledge:
        return _("Work of the body: nothing to acknowledge, own parts to send: %(parts)s") % values
    return _("Work of the body: %(n)s to acknowledge, %(late)s of them too late") % values
