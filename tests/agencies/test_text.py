"""Text is folded for search and keyed for sorting the Vietnamese way."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.rules.text import Refusal, fold, fold_letters, sort_key, tidy

VIETNAMESE = st.text(
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọ")
    | st.sampled_from("ốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵĐƯỜNGÂỄỆỐỊỰ 0123456789/-&.,()"),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("HÀ TĨNH", "ha tinh"),
        ("  Đường\u00a0Hồng   Lĩnh ", "duong hong linh"),
        ("CÐ", "cd"),
        (unicodedata.normalize("NFD", "Quyết định số 12/QĐ-UBND"), "quyet dinh so 12/qd-ubnd"),
        ("968/CĐ–TTg", "968/cd-ttg"),
        ("“Năm rõ”…", '"nam ro"...'),
    ],
)
def test_search_reads_past_accents_capitals_and_blanks(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(VIETNAMESE)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(max_size=40))
def test_folded_letters_keep_their_places(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)

    assert len(fold_letters(composed)) == len(composed)


@given(VIETNAMESE)
def test_folded_letters_are_the_folded_text_where_it_is_tidy(text: str) -> None:
    assert fold_letters(tidy(text)) == fold(text)


def test_numbers_sort_by_value_and_letters_by_the_vietnamese_alphabet() -> None:
    assert sorted(["UBND xã 10", "UBND xã 2"], key=sort_key) == ["UBND xã 2", "UBND xã 10"]
    assert sorted(["mạ", "má", "mã", "mả", "mà", "Ma", "ma"], key=sort_key) == [
        "ma", "Ma", "mà", "mả", "mã", "má", "mạ",
    ]  # fmt: skip
    assert sorted(["ê", "đá", "e", "dừa"], key=sort_key) == ["dừa", "đá", "e", "ê"]


def test_a_sort_key_needs_no_more_than_bytes_to_compare() -> None:
    assert sort_key("Sở Nội vụ").isascii()


def test_an_eth_sorts_and_stays_as_the_letter_that_was_meant() -> None:
    assert sort_key("Ðức") == sort_key("Đức")
    assert tidy("Ðức") == "Đức"


def test_tidy_text_has_single_blanks_and_no_invisible_signs() -> None:
    assert tidy(" a\u200b\t b\x00\u00a0c\r\nd\u202e ") == "a b c d"


def test_tidy_text_keeps_paragraphs_when_asked() -> None:
    assert tidy("  a \r\n\n\n\n b\rc ", keep_lines=True) == "a\n\nb\nc"


@given(st.text(max_size=60), st.booleans())
def test_tidying_twice_changes_nothing_more(text: str, keep_lines: bool) -> None:
    once = tidy(text, keep_lines=keep_lines)

    assert tidy(once, keep_lines=keep_lines) == once


def test_a_refusal_can_be_said_in_another_language() -> None:
    refusal = Refusal("%(date)s is not a date of the calendar.", date="31/02/2024")

    assert str(refusal) == "31/02/2024 is not a date of the calendar."
    assert refusal.message % refusal.params == str(refusal)


@pytest.mark.parametrize("text", ["\x07\u202e\u200b", "\u3164", "\u2800\ufe0f", "\u2066 \u2069"])
def test_a_text_that_shows_nothing_is_empty(text: str) -> None:
    assert tidy(text) == ""
    assert tidy(f"Sở{text} Y tế") == "Sở Y tế"
