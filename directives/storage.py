"""The disk: a file is there whole, under a random name outside the web root, or not at all."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 256 * 1024
TEMPORARY = "tmp"
STASH = "stash"


class NoRoom(OSError):
    """The disk is too full for this file; nothing was left behind."""


@dataclass(frozen=True)
class Saved:
    """What now lies on the disk: `path` is relative to MEDIA_ROOT."""

    path: str
    size: int
    sha256: str


def whole(path: str) -> Path:
    """Where a file lies; refuses to leave MEDIA_ROOT (ValueError)."""
    root = Path(settings.MEDIA_ROOT).resolve()
    place = (root / path).resolve()
    if not place.is_relative_to(root):
        raise ValueError(path)
    return place


def has_room(size: int) -> bool:
    """Whether, with `size` bytes more, DISK_FREE_SHARE of the disk stays free."""
    disk = shutil.disk_usage(_folder(""))
    return disk.free - size >= disk.total * settings.DISK_FREE_SHARE


def save(chunks: Iterable[bytes], *, size: int) -> Saved:
    """Write a file for good: temporary name, fsync, sha256, then its random name.

    Raises NoRoom before or while writing; then no part of it is left.
    """
    name = secrets.token_hex(20)
    return _write(chunks, f"{name[:2]}/{name}", size=size)


def stash(chunks: Iterable[bytes], *, owner: int, size: int) -> Saved:
    """Put a file aside for a person whose form was refused."""
    return _write(chunks, f"{STASH}/{owner}-{secrets.token_hex(20)}", size=size)


def is_stashed(path: str) -> bool:
    """Whether the path is of a file put aside, not of one kept for good."""
    return path.startswith(f"{STASH}/")


def stashed(owner: int | None = None) -> list[Path]:
    """Files put aside (by one person), oldest first."""
    pattern = "*" if owner is None else f"{owner}-*"
    return sorted(_folder(STASH).glob(pattern), key=lambda place: place.stat().st_mtime)


def stored() -> Iterator[str]:
    """Paths of all files kept for good, relative to MEDIA_ROOT."""
    root = Path(settings.MEDIA_ROOT)
    for folder in sorted(root.glob("[0-9a-f][0-9a-f]")):
        yield from (f"{folder.name}/{place.name}" for place in sorted(folder.iterdir()))


def forget(path: str, *, before: float) -> bool:
    """Delete a file that no row points to, if it was written before the moment (seconds of the
    epoch): a transaction that is still open may be about to write the row of a newer one."""
    place = whole(path)
    if place.stat().st_mtime >= before:
        return False
    place.unlink(missing_ok=True)
    return True


def opened(path: str) -> BinaryIO:
    return whole(path).open("rb")


def sha256_of(path: str) -> str:
    with opened(path) as file:
        return measure(pieces(file))[1]


def measure(chunks: Iterable[bytes]) -> tuple[int, str]:
    """Size and sha256."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """A file from its beginning, piece by piece."""
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece


def _write(chunks: Iterable[bytes], path: str, *, size: int) -> Saved:
    if not has_room(size):
        raise NoRoom(ENOSPC, os.strerror(ENOSPC))
    temporary = _folder(TEMPORARY) / secrets.token_hex(20)
    place = _folder(Path(path).parent) / Path(path).name
    try:
        saved = _fill(temporary, chunks, path)
        temporary.replace(place)
        _settle(place.parent)
    except OSError as error:
        raise (NoRoom(*error.args) if error.errno in {ENOSPC, EDQUOT} else error) from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    return saved


def _fill(temporary: Path, chunks: Iterable[bytes], path: str) -> Saved:
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Saved(path, size, digest.hexdigest())


def _settle(folder: Path) -> None:
    """The new name itself must survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _folder(name: str | Path) -> Path:
    folder = Path(settings.MEDIA_ROOT) / name
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    return folder
