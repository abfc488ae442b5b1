"""Files go out through their owner's address, always as attachments."""

import logging

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from directives import storage
from directives.models import Directive, File
from directives.rules.files import CONTENT_TYPES, Kind

logger = logging.getLogger(__name__)


def send(file: File) -> FileResponse:
    """The file as an attachment under its own name (RFC 6266), never shown inside the site.

    Call it after the owner was fetched through `visible_to` or `readable_by`.
    """
    try:
        content = storage.opened(file.path)
    except FileNotFoundError:
        logger.error("file %s is missing on the disk: %s", file.pk, file.path)
        raise Http404 from None
    answer = FileResponse(
        content,
        as_attachment=True,
        filename=file.name,
        content_type=CONTENT_TYPES.get(Kind(file.kind), "application/octet-stream"),
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


def directive_file(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    directive = get_object_or_404(Directive.objects.visible_to(request.user), pk=pk)
    return send(get_object_or_404(directive.files, pk=file_pk))
