"""What is read of an upload: no more than one file may have, whatever its sender claims."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CappedUploadHandler(FileUploadHandler):
    """Drops what comes after the largest size allowed, before it fills memory or disk.

    The handlers after it see a file just over the limit, which the form then refuses; the other
    fields of the form are read as usual, so that nothing typed is lost.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.UPLOAD_MAX_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        return None
