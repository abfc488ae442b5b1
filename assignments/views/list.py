"""The list of assignments: the address is the filter, a page begins at a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from agencies.rights import Who, allows
from agencies.rules.roles import Role
from assignments.forms.filter import OWNED, ROLES, WATCHED, FilterForm
from assignments.models import SavedView
from assignments.models.choices import filter_choices
from assignments.models.filters import BOUND, Criteria, counts_of
from assignments.models.pages import Order, Page, Place, page_of, place_of
from assignments.models.rows import Row, listed, shape
from assignments.models.states import STATES
from assignments.models.viewer import Viewer
from assignments.views.tallies import figure, list_url
from assignments.views.viewing import viewer_of
from directives.models import Directive

PRINTED = 500
BULK = ("acknowledge", "confirm")


@require_safe
def assignment_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    form = FilterForm(request.GET, filter_choices(viewer), is_office=viewer.standing.is_ppc_office)
    criteria = form.criteria()
    form.point_out(criteria, viewer)
    if "print" in request.GET:
        return _printed(request, criteria, viewer)
    own = list(SavedView.objects.filter(user=viewer.user).order_by("position", "pk"))
    views = [*_common_views(viewer), *((v.name, FilterForm.read(v.query)) for v in own)]
    counts = counts_of([criteria, *(kept for _name, kept in views)], viewer)
    page = _page(criteria, viewer, _place(request))
    rows = shape(page.rows, viewer)
    context = {
        "form": form,
        "title": _title(criteria, counts[0]),
        "count": counts[0],
        "tabs": _tabs(views, counts[1:], criteria),
        "has_tab": any(kept == criteria for _name, kept in views),
        "rows": rows,
        "groups": [{"rows": rows}],
        "has_go": any(row.action for row in rows),
        "is_bounded": bool(criteria.q) and counts[0] > BOUND,
        "new_url": new_url(viewer),
        "shown": _shown(page, counts[0]),
        "next_url": _at(criteria, page.next),
        "previous_url": _at(criteria, page.previous),
        "clear_url": reverse("assignment-list") if _is_filtered(form, criteria) else "",
        "print_url": _with(criteria, "print=1"),
        "save_url": f"{reverse('saved-view-save')}?{criteria.query()}",
        "delete_url": _delete_url(own, criteria),
        "chips": _chips(criteria, viewer),
        "bulk": bulk_of(rows),
    }
    return render(request, "assignments/list.html", context)


def _is_filtered(form: FilterForm, criteria: Criteria) -> bool:
    return criteria != Criteria() or bool(form.errors)


def new_url(viewer: Viewer) -> str:
    """Where this person gives new work, if they may."""
    may = allows(Who.ASSIGNERS, viewer.standing, signed_in=True)
    # Leaders have no entry forms of their own (design, 4); the address stays open to them.
    decides = viewer.standing.is_leadership and viewer.standing.role != Role.SECRETARY
    return reverse("assignment-new") if may and not decides else ""


def _page(criteria: Criteria, viewer: Viewer, place: Place | None) -> Page:
    order, parts = Order(criteria.by_due), criteria.parts(viewer)
    return page_of(parts, place, order, lambda rows: listed(rows, viewer))


def _place(request: HttpRequest) -> Place | None:
    if before := request.GET.get("before"):
        return place_of(before, is_before=True)
    return place_of(request.GET.get("after", ""), is_before=False)


def _title(criteria: Criteria, count: int) -> str:
    """The answer: what was asked and how many there are."""
    values = {"state": _asked(criteria), "n": figure(count)}
    return ngettext("%(state)s: %(n)s assignment", "%(state)s: %(n)s assignments", count) % values


def _asked(criteria: Criteria) -> str:
    """State and role: a tab and the title of its list bear the same words."""
    words = [STATES[criteria.state].label]
    if criteria.role and criteria.state != "part":
        words.append(dict([*ROLES, OWNED, WATCHED])[criteria.role])
    return " · ".join(map(str, words))


def _shown(page: Page, count: int) -> str:
    if not page.rows:
        return ""
    first, last = page.shown + 1, page.shown + len(page.rows)
    return _("%(first)s–%(last)s of %(all)s") % {
        "first": first,
        "last": last,
        "all": figure(count),
    }


def _with(criteria: Criteria, more: str) -> str:
    query = criteria.query()
    return "?" + (f"{query}&{more}" if query else more)


def _at(criteria: Criteria, place: Place | None) -> str:
    if place is None:
        return ""
    return _with(criteria, f"{'before' if place.is_before else 'after'}={place.token}")


# --- tabs -----------------------------------------------------------------------------------
def _common_views(viewer: Viewer) -> list[tuple[str, Criteria]]:
    """The views that every seat of this kind has."""
    if viewer.is_above:
        states, role = ("open", "overdue", "soon", "waiting", "extension", "return"), ""
    elif viewer.is_overseer:
        states, role = ("open", "overdue", "soon", "waiting"), ""
    else:
        states, role = ("open", "overdue", "soon", "acknowledge", "waiting"), "lead"
    views = [Criteria(state=s, role=role) for s in states]
    if role:
        views = [Criteria(), *views, Criteria("part", "cooperating")]
    return [(_asked(criteria), criteria) for criteria in (*views, Criteria(state="all"))]


def _tabs(
    views: Sequence[tuple[str, Criteria]], counts: Sequence[int], asked: Criteria
) -> list[dict[str, Any]]:
    return [
        {
            "url": list_url(criteria),
            "label": name,
            "count": figure(count),
            "is_current": criteria == asked,
        }
        for (name, criteria), count in zip(views, counts, strict=True)
    ]


def _delete_url(own: Sequence[SavedView], asked: Criteria) -> str:
    """Where the view in sight may be deleted, if it is one of the person's own."""
    shown = next((view for view in own if view.query == asked.query()), None)
    return reverse("saved-view-delete", args=[shown.pk]) if shown else ""


def _chips(criteria: Criteria, viewer: Viewer) -> list[str]:
    """Conditions of the address that no box of the filter shows."""
    chips = []
    if criteria.directive:
        rows = Directive.objects.visible_to(viewer.user).filter(pk=criteria.directive)
        named = rows.select_related("document_type").first()
        chips.append(f"{_('Document:')} {named or _('no such document')}")
    if criteria.batch:
        chips.append(_("one batch"))
    if criteria.unnamed:
        chips.append(_("nobody yet"))
    if criteria.watched:
        chips.append(_("watched by me, or by nobody yet"))
    if criteria.unit:
        chips.append(_("one unit"))
    if criteria.assigner:
        chips.append(_("one assigner"))
    return chips


# --- many at once ---------------------------------------------------------------------------
def bulk_of(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Buttons for the ticked rows, where at least one row on the page may be ticked."""
    labels = {"acknowledge": _("Acknowledge"), "confirm": _("Confirm completion")}
    return [
        {"label": labels[move], "url": reverse(f"assignments-{move}")}
        for move in BULK
        if any(row.many == move for row in rows)
    ]


# --- paper ----------------------------------------------------------------------------------
def _printed(request: HttpRequest, criteria: Criteria, viewer: Viewer) -> HttpResponse:
    """The whole list, to five hundred rows, for paper."""
    order, parts = Order(criteria.by_due), criteria.parts(viewer)
    (merged,) = order.merged(parts, None, size=PRINTED + 1)
    rows = shape(listed(merged, viewer)[: PRINTED + 1], viewer)
    (count,) = counts_of([criteria], viewer)
    context = {
        "title": _title(criteria, count),
        "rows": rows[:PRINTED],
        "is_cut": len(rows) > PRINTED,
        "most": PRINTED,
        "back_url": list_url(criteria),
    }
    return render(request, "assignments/print_list.html", context)
