"""Changing or ending periodic work, for the periods still to come."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.rules.refusal import NotAllowed, Stale
from agencies.views.asking import conflict_page
from assignments.actions import series as actions
from assignments.actions.attaching import attach
from assignments.forms.series import SeriesForm
from assignments.models import Assignment
from assignments.models.parties import may_change_series


@require_http_methods(["GET", "POST"])
def series_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """For the assigner's side alone; occurrences that exist keep their own life."""
    latest = _latest(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SeriesForm(
        *sent, series=latest.series, assignment=latest, user=request.user, on=request.today
    )
    if "resolve" in request.POST:
        form.hush()
    elif form.is_valid() and (answer := _change(request, latest, form)):
        return answer
    crumbs = [
        {
            "label": _("Assignment %(n)s") % {"n": latest.pk},
            "url": reverse("assignment-detail", args=[latest.pk]),
        },
        {"label": _("Change periodic work"), "url": ""},
    ]
    context = {"form": form, "row": latest, "crumbs": crumbs}
    return render(request, "assignments/series.html", context)


def _change(request: HttpRequest, latest: Assignment, form: SeriesForm) -> HttpResponse | None:
    by, at, series = request.user.seat, request.now, latest.series
    back_url = reverse("assignment-detail", args=[latest.pk])
    decision, revision = form.decision(), form.cleaned_data["revision"]
    try:
        actions.change(series, form.rhythm(), decision=decision, revision=revision, by=by, at=at)
        attach([latest], form.uploads(), by=by, at=at)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None
    except Stale as stale:
        title = _("Somebody else has changed this periodic work")
        return conflict_page(request, form, stale, title=title, now=form.now(), back_url=back_url)
    messages.success(request, _("The periodic work is changed for coming periods."))
    return redirect(back_url)


def _latest(request: HttpRequest, pk: int) -> Assignment:
    """The newest occurrence that the person sees; 404 for all but the assigner's side."""
    rows = Assignment.objects.visible_to(request.user).filter(series=pk)
    rows = rows.select_related("series", "assigner", "monitor", "lead")
    found = rows.order_by("-period_first", "-pk").first()
    if found is None or not may_change_series(found, request.user.seat, request.user.standing):
        raise Http404
    return found
