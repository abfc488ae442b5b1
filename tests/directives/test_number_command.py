"""The command that reads document numbers."""

import pytest
from django.core.management import CommandError, call_command

from directives.models import DocumentType
from tests.agencies.test_due_commands import run
from tests.cases import rows

pytestmark = pytest.mark.django_db


def test_the_canonical_form_stands_first_then_type_and_issuer() -> None:
    lines, complaints, is_well = run("document_number", "Công", "điện", "số", "0968", "/", "CD-TTg")

    assert is_well
    assert lines == [
        "968/CĐ-TTg",
        "type: CĐ (Công điện)",
        "issuer: TTg (Thủ tướng Chính phủ)",
    ]
    assert len(complaints) == 1


@pytest.mark.parametrize("text", ["968", "", "ngày 16/10/2023", " -5/CĐ-TTg"])
def test_a_text_without_a_number_is_refused_with_a_reason(text: str) -> None:
    lines, complaints, is_well = run("document_number", text)

    assert (lines, is_well) == ([], False)
    assert complaints[-1].endswith(".")


def test_what_the_number_does_not_tell_is_said() -> None:
    assert run("document_number", "123/xyz-ab")[0][2] == "issuer: XYZ (not in the table)"
    assert run("document_number", "72/2025/QH15")[0][1] == "type: not told by the number"


def test_lines_of_texts_are_answered_line_by_line() -> None:
    cases = rows("document_numbers.csv")
    asked = "".join(f"{row['typed']}\n" for row in cases)

    lines, complaints, is_well = run("document_number", "-", stdin=asked)

    assert lines == [row["canonical"] for row in cases]
    assert len(complaints) == 2 + sum(row["canonical"] == "" for row in cases)
    assert not is_well


def test_the_types_of_the_database_are_those_that_count() -> None:
    DocumentType.objects.create(
        code="ZZ", system="state_admin", name_vi="Loại thử", pattern="<no>/ZZ-<issuer>"
    )

    lines, complaints, _ = run("document_number", "5/zz-abc")

    assert lines[:2] == ["05/ZZ-ABC", "type: ZZ (Loại thử)"]
    assert complaints == []


def test_a_command_without_a_text_says_what_it_wants() -> None:
    with pytest.raises(CommandError):
        call_command("document_number")
