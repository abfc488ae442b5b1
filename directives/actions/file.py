"""Examining, storing and putting aside files; whoever owns one points down to its row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Seat
from agencies.rules.refusal import NotAllowed
from directives import storage
from directives.models import File
from directives.rules.files import FileRefused, Limits, check, safe_name
from directives.rules.readable import is_scan, text_of
from directives.rules.secrecy import markings

KEPT_SECONDS = 24 * 3600
# One person's refused forms never fill the disk: the oldest kept file goes first.
MOST_KEPT = 20
FULL = gettext_lazy(
    "The disk of the server is nearly full: the file cannot be saved. Tell the administrator."
)


class Refused(Exception):
    """The file is not taken; says why, in the reader's language."""


class NotKept(Exception):
    """The kept file is gone: a day has passed, or it is somebody else's."""


@dataclass(frozen=True)
class Upload:
    """A file that was examined: kind by its content, no secrecy marking found.

    `has_text` is False for a scan or picture; then a person must have confirmed that it is not
    secret: `is_confirmed` of one that is stored, which was asked about when it was sent. `token`
    is set for a file that comes from a refused form, or from the store.
    """

    name: str
    kind: str
    size: int
    sha256: str
    has_text: bool
    source: Path | BinaryIO = field(compare=False)
    token: str = field(default="", compare=False)
    is_confirmed: bool = field(default=False, compare=False)

    def pieces(self) -> Iterator[bytes]:
        if not isinstance(self.source, Path):
            yield from storage.pieces(self.source)
            return
        with self.source.open("rb") as file:
            yield from storage.pieces(file)


def examine(name: str, file: BinaryIO) -> Upload:
    """Look at a file before it is taken; raises Refused with the reason.

    The kind is told by the content and must fit the name; what is packed is measured before it
    is opened; name and readable text are searched for secrecy markings.
    """
    name = safe_name(name)
    try:
        kind = check(file, name=name, limits=Limits(size=settings.UPLOAD_MAX_BYTES))
    except FileRefused as refusal:
        raise Refused(f"{name}: {_(refusal.message) % refusal.params}") from refusal
    text = text_of(file, kind)
    _refuse_marked(name, text)
    size, sha256 = storage.measure(storage.pieces(file))
    return Upload(name, kind, size, sha256, not is_scan(text), file)


def of_bytes(name: str, content: bytes) -> Upload:
    """Examine a file that was made here or lies in memory."""
    return examine(name, BytesIO(content))


def store(upload: Upload, *, by: Seat, at: datetime) -> File:
    """Keep the file for good. The bytes are safe on the disk before the row says so.

    The owner's event names it. Raises NotAllowed when the disk is too full.
    """
    try:
        saved = storage.save(upload.pieces(), size=upload.size)
    except storage.NoRoom as error:
        raise NotAllowed(str(FULL)) from error
    try:
        return File.objects.create(
            name=upload.name,
            kind=upload.kind,
            size=saved.size,
            sha256=saved.sha256,
            path=saved.path,
            has_text=upload.has_text,
            uploaded_by=by,
            uploaded_at=at,
        )
    except BaseException:
        storage.whole(saved.path).unlink(missing_ok=True)
        raise


# --- files of refused forms -----------------------------------------------------------------
def keep(upload: Upload, *, owner: int) -> str:
    """Put the file aside for a day; the token finds it again, for this person only."""
    if upload.token:
        return upload.token
    saved = storage.stash(upload.pieces(), owner=owner, size=upload.size)
    _forget_old(owner, newest=storage.whole(saved.path))
    facts = [saved.path, upload.name, upload.kind, upload.size, upload.sha256, upload.has_text]
    return signing.dumps(facts, salt=_salt(owner), compress=True)


def stored(file: File, *, owner: int) -> Upload:
    """A stored file, offered to this person again: taken, it is stored once more."""
    facts = (file.name, file.kind, file.size, file.sha256, file.has_text)
    token = signing.dumps([file.path, *facts], salt=_salt(owner), compress=True)
    return Upload(*facts, source=storage.whole(file.path), token=token, is_confirmed=True)


def kept(token: str, *, owner: int) -> Upload:
    """The file of a token; raises NotKept."""
    try:
        path, name, kind, size, sha256, has_text = signing.loads(
            token, salt=_salt(owner), max_age=KEPT_SECONDS
        )
    except signing.BadSignature as error:
        raise NotKept from error
    place = storage.whole(path)
    if not place.is_file():
        raise NotKept
    return Upload(
        name, kind, size, sha256, has_text, place, token, is_confirmed=not storage.is_stashed(path)
    )


def _salt(owner: int) -> str:
    return f"directives.kept.{owner}"


def _forget_old(owner: int, *, newest: Path) -> None:
    """A file's age is measured by the newest one, so that no clock is read here."""
    now = newest.stat().st_mtime
    surplus = storage.stashed(owner)[:-MOST_KEPT]
    old = [place for place in storage.stashed() if now - place.stat().st_mtime > KEPT_SECONDS]
    for place in {*surplus, *old}:
        place.unlink(missing_ok=True)


def _refuse_marked(name: str, text: str) -> None:
    for found in markings(file_name=name, text=text):
        raise Refused(
            _(
                "“%(name)s” bears the marking “%(marking)s” (“%(excerpt)s”). Secret documents"
                " are not entered here."
            )
            % {"name": name, "marking": found.marking, "excerpt": found.excerpt}
        )
