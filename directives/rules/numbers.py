"""Numbers of documents: every form that people type, to the one that is printed (rules.md 7)."""

import re
import unicodedata
from dataclasses import dataclass

from agencies.rules.text import Refusal, fold, gettext_noop
from directives.rules.catalogue import NORMATIVE, PARTY, STATE, Catalogue, TypeRow

MAX_NUMBER = 999_999
MAX_CANONICAL = 60
YEARS = range(1900, 2100)
# A title with its number is shorter; what follows is not read.
MAX_LENGTH = 5_000

_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹘﹣－\xad", "-") | dict.fromkeys("⁄∕／", "/") | {"Ð": "Đ", "ð": "đ"}
)
_LETTER = "A-Za-zÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
_WORD = rf"[{_LETTER}][{_LETTER}0-9]*(?: ?& ?[{_LETTER}0-9]+)*"
# Not inside another word, date or number; "Số968" is one word by a slip.
_START = r"(?:(?<![\w/.&+-])|(?<=[Ss]ố)|(?<=[Ss]o))"
# A hyphen with blanks around it is read as part of the number once, after the type.
_STATE_FORM = re.compile(
    rf"{_START}(?P<no>[0-9]{{1,12}}) ?/ ?(?:(?P<year>[0-9]{{1,6}}) ?/ ?)?"
    rf"(?P<symbol>{_WORD}(?: ?- ?{_WORD})?(?:-{_WORD})*)"
)
_PARTY_FORM = re.compile(
    rf"{_START}(?P<no>[0-9]{{1,12}}) ?- ?(?P<symbol>{_WORD}) ?/ ?(?P<organ>{_WORD}(?:-{_WORD})*)"
)
# What people write instead: 12A/QĐ-UBND; 29 KL/TU.
_LETTERED = re.compile(rf"{_START}(?P<no>[0-9]{{1,12}}[{_LETTER}]{{1,3}}) ?[/-]")
_BLANK_FORM = re.compile(rf"{_START}([0-9]{{1,12}}) ({_WORD}) ?[/-] ?({_WORD})")


class NotANumber(Refusal):
    """The text holds no number of a document; says why."""


@dataclass(frozen=True)
class DocumentNumber:
    """A number as read. `type_code` is empty where the number does not tell the type (QH15);
    `suffix` holds the drafting unit, hyphens included; `canonical` is the printed form."""

    number: int
    year: int | None
    type_code: str
    issuer: str
    suffix: str
    system: str
    canonical: str


def parse(text: str, catalogue: Catalogue) -> DocumentNumber:
    """The one number in the text; raises NotANumber with the reason, also where there are two.

    Words around it (type, "số", date, issuer's name) may stay; accents, blanks, kinds of dash,
    leading zeros and capitals may differ from the printed form. Unknown issuers are kept as
    typed, in capitals.
    """
    text = _normalised(text)
    read, refusals = _numbers_in(text, catalogue)
    if len(read) > 1:
        first, second = list(read)[:2]
        message = gettext_noop("There are two numbers, %(first)s and %(second)s: enter one.")
        raise NotANumber(message, first=first, second=second)
    if read:
        return next(iter(read.values()))
    raise refusals[0] if refusals else _nothing_found(text)


def format_number(
    number: int, *, symbol: str, issuer: str, system: str, year: int | None = None, suffix: str = ""
) -> str:
    """The printed form; at least two digits; `symbol` is empty for letters and for QH15."""
    if system == PARTY:
        return f"{number:02d}-{symbol}/{issuer}"
    parts = "-".join(part for part in (symbol, issuer, suffix) if part)
    return f"{number:02d}/{year}/{parts}" if year else f"{number:02d}/{parts}"


# --- finding ------------------------------------------------------------------------------------
def _normalised(text: str) -> str:
    text = unicodedata.normalize("NFC", text[:MAX_LENGTH]).translate(_SIGNS)
    return " ".join(text.split())


def _candidates(text: str) -> list[re.Match[str]]:
    found = [match for form in (_STATE_FORM, _PARTY_FORM) for match in form.finditer(text)]
    return sorted(found, key=lambda match: match.start())


def _numbers_in(
    text: str, catalogue: Catalogue
) -> tuple[dict[str, DocumentNumber], list[NotANumber]]:
    """The numbers by their printed form, and why others were not read."""
    read: dict[str, DocumentNumber] = {}
    refusals, end = [], 0
    for found in _candidates(text):
        if found.start() < end:
            continue
        try:
            number = _of_bounded_length(_read(found, text, catalogue))
        except NotANumber as refusal:
            refusals.append(refusal)
            continue
        read[number.canonical], end = number, found.end()
    return read, refusals


def _nothing_found(text: str) -> NotANumber:
    if not text:
        return NotANumber(gettext_noop("Enter the number of the document."))
    if not re.search("[0-9]", text):
        return NotANumber(gettext_noop("There is no number: it is written like 968/CĐ-TTg."))
    if lettered := _LETTERED.search(text):
        message = gettext_noop(
            "“%(no)s” has a letter in it: the number is digits alone, the letter is left out."
        )
        return NotANumber(message, no=lettered["no"])
    if blank := _BLANK_FORM.search(text):
        message = gettext_noop("A sign is missing after %(no)s: write %(party)s or %(state)s.")
        no, a, b = blank.groups()
        return NotANumber(message, no=no, party=f"{no}-{a}/{b}", state=f"{no}/{a}-{b}")
    return NotANumber(
        gettext_noop(
            "This is not a document number: it is written like 968/CĐ-TTg, 972/UBND-NC or 29-KL/TU."
        )
    )


# --- reading ------------------------------------------------------------------------------------
def _read(found: re.Match[str], text: str, catalogue: Catalogue) -> DocumentNumber:
    number = int(found["no"])
    if number == 0:
        raise NotANumber(gettext_noop("The number of a document is not 0."))
    if number > MAX_NUMBER:
        raise NotANumber(gettext_noop("The number has more than six digits."))
    if found.re is _PARTY_FORM:
        return _party(number, found["symbol"], found["organ"], catalogue)
    year = _year(found["year"])
    parts = [part.strip().replace(" ", "") for part in found["symbol"].split("-")]
    if len(parts) == 1:
        return _national_assembly(number, year, parts[0], text[: found.start()], catalogue)
    symbol = _state_symbol(parts[0], catalogue)
    if not symbol and year is None:
        return _letter(number, parts, catalogue)
    return _typed(number, year, symbol or parts[0].upper(), parts[1:], catalogue)


def _of_bounded_length(read: DocumentNumber) -> DocumentNumber:
    if len(read.canonical) > MAX_CANONICAL:
        raise NotANumber(gettext_noop("The number is too long."))
    return read


def _year(written: str | None) -> int | None:
    if not written:
        return None
    if int(written) not in YEARS:
        raise NotANumber(gettext_noop("The year in the number needs four digits."))
    return int(written)


def _state_symbol(typed: str, catalogue: Catalogue) -> str:
    """The type that stands first; empty when it is an issuer or unknown."""
    if symbol := catalogue.state_symbols.exact(typed):
        return symbol
    if catalogue.state_issuers.exact(typed):
        return ""
    return catalogue.state_symbols.plain(typed)


def _party(number: int, typed: str, organ: str, catalogue: Catalogue) -> DocumentNumber:
    typed, organ = typed.replace(" ", ""), organ.replace(" ", "")
    symbol = catalogue.party_symbols.any(typed) or typed.upper()
    issuer = catalogue.party_issuers.any(organ) or organ.upper()
    code = next((r.code for r in catalogue.types if (r.system, r.symbol) == (PARTY, symbol)), "")
    canonical = format_number(number, symbol=symbol, issuer=issuer, system=PARTY)
    return DocumentNumber(number, None, code, issuer, "", PARTY, canonical)


def _letter(number: int, parts: list[str], catalogue: Catalogue) -> DocumentNumber:
    """972/UBND-NC: no type is printed; the drafting unit stands last."""
    issuer = _issuer(parts[0], catalogue)
    suffix = _suffix(parts[1:], catalogue)
    canonical = format_number(number, symbol="", issuer=issuer, system=STATE, suffix=suffix)
    code = next((r.code for r in catalogue.types if r.system == STATE and not r.symbol), "")
    return DocumentNumber(number, None, code, issuer, suffix, STATE, canonical)


def _typed(
    number: int, year: int | None, symbol: str, parts: list[str], catalogue: Catalogue
) -> DocumentNumber:
    """968/CĐ-TTg, 73/2023/NĐ-CP, 255/TTr-UBND-VP: type, issuer, and perhaps a unit."""
    issuer = _issuer(parts[0], catalogue)
    suffix = _suffix(parts[1:], catalogue)
    row = _type(symbol, issuer, year is not None, catalogue)
    system = row.system if row else NORMATIVE if year else STATE
    canonical = format_number(
        number, symbol=symbol, issuer=issuer, system=system, year=year, suffix=suffix
    )
    code = row.code if row else ""
    return DocumentNumber(number, year, code, issuer, suffix, system, canonical)


def _national_assembly(
    number: int, year: int | None, typed: str, before: str, catalogue: Catalogue
) -> DocumentNumber:
    """190/2025/QH15, 04/2023/UBTVQH15: only the words before it tell the type."""
    issuer = _issuer(typed, catalogue)
    stem = issuer.rstrip("0123456789")
    rows = [row for row in catalogue.types if row.has_year and row.symbol == stem]
    if year is None or stem == issuer or not catalogue.terms.exact(stem):
        raise NotANumber(
            gettext_noop("What follows the number is incomplete: type and issuer, like CĐ-TTg.")
        )
    words = fold(before[-60:])
    code = next((row.code for row in rows if fold(row.name_vi.split(" của ")[0]) in words), "")
    canonical = format_number(number, symbol="", issuer=issuer, system=NORMATIVE, year=year)
    return DocumentNumber(number, year, code, issuer, "", NORMATIVE, canonical)


def _type(symbol: str, issuer: str, has_year: bool, catalogue: Catalogue) -> TypeRow | None:
    """The row of a symbol: with or without a year, of this issuer alone or of any."""
    rows = [row for row in catalogue.types if row.system != PARTY and row.symbol == symbol]
    own = [row for row in rows if row.issuer and row.issuer == issuer.rstrip("0123456789")]
    free = [row for row in rows if not row.issuer]
    fitting = [row for row in (*own, *free) if row.has_year == has_year]
    return next(iter((*fitting, *own, *free)), None)


def _issuer(typed: str, catalogue: Catalogue) -> str:
    if known := catalogue.state_issuers.any(typed):
        return known
    stem = typed.rstrip("0123456789")
    term = typed[len(stem) :]
    known = catalogue.terms.any(stem) if term else ""
    return known + term if known else typed.upper()


def _suffix(parts: list[str], catalogue: Catalogue) -> str:
    return "-".join(catalogue.units.any(part) or part.upper() for part in parts)


# --- searching ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class SearchForms:
    """What to look for in folded canonical numbers (`fold(canonical)`): one that begins with
    any of `prefixes`, or that holds `contains`. Both empty: the text speaks of no number."""

    prefixes: tuple[str, ...] = ()
    contains: str = ""


_BEGINNING = re.compile(
    r"(?<![\w/.-])0*(?P<no>\d{1,6})(?P<rest>(?:/(?:19|20)\d\d)?"
    r"(?:[/-][a-z][a-z0-9&]*(?:-[a-z0-9&]+)*(?:/[a-z][a-z0-9&-]*)?)?[/-]?)(?![\w/-])"
)
_IN_WORDS = re.compile(
    r"(?:so |no\.? )?0*(?P<no>\d{1,6}) (?P<a>[a-z0-9&]{1,12})(?: (?P<b>[a-z0-9&]{1,12}))?"
)
_SYMBOL = re.compile(r"(?<![\w/-])[/-]?[a-z][a-z0-9&]*(?:[/-][a-z0-9&]+)+(?![\w/-])")


def search_forms(text: str) -> SearchForms:
    """What a search box matches for `968`, `0968 / cđ`, `29 kl tu`, `cđ-ttg`."""
    typed = re.sub(r" ?([/&-]) ?", r"\1", fold(_normalised(text)))
    if words := _IN_WORDS.fullmatch(typed):
        return SearchForms(_both_systems(int(words["no"]), words["a"], words["b"]))
    if found := _BEGINNING.search(typed):
        number = f"{int(found['no']):02d}"
        rest = found["rest"]
        return SearchForms((number + rest,) if rest else (f"{number}/", f"{number}-"))
    symbol = _SYMBOL.search(typed)
    return SearchForms(contains=symbol.group() if symbol else "")


def _both_systems(number: int, first: str, second: str | None) -> tuple[str, str]:
    state = f"{number:02d}/{first}" + (f"-{second}" if second else "")
    party = f"{number:02d}-{first}" + (f"/{second}" if second else "")
    return state, party
