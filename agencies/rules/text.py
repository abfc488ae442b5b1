"""Vietnamese text as values: tidied, folded for search, keyed for sorting."""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: chr(0x41 + place) for place, letter in enumerate(_ALPHABET)}
# none, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Eth is typed for Đ by some keyboards and looks the same.
_ETH = str.maketrans({"Ð": "Đ"})
# What PostgreSQL's unaccent.rules write for signs that stand in Vietnamese documents.
_SIGNS = {
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "\xad": "-",
    "‘": "'", "’": "'", "“": '"', "”": '"', "«": "<<", "»": ">>", "…": "...", "№": "No",
    "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L",
}  # fmt: skip
# Letters and marks by name, but a reader sees nothing: fillers, the empty Braille sign, selectors.
_SHOW_NOTHING = dict.fromkeys(
    (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10))
)
_LATIN = (range(0xC0, 0x250), range(0x1E00, 0x1F00))


class Refusal(ValueError):
    """A rule refuses a value.

    `message` is an English msgid with %-placeholders that `params` fill; whoever speaks to a
    person translates it: `_(refusal.message) % refusal.params`. str() is the English sentence.
    """

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params


def gettext_noop(message: str) -> str:
    """Marks a sentence for translation; the edge that shows it translates it."""
    return message


def _plain(letter: str) -> str:
    marks_off = (c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(marks_off))


_UNACCENT = {code: _plain(chr(code)) for block in _LATIN for code in block}
_UNACCENT |= dict.fromkeys(range(768, 880), "")
_UNACCENT |= {ord(sign): plain for sign, plain in _SIGNS.items()}
# The letters only, one for one: positions in the folded text are positions in the original.
_SAME_LENGTH = {code: plain.lower() for code, plain in _UNACCENT.items() if len(plain.lower()) == 1}


def tidy(text: str, *, keep_lines: bool = False) -> str:
    """NFC, Đ for a typed Eth, no control or invisible characters, single blanks, no blank ends.

    `keep_lines` keeps line breaks, and at most one empty line between two paragraphs.
    """
    text = unicodedata.normalize("NFC", text).translate(_ETH)
    lines = re.split(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", text)
    lines = [" ".join(_visible(line).split()) for line in lines]
    if not keep_lines:
        return " ".join(line for line in lines if line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _visible(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    line = line.replace("\t", " ").translate(_SHOW_NOTHING)
    return "".join(c for c in line if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})


def fold(text: str) -> str:
    """The accent-free lower key by which people search: 'HÀ  TĨNH' -> 'ha tinh'.

    Equals PostgreSQL's lower(unaccent(normalize(text, NFC))) for Vietnamese text, with runs of
    blanks collapsed and none at the ends.
    """
    plain = unicodedata.normalize("NFC", text).translate(_UNACCENT).lower()
    return " ".join(plain.split())


def fold_letters(text: str) -> str:
    """The lower, accent-free letters of an NFC text at the same positions (same length)."""
    plain = text.translate(_SAME_LENGTH)
    lower = plain.lower()
    return lower if len(lower) == len(text) else "".join(c.lower()[:1] or c for c in plain)


def sort_key(text: str) -> str:
    """A key whose byte order (collation C) is the Vietnamese dictionary order.

    Letters, then tones, then capitals; all else counts as a blank. Numbers sort by value
    (up to ten digits), so 'xã 2' stands before 'xã 10'.
    """
    text = unicodedata.normalize("NFC", text).translate(_ETH)
    text = re.sub(r"[0-9]+", lambda number: number.group().zfill(10), text)
    letters, tones = [], []
    for char in text.lower():
        letter, tone = _letter_and_tone(char)
        letters.append(letter)
        tones.append(tone)
    capitals = ("1" if char.isupper() else "0" for char in text)
    return "\x01".join(("".join(letters), "".join(tones), "".join(capitals)))


def _letter_and_tone(char: str) -> tuple[str, str]:
    if "0" <= char <= "9":
        return char, "0"
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[mark] for mark in parts[1:] if mark in _TONES), "0")
    base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    return _ORDER.get(base, " "), tone
