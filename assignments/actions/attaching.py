"""Files that come with a move: kept for good, and tied to the assignment or its products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from agencies.models import Seat
from assignments.actions.submission import Result
from assignments.models import Assignment, AssignmentFile
from audit.record import record
from directives.actions.file import Upload, store
from directives.models import Directive, File


@dataclass(frozen=True)
class ProductEntry:
    """One product as it was typed; its file is not stored yet."""

    kind: str
    issued_on: date
    number: str = ""
    title: str = ""
    upload: Upload | None = None
    document: Directive | None = None


def results_of(entries: Iterable[ProductEntry], *, by: Seat, at: datetime) -> list[Result]:
    """Store the files of the products; raises storage.NoRoom when the disk is too full."""
    return [
        Result(
            kind=e.kind,
            issued_on=e.issued_on,
            number=e.number,
            title=e.title,
            file=store(e.upload, by=by, at=at) if e.upload else None,
            document=e.document,
        )
        for e in entries
    ]


@transaction.atomic
def attach(
    assignments: Sequence[Assignment],
    uploads: Iterable[tuple[str, Sequence[Upload]]],
    *,
    by: Seat,
    at: datetime,
) -> list[File]:
    """Tie files to the assignments, by purpose; those of a batch share each file.

    One event an assignment names them all; without a file nothing happens.
    """
    kept = [(purpose, store(upload, by=by, at=at)) for purpose, sent in uploads for upload in sent]
    if not kept:
        return []
    AssignmentFile.objects.bulk_create(
        AssignmentFile(assignment=row, file=file, purpose=purpose)
        for row in assignments
        for purpose, file in kept
    )
    files = [file for _purpose, file in kept]
    for row in assignments:
        record("assignment.attach", row, by=by, at=at, files=[file.name for file in files])
    return files
