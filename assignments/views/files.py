"""Files of an assignment: served to those who may read it, never by an address of their own."""

from __future__ import annotations

from django.db.models import Q
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404

from assignments.models import Assignment
from directives.models import File
from directives.views.file import send


def assignment_file(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    """A file attached to the assignment or to one of its products; 404 for everybody else."""
    row = get_object_or_404(Assignment.objects.readable_by(request.user), pk=pk)
    of_row = Q(assignment_attachments__assignment=row) | Q(product__submission__assignment=row)
    return send(get_object_or_404(File.objects.filter(of_row).distinct(), pk=file_pk))
