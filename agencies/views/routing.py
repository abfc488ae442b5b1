"""Who of the PPC office watches which body and field, for which vice chairman."""

from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.actions import routing as actions
from agencies.forms.routing import RouteForm
from agencies.forms.seat import LastDayForm
from agencies.models import Routing, Seat
from agencies.views.asking import ask_page, is_sent, refusing, typed

SHOWN = 200


def routing_list(request: HttpRequest) -> HttpResponse:
    """The rows of today and of later days of bodies in being; the others on demand."""
    shows_past = "past" in request.GET
    rows = Routing.objects.select_related(
        "agency", "function", "specialist__user", "leader__user", "leader__agency"
    ).order_by(
        F("agency__sort_key").asc(nulls_first=True), F("function_id").asc(nulls_first=True), "pk"
    )
    over = _over(request)
    rows = rows.filter(over) if shows_past else rows.exclude(over)
    context = {
        "rows": [_row(row, request) for row in rows[:SHOWN]],
        "shows_past": shows_past,
        "may_edit": request.user.standing.is_ppc_office,
    }
    return render(request, "agencies/routing_list.html", context)


def _over(request: HttpRequest) -> Q:
    """Rows that ended, and those of a body that ended: nothing new is watched under them."""
    ended = Q(agency__isnull=False, agency__valid_to__lte=request.today)
    return Q(valid_to__lte=request.today) | ended


def _row(row: Routing, request: HttpRequest) -> dict[str, Any]:
    return {
        "row": row,
        "is_later": row.valid_from is not None and row.valid_from > request.today,
        "specialist_left": _has_left(row.specialist, request),
        "leader_left": _has_left(row.leader, request),
    }


def _has_left(seat: Seat, request: HttpRequest) -> bool:
    return seat.valid_to is not None and seat.valid_to <= request.today


def routing_new(request: HttpRequest) -> HttpResponse:
    form = RouteForm(typed(request), on=request.today, initial={"valid_from": request.today})
    if is_sent(request, form):
        with refusing(form):
            actions.route(**form.cleaned_data, by=request.user.seat, at=request.now)
            messages.success(request, _("Saved."))
            return redirect("routing-list")
    return ask_page(
        request,
        form,
        title=_("Who watches: new row"),
        lead=_(
            "A new assignment finds its monitoring specialist here: the body with its field first, "
            "then the body alone, then the field."
        ),
        submit=_("Save"),
        back_url=reverse("routing-list"),
        crumbs=[(_("Who watches"), reverse("routing-list"))],
    )


def routing_end(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Routing.objects.exclude(_over(request)).select_related(
        "agency", "function", "specialist__user"
    )
    row = get_object_or_404(rows, pk=pk)
    form = LastDayForm(typed(request))
    if is_sent(request, form):
        with refusing(form):
            actions.end_route(row, **form.cleaned_data, by=request.user.seat, at=request.now)
            messages.success(request, _("Saved."))
            return redirect("routing-list")
    what = " · ".join(str(part) for part in (row.agency, row.function) if part)
    return ask_page(
        request,
        form,
        title=_("Stop watching: %(what)s") % {"what": what},
        lead=str(row.specialist),
        submit=_("Stop after this day"),
        back_url=reverse("routing-list"),
        crumbs=[(_("Who watches"), reverse("routing-list"))],
    )
