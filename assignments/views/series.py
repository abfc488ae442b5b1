"""Changing or ending periodic work, for the periods still to come."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.actions import series as actions
from assignments.forms.series import SeriesForm
from assignments.models import Assignment
from assignments.models.parties import may_change_series
from assignments.rules.assignment import NotAllowed


@require_http_methods(["GET", "POST"])
def series_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """For the assigner's side alone; occurrences that exist keep their own life."""
    latest = _latest(request, pk)
    form = SeriesForm(request.POST or None, series=latest.series)
    if form.is_valid():
        try:
            actions.change(latest.series, form.rhythm(), by=request.user.seat, at=request.now)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The periodic work is changed for coming periods."))
            return redirect("assignment-detail", pk=latest.pk)
    crumbs = [
        {
            "label": _("Assignment %(n)s") % {"n": latest.pk},
            "url": reverse("assignment-detail", args=[latest.pk]),
        },
        {"label": _("Change periodic work"), "url": ""},
    ]
    context = {"form": form, "row": latest, "crumbs": crumbs}
    return render(request, "assignments/series.html", context)


def _latest(request: HttpRequest, pk: int) -> Assignment:
    """The newest occurrence that the person sees; 404 for all but the assigner's side."""
    rows = Assignment.objects.visible_to(request.user).filter(series=pk)
    rows = rows.select_related("series", "assigner", "monitor", "lead")
    found = rows.order_by("-period_first", "-pk").first()
    if found is None or not may_change_series(found, request.user.seat, request.user.standing):
        raise Http404
    return found
