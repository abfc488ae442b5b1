"""Markings of State secrets. Such documents stay out of the system (rules.md; the marking is
looked for where it stands as a marking, not where a text speaks of "bảo mật" or "mật độ")."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

# The stamp stands in the head of the first page.
HEAD_LINES = 20
MOST = 10
LONGEST_STAMP_LINE = 200

_OFFICIAL = {"mật": "Mật", "tốimật": "Tối mật", "tuyệtmật": "Tuyệt mật"}
_LEVELS = {"tối": "tốimật", "toi": "tốimật", "tuyệt": "tuyệtmật", "tuyet": "tuyệtmật"}
_UNACCENTED = {"toimat": "Tối mật", "tuyetmat": "Tuyệt mật"}
_LABELS = ("", "dấu", "độmật", "mứcđộmật", "cấpđộmật", "độbảomật", "dấuđộmật")
_STANDING_ALONE = {
    label + word: official for label in _LABELS for word, official in _OFFICIAL.items()
}
# Words that make "mật" a part of something else: bảo mật, bí mật, cơ mật; mật độ, mật khẩu …
_BEFORE = ("bảo", "bí", "cơ")
_AFTER = ("độ", "khẩu", "ong", "mã", "thư", "nghị", "thiết", "vụ", "thám", "ngọt")
_NOT_BEFORE = "".join(rf"(?<!\b{word.upper()}\s)" for word in _BEFORE)
_NOT_AFTER = rf"(?!\s+(?:{'|'.join(_AFTER)})\b(?!\s+khẩn))"
_MARK = rf"(?P<mark>tuyệt\s+mật|tối\s+mật|mật)\b{_NOT_AFTER}"
_LABELLED = re.compile(rf"\bđộ\s+(?:bảo\s+)?mật\s*[:=]\s*[\"“'*]?\s*{_MARK}", re.IGNORECASE)
_BRACKETED = re.compile(
    rf"[(\[{{<«]\s*(?:(?:văn\s+bản|tài\s+liệu|độ|dấu)\s+)?{_MARK}\s*[)\]}}>»]", re.IGNORECASE
)
_LEADING = re.compile(rf"^[\W_]*{_MARK}\s*[:\-–—]", re.IGNORECASE)
_TRAILING = re.compile(rf"[-–—:]\s*{_MARK}[\W_]*$", re.IGNORECASE)
_CAPITALS = re.compile(rf"{_NOT_BEFORE}\b(?P<mark>TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)\b(?i:{_NOT_AFTER})")
_CELLS = re.compile(r"\t|\||\s{2,}")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))


class Where(StrEnum):
    """Where a marking was found."""

    TITLE = "TITLE"
    FILE_NAME = "FILE_NAME"
    TEXT = "TEXT"


@dataclass(frozen=True)
class Marking:
    """`marking` is "Mật", "Tối mật" or "Tuyệt mật"; `excerpt` the line or name that bears it."""

    marking: str
    where: Where
    excerpt: str


def markings(*, title: str = "", file_name: str = "", text: str = "") -> list[Marking]:
    """The markings found, at most ten, without repetitions; empty: none was found.

    Accents may be composed or not, letters capital or spaced ("M Ậ T"). Without accents a
    marking is known in a file name only.
    """
    found = [
        Marking(official, where, " ".join(excerpt.split())[:120])
        for where, pairs in (
            (Where.TITLE, _in_title(_normalised(title))),
            (Where.FILE_NAME, _in_file_name(_normalised(file_name))),
            (Where.TEXT, _in_text(_normalised(text))),
        )
        for official, excerpt in pairs
    ]
    return list(dict.fromkeys(found))[:MOST]


def _normalised(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


def _compact(text: str) -> str:
    """Letters and figures alone: "* M Ậ T *" -> "mật"."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _official(found: re.Match[str]) -> str:
    return _OFFICIAL[_compact(found["mark"])]


# --- title and text -------------------------------------------------------------------------
def _in_title(title: str) -> Iterator[tuple[str, str]]:
    for line in title.splitlines():
        yield from _in_line(line)
        for pattern in (_LEADING, _TRAILING):
            if found := pattern.search(line):
                yield _official(found), line


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    if "mật" not in _compact(text):
        return
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines:
        yield from _in_line(line)
    for line in lines[:HEAD_LINES]:
        yield from _among_small_letters(line)


def _in_line(line: str) -> Iterator[tuple[str, str]]:
    for pattern in (_LABELLED, _BRACKETED):
        if found := pattern.search(line):
            yield _official(found), line
    if len(line) <= LONGEST_STAMP_LINE:
        for cell in (line, *_CELLS.split(line)):
            if official := _STANDING_ALONE.get(_compact(cell)):
                yield official, line


def _among_small_letters(line: str) -> Iterator[tuple[str, str]]:
    """A stamp run together with its neighbour: "Số: 12/BC-UBND MẬT"."""
    found = _CAPITALS.search(line)
    if found:
        rest = line[: found.start()] + line[found.end() :]
        if not rest.isupper():
            yield _official(found), line


# --- file names -----------------------------------------------------------------------------
_NAME_WORD = re.compile(r"[^\W_]+")
_NAME_BRACKETS = re.compile(r"[(\[{]\s*mat\s*[)\]}]", re.IGNORECASE)


def _in_file_name(name: str) -> Iterator[tuple[str, str]]:
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    if found := _BRACKETED.search(stem):
        yield _official(found), name
    if _NAME_BRACKETS.search(stem):
        yield _OFFICIAL["mật"], name
    words = list(_NAME_WORD.finditer(stem))
    for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False):
        official = _word_in_name(word, before)
        if official or _stands_out(word, before, after, stem):
            yield official or _OFFICIAL["mật"], name


def _lower(word: re.Match[str] | None) -> str:
    return word.group().casefold() if word else ""


def _word_in_name(word: re.Match[str], before: re.Match[str] | None) -> str:
    """One word or two, each with accents or without: "TOI_MAT", "tuyet-mat", "tốimật"."""
    written = _lower(word)
    if written in {"mật", "mat"} and _lower(before) in _LEVELS:
        return _OFFICIAL[_LEVELS[_lower(before)]]
    return _UNACCENTED.get(written) or (_OFFICIAL.get(written, "") if written != "mật" else "")


def _stands_out(
    word: re.Match[str], before: re.Match[str] | None, after: re.Match[str] | None, stem: str
) -> bool:
    """Set apart by signs ("CV_mật_12"), or by its capital ("CV 12 Mật")."""
    if _lower(word) != "mật" or _lower(before) in _BEFORE or _lower(after) in _AFTER:
        return False
    if word.group()[0].isupper() and not stem.isupper():
        return True
    left = stem[before.end() : word.start()] if before else ""
    right = stem[word.end() : after.start()] if after else ""
    return left != " " and right != " "
