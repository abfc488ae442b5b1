"""Entering and correcting the obligations of a document."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.rules.refusal import NotAllowed, Stale
from directives.actions import obligation as actions
from directives.forms.obligation import ObligationForm, uppers_of
from directives.models import Directive, Obligation
from directives.models.chain import edges_up
from directives.models.keeping import keeps_obligations
from directives.views.conflict import conflict_page
from directives.views.story import story_of


def obligation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter one more obligation of the document."""
    directive = _kept(request, pk)
    form = _form(request, directive, None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add(directive, form.wording(), by=request.user.seat, at=request.now)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The obligation %(code)s is saved.") % {"code": row.code})
            return redirect("directive-clauses", pk)
    return _page(request, directive, form, None)


def obligation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an obligation; its history stands below."""
    row = get_object_or_404(Obligation, pk=pk)
    directive = _kept(request, row.directive_id)
    form = _form(request, directive, row)
    if request.method == "POST" and "resolve" not in request.POST and form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            actions.edit(
                row,
                form.wording(),
                revision=-1 if revision is None else revision,
                by=request.user.seat,
                at=request.now,
            )
        except Stale as stale:
            now = _fresh(request, directive, stale.current)
            title = _("Somebody else changed this obligation meanwhile")
            back = reverse("obligation-edit", args=[pk])
            return conflict_page(request, form, now, stale.current, title=title, back=back)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The obligation %(code)s is saved.") % {"code": row.code})
            return redirect("directive-clauses", directive.pk)
    return _page(request, directive, form, row)


def _kept(request: HttpRequest, pk: int) -> Directive:
    """The document, if the person sees it and may enter its obligations."""
    rows = Directive.objects.visible_to(request.user).select_related(
        "document_type", "issuer__agency", "registered_by"
    )
    directive = get_object_or_404(rows, pk=pk)
    if not keeps_obligations(directive, request.user.standing):
        raise Http404
    return directive


def _form(request: HttpRequest, directive: Directive, row: Obligation | None) -> ObligationForm:
    return ObligationForm(
        request.POST or None,
        uppers=uppers_of(directive, [edge.upper for edge in edges_up(directive.pk)]),
        today=request.today,
        obligation=row,
    )


def _fresh(request: HttpRequest, directive: Directive, row: Obligation) -> ObligationForm:
    uppers = uppers_of(directive, [edge.upper for edge in edges_up(directive.pk)])
    return ObligationForm(uppers=uppers, today=request.today, obligation=row)


def _page(
    request: HttpRequest, directive: Directive, form: ObligationForm, row: Obligation | None
) -> HttpResponse:
    return render(
        request,
        "directives/obligation.html",
        {
            "form": form,
            "directive": directive,
            "row": row,
            "title": _("Correct the obligation %(code)s") % {"code": row.code}
            if row
            else _("Add an obligation"),
            "story": story_of(row, ObligationForm) if row else [],
        },
    )
