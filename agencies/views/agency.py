"""Bodies: the list by kind on a day, their mailbox, their units. One body's page is upstairs,
where its work is."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.actions import agency as actions
from agencies.actions import seat as seats
from agencies.forms.seat import BodyFilter, LastDayForm, MailboxForm, UnitForm
from agencies.models import Agency, Unit
from agencies.models.grouping import CENTRAL, heading_of, in_order
from agencies.rules.refusal import Stale
from agencies.views.asking import ask_page, conflict_page, is_sent, refusing, typed
from agencies.views.paging import page_of

SIZE = 150


def agency_list(request: HttpRequest) -> HttpResponse:
    """The bodies of a day, today by default; those of the past and central ones apart."""
    form = BodyFilter(request.GET)
    is_whole = form.is_valid()
    on = (form.cleaned_data.get("on") if is_whole else None) or request.today
    text = form.cleaned_data.get("q", "")
    found = Agency.objects.matching(text) if text else Agency.objects.all()
    if not is_whole:
        found = found.none()
    views = _views(found, on)
    view = next((v for v in views if v["code"] == request.GET.get("view")), views[0])
    rows = in_order(view["rows"].annotate(has_namesake=Exists(_namesakes())))
    page = page_of(rows, ["rank", "sort_key", "pk"], size=SIZE, request=request)
    context = {
        "form": form,
        "on": on,
        "title": _title(view, on, request),
        "is_filtered": bool(text) or on != request.today,
        "view": view,
        "kept": [("view", view["code"])] if view is not views[0] else [],
        "tabs": [_tab(request, v, v is view, v is views[0]) for v in views],
        "page": page,
        "groups": _grouped(page.rows),
    }
    return render(request, "agencies/agency_list.html", context)


def _title(view: dict[str, Any], on: date, request: HttpRequest) -> str:
    n = view["count"]
    titles = {
        "own": ngettext("%(n)s body under the PPC", "%(n)s bodies under the PPC", n),
        "central": ngettext(
            "%(n)s central agency in the province", "%(n)s central agencies in the province", n
        ),
        "other": ngettext("%(n)s body beside or above", "%(n)s bodies beside or above", n),
        "former": ngettext("%(n)s former body", "%(n)s former bodies", n),
    }
    title = titles[view["code"]] % {"n": n}
    if on == request.today:
        return title
    return _("%(title)s on %(day)s") % {"title": title, "day": f"{on:%d/%m/%Y}"}


def _namesakes() -> QuerySet[Agency]:
    return Agency.objects.filter(name_vi=OuterRef("name_vi")).exclude(pk=OuterRef("pk"))


def _views(found: QuerySet[Agency], on: date) -> list[dict[str, Any]]:
    existing = found.existing(on)  # type: ignore[attr-defined]
    own = Q(is_subordinate=True)
    central = Q(kind__in=CENTRAL)
    parts = [
        ("own", _("Under the PPC"), existing.filter(own).exclude(central)),
        ("central", _("Central agencies in the province"), existing.filter(central)),
        ("other", _("PPC, its leaders, Party, Council"), existing.exclude(own | central)),
        ("former", _("Former bodies"), found.filter(valid_to__lte=on)),
    ]
    return [
        {"code": code, "label": label, "rows": rows, "count": rows.count()}
        for code, label, rows in parts
    ]


def _tab(
    request: HttpRequest, view: dict[str, Any], is_current: bool, is_first: bool
) -> dict[str, Any]:
    query = request.GET.copy()
    for name in ("after", "before", "view"):
        query.pop(name, None)
    if not is_first:
        query["view"] = view["code"]
    return {
        "url": f"?{query.urlencode()}",
        "label": view["label"],
        "count": view["count"],
        "is_current": is_current,
    }


def _grouped(rows: list[Agency]) -> list[dict[str, Any]]:
    """The rows under their headings, in the order they come."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        label = heading_of(row.kind).label
        if not groups or groups[-1]["label"] != label:
            groups.append({"label": label, "rows": []})
        groups[-1]["rows"].append(row)
    return groups


def agency_mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    body = get_object_or_404(Agency, pk=pk)
    now = {"mailbox": body.mailbox}
    form = MailboxForm(typed(request), initial={**now, "revision": body.revision})
    here, title = reverse("agency-detail", args=[pk]), _("Office mailbox")
    if is_sent(request, form):
        try:
            with refusing(form):
                actions.set_mailbox(body, **form.cleaned_data, by=request.user.seat, at=request.now)
                messages.success(request, _("Saved."))
                return redirect(here)
        except Stale as stale:
            return conflict_page(request, form, stale, title=title, now=now, back_url=here)
    return ask_page(
        request, form, title=title, submit=_("Save"), back_url=here, crumbs=_trail(body)
    )


def unit_new(request: HttpRequest, pk: int) -> HttpResponse:
    body = get_object_or_404(Agency.objects.existing(request.today), pk=pk)
    form = UnitForm(typed(request))
    here = reverse("agency-detail", args=[pk])
    if is_sent(request, form):
        with refusing(form):
            seats.add_unit(body, **form.cleaned_data, by=request.user.seat, at=request.now)
            messages.success(request, _("Saved."))
            return redirect(here)
    return ask_page(
        request, form, title=_("New unit"), submit=_("Save"), back_url=here, crumbs=_trail(body)
    )


def unit_end(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.select_related("agency"), pk=pk)
    form = LastDayForm(typed(request))
    here = reverse("agency-detail", args=[unit.agency_id])
    if is_sent(request, form):
        with refusing(form):
            seats.end_unit(unit, **form.cleaned_data, by=request.user.seat, at=request.now)
            messages.success(request, _("Saved."))
            return redirect(here)
    return ask_page(
        request,
        form,
        title=_("Close the unit: %(name)s") % {"name": unit.name},
        submit=_("Close the unit"),
        back_url=here,
        crumbs=_trail(unit.agency),
    )


def _trail(body: Agency) -> list[tuple[str, str]]:
    here = reverse("agency-detail", args=[body.pk])
    return [(_("Bodies"), reverse("agency-list")), (body.name, here)]
