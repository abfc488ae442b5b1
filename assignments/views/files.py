"""Files of an assignment: served to those who may read it, never by an address of their own."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.rules.refusal import NotAllowed
from assignments.actions.attaching import detach, removable
from assignments.models import Assignment
from assignments.models.detail import seen_files, seen_products
from assignments.models.parties import moves_of
from directives.models import File
from directives.views.file import send


def assignment_file(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    """A file of the assignment, or of a product that the person may see; 404 for others."""
    return send(_found(request, pk, file_pk)[1])


@require_http_methods(["GET", "POST"])
def assignment_file_remove(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Asks before it removes; 404 where the person may not remove this file."""
    row, file = _found(request, pk, file_pk)
    moves = moves_of(row, request.user.seat, request.user.standing)
    if not any(found.filter(file=file).exists() for found in removable(row, moves)):
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            detach(row, file, by=request.user.seat, at=request.now)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The file is removed."))
            return redirect("assignment-detail", pk=row.pk)
    context = {"row": row, "file": file, "refusal": refusal}
    return render(request, "assignments/file_remove.html", context)


def _found(request: HttpRequest, pk: int, file_pk: int) -> tuple[Assignment, File]:
    row = get_object_or_404(Assignment.objects.readable_by(request.user), pk=pk)
    seen = seen_products(row, request.user)
    files = seen_files(row, request.user)
    of_row = Q(assignment_attachments__in=files) | Q(product__in=seen)
    return row, get_object_or_404(File.objects.filter(of_row).distinct(), pk=file_pk)
