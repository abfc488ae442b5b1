"""The commands that count days on the command line."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agencies.models import SpecialDay
from agencies.rules.text import fold
from tests.cases import rows

pytestmark = pytest.mark.django_db


def run(*words: str, stdin: str = "") -> tuple[list[str], list[str], bool]:
    """Lines of output, lines of complaint, and whether it ended well."""
    out, err = io.StringIO(), io.StringIO()
    with _standard_input(stdin):
        try:
            call_command(*words, stdout=out, stderr=err)
        except CommandError as error:
            return out.getvalue().splitlines(), [*err.getvalue().splitlines(), str(error)], False
    return out.getvalue().splitlines(), err.getvalue().splitlines(), True


@contextmanager
def _standard_input(text: str) -> Iterator[None]:
    usual = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
    try:
        yield
    finally:
        sys.stdin = usual


def test_the_due_date_stands_first_and_each_day_skipped_follows() -> None:
    lines, complaints, is_well = run("due_date", "2026-04-24", "--working-days", "5")

    assert is_well
    assert lines == [
        "2026-05-06",
        "2026-04-25 Saturday: weekend",
        "2026-04-26 Sunday: weekend",
        "2026-04-27 Monday: day off, Nghỉ bù Giỗ Tổ (26/4 là Chủ nhật)",
        "2026-04-30 Thursday: day off, 30/4, 1/5",
        "2026-05-01 Friday: day off, 30/4, 1/5",
        "2026-05-02 Saturday: weekend",
        "2026-05-03 Sunday: weekend",
    ]
    assert complaints == [
        "The database holds no special days: counting with the days shipped with the product."
    ]


def test_a_date_past_the_known_years_is_called_provisional() -> None:
    lines, _, _ = run("due_date", "2026-12-30", "--days", "5")

    assert lines == ["2027-01-04", "provisional: the calendar is known to 2026-12-31"]


def test_a_date_before_the_known_years_is_called_provisional_too() -> None:
    lines, _, _ = run("due_date", "1899-01-01", "--days", "1")

    assert lines[0] == "1899-01-02"
    assert lines[-1].startswith("provisional: the calendar is known from ")


def test_days_of_the_database_are_those_that_count() -> None:
    SpecialDay.objects.create(day=date(2026, 4, 28), name="Ngày thử", is_worked=False)

    lines, complaints, _ = run("due_date", "2026-04-27", "--working-days", "1")

    assert lines == ["2026-04-29", "2026-04-28 Tuesday: day off, Ngày thử"]
    assert complaints == []


@pytest.mark.parametrize(
    "words",
    [
        ("2026-02-30", "--days", "1"),
        ("20260401", "--days", "1"),
        ("2026-04-01",),
        ("2026-04-01", "--days", "99999"),
        ("2026-04-01", "--months", "-1"),
        ("-", "--days", "1"),
    ],
)
def test_what_cannot_be_counted_is_refused(words: tuple[str, ...]) -> None:
    lines, complaints, is_well = run("due_date", *words)

    assert (lines, is_well) == ([], False)
    assert complaints


@pytest.mark.parametrize("sign", [",", " ", "\t", ", "])
def test_lines_of_counts_are_answered_line_by_line(sign: str) -> None:
    cases = rows("due_dates.csv")
    asked = "".join(f"{sign.join([row['start'], row['rule'], row['n']])}\n" for row in cases)

    lines, _, is_well = run("due_date", "-", stdin=asked)

    assert is_well
    assert lines == [row["due"] for row in cases]


def test_a_bad_line_gives_an_empty_one_and_its_reason_and_the_rest_goes_on() -> None:
    asked = "2026-04-24 days 1\n\nx\n2026-04-24,weeks,1\n2026-04-24,days,1,1\n2026-04-24,months,1"

    lines, complaints, is_well = run("due_date", "-", stdin=asked)

    assert lines == ["2026-04-28", "", "", "", "", "2026-05-25"]
    assert [line.split(":")[0] for line in complaints[1:-1]] == [
        "line 2", "line 3", "line 4", "line 5",
    ]  # fmt: skip
    assert not is_well


def test_a_provisional_line_says_so_beside_its_answer() -> None:
    lines, complaints, is_well = run("due_date", "-", stdin="2027-03-01 working_days 1\n")

    assert (lines, is_well) == (["2027-03-02"], True)
    assert "provisional" in complaints[-1]


def test_lines_of_phrases_are_answered_line_by_line() -> None:
    cases = rows("due_phrases.csv")
    asked = "".join(f"{row['given_on']}\t{row['text']}\n" for row in cases)

    lines, _, is_well = run("due_phrase", "-", stdin="\ufeff" + asked)

    assert is_well
    assert lines == [row["due"] for row in cases]


def test_a_bad_phrase_gives_an_empty_line_and_its_reason() -> None:
    asked = "2023-11-15\ttrước ngày 31/02/2024\nno tab\n2023-11-15\ttrong ngày\n2023-13-15\tx"

    lines, complaints, is_well = run("due_phrase", "-", stdin=asked)

    assert lines == ["", "", "2023-11-15", ""]
    assert "line 1: 31/02/2024 is not a date of the calendar." in complaints
    assert not is_well


VIETNAMESE = [
    "HÀ TĨNH", "Đường Hồng Lĩnh đã ký", "968/CĐ–TTg", "Ðức", "Nghị quyết số 80-NQ/TW",
    "“Năm rõ”… №5", "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz ÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌ",
    "ỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ", "ha\u0300 ti\u0303nh", "4655/SNV-XDCQ&TCBC",
]  # fmt: skip


@pytest.mark.parametrize("text", VIETNAMESE)
def test_the_database_folds_text_as_the_product_does(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT vi_fold(%s)", [text])
        [folded] = cursor.fetchone()

    assert folded == fold(text)
