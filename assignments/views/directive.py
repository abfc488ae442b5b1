"""The page of one document, with what was assigned from it; and the days of its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from agencies.rules.refusal import NotAllowed
from assignments.actions import receipt as actions
from assignments.models import Assignment, Batch
from assignments.models.filters import Criteria, counts_of
from assignments.models.viewer import Viewer
from assignments.views.clauses import BOXES
from assignments.views.tallies import figure, list_url
from assignments.views.viewing import viewer_of
from directives.forms.register import ReceiptForm
from directives.models import Directive
from directives.models.keeping import keeps
from directives.views.directive import seen
from directives.views.document import document

MOST_BATCHES = 20


@dataclass(frozen=True)
class Given:
    """What was assigned from a document, as far as the person may open it."""

    total: int
    url: str
    boxes: list[dict[str, Any]]
    batches: list[Batch]

    @property
    def identity(self) -> str:
        """All of them against the boxes: "55 = 12 + 42 + 1"."""
        return f"{figure(self.total)} = {' + '.join(str(box['count']) for box in self.boxes)}"


def directive_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = seen(request, pk)
    return _detail(request, row, _receipt_form(request, row))


def _detail(request: HttpRequest, row: Directive, receipt: ReceiptForm) -> HttpResponse:
    context = document(request, row) | {"receipt_form": receipt, "given": _given(request, row)}
    return render(request, "directives/detail.html", context)


# --- what was assigned from it ------------------------------------------------------------------
def _given(request: HttpRequest, row: Directive) -> Given:
    viewer = viewer_of(request)
    whole = Criteria(state="all", directive=row.pk)
    total, *counts = counts_of([whole, *(whole.but(state=box[0]) for box in BOXES)], viewer)
    boxes = [
        {
            "url": list_url(whole.but(state=state)),
            "tone": tone,
            "label": label,
            "count": figure(count),
        }
        for (state, tone, label), count in zip(BOXES, counts, strict=True)
        if count
    ]
    batches = _batches(row, viewer) if total else []
    return Given(total, list_url(whole), boxes, batches)


def _batches(row: Directive, viewer: Viewer) -> list[Batch]:
    """The newest batches of which the person may open a row."""
    rows = Assignment.objects.visible_to(viewer.user).filter(directive=row, batch__isnull=False)
    return list(Batch.objects.filter(pk__in=rows.values("batch")).order_by("-pk")[:MOST_BATCHES])


# --- receipts -----------------------------------------------------------------------------------
def directive_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the day on which a body received the document; dates that count from it follow."""
    row = seen(request, pk)
    form = _receipt_form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.receive(row, by=request.user.seat, at=request.now, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, moved)
            return redirect("directive-detail", pk)
    return _detail(request, row, form)


def _tell(request: HttpRequest, moved: list[Assignment]) -> None:
    text, n = _("The receipt is noted."), len(moved)
    if moved:
        text += " " + ngettext(
            "%(n)s due date that counts from it has moved.",
            "%(n)s due dates that count from it have moved.",
            n,
        ) % {"n": n}
    messages.success(request, text)


def _receipt_form(request: HttpRequest, row: Directive) -> ReceiptForm:
    """Of any body for who keeps the document, else of one's own."""
    agencies = Agency.objects.existing(request.today).order_by("sort_key", "pk")
    own = None if keeps(row, request.user.standing) else request.user.standing.agency_id
    if own is not None:
        agencies = agencies.filter(pk=own)
    return ReceiptForm(request.POST or None, agencies=agencies, own=own, today=request.today)
