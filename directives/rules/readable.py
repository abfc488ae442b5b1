"""The readable text of a file, to look for markings in. Bounded; never complete by promise."""

import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO
from xml.parsers import expat

import pypdf

from directives.rules.files import DAMAGED, FileRefused, Kind, check_prolog, opened

MAX_CHARACTERS = 1_000_000
CHUNK_BYTES = 64 * 1024
MAX_PAGES = 60
MAX_SECONDS = 10.0
# One page's drawing instructions; what is larger is a map or an attack.
MAX_PAGE_BYTES = 2 * 1024 * 1024
# Fewer letters than this are a signature's line on a scan.
READABLE_LETTERS = 40

_PARTS = {
    Kind.DOCX: re.compile(r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml"),
    Kind.XLSX: re.compile(r"xl/(?:sharedStrings|drawings/drawing\d+)\.xml"),
    Kind.PPTX: re.compile(r"ppt/slides/slide\d+\.xml"),
}
_ENDINGS = {"p": "\n", "si": "\n", "tr": "\n", "br": "\n", "cr": "\n", "tc": "\t", "tab": "\t"}


def text_of(source: bytes | IO[bytes], kind: Kind) -> str:
    """Text of a Word, Excel, PowerPoint or PDF file that passed `files.check`; '' when none.

    At most a million characters, 60 pages and about ten seconds. A damaged file, a protected
    PDF, a picture and the old .doc and .xls give ''.
    """
    file = opened(source)
    if kind is Kind.PDF:
        return _joined(_pages(file))
    return _joined(_parts(file, _PARTS[kind])) if kind in _PARTS else ""


def is_scan(text: str) -> bool:
    """Too few letters to judge by: a person must say that the document bears no marking."""
    letters = 0
    for char in text:
        letters += char.isalpha()
        if letters >= READABLE_LETTERS:
            return False
    return True


def _joined(pieces: Iterator[str]) -> str:
    """What can be read before the bounds; a parser may fail anywhere in a hostile file."""
    stop = time.monotonic() + MAX_SECONDS
    read: list[str] = []
    length = 0
    with suppress(Exception):
        for piece in pieces:
            read.append(piece)
            length += len(piece)
            if length > MAX_CHARACTERS or time.monotonic() > stop:
                break
    return "".join(read)[:MAX_CHARACTERS].strip()


# --- containers ---------------------------------------------------------------------------------
def _parts(file: IO[bytes], wanted: re.Pattern[str]) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        for name in sorted(filter(wanted.fullmatch, archive.namelist())):
            check_prolog(archive, name)
            with archive.open(name) as part:
                yield from _words(part)


def _words(part: IO[bytes]) -> Iterator[str]:
    words = _Words()
    while chunk := part.read(CHUNK_BYTES):
        words.parser.Parse(chunk)
        yield words.taken()


class _Words:
    """Paragraphs and table cells as lines and tabs; text boxes and word art as own lines.

    A stream parser, so that memory does not grow with the file.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_text = False
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def taken(self) -> str:
        """What was read since the last call."""
        pieces, self._pieces = self._pieces, []
        return "".join(pieces)

    def _refuse(self, *_: object) -> None:
        raise FileRefused(DAMAGED)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._is_text = name == "t"
        if name == "txbxContent":
            self._pieces.append("\n")
        elif name == "textpath":
            self._pieces.append(f"\n{attributes.get('string', '')}\n")

    def _end(self, tag: str) -> None:
        self._is_text = False
        self._pieces.append(_ENDINGS.get(tag.rpartition(":")[2], ""))

    def _characters(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)


# --- PDF ----------------------------------------------------------------------------------------
def _pages(file: IO[bytes]) -> Iterator[str]:
    reader = pypdf.PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return
    for number in range(min(len(reader.pages), MAX_PAGES)):
        page = reader.pages[number]
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) <= MAX_PAGE_BYTES:
            yield page.extract_text() + "\n"
