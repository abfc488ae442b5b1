"""Many at once: what was ticked is shown again, counted twice, then done row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assignments.actions import bulk as actions
from assignments.actions.bulk import Done
from assignments.forms.bulk import AcknowledgeManyForm, ManyForm
from assignments.models import Assignment
from assignments.models.row_words import UPPER
from assignments.models.rows import Row, listed, shape
from assignments.views.list import PRINTED
from assignments.views.viewing import viewer_of


@require_http_methods(["GET", "POST"])
def assignments_acknowledge(request: HttpRequest) -> HttpResponse:
    """Take on all ticked rows and name one officer for them."""

    def move(asked: list[tuple[Assignment, int]], form: ManyForm) -> Done:
        officer = form.cleaned_data["officer"]
        return actions.acknowledge_each(
            asked, officer=officer, by=request.user.seat, at=request.now
        )

    return _many(request, "acknowledge", AcknowledgeManyForm, move)


@require_http_methods(["GET", "POST"])
def assignments_confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the results of all ticked rows."""

    def move(asked: list[tuple[Assignment, int]], form: ManyForm) -> Done:
        return actions.confirm_each(asked, by=request.user.seat, at=request.now)

    return _many(request, "confirm", ManyForm, move)


def _many(
    request: HttpRequest,
    move: str,
    form_class: type[ManyForm],
    act: Callable[[list[tuple[Assignment, int]], Any], Done],
) -> HttpResponse:
    rows = _ticked(request)
    left_out = [(row, why) for row in rows if (why := _why_not(row, move))]
    open_rows = [row for row in rows if not _why_not(row, move)]
    form = form_class(request.POST or None, rows=open_rows, on=request.today)
    back_url = _back(request)
    if request.method == "POST" and open_rows and form.is_valid():
        done = act(_asked(request, open_rows), form)
        _tell(request, move, done)
        for row, why in left_out:
            messages.warning(request, f"{row.title}: {why}")
        return redirect(back_url)
    context = {
        "move": move,
        "form": form,
        "rows": open_rows,
        "others": left_out,
        "count": len(open_rows),
        "back_url": back_url,
    }
    return render(request, f"assignments/bulk_{move}.html", context)


def _why_not(row: Row, move: str) -> str:
    """Why the move cannot be made on this row together with others; empty where it can."""
    if move == "confirm" and move in row.moves and row.facts["giver"] in UPPER:
        return _("its giver must recognise the result: confirmed alone, with that document")
    if row.many == move:
        return ""
    if move == "acknowledge" and row.facts["returning"]:
        return _("its return is requested: that is decided first")
    state = row.pill.label if row.pill else row.state
    if move in row.moves:
        return _("possible on its own page only")
    return _("not now, or not for your seat (%(state)s)") % {"state": state}


def _ticked(request: HttpRequest) -> list[Row]:
    """The ticked rows that the person sees, in the order of due dates."""
    sent = request.POST if request.method == "POST" else request.GET
    keys = {int(key) for key in sent.getlist("row")[:PRINTED] if key.isascii() and key.isdigit()}
    viewer = viewer_of(request)
    rows = Assignment.objects.visible_to(request.user).filter(pk__in=keys)
    return shape(listed(rows.order_by("due_on", "pk"), viewer), viewer)


def _asked(request: HttpRequest, rows: Sequence[Row]) -> list[tuple[Assignment, int]]:
    """Each row with the revision that the page showed."""
    found = Assignment.objects.visible_to(request.user).in_bulk([row.pk for row in rows])
    seen = {row.pk: request.POST.get(f"revision-{row.pk}", "") for row in rows}
    return [
        (found[pk], int(revision) if revision.isascii() and revision.isdigit() else -1)
        for pk, revision in seen.items()
    ]


def _tell(request: HttpRequest, move: str, done: Done) -> None:
    count = len(done.moved)
    if count:
        messages.success(request, _moved(move, count) % {"n": count})
    for row, reason in done.refused:
        messages.warning(request, f"{row.title}: {reason}")


def _moved(move: str, count: int) -> str:
    if move == "confirm":
        return ngettext("%(n)d assignment is confirmed.", "%(n)d assignments are confirmed.", count)
    return ngettext(
        "%(n)d assignment is acknowledged.", "%(n)d assignments are acknowledged.", count
    )


def _back(request: HttpRequest) -> str:
    """The list that the person came from, if it is one of ours."""
    wanted = request.POST.get("back") or request.headers.get("referer", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure()):
        return reverse("assignment-list")
    return urlsplit(wanted)._replace(scheme="", netloc="").geturl()
