"""Giving work: a new order, to one body or many, as a draft or at once; rewriting a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from agencies.rules.refusal import NotAllowed, Stale
from assignments.actions import assignment as assignments
from assignments.actions import batch as batches
from assignments.actions.attaching import attach
from assignments.forms.documents import recognised
from assignments.forms.order import DRAFT, ISSUE, OrderForm, words_of
from assignments.forms.summary import Summary, summary_of
from assignments.models import Assignment
from assignments.models.drafts import for_editing, initial_of, may_edit
from assignments.models.verbs import VERBS
from assignments.views.conflict import conflict_page, refused_page
from directives.models import Directive, Obligation


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Only the buttons "issue" and "save draft" save; every other one computes."""
    initial, directive = _prefilled(request)
    form = _form(request, parent=_parent(request), initial=initial, directive=directive)
    if _is_sent(request, form):
        summary = summary_of(form)
        if _is_unseen(form, summary):
            form.must_look = True
            return _page(request, form, title=_("New assignment"))
        try:
            rows = _give(request, form)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, form, rows, summary)
    return _page(request, form, title=_("New assignment"))


def _is_unseen(form: OrderForm, summary: Summary) -> bool:
    """An odd due date is looked at before anything is issued; a draft may keep it."""
    if form.is_draft or not summary.to_be_seen:
        return False
    return bool(form.cleaned_data["seen"] != summary.due_on)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rewrite a draft; who read an older one meets both versions."""
    row = get_object_or_404(for_editing(request.user), pk=pk)
    if not may_edit(row, request.user):
        return refused_page(request, row, VERBS["edit"])
    form = _form(
        request, parent=row.parent, initial=initial_of(row), directive=row.directive, is_draft=True
    )
    if _is_sent(request, form):
        try:
            _rewrite(request, form, row)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except Stale as stale:
            return conflict_page(request, form, stale.current, VERBS["edit"])
        else:
            messages.success(request, VERBS["edit"].done)
            return redirect("assignment-detail", pk=pk)
    return _page(request, form, title=_("Edit the draft"), row=row)


# --- the form -----------------------------------------------------------------------------------
def _form(
    request: HttpRequest,
    *,
    parent: Assignment | None,
    initial: dict[str, Any],
    directive: Directive | None,
    is_draft: bool = False,
) -> OrderForm:
    sent = (_typed(request), request.FILES) if request.method == "POST" else ()
    return OrderForm(
        *sent,
        user=request.user,
        on=request.today,
        parent=parent,
        initial=initial,
        directive=directive,
        is_draft=is_draft or request.POST.get("do") == DRAFT,
    )


def _typed(request: HttpRequest) -> QueryDict:
    """What was sent; a document picked from those offered stands for the words typed."""
    data: QueryDict = request.POST
    if "pick" in data:
        data = data.copy()
        data["document"] = data["pick"]
    return data


def _is_sent(request: HttpRequest, form: OrderForm) -> bool:
    if request.method != "POST":
        return False
    if request.POST.get("do") in {ISSUE, DRAFT} and "resolve" not in request.POST:
        return form.is_valid()
    form.hush()
    return False


def _parent(request: HttpRequest) -> Assignment | None:
    """The assignment under which this one is given: one that the own body leads."""
    asked = request.POST.get("parent") or request.GET.get("parent", "")
    if not asked.isdigit():
        return None
    rows = Assignment.objects.readable_by(request.user)
    return rows.filter(pk=int(asked), lead__in=request.user.standing.bodies).first()


def _prefilled(request: HttpRequest) -> tuple[dict[str, Any], Directive | None]:
    """What the address says beforehand: ?directive=, ?obligation=, ?parent=."""
    seen = Directive.objects.visible_to(request.user).select_related("document_type", "issuer")
    demands = Obligation.objects.filter(directive__in=seen)
    demands = demands.select_related("directive__document_type", "directive__issuer")
    obligation = _one(demands, request.GET, "obligation")
    directive = obligation.directive if obligation else _one(seen, request.GET, "directive")
    initial: dict[str, Any] = {"issued_on": request.today}
    if directive:
        initial["document"] = directive.citation
    if obligation:
        initial |= {"obligation": obligation.pk} | words_of(obligation, on=request.today)
    return initial, directive


def _one(rows: Any, query: Any, name: str) -> Any:
    asked = query.get(name, "")
    return rows.filter(pk=int(asked)).first() if asked.isdigit() else None


# --- saving -------------------------------------------------------------------------------------
def _give(request: HttpRequest, form: OrderForm) -> list[Assignment]:
    by, at = request.user.seat, request.now
    received = form.received if form.is_from_receipt else {}
    order, leads = form.order(), form.chosen_leads()
    if form.is_draft:
        rows = batches.draft_all(
            order, leads, received=received, decision=form.kept_decision(), by=by, at=at
        )
    else:
        rows = batches.assign(
            order,
            leads,
            received=received,
            issued_on=form.cleaned_data["issued_on"],
            decision=form.decision(),
            by=by,
            at=at,
        )
    attach(rows, form.uploads(), by=by, at=at)
    return rows


def _rewrite(request: HttpRequest, form: OrderForm, row: Assignment) -> None:
    by, at = request.user.seat, request.now
    revision = form.cleaned_data["revision"]
    assignments.edit(
        row,
        replace(form.order(), batch=row.batch),
        kept=form.kept_decision(),
        revision=row.revision if revision is None else revision,
        by=by,
        at=at,
    )
    attach([row], form.uploads(), by=by, at=at)


def _done(
    request: HttpRequest, form: OrderForm, rows: list[Assignment], summary: Summary
) -> HttpResponse:
    """``summary``: as it was before the rows stood among the others."""
    n = len(rows)
    if form.is_draft:
        text = ngettext("%(n)d draft is saved.", "%(n)d drafts are saved.", n)
    else:
        text = ngettext("Issued to %(n)d body.", "Issued to %(n)d bodies.", n)
    messages.success(request, text % {"n": n})
    for warning in summary.warnings:
        messages.warning(request, warning)
    if n > 1:
        return redirect("batch-detail", pk=rows[0].batch_id)
    return redirect("assignment-detail", pk=rows[0].pk)


# --- the page -----------------------------------------------------------------------------------
def _page(
    request: HttpRequest, form: OrderForm, *, title: str, row: Assignment | None = None
) -> HttpResponse:
    summary: Summary = summary_of(form, row)
    context = {
        "form": form,
        "row": row,
        "title": title,
        "parent": form.parent,
        "summary": summary,
        "calc": summary.calc,
        "recognised": recognised(form.directive) if form.directive else "",
        "unknown": "" if form.directive or form.errors else form["document"].value() or "",
        "documents": _documents(request),
        "crumbs": [
            {"label": _("Assignments"), "url": reverse("assignment-list")},
            {"label": title, "url": ""},
        ],
    }
    return render(request, "assignments/new.html", context)


def _documents(request: HttpRequest) -> list[dict[str, str]]:
    """The newest documents, to choose from while typing."""
    rows = Directive.objects.visible_to(request.user).select_related("document_type")
    newest = rows.order_by("-pk")[:40]
    return [{"value": row.citation, "label": row.title} for row in newest]
