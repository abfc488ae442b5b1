"""Dates as people type them, radio cards, files, groups of choices."""

from datetime import date, timedelta

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from agencies.fields import (
    DateField,
    FileDrop,
    FilesField,
    KeptFile,
    RadioCards,
    TidyField,
    kept_tokens,
    parse_date,
)


@pytest.mark.parametrize(
    "text",
    ["1/2/2024", "01/02/2024", "1/2/24", "010224", "01022024", "1-2-2024", "1.2.24",
     " 01 / 02 / 2024 ", "2024-02-01"],
)  # fmt: skip
def test_every_way_of_writing_a_day_is_read_day_first(text: str) -> None:
    assert parse_date(text) == date(2024, 2, 1)


@pytest.mark.parametrize(
    "text", ["31/2/2024", "2/2024", "12/31/2024", "hôm nay", "1/2/202", "1224", "12-3-26"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        parse_date(text)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_what_the_field_shows_it_reads_back(day: date) -> None:
    field = DateField()

    shown = field.widget.format_value(day)

    assert field.clean(shown) == day
    assert field.clean(day.strftime("%d%m%y")) == day


def test_a_wrong_date_is_said_and_kept_in_the_box() -> None:
    class Due(forms.Form):
        due_on = DateField()

    form = Due({"due_on": "31/2/2024"})

    assert not form.is_valid()
    assert form.errors.as_data()["due_on"][0].code == "no_such_day"
    assert "31/2/2024" in form.errors["due_on"][0]
    assert 'value="31/2/2024"' in str(form["due_on"])


@pytest.mark.parametrize(
    ("typed", "code"),
    [("31/02/2026", "no_such_day"), ("hôm nay", "invalid"), ("12-3-26", "invalid"),
     ("1/1/1900", "year"), ("01/01/9999", "year"), ("1/1/1999", "year")],
)  # fmt: skip
def test_what_is_wrong_with_a_date_is_said(typed: str, code: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        DateField(first=2000).clean(typed)

    assert refused.value.code == code


def test_a_text_of_invisible_signs_is_an_empty_field() -> None:
    assert TidyField(required=False).clean("\u200b\x00 ") == ""
    with pytest.raises(forms.ValidationError) as refused:
        TidyField().clean("\u200b\x00 ")
    assert refused.value.code == "required"


def test_the_same_day_written_otherwise_is_no_change() -> None:
    field = DateField(required=False)
    day = date(2024, 2, 1)

    assert not field.has_changed(day, "1/2/24")
    assert field.has_changed(day, (day + timedelta(1)).strftime("%d/%m/%Y"))
    assert field.has_changed(day, "không rõ")
    assert field.clean("") is None


def test_a_radio_card_carries_its_hint() -> None:
    class Timing(forms.Form):
        kind = forms.ChoiceField(
            choices=[("d", "Có hạn"), ("n", "Chưa có hạn")],
            widget=RadioCards(columns=4, hints={"n": "Nêu lý do"}),
        )

    cards = list(Timing()["kind"])

    assert [card.data["hint"] for card in cards] == ["", "Nêu lý do"]


def test_several_files_are_cleaned_one_by_one() -> None:
    field = FilesField()
    good = SimpleUploadedFile("a.pdf", b"x")
    empty = SimpleUploadedFile("b.pdf", b"")

    assert field.clean([good]) == [good]
    with pytest.raises(forms.ValidationError):
        field.clean([good, empty])
    with pytest.raises(forms.ValidationError):
        field.clean([])
    assert FilesField(required=False).clean([]) == []


def test_the_box_takes_all_files_that_were_sent() -> None:
    sent = MultiValueDict({"paper": [SimpleUploadedFile("a", b"1"), SimpleUploadedFile("b", b"2")]})

    assert len(FileDrop(is_multiple=True).value_from_datadict({}, sent, "paper")) == 2
    assert FileDrop().value_from_datadict({}, sent, "paper").name == "b"


def test_kept_files_come_back_by_their_token() -> None:
    assert kept_tokens(QueryDict("paper_kept=a1&paper_kept=b2&other_kept=c"), "paper") == [
        "a1",
        "b2",
    ]
    assert KeptFile("a1", "Báo cáo.pdf", "1,4 MB").token == "a1"
