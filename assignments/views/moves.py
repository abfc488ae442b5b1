"""Every move of the table as a page of its own: one view, one table of forms and actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.rules.refusal import NotAllowed, Stale
from assignments.actions import assignment as assignments
from assignments.actions import cooperation, extension, returning, submission
from assignments.actions.attaching import attach, results_of
from assignments.forms import moves as forms
from assignments.forms import results, terms
from assignments.forms.moves import MoveForm
from assignments.models import Assignment, Submission
from assignments.models.aftermath import INSIDE
from assignments.models.again import asked_again
from assignments.models.offer import Button, button_of
from assignments.models.parties import moves_of
from assignments.models.preview import preview_of
from assignments.models.verbs import OPPOSITE, REVIEW, VERBS, Verb
from assignments.views.conflict import conflict_page, refused_page

FORMS: dict[str, type[MoveForm]] = {
    form.move: form
    for form in (
        forms.IssueForm,
        forms.ClarifyForm,
        forms.AcknowledgeForm,
        forms.ChangeOfficerForm,
        forms.ProgressForm,
        results.PrepareForm,
        results.SubmitForm,
        forms.HandBackForm,
        forms.SendBackForm,
        forms.ConfirmForm,
        forms.RequestReturnForm,
        forms.AcceptReturnForm,
        forms.RefuseReturnForm,
        terms.ReissueForm,
        terms.ReassignForm,
        terms.RequestExtensionForm,
        terms.PutUpExtensionForm,
        terms.GrantExtensionForm,
        terms.RefuseExtensionForm,
        terms.RedateForm,
        forms.PauseForm,
        forms.ResumeForm,
        forms.RequestCauseForm,
        forms.ConfirmCauseForm,
        forms.RefuseCauseForm,
        forms.SendPartForm,
        forms.ReopenForm,
        forms.WithdrawForm,
    )
}
# Who gives a result anew reads why the last one did not stand.
RESULT = frozenset({"prepare", "submit"})
ACTIONS: dict[str, Callable[..., Any]] = {
    "issue": assignments.issue,
    "clarify": assignments.clarify,
    "acknowledge": assignments.acknowledge,
    "change_officer": assignments.change_officer,
    "report_progress": assignments.report_progress,
    "prepare": submission.prepare,
    "hand_back": submission.hand_back,
    "submit": submission.submit,
    "send_back": submission.send_back,
    "confirm": submission.confirm,
    "request_return": returning.request_return,
    "accept_return": returning.accept_return,
    "refuse_return": returning.refuse_return,
    "reissue": returning.reissue,
    "reassign": returning.reassign,
    "request_extension": extension.request_extension,
    "put_up_extension": extension.put_up_extension,
    "grant_extension": extension.grant_extension,
    "refuse_extension": extension.refuse_extension,
    "redate": extension.redate,
    "pause": extension.pause,
    "resume": extension.resume,
    "request_cause": submission.request_cause,
    "confirm_cause": submission.confirm_cause,
    "refuse_cause": submission.refuse_cause,
    "send_part": cooperation.send_part,
    "reopen": assignments.reopen,
    "withdraw": assignments.withdraw,
}


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """The form of one move; its refusal is told in words, a lost race meets both versions."""
    row = _row(request, pk)
    if _is_closed(request, row, move):
        return refused_page(request, row, wording_of(row, move))
    form = _form(request, row, move)
    if request.method == "POST" and _is_sent(request, form):
        try:
            _make(request, row, move, form)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except Stale as stale:
            return conflict_page(request, form, stale.current, wording_of(row, move))
        else:
            messages.success(request, wording_of(row, move).done)
            if form.warning:
                messages.warning(request, form.warning)
            return redirect("assignment-detail", pk=row.pk)
    return render(request, "assignments/move.html", _context(request, row, move, form))


def _row(request: HttpRequest, pk: int) -> Assignment:
    rows = Assignment.objects.visible_to(request.user).select_related(
        "assigner", "lead", "monitor", "officer", "directive__document_type", "directive__issuer"
    )
    return get_object_or_404(rows.prefetch_related("cooperations__agency"), pk=pk)


def _is_closed(request: HttpRequest, row: Assignment, move: str) -> bool:
    """Not this person's move now. A form opened before somebody else moved it goes on to the
    action, which meets it with both versions."""
    if move in moves_of(row, request.user.seat, request.user.standing):
        return False
    seen = request.POST.get("revision", "")
    return not seen.isdigit() or int(seen) == row.revision


def _form(request: HttpRequest, row: Assignment, move: str) -> MoveForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return FORMS[move](*sent, assignment=row, user=request.user, on=request.today)


def _is_sent(request: HttpRequest, form: MoveForm) -> bool:
    """Pressed to be done and in order; other buttons only print the form again."""
    if "do" in request.POST or "resolve" in request.POST:
        form.hush()
        return False
    return form.is_valid()


def _make(request: HttpRequest, row: Assignment, move: str, form: MoveForm) -> None:
    by, at = request.user.seat, request.now
    values = form.values()
    if "results" in values:
        values["results"] = results_of(values["results"], by=by, at=at)
    ACTIONS[move](row, **values, by=by, at=at)
    inside = row.lead if move in INSIDE else None
    attach([row], form.uploads(), inside=inside, by=by, at=at)


def wording_of(row: Assignment, move: str) -> Verb:
    """A head who meets a prepared result reviews it."""
    prepared = row.submissions.filter(state=Submission.State.PREPARED)
    return REVIEW if move == "submit" and prepared.exists() else VERBS[move]


def _context(request: HttpRequest, row: Assignment, move: str, form: MoveForm) -> dict[str, Any]:
    wording = wording_of(row, move)
    return {
        "row": row,
        "form": form,
        "wording": wording,
        "opposite": _opposite(request, row, move),
        "again": asked_again(row, request.user.standing.bodies) if move in RESULT else None,
        "preview": preview_of(row, move, request.user, on=request.today),
        "crumbs": _crumbs(row, str(wording.title)),
    }


def _opposite(request: HttpRequest, row: Assignment, move: str) -> Button | None:
    """Who may say yes may say no on the same page, and the other way round."""
    other = OPPOSITE.get(move, "")
    if other not in moves_of(row, request.user.seat, request.user.standing):
        return None
    return button_of(row, other)


def _crumbs(row: Assignment, title: str) -> list[dict[str, str]]:
    url = reverse("assignment-detail", args=[row.pk])
    return [
        {"label": _("Assignments"), "url": reverse("assignment-list")},
        {"label": _("Assignment %(n)s") % {"n": row.pk}, "url": url},
        {"label": title, "url": ""},
    ]
