"""The register of documents: list, one document, entering and correcting it, receipts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from agencies.rules.refusal import NotAllowed, Stale
from directives.actions import directive as actions
from directives.actions.directive import Duplicate
from directives.forms.directive import DirectiveForm
from directives.forms.register import DirectiveFilter, ReceiptForm
from directives.models import Directive
from directives.models.directive import DirectiveQuerySet
from directives.models.keeping import keeps
from directives.views.conflict import conflict_page
from directives.views.document import document
from directives.views.paging import address, page_of


# --- the list -------------------------------------------------------------------------------
def directive_list(request: HttpRequest) -> HttpResponse:
    """The register, newest first; filters stand in the address."""
    among = Directive.objects.visible_to(request.user)
    form = DirectiveFilter(request.GET, among=among)
    rows = form.chosen(among)
    counts = _counts(rows)
    page = page_of(_listed(rows), request.GET)
    return render(
        request,
        "directives/list.html",
        {
            "form": form,
            "rows": page.rows,
            "title": _list_title(**counts),
            "shown": _("%(shown)s of %(all)s") % {"shown": len(page.rows), "all": counts["total"]},
            "previous_url": address(request.GET, before=page.before),
            "next_url": address(request.GET, after=page.after),
            "is_filtered": any(request.GET.get(name) for name in form.fields),
        },
    )


def _listed(rows: DirectiveQuerySet) -> DirectiveQuerySet:
    return rows.select_related("document_type", "issuer").annotate(
        obligation_count=Count("obligations", distinct=True)
    )


def _counts(rows: DirectiveQuerySet) -> dict[str, int]:
    incomplete = rows.incomplete().values("pk")
    return {"total": rows.count(), "missing": incomplete.count()}


def _list_title(total: int, missing: int) -> str:
    found = ngettext("%(n)s document", "%(n)s documents", total) % {"n": total}
    if not missing:
        return found
    return _("%(found)s, %(n)s without number or date") % {"found": found, "n": missing}


# --- one document ---------------------------------------------------------------------------
def _seen(request: HttpRequest, pk: int) -> Directive:
    rows = Directive.objects.visible_to(request.user).select_related(
        "document_type", "issuer__agency", "registered_by__user", "registered_by__agency"
    )
    return get_object_or_404(rows, pk=pk)


def directive_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = _seen(request, pk)
    return _detail(request, row, _receipt_form(request, row))


def _detail(request: HttpRequest, row: Directive, receipt: ReceiptForm) -> HttpResponse:
    return render(
        request, "directives/detail.html", document(request, row) | {"receipt_form": receipt}
    )


def directive_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the day on which a body received the document."""
    row = _seen(request, pk)
    form = _receipt_form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.receive(row, by=request.user.seat, at=request.now, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The receipt is noted."))
            return redirect("directive-detail", pk)
    return _detail(request, row, form)


def _receipt_form(request: HttpRequest, row: Directive) -> ReceiptForm:
    """Of any body for who keeps the document, else of one's own."""
    agencies = Agency.objects.existing(request.today).order_by("sort_key", "pk")
    own = None if keeps(row, request.user.standing) else request.user.standing.agency_id
    if own is not None:
        agencies = agencies.filter(pk=own)
    return ReceiptForm(request.POST or None, agencies=agencies, own=own, today=request.today)


# --- entering and correcting ------------------------------------------------------------------
def directive_new(request: HttpRequest) -> HttpResponse:
    """Register a document; "Check the number" shows what is recognised and saves nothing."""
    form = DirectiveForm(
        request.POST or None, request.FILES or None, user=request.user, today=request.today
    )
    page: dict[str, Any] = {"title": _("Register a document"), "back": reverse("directive-list")}
    if _is_sent(request) and form.is_valid():
        try:
            row = actions.register(
                form.paper(), received_on=form.receipt_on, by=request.user.seat, at=request.now
            )
        except NotAllowed as refusal:
            page["duplicate"] = _refuse(request, form, refusal)
        else:
            messages.success(request, _("Registered: %(document)s.") % {"document": row})
            return redirect("directive-detail", row.pk)
    return render(request, "directives/form.html", page | {"form": form})


def directive_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a document, or enter the number and date that were missing."""
    row = _seen(request, pk)
    if not keeps(row, request.user.standing):
        raise Http404
    form = _edit_form(request, row)
    back = reverse("directive-detail", args=[pk])
    page: dict[str, Any] = {"title": _("Correct: %(document)s") % {"document": row}, "back": back}
    if _is_sent(request) and form.is_valid():
        try:
            _save(request, row, form)
        except Stale as stale:
            now = DirectiveForm(user=request.user, today=request.today, directive=stale.current)
            title = _("Somebody else changed this document meanwhile")
            return conflict_page(request, form, now, stale.current, title=title, back=back)
        except NotAllowed as refusal:
            page["duplicate"] = _refuse(request, form, refusal)
        else:
            messages.success(request, _("The document is saved."))
            return redirect(back)
    return render(request, "directives/form.html", page | {"form": form, "row": row})


def _edit_form(request: HttpRequest, row: Directive) -> DirectiveForm:
    return DirectiveForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        today=request.today,
        directive=row,
    )


def _save(request: HttpRequest, row: Directive, form: DirectiveForm) -> None:
    revision = form.cleaned_data["revision"]
    actions.edit(
        row,
        form.paper(),
        revision=-1 if revision is None else revision,
        among=form.among.values_list("pk", flat=True),
        by=request.user.seat,
        at=request.now,
    )


def _is_sent(request: HttpRequest) -> bool:
    """Sent to be saved: not to look at the number, nor to take over what met a conflict."""
    return request.method == "POST" and not {"look", "resolve"} & set(request.POST)


def _refuse(request: HttpRequest, form: DirectiveForm, refusal: NotAllowed) -> Directive | None:
    """Put the refusal on the form; gives the document that is registered already, if seen."""
    form.add_error("number" if isinstance(refusal, Duplicate) else None, str(refusal))
    if not isinstance(refusal, Duplicate):
        return None
    seen = Directive.objects.visible_to(request.user).select_related("document_type")
    return seen.filter(pk=refusal.existing.pk).first()
