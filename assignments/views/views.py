"""Own saved views: keeping the filter in sight, and forgetting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.rules.refusal import NotAllowed
from assignments.actions import view as actions
from assignments.forms.filter import FilterForm, SaveViewForm
from assignments.models import SavedView
from assignments.views.tallies import list_url


@require_http_methods(["GET", "POST"])
def saved_view_save(request: HttpRequest) -> HttpResponse:
    asked = request.POST.get("query") or request.GET.urlencode()
    criteria = FilterForm.read(asked)
    form = SaveViewForm(request.POST or None, initial={"query": criteria.query()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save(name=form.cleaned_data["name"], query=criteria.query(), by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The view is kept."))
            return redirect(list_url(criteria))
    context = {"form": form, "back_url": list_url(criteria)}
    return render(request, "assignments/view_save.html", context)


@require_http_methods(["GET", "POST"])
def saved_view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    if request.method == "POST":
        actions.delete(view)
        messages.success(request, _("The view is deleted."))
        return redirect("assignment-list")
    back_url = f"{reverse('assignment-list')}?{view.query}"
    return render(request, "assignments/view_delete.html", {"view": view, "back_url": back_url})
