"""The contact's first screen: what came in and is to be handed on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assignments.models.desk import by_letters
from assignments.models.filters import Criteria
from assignments.models.viewer import Viewer
from assignments.views.home.groups import Columns, Group, Title, groups_page
from assignments.views.tallies import figure, list_url
from assignments.views.viewing import viewer_of

OVERDUE = Criteria("overdue", "lead")
NEW = Criteria("acknowledge", "lead")
PARTS = Criteria("part", "cooperating")
PREPARED = Criteria("prepared", "lead")


def page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    return groups_page(request, viewer, groups_of(viewer), _title, columns=Columns(has_role=True))


def groups_of(viewer: Viewer) -> list[Group]:
    """Rows are what waits for the contact; what others of the body do has its figures alone."""
    days = viewer.limits.get("acknowledge_days", 2)
    within = ngettext(
        "acknowledge or request return within %(n)d working day",
        "acknowledge or request return within %(n)d working days",
        days,
    ) % {"n": days}
    return [
        Group(NEW, _("To acknowledge"), "bell", note=within),
        Group(PARTS, _("Our part in the work of others"), "chat"),
        Group(OVERDUE, pgettext("state", "Overdue"), "late", "late", has_rows=False),
        Group(Criteria("soon", "lead"), _("Due soon"), "soon", "soon", has_rows=False),
        Group(PREPARED, _("Results to approve"), "doc", note=by_letters(viewer),
              has_rows=bool(viewer.letters)),
    ]  # fmt: skip


def _title(counts: list[int]) -> Title:
    new, parts, late, *_rest = counts
    words = _("Work of the body: %(new)s to acknowledge, %(parts)s parts to send, %(late)s overdue")
    values = {"new": figure(new), "parts": figure(parts), "late": figure(late)}
    asked = {"new": NEW, "parts": PARTS, "late": OVERDUE}
    return Title(words, values, {name: list_url(criteria) for name, criteria in asked.items()})
