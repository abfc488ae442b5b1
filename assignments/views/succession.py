"""Bodies that become others: recording it, and naming the heirs of divided work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies.actions import succession as bodies
from agencies.models import Agency, Succession
from agencies.models.calendar import work_calendar
from agencies.rules.refusal import NotAllowed, Stale
from agencies.rules.succession import Heritage, ends, heritage
from agencies.views.asking import ask_page, conflict_page, is_sent, refusing, typed
from assignments.actions import succession as actions
from assignments.actions.attaching import attach
from assignments.forms.succession import (
    ConfirmForm,
    DecideForm,
    QueueForm,
    RejectForm,
    SucceedForm,
)
from assignments.models import SuccessionCase
from assignments.models.due import due_view
from assignments.models.heritage import in_hand, roles_of, successors, waiting_cases

SHOWN = 200
PREVIEWED = 20
ROLES = {
    "lead": pgettext_lazy("role of a body", "Lead"),
    "assigner": pgettext_lazy("role of a body", "Assigner"),
    "monitor": pgettext_lazy("role of a body", "Monitor"),
    "cooperating": pgettext_lazy("role of a body", "Cooperating"),
}
HERITAGE = {
    Heritage.BY_RULE: gettext_lazy("The open work follows the heir by rule, with its dates."),
    Heritage.BY_DECISION: gettext_lazy(
        "The body is divided: its open work waits in the queue, and a person names the heir of"
        " each assignment. No date is reset."
    ),
    Heritage.STAYS: gettext_lazy("The body lives on: its open work stays with it."),
}


# --- the queue ------------------------------------------------------------------------------
@require_safe
def succession_queue(request: HttpRequest) -> HttpResponse:
    """Open work of divided bodies that waits for its heir to be named."""
    waiting = _waiting(request)
    olds = Agency.objects.filter(pk__in=waiting.values("old")).order_by("sort_key", "pk")
    form = QueueForm(request.GET or None, bodies=olds)
    old = form.cleaned_data["old"] if form.is_valid() else None
    found = waiting.filter(old=old) if old else waiting
    counts = found.aggregate(cases=Count("pk"), assignments=Count("assignment", distinct=True))
    rows = _rows(request, found.order_by("old__sort_key", "assignment__due_on", "pk")[:SHOWN])
    is_home_affairs = request.user.standing.is_home_affairs
    context = {
        "title": _queue_title(counts["assignments"]),
        "form": form,
        "old": old,
        "rows": rows,
        "hidden": counts["cases"] - len(rows),
        "may_decide": any(row["may_decide"] for row in rows),
        "is_home_affairs": is_home_affairs,
        "unconfirmed": _unconfirmed() if is_home_affairs else [],
    }
    return render(request, "assignments/succession_queue.html", context)


def _waiting(request: HttpRequest) -> Any:
    return waiting_cases().visible_to(request.user)


def _queue_title(n: int) -> str:
    if not n:
        return _("No work waits for an heir")
    text = ngettext(
        "%(n)d assignment waits for its heir to be named",
        "%(n)d assignments wait for their heirs to be named",
        n,
    )
    return text % {"n": n}


def _rows(request: HttpRequest, cases: Any) -> list[dict[str, Any]]:
    shown = cases.select_related(
        "old", "assignment__assigner", "assignment__directive", "assignment__function"
    ).prefetch_related("assignment__cooperations")
    calendar = work_calendar()
    return [_row(request, case, calendar) for case in shown]


def _row(request: HttpRequest, case: SuccessionCase, calendar: Any) -> dict[str, Any]:
    row = case.assignment
    return {
        "case": case,
        "title": row.title,
        "url": reverse("assignment-detail", args=[row.pk]),
        "field": row.function,
        "roles": ", ".join(str(ROLES[role]) for role in roles_of(case.old_id, row)),
        "due": due_view(
            due_on=row.due_on,
            original_due_on=row.original_due_on,
            submitted_on=row.submitted_on,
            stopped_on=row.stopped_on,
            stage=row.stage,
            timing=row.timing,
            calendar=calendar,
            on=request.today,
        ),
        "may_decide": actions.may_record(case, request.user.standing),
    }


def _unconfirmed() -> Any:
    rows = Succession.objects.unconfirmed()
    return rows.select_related("old", "new").order_by("on", "old__sort_key", "pk")


# --- deciding -------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def succession_decide(request: HttpRequest) -> HttpResponse:
    """Name the heir of the ticked assignments; they are of one former body."""
    cases = _asked(request)
    queue = reverse("succession-queue")
    if not cases or len({case.old_id for case in cases}) > 1:
        messages.warning(request, _("Tick assignments of one former body."))
        return redirect(queue)
    back_url = f"{queue}?{urlencode({'old': cases[0].old_id})}"
    form = DecideForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        cases=cases,
        user=request.user,
        on=request.today,
    )
    if request.method == "POST" and form.is_valid() and _decide(request, form, cases):
        is_left = _waiting(request).filter(old=cases[0].old_id).exists()
        return redirect(back_url if is_left else queue)
    context = {
        "form": form,
        "old": cases[0].old,
        "rows": [_row(request, case, work_calendar()) for case in cases],
        "count": len(cases),
        "heirs": successors(cases[0].old, on=request.today),
        "back_url": back_url,
    }
    return render(request, "assignments/succession_decide.html", context)


def _asked(request: HttpRequest) -> list[SuccessionCase]:
    """The cases that were ticked, that the person sees and may enter a decision on."""
    sent = request.POST if request.method == "POST" else request.GET
    keys = {int(key) for key in sent.getlist("case")[:SHOWN] if key.isascii() and key.isdigit()}
    found = _waiting(request).filter(pk__in=keys).order_by("assignment__due_on", "pk")
    cases = found.select_related(
        "old", "assignment__assigner", "assignment__directive", "assignment__function"
    ).prefetch_related("assignment__cooperations")
    return [c for c in cases if actions.may_record(c, request.user.standing)]


def _decide(request: HttpRequest, form: DecideForm, cases: Sequence[SuccessionCase]) -> bool:
    """Whether it was done; a refusal becomes an error of the form."""
    heir, by, at = form.cleaned_data["heir"], request.user.seat, request.now
    decision = form.decision()
    if decision is None:
        return False
    try:
        actions.decide_all(cases, heir=heir, decision=decision, by=by, at=at)
        attach([case.assignment for case in cases], form.uploads(), by=by, at=at)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    text = ngettext(
        "%(n)d assignment has passed to %(heir)s.",
        "%(n)d assignments have passed to %(heir)s.",
        len(cases),
    )
    messages.success(request, text % {"n": len(cases), "heir": heir.name})
    return True


# --- recording ------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def agency_succeed(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a body becomes, with a look beforehand at what follows."""
    old = get_object_or_404(Agency.objects.existing(request.today), pk=pk)
    form = SucceedForm(typed(request), old=old, on=request.today)
    asks = request.POST.get("do", "")
    preview = None
    if asks == "add_row" or "resolve" in request.POST:
        form.full_clean()
        form.errors.clear()
    elif request.method == "POST" and form.is_valid():
        if asks == "preview":
            preview = _preview(request, old, form)
        elif answer := _succeed(request, old, form):
            return answer
    context = {"old": old, "form": form, "preview": preview}
    return render(request, "assignments/succession_new.html", context)


def _succeed(request: HttpRequest, old: Agency, form: SucceedForm) -> HttpResponse | None:
    cleaned = form.cleaned_data
    try:
        bodies.succeed(
            old,
            form.heirs(),
            on=cleaned["on"],
            source=cleaned["source"],
            revision=cleaned["revision"],
            by=request.user.seat,
            at=request.now,
        )
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None
    except Stale as stale:
        return conflict_page(
            request,
            form,
            stale,
            title=_("Somebody else has changed this body"),
            now={},
            back_url=reverse("agency-detail", args=[old.pk]),
        )
    messages.success(request, _("Recorded. Open work follows on the day itself."))
    return redirect("agency-detail", old.pk)


def _preview(request: HttpRequest, old: Agency, form: SucceedForm) -> dict[str, Any]:
    """What would move by rule, what would wait, and what ends."""
    kinds = [heir.kind for heir in form.heirs()]
    how = heritage(kinds)
    found = in_hand(old)
    visible = found.visible_to(request.user).prefetch_related("cooperations")
    count = found.count() if how is not Heritage.STAYS else 0
    listed = list(visible.order_by("due_on", "pk")[:PREVIEWED]) if count else []
    return {
        "text": HERITAGE[how],
        "is_queued": how is Heritage.BY_DECISION,
        "count": count,
        "rows": [_previewed(old, row) for row in listed],
        "hidden": max(0, count - len(listed)),
        "seats": old.seats.held(form.cleaned_data["on"]).count() if ends(kinds) else 0,
    }


def _previewed(old: Agency, row: Any) -> dict[str, Any]:
    return {
        "title": row.title,
        "url": reverse("assignment-detail", args=[row.pk]),
        "due_on": row.due_on,
        "roles": ", ".join(str(ROLES[role]) for role in roles_of(old.pk, row)),
    }


@require_http_methods(["GET", "POST"])
def succession_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a succession that waited for Home Affairs, with its true day and document."""
    row = get_object_or_404(_unconfirmed(), pk=pk)
    form = ConfirmForm(typed(request), initial={"on": row.on})
    if is_sent(request, form):
        with refusing(form):
            bodies.confirm(row, **form.cleaned_data, by=request.user.seat, at=request.now)
            messages.success(request, _("Confirmed. Open work follows within the hour."))
            return redirect("agency-detail", row.old_id)
    return ask_page(
        request,
        form,
        title=_("Confirm: %(old)s %(kind)s %(new)s") % _words(row),
        lead=row.passes,
        submit=_("Confirm"),
        back_url=reverse("succession-queue"),
        crumbs=[(_("After mergers"), reverse("succession-queue"))],
        notes=[("info", _("The body that ends is closed on this day, with the seats in it."))],
    )


def _words(row: Succession) -> dict[str, str]:
    return {"old": row.old.name, "kind": row.get_kind_display(), "new": row.new.name}


@require_http_methods(["GET", "POST"])
def succession_reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a succession which waited for Home Affairs did not happen."""
    row = get_object_or_404(_unconfirmed(), pk=pk)
    form = RejectForm(typed(request))
    queue = reverse("succession-queue")
    if is_sent(request, form):
        with refusing(form):
            bodies.reject(row, **form.cleaned_data, by=request.user.seat, at=request.now)
            messages.success(request, _("Rejected: it never takes effect."))
            return redirect(queue)
    return ask_page(
        request,
        form,
        title=_("Reject: %(old)s %(kind)s %(new)s") % _words(row),
        lead=row.passes,
        submit=_("Reject"),
        back_url=queue,
        crumbs=[(_("After mergers"), queue)],
        notes=[("info", _("Both bodies stay as they are; the reason is kept in the history."))],
        is_grave=True,
    )
