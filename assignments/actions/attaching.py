"""Files that come with a move: kept for good, and tied to the assignment or its products."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import Agency, Seat
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from assignments.actions.moving import day, lock, save
from assignments.actions.submission import Result
from assignments.models import Assignment, AssignmentFile, Product, Submission
from assignments.models.parties import moves_of
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
    inside: Agency | None = None,
    by: Seat,
    at: datetime,
) -> list[File]:
    """Tie files to the assignments, by purpose; those of a batch share each file.

    One event an assignment names them all; without a file nothing happens. ``inside``: files and
    event are told to the people of this body alone.
    """
    kept = [(purpose, store(upload, by=by, at=at)) for purpose, sent in uploads for upload in sent]
    if not kept:
        return []
    AssignmentFile.objects.bulk_create(
        AssignmentFile(assignment=row, file=file, purpose=purpose, inside=inside)
        for row in assignments
        for purpose, file in kept
    )
    files = [file for _kind, file in kept]
    told = {"files": [file.name for file in files]} | ({"is_inside": True} if inside else {})
    for row in assignments:
        record("assignment.attach", row, by=by, at=at, **told)
    return files


def removable(
    row: Assignment, moves: Collection[str]
) -> tuple[QuerySet[AssignmentFile], QuerySet[Product]]:
    """The files that a person with these moves may take back: of a draft whoever edits it, of a
    prepared result whoever prepares it. What was issued or handed in is evidence and stays."""
    attached = AssignmentFile.objects.filter(assignment=row)
    products = Product.objects.filter(submission__assignment=row, file__isnull=False)
    return (
        attached if "edit" in moves else attached.none(),
        products.filter(submission__state=Submission.State.PREPARED)
        if "prepare" in moves
        else products.none(),
    )


@transaction.atomic
def detach(assignment: Assignment, file: File, *, by: Seat, at: datetime) -> None:
    """Take a file attached by mistake off a draft or a prepared result; the story tells of it,
    and whoever read it with the file meets what it is now.

    Raises NotAllowed for what was issued or handed in, and for a seat of another side.
    """
    row = lock(assignment)
    attached, products = removable(row, moves_of(row, by, standing_of(by, on=day(at))))
    inside = products.filter(file=file).update(file=None)
    if not (attached.filter(file=file).delete()[0] or inside):
        raise NotAllowed(_("What was issued or handed in stays: this file cannot be removed."))
    save(row, at=at)
    told = {"files": [file.name], "is_inside": bool(inside)}
    record("assignment.detach", row, by=by, at=at, **told)
