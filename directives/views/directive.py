"""The register of documents: the list, entering and correcting one. Its page, and the receipts,
stand with the assignments: assignments.views.directive."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.rules.refusal import NotAllowed, Stale
from directives.actions import directive as actions
from directives.actions.directive import Duplicate
from directives.forms.directive import DirectiveForm
from directives.forms.register import DirectiveFilter
from directives.models import Directive, Obligation
from directives.models.directive import DirectiveQuerySet
from directives.models.keeping import OF_HOME_AFFAIRS, keeps
from directives.views.conflict import conflict_page
from directives.views.paging import address, page_of


# --- the list -------------------------------------------------------------------------------
def directive_list(request: HttpRequest) -> HttpResponse:
    """The register, newest first; filters stand in the address."""
    among = Directive.objects.visible_to(request.user)
    form = DirectiveFilter(request.GET, among=among)
    rows = form.chosen(among)
    counts = _counts(rows)
    is_filtered = any(request.GET.get(name) for name in form.fields)
    pinned = [] if is_filtered else list(_listed(rows.filter(_OWES)).newest_first())
    rest = rows if is_filtered else rows.exclude(_OWES)
    page = page_of(_listed(rest), request.GET)
    is_first = not {"before", "after"} & set(request.GET)
    pinned = _in_order(pinned) if is_first else []
    return render(
        request,
        "directives/list.html",
        {
            "form": form,
            "rows": page.rows,
            "pinned": pinned,
            "title": _list_title(**counts),
            "shown": _("%(shown)s of %(all)s")
            % {"shown": len(page.rows) + len(pinned), "all": counts["total"]},
            "previous_url": address(request.GET, before=page.before),
            "next_url": address(request.GET, after=page.after),
            "is_filtered": is_filtered,
        },
    )


# Documents with obligations stand first: the list by date would hide the undated ones.
_OWES = Exists(Obligation.objects.filter(directive=OuterRef("pk")))


def _in_order(rows: list[Directive]) -> list[Directive]:
    """Those that Home Affairs follows first."""
    places = {code: n for n, code in enumerate(OF_HOME_AFFAIRS)}
    return sorted(rows, key=lambda row: places.get(row.code, len(places)))


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


def seen(request: HttpRequest, pk: int) -> Directive:
    """The document, if the person sees it; else 404."""
    rows = Directive.objects.visible_to(request.user).select_related(
        "document_type", "issuer__agency", "registered_by__user", "registered_by__agency"
    )
    return get_object_or_404(rows, pk=pk)


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
    row = seen(request, pk)
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
