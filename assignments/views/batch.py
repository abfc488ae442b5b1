"""One batch: who reported, who did not; both totals; its drafts issued, its results confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from agencies.models.calendar import work_calendar
from agencies.rules.refusal import NotAllowed, Stale
from assignments.actions import batch as batches
from assignments.actions import submission
from assignments.actions.attaching import attach
from assignments.forms.moves import ConfirmForm, IssueForm, MoveForm
from assignments.models import Assignment
from assignments.models.batches import BatchRow, board_of, open_to, rows_of
from assignments.models.dossier import basis_in_words

FORMS: dict[str, type[MoveForm]] = {"issue": IssueForm, "confirm": ConfirmForm}


@require_http_methods(["GET", "POST"])
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Shown to whoever sees one of its assignments; it lists those that they see."""
    rows = rows_of(pk, request.user)
    if not rows:
        raise Http404
    waiting = {move: open_to(rows, move, request.user) for move in FORMS}
    forms = {move: _form(request, move, found) for move, found in waiting.items() if found}
    if request.method == "POST" and (answer := _make(request, pk, forms, waiting)):
        return answer
    return render(request, "assignments/batch.html", _context(request, rows, forms, waiting))


def _form(request: HttpRequest, move: str, found: Sequence[Assignment]) -> MoveForm:
    """The facts of one decision for all; the first row stands for its like."""
    asked = request.method == "POST" and request.POST.get("do") == move
    sent = (request.POST, request.FILES) if asked else ()
    return FORMS[move](*sent, assignment=found[0], user=request.user, on=request.today)


def _make(
    request: HttpRequest,
    pk: int,
    forms: dict[str, MoveForm],
    waiting: dict[str, list[Assignment]],
) -> HttpResponse | None:
    """Move all that wait, or none; a refusal is told at the form."""
    move = request.POST.get("do", "")
    form = forms.get(move)
    if form is None or "resolve" in request.POST or not form.is_valid():
        return None
    try:
        done = _move_all(request, move, form, waiting[move])
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None
    except Stale:
        form.add_error(None, _("Somebody has changed one of them in the meantime: look again."))
        return None
    messages.success(request, _told(move, len(done)))
    return redirect("batch-detail", pk=pk)


def _move_all(
    request: HttpRequest, move: str, form: MoveForm, found: list[Assignment]
) -> list[Assignment]:
    by, at = request.user.seat, request.now
    facts = form.facts() | {"decision": form.decision()}
    action = batches.issue_all if move == "issue" else submission.confirm_all
    done = action(found, **facts, by=by, at=at)
    attach(done, form.uploads(), by=by, at=at)
    return done


def _told(move: str, n: int) -> str:
    if move == "issue":
        text = ngettext("Issued to %(n)d body.", "Issued to %(n)d bodies.", n)
    else:
        text = ngettext("Completion of %(n)d is confirmed.", "Completion of %(n)d is confirmed.", n)
    return text % {"n": n}


def _facts(row: Assignment) -> list[dict[str, str]]:
    """What all of the batch have in common, as far as the person may read it."""
    assigner = str(row.assigner)
    if row.needs_recognition:
        assigner += f" ({row.get_giver_display()})"
    facts = [
        (_("Assigning body"), assigner, ""),
        (_("Monitored and confirmed by"), str(row.monitor), ""),
    ]
    if row.directive and row.document_is_visible:
        url = reverse("directive-detail", args=[row.directive_id])
        facts.insert(0, (_("Basis document"), str(row.directive), url))
    if row.is_readable:
        facts += [
            (_("Decided by"), row.decided_by.person if row.decided_by else "", ""),
            (
                _("Basis of the decision"),
                basis_in_words(row.basis_kind, row.basis, row.basis_on),
                "",
            ),
            (_("Product"), row.product, ""),
            (_("Words of the document"), row.due_phrase, ""),
        ]
    return [{"label": label, "value": value, "url": url} for label, value, url in facts if value]


def _context(
    request: HttpRequest,
    rows: list[Assignment],
    forms: dict[str, MoveForm],
    waiting: dict[str, list[Assignment]],
) -> dict[str, Any]:
    first = rows[0]
    listed = [BatchRow.of(row, calendar=work_calendar(), on=request.today) for row in rows]
    return {
        "batch": first.batch,
        "first": first,
        "facts": _facts(first),
        "board": board_of(listed, batch_id=first.batch_id, total=first.batch_size),
        "forms": [
            {"move": move, "form": form, "n": len(waiting[move])} for move, form in forms.items()
        ],
        "crumbs": [
            {"label": _("Assignments"), "url": reverse("assignment-list")},
            {"label": _("Batch %(n)s") % {"n": first.batch_id}, "url": ""},
        ],
    }
