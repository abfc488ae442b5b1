"""Numbers of documents are understood however they are typed (rules.md 7)."""

import csv
import unicodedata
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.rules.text import fold
from directives.rules.catalogue import NORMATIVE, PARTY, STATE, Catalogue, TypeRow, catalogue_of
from directives.rules.numbers import (
    DocumentNumber,
    NotANumber,
    format_number,
    parse,
    search_forms,
)
from tests.cases import rows

DATA = Path(__file__).resolve().parents[2] / "directives" / "data"


def shipped() -> Catalogue:
    tables = []
    for name in ("document_types", "issuers"):
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables.append(list(csv.DictReader(file)))
    return catalogue_of(*tables)


CATALOGUE = shipped()
CASES = rows("document_numbers.csv")
READABLE = [case for case in CASES if case["canonical"]]
REFUSED = [case["typed"] for case in CASES if not case["canonical"]]


def read(text: str) -> DocumentNumber:
    return parse(text, CATALOGUE)


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case["typed"])
def test_numbers_are_those_worked_out_by_hand(case: dict[str, str]) -> None:
    assert read(case["typed"]).canonical == case["canonical"]


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_number_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(NotANumber) as refusal:
        read(typed)

    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("968/CĐ-TTg và 280/CĐ-TTg", "968/CĐ-TTg and 280/CĐ-TTg"),
        ("29-KL/TU, 968/cd-ttg", "29-KL/TU and 968/CĐ-TTg"),
        ("12A/QĐ-UBND", "“12A” has a letter"),
        ("29 KL/TU", "29-KL/TU or 29/KL-TU"),
        ("968 CĐ-TTg", "968-CĐ/TTg or 968/CĐ-TTg"),
    ],
)
def test_the_cause_of_the_refusal_is_named(typed: str, said: str) -> None:
    with pytest.raises(NotANumber) as refusal:
        read(typed)

    assert said in str(refusal.value)


def test_the_same_number_twice_is_one_number() -> None:
    assert read("Công điện 968/CĐ-TTg (số 968/CD-TTG)").canonical == "968/CĐ-TTg"


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case["typed"])
@pytest.mark.parametrize(
    "retyped",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("-", "–"),
        lambda text: text.replace("-", " ‑ ", 1).replace("/", " / ", 1),
        lambda text: text.replace("Đ", "Ð"),
        lambda text: f"Căn cứ văn bản số {text} ngày 01/02/2024 của cơ quan ban hành",
        lambda text: f"({text}).",
        lambda text: f"000{text}",
    ],
    ids=["decomposed", "dashes", "blanks", "eth", "in a sentence", "in brackets", "zeros"],
)
def test_a_printed_number_is_read_however_it_is_retyped(case: dict[str, str], retyped) -> None:
    canonical = case["canonical"]

    assert read(retyped(canonical)).canonical == canonical


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case["typed"])
def test_reading_what_was_printed_gives_the_same_number(case: dict[str, str]) -> None:
    number = read(case["canonical"])

    assert read(number.canonical) == number


KNOWN_TYPES = [row for row in CATALOGUE.types if row.symbol not in {"", "QH"}]
ISSUERS = sorted({row.abbrev for row in CATALOGUE.issuers if row.system != "suffix"})
UNITS = sorted({row.abbrev for row in CATALOGUE.issuers if row.system == "suffix"})
NUMBERS = st.integers(1, 999_999)
YEARS = st.integers(1945, 2099)


@st.composite
def typed_numbers(draw: st.DrawFn) -> tuple[TypeRow, str]:
    row = draw(st.sampled_from(KNOWN_TYPES))
    issuer = draw(st.sampled_from(ISSUERS))
    if row.issuer:
        issuer = next(known for known in ISSUERS if known.rstrip("0123456789") == row.issuer)
    year = draw(YEARS) if row.has_year else None
    return row, format_number(
        draw(NUMBERS), symbol=row.symbol, issuer=issuer, system=row.system, year=year
    )


@given(typed_numbers())
def test_parsing_undoes_formatting_for_every_type_and_issuer(pair: tuple[TypeRow, str]) -> None:
    row, printed = pair

    number = read(printed)

    assert number.canonical == printed
    assert (number.type_code, number.system) == (row.code, row.system)


@given(
    number=NUMBERS,
    issuer=st.sampled_from([name for name in ISSUERS if name != "TTr"]),
    units=st.lists(st.sampled_from(UNITS), min_size=1, max_size=2),
)
def test_parsing_undoes_formatting_for_letters(number: int, issuer: str, units: list[str]) -> None:
    printed = format_number(number, symbol="", issuer=issuer, system=STATE, suffix="-".join(units))

    assert read(printed) == DocumentNumber(
        number, None, "CV", issuer, "-".join(units), STATE, printed
    )


@given(st.text("0123968/-–& CDĐcđtTgGUBNDubnd.,ốsS", max_size=30))
def test_whatever_is_read_reads_the_same_again(text: str) -> None:
    try:
        number = read(text)
    except NotANumber:
        return
    assert read(number.canonical) == number
    assert read(unicodedata.normalize("NFD", number.canonical)).canonical == number.canonical


@given(st.text(max_size=60))
def test_no_text_makes_it_fail_otherwise_than_by_refusing(text: str) -> None:
    with suppress(NotANumber):
        read(text)


def test_an_exact_spelling_wins_over_an_unaccented_one() -> None:
    assert read("7/hd-snv").type_code == "HD"
    assert read("7/hđ-snv").type_code == "HĐ"


def test_a_year_in_the_number_makes_the_normative_type() -> None:
    assert read("31/2024/QD-UBND").type_code == "QĐ-QPPL"
    assert read("190/QĐ-UBND").type_code == "QĐ"
    assert read("36/2021/NQ-HĐND").type_code == "NQ-HĐND"
    assert read("1665/NQ-UBTVQH15").type_code == "NQ-UBTVQH"
    assert read("71/NQ-CP").type_code == "NQ"


def test_the_words_before_tell_a_law_from_a_resolution() -> None:
    assert read("72/2025/QH15").type_code == ""
    assert read("Luật số 72/2025/QH15").type_code == "Luật"
    assert read("Nghị quyết số 190/2025/QH15").type_code == "NQ-QH"


def test_the_next_term_is_written_like_this_one() -> None:
    assert read("1/2026/qh16").canonical == "01/2026/QH16"
    assert read("12/nq-ubtvqh16").canonical == "12/NQ-UBTVQH16"


def test_a_new_type_or_issuer_is_kept_in_capitals() -> None:
    assert read("01/2020/ttlt-btc-bnv").canonical == "01/2020/TTLT-BTC-BNV"
    assert read("15-qđns/tu").canonical == "15-QĐNS/TU"
    assert read("15-qđns/tu").type_code == ""
    assert read("01/2020/TTLT-BTC-BNV").system == NORMATIVE
    assert read("15-QĐNS/TU").system == PARTY


def test_an_alias_of_an_issuer_is_printed_as_the_table_says() -> None:
    assert read("5/KH-SKH&ĐT").issuer == "SKHĐT"


def test_the_title_after_a_dash_is_no_part_of_the_number() -> None:
    assert read("968/CĐ-TTg - Về việc chấn chỉnh kỷ luật").canonical == "968/CĐ-TTg"
    assert read("Ngày 16/10/2023, Công điện 968/CĐ-TTg").canonical == "968/CĐ-TTg"


@pytest.mark.parametrize("typed", ["968/CĐ", "972/UBND", "190/QH15", "12/2023", "1/2/3", "5-CV"])
def test_half_a_number_is_refused(typed: str) -> None:
    with pytest.raises(NotANumber):
        read(typed)


def test_a_number_longer_than_its_column_is_refused() -> None:
    with pytest.raises(NotANumber, match="too long"):
        read("1/KH-" + "A" * 60)


def test_an_abbreviation_means_the_body_of_its_day() -> None:
    before, after = date(2025, 2, 28), date(2025, 3, 1)

    [old] = CATALOGUE.issuers_named("SNV", on=before)
    [new] = CATALOGUE.issuers_named("SNV", on=after)

    assert (old.valid_to, new.valid_from) == (after, after)
    assert CATALOGUE.issuers_named("SNNMT", on=before) == ()


@pytest.mark.parametrize(
    ("typed", "found", "missed"),
    [
        ("968", ["968/CĐ-TTg", "968-KL/TU"], ["1968/CĐ-TTg", "9681/UBND-NC"]),
        ("0968", ["968/CĐ-TTg"], ["1968/CĐ-TTg"]),
        ("Công điện số 968", ["968/CĐ-TTg"], ["280/CĐ-TTg"]),
        ("968/cd", ["968/CĐ-TTg"], ["968/UBND-NC", "1968/CĐ-TTg"]),
        ("968 / CĐ – TTg", ["968/CĐ-TTg"], ["968/CĐ-UBND"]),
        ("968 cd", ["968/CĐ-TTg"], ["968/UBND-NC"]),
        ("29 kl tu", ["29-KL/TU"], ["29-KL/TW"]),
        ("cđ-ttg", ["968/CĐ-TTg", "280/CĐ-TTg"], ["968/UBND-NC"]),
        ("8/bc", ["08/BC-SNV"], ["968/BC-SNV"]),
        ("73/2023", ["73/2023/NĐ-CP"], ["73/2024/NĐ-CP"]),
        ("ubnd-nc", ["972/UBND-NC"], ["972/UBND-KT"]),
    ],
)
def test_a_search_box_finds_numbers_by_a_part(typed, found, missed) -> None:
    forms = search_forms(typed)

    def matches(canonical: str) -> bool:
        folded = fold(canonical)
        return folded.startswith(forms.prefixes) or (
            forms.contains != "" and forms.contains in folded
        )

    assert [number for number in found + missed if matches(number)] == found


@pytest.mark.parametrize("typed", ["", "hà tĩnh", "kỷ luật, kỷ cương", "15/12/2023"])
def test_ordinary_words_ask_for_no_number(typed: str) -> None:
    forms = search_forms(typed)

    assert (forms.prefixes, forms.contains) == ((), "")
