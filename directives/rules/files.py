"""What an uploaded file is, judged by its content before anything opens it."""

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import SEEK_END, BytesIO
from typing import IO

from agencies.rules.text import Refusal, gettext_noop

MAX_NAME = 150
MAX_NAME_BYTES = 240
PROLOG_BYTES = 64 * 1024
# A small file may pack well; a large one that packs a hundredfold is a bomb.
HARMLESS_BYTES = 10 * 1024 * 1024
DAMAGED = gettext_noop("The file is damaged or is not what its name says.")


class FileRefused(Refusal):
    """The file is not accepted; says why."""


class Kind(StrEnum):
    """The accepted types; the value in small letters is the extension of the name."""

    PDF = "PDF"
    DOCX = "DOCX"
    XLSX = "XLSX"
    PPTX = "PPTX"
    DOC = "DOC"
    XLS = "XLS"
    PNG = "PNG"
    JPG = "JPG"


_OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OFFICE}wordprocessingml.document",
    Kind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    Kind.PPTX: f"{_OFFICE}presentationml.presentation",
    Kind.DOC: "application/msword",
    Kind.XLS: "application/vnd.ms-excel",
    Kind.PNG: "image/png",
    Kind.JPG: "image/jpeg",
}
_EXTENSIONS = {kind.lower(): kind for kind in Kind} | {"jpeg": Kind.JPG}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF-", {Kind.PDF}),
    (b"\x89PNG\r\n\x1a\n", {Kind.PNG}),
    (b"\xff\xd8\xff", {Kind.JPG}),
    (_ZIP, {Kind.DOCX, Kind.XLSX, Kind.PPTX}),
    (_OLE, {Kind.DOC, Kind.XLS}),
)
_FOLDERS = {Kind.DOCX: "word/", Kind.XLSX: "xl/", Kind.PPTX: "ppt/"}
_STREAMS = {Kind.DOC: ("WordDocument",), Kind.XLS: ("Workbook", "Book")}
_MACRO_STREAMS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros")
_PACKED = re.compile(r"\.(?:zip|rar|7z|gz|tgz|bz2|xz|tar|jar|cab|iso|docm|xlsm|pptm|xlsb)$", re.I)
_PACKED_MAGIC = (_ZIP, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
# The table behind a chart is a workbook of its own; nothing here ever unpacks it.
_EMBEDDED = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+\.(?:xlsx|docx|pptx)", re.I)
# Word packs these pictures with gzip.
_PACKED_PICTURE = re.compile(r"\.(?:emz|wmz)$", re.I)
_XML_PART = re.compile(r"\.(?:xml|rels|vml)$", re.I)


@dataclass(frozen=True)
class Limits:
    """Bounds in bytes; `ratio` = unpacked over packed; `entries` = files in the container."""

    size: int = 50 * 1024 * 1024
    unpacked: int = 300 * 1024 * 1024
    ratio: int = 100
    entries: int = 5_000


def check(source: bytes | IO[bytes], *, name: str, limits: Limits | None = None) -> Kind:
    """The kind of the file; raises FileRefused.

    Judged by content, never by the name alone; the name's extension must agree. A container is
    judged by its directory first, before any part is unpacked; then no part may hold a DOCTYPE,
    macros or another archive. The file is left at its beginning.
    """
    limits = limits or Limits()
    file = opened(source)
    size = file.seek(0, SEEK_END)
    if size == 0:
        raise FileRefused(gettext_noop("The file is empty."))
    if size > limits.size:
        raise FileRefused(
            gettext_noop("The file is larger than %(limit)s MB."), limit=limits.size >> 20
        )
    kind = kind_of(_bytes(file, 0, 64), name)
    if kind in _FOLDERS:
        _check_container(file, kind, size, limits)
    else:
        _check_single(file, kind, size)
    file.seek(0)
    return kind


def kind_of(head: bytes, name: str) -> Kind:
    """The kind that the first bytes (at least 16) and the extension agree on."""
    named = _EXTENSIONS.get(name.rpartition(".")[2].lower())
    kinds = next((kinds for magic, kinds in _MAGIC if head.startswith(magic)), None)
    if named is None or kinds is None:
        raise FileRefused(
            gettext_noop(
                "This type of file is not accepted: choose PDF, Word, Excel, PowerPoint, PNG or"
                " JPEG, without macros."
            )
        )
    if named not in kinds:
        raise FileRefused(gettext_noop("The content of the file does not match its name."))
    return named


def opened(source: bytes | IO[bytes]) -> IO[bytes]:
    """A file to read from, at its beginning."""
    file = BytesIO(source) if isinstance(source, bytes) else source
    file.seek(0)
    return file


def _bytes(file: IO[bytes], start: int, length: int) -> bytes:
    file.seek(max(0, start))
    return file.read(length)


# --- single files ------------------------------------------------------------------------------
def _check_single(file: IO[bytes], kind: Kind, size: int) -> None:
    tail = _bytes(file, size - 0x10016, 0x10016)
    if _directory_end(tail):
        raise FileRefused(gettext_noop("The file contains another archive."))
    if kind in _STREAMS:
        _check_ole(_bytes(file, 0, size), kind)


def _check_ole(content: bytes, kind: Kind) -> None:
    if _has_stream(content, "EncryptedPackage"):
        raise _protected()
    if any(_has_stream(content, name) for name in _MACRO_STREAMS):
        raise _with_macros()
    if not any(_has_stream(content, name) for name in _STREAMS[kind]):
        raise FileRefused(gettext_noop("The content of the file does not match its name."))


def _has_stream(content: bytes, name: str) -> bool:
    """Whether the directory of a compound file names a stream or storage (entries of 128 bytes:
    the name in UTF-16, its length in bytes at offset 64)."""
    written = name.encode("utf-16-le") + b"\0\0"
    place = content.find(written)
    while place >= 0:
        length = content[place + 64 : place + 66]
        if place % 128 == 0 and length == struct.pack("<H", len(written)):
            return True
        place = content.find(written, place + 1)
    return False


def _protected() -> FileRefused:
    return FileRefused(
        gettext_noop(
            "The file is protected by a password: remove it, so that the text can be checked."
        )
    )


def _with_macros() -> FileRefused:
    return FileRefused(gettext_noop("The file contains macros: save it without them."))


# --- containers ---------------------------------------------------------------------------------
def _directory_end(tail: bytes) -> tuple[int, int, int, int] | None:
    """(place in tail, entries, size and offset of the directory) of a zip that ends with tail."""
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        return None
    entries, size, offset, comment = struct.unpack("<HIIH", tail[place + 10 : place + 22])
    return (place, entries, size, offset) if place + 22 + comment == len(tail) else None


def _check_container(file: IO[bytes], kind: Kind, size: int, limits: Limits) -> None:
    tail = _bytes(file, size - 0x10016, 0x10016)
    end = _directory_end(tail)
    if end is None:
        raise FileRefused(DAMAGED)
    place, entries, directory_size, offset = end
    # Nothing before the container, nothing between directory and end; no zip64.
    if entries > limits.entries or offset + directory_size != size - len(tail) + place:
        raise FileRefused(DAMAGED)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_directory(archive.infolist(), size, limits)
            _check_parts(archive, kind)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
        raise FileRefused(DAMAGED) from None


def _check_directory(parts: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Sizes as the directory states them; the reader never unpacks more than is stated."""
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    is_bomb = unpacked > HARMLESS_BYTES and unpacked > limits.ratio * size
    if unpacked > limits.unpacked or is_bomb:
        raise FileRefused(gettext_noop("The file unpacks to too much data; it was not opened."))
    if any(part.flag_bits & 1 for part in parts):
        raise _protected()
    methods = {part.compress_type for part in parts}
    is_odd = methods - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if packed > size or is_odd or len({part.filename for part in parts}) < len(parts):
        raise FileRefused(DAMAGED)


def _check_parts(archive: zipfile.ZipFile, kind: Kind) -> None:
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        raise FileRefused(gettext_noop("The content of the file does not match its name."))
    if not any(name.startswith(_FOLDERS[kind]) for name in names):
        raise FileRefused(gettext_noop("The content of the file does not match its name."))
    types = archive.read("[Content_Types].xml").lower()
    if b"macroenabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _with_macros()
    for part in archive.infolist():
        if part.is_dir():
            continue
        if _XML_PART.search(part.filename):
            check_prolog(archive, part.filename)
        else:
            _check_not_packed(archive, part.filename)


def _check_not_packed(archive: zipfile.ZipFile, name: str) -> None:
    if _EMBEDDED.fullmatch(name) or _PACKED_PICTURE.search(name):
        return
    with archive.open(name) as part:
        if _PACKED.search(name) or part.read(8).startswith(_PACKED_MAGIC):
            raise FileRefused(gettext_noop("The file contains another archive."))


def check_prolog(archive: zipfile.ZipFile, name: str) -> None:
    """Refuses an XML part that declares a DOCTYPE, or hides what precedes its first element."""
    with archive.open(name) as part:
        head = part.read(PROLOG_BYTES)
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    head = re.sub(rb"<!--.*?-->|<\?.*?\?>", b"", head.removeprefix(b"\xef\xbb\xbf"), flags=re.S)
    if not re.match(rb"\s*<[A-Za-z_]", head):
        raise FileRefused(DAMAGED)


# --- names --------------------------------------------------------------------------------------
def safe_name(name: str) -> str:
    """A name to save under: the Vietnamese letters stay; no path, no control or reserved sign,
    not hidden, at most 150 characters and 240 bytes, the extension kept."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(_harmless(name))
    stem, dot, extension = " ".join(name.split()).strip(". ").rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = f"{stem}{dot}{extension}", "", ""
    stem = stem.strip(". ") or "tep"
    if re.fullmatch(r"(?i:con|prn|aux|nul|com\d|lpt\d)", stem):
        stem = f"_{stem}"
    ending = f"{dot}{extension}"
    while len(stem) + len(ending) > MAX_NAME or len(f"{stem}{ending}".encode()) > MAX_NAME_BYTES:
        stem = stem[:-1]
    return stem.strip(". ") + ending


def _harmless(name: str) -> Iterator[str]:
    for char in name:
        category = unicodedata.category(char)
        if category in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
            yield " " if char in "\t\n\r" else ""
        else:
            yield "_" if char in '<>:"|?*%' else char
