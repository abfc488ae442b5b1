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
_UNACCENTED = {"toi": "Tối mật", "tuyet": "Tuyệt mật"}
_LABELS = ("", "dấu", "độmật", "mứcđộmật", "cấpđộmật", "độbảomật", "dấuđộmật")
_STANDING_ALONE = {
    label + word: official for label in _LABELS for word, official in _OFFICIAL.items()
}

# Words that make "mật" a part of something else. "Công văn mật" and "chỉ thị mật" are markings,
# "Nguyễn Văn Mật" and "Trần Thị Mật" are persons; "MẬT NGHỊ QUYẾT" is a stamp before its document.
_BEFORE = (
    r"bảo|bí|cơ|giải|thân|cẩn|lấy|hút|túi|sỏi|gan|trăng|(?:mức\s+)?độ"
    r"|(?<!công[\s-])(?<!công\s\s)văn|(?<!chỉ[\s-])(?<!chỉ\s\s)thị"
)
_AFTER = (
    r"độ(?!\s+khẩn)|khẩu|ong|mã(?!\s+số)|thư|nghị(?!\s+(?:quyết|định))|thiết|vụ|thám|ngọt"
    r"|mía|hoa|dừa"
)
_LEVEL = r"(?:(?:tuyệt|tối)\s+)?mật"
_JOINED = r"(?:[^\S\n]+|[-_])"
_PAPERS = (
    "công (?:văn|điện)|văn bản|tài liệu|hồ sơ|báo cáo|kế hoạch|quyết định|chỉ thị|tờ trình"
    "|thông báo|kết luận|nghị quyết|đề án|phương án|chương trình|biên bản|phiếu trình|dự thảo"
    "|danh sách|phụ lục"
).replace(" ", r"[\s-]+")
# A text about secrecy: "danh mục tài liệu mật", "mật, tối mật, tuyệt mật".
_ABOUT = r"quản\s+lý|danh\s+mục|quy\s+định|bảo\s+vệ|bảo\s+quản|lưu\s+trữ|tiêu\s+hủy|các|những"
_HARMLESS = re.compile(
    rf"\b{_LEVEL}(?:\s*(?:[,;/]|\bvà|\bhoặc)\s*{_LEVEL})+\b"
    rf"|\b(?:{_ABOUT})\s+(?:tài\s+liệu|văn\s+bản|hồ\s+sơ)\s+{_LEVEL}\b"
    rf"|\b(?:{_BEFORE}){_JOINED}mật\b|\bmật{_JOINED}(?:{_AFTER})\b"
    # a heading broken between two lines
    r"|\b(?:bảo|bí|cơ)\s*\n\s*mật\b|\bmật\s*\n\s*(?:độ(?!\s+khẩn)|khẩu|ong)\b",
    re.IGNORECASE,
)

_MARK = rf"(?P<mark>{_LEVEL})\b"
_LABELLED = re.compile(
    rf"\bđộ\s+(?:bảo\s+)?mật\s*[:=]\s*[\"“'*]?\s*{_MARK}(?!\s+(?:{_AFTER})\b)", re.IGNORECASE
)
_BRACKETED = re.compile(
    rf"[(\[{{<«]\s*(?:(?:văn\s+bản|tài\s+liệu|độ|dấu)\s+)?{_MARK}\s*[)\]}}>»]", re.IGNORECASE
)
_CAPITALS = re.compile(r"\b(?P<mark>(?:(?:TUYỆT|TỐI)\s+)?MẬT)\b")
_ANYWHERE = re.compile(r"\b(?P<mark>(?:tuyệt|tối)[\s-]*mật)\b", re.IGNORECASE)
_ALONE = re.compile(r"\b(?P<mark>mật)\b", re.IGNORECASE)
_SPACED = re.compile(r"\b(?:m ậ t|t ố i|t u y ệ t)\b".replace(" ", r"\s+"), re.IGNORECASE)
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
    """Composed letters, words whose letters stand apart ("M Ậ T") drawn together."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    text = "\n".join(text.splitlines())
    return _SPACED.sub(lambda word: re.sub(r"\s", "", word.group()), text)


def _without_harmless(text: str) -> str:
    """The same lines without the words that only speak of secrecy, or of honey."""
    return _HARMLESS.sub(lambda found: "\n" * found.group().count("\n") or " ", text)


def _compact(text: str) -> str:
    """Letters and figures alone: "* MẬT *" -> "mật"."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _official(found: re.Match[str]) -> str:
    return _OFFICIAL[_compact(found["mark"])]


# --- title and text -------------------------------------------------------------------------
def _in_title(title: str) -> Iterator[tuple[str, str]]:
    for line, rest in _line_pairs(title):
        yield from _in_line(line, rest)
        yield from _among_words(rest, line)


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    if "mật" not in _compact(text):
        return
    lines = [(line, rest) for line, rest in _line_pairs(text) if line.strip()]
    for line, rest in lines:
        yield from _in_line(line, rest)
    for line, rest in lines[:HEAD_LINES]:
        if found := _CAPITALS.search(rest):
            yield _official(found), line


def _line_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Each line as it stands, and without its harmless words."""
    yield from zip(text.split("\n"), _without_harmless(text).split("\n"), strict=True)


def _in_line(line: str, rest: str) -> Iterator[tuple[str, str]]:
    for pattern in (_LABELLED, _BRACKETED):
        if found := pattern.search(line):
            yield _official(found), line
    if len(line) <= LONGEST_STAMP_LINE:
        for cell in (rest, *_CELLS.split(rest)):
            if official := _STANDING_ALONE.get(_compact(cell)):
                yield official, line


# --- titles and file names ------------------------------------------------------------------
_AFTER_PAPER = re.compile(rf"\b(?:{_PAPERS})[\s-]*$", re.IGNORECASE)
_SIGN_BEFORE = re.compile(r"(?:^|[^\w\s,;])\s*$")
_SIGN_AFTER = re.compile(r"^\s*[^\w\s,;]")


def _among_words(rest: str, shown: str) -> Iterator[tuple[str, str]]:
    """ "Tối mật" and "tuyệt mật" anywhere; "mật" where it stands as a marking."""
    found = _ANYWHERE.search(rest)
    if found is None:
        found = next((f for f in _ALONE.finditer(rest) if _is_marking(f, rest)), None)
    if found:
        yield _official(found), shown


def _is_marking(found: re.Match[str], line: str) -> bool:
    """At the end, after the word for a document, between signs, or by its capital."""
    before, after = line[: found.start()], line[found.end() :]
    if not re.search(r"\w", after) or _AFTER_PAPER.search(before):
        return True
    if _SIGN_BEFORE.search(before) and _SIGN_AFTER.search(after):
        return True
    if not found.group()[0].isupper():
        return False
    # The first word of a line has its capital anyway.
    next_sign = after.lstrip()[0]
    return bool(re.search(r"\w", before)) or next_sign.isupper() or next_sign.isdigit()


# --- file names -----------------------------------------------------------------------------
_NAME_BRACKETS = re.compile(r"[(\[{]\s*mat\s*[)\]}]", re.IGNORECASE)
# Without accents, and with blanks, only at the end or before a figure: "toi mat do" is no marking.
_NAME_UNACCENTED = re.compile(
    r"(?:^|[\W\d])(?P<level>toi|tuyet)(?:[\s-]*)mat(?=$|\s*[^\w\s]|\s*\d)", re.IGNORECASE
)


def _in_file_name(name: str) -> Iterator[tuple[str, str]]:
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name).replace("_", "-")
    if found := _BRACKETED.search(stem):
        yield _official(found), name
    if _NAME_BRACKETS.search(stem):
        yield _OFFICIAL["mật"], name
    if found := _NAME_UNACCENTED.search(stem):
        yield _UNACCENTED[found["level"].casefold()], name
    yield from _among_words(_without_harmless(stem), name)
