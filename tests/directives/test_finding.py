"""Documents found by any form of their number, and what a typed number says."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from directives.models import (
    Directive,
    DocumentType,
)
from directives.models.recognition import borne_on, cited, recognise
from directives.rules.numbers import NotANumber
from tests.directives.papers import catalogues, issuer

pytestmark = pytest.mark.django_db

ISSUED = date(2023, 10, 16)


# --- finding ------------------------------------------------------------------------------------
@pytest.fixture
def three(paper, register):
    party = DocumentType.objects.get(code="KL")
    register(paper)
    register(
        replace(
            paper,
            document_type=party,
            issuer=issuer("TU", "Tỉnh ủy Hà Tĩnh", system="party"),
            number="29-KL/TU",
            number_key="29-KL/TU",
            issued_on=date(2021, 7, 22),
            title_vi="Tiếp tục siết chặt kỷ luật",
        )
    )
    register(
        replace(
            paper,
            document_type=DocumentType.objects.get(code="QĐ"),
            number="968/QĐ-TTg",
            number_key="968/QĐ-TTg",
            title_vi="Phân công thực hiện 29-KL/TU",
        )
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("968", {"968/CĐ-TTg", "968/QĐ-TTg"}),
        ("0968", {"968/CĐ-TTg", "968/QĐ-TTg"}),
        ("968/cd-ttg", {"968/CĐ-TTg"}),
        ("968 /CĐ - TTg", {"968/CĐ-TTg"}),
        ("cđ 968", {"968/CĐ-TTg"}),
        ("Công điện số 968", {"968/CĐ-TTg"}),
        ("cong dien 968", {"968/CĐ-TTg"}),
        ("968/CÐ-TTg", {"968/CĐ-TTg"}),
        ("29 kl tu", {"29-KL/TU", "968/QĐ-TTg"}),
        ("29-KL/TU", {"29-KL/TU", "968/QĐ-TTg"}),
        ("kết luận 29", {"29-KL/TU"}),
        ("SIET CHAT", {"29-KL/TU"}),
        ("chặt siết", {"29-KL/TU"}),
        ("22/7/2021", {"29-KL/TU"}),
        ("chấn chỉnh", {"968/CĐ-TTg"}),
        ("không có gì", set()),
        ("%", set()),
        ("96_", set()),
    ],
)
def test_a_document_is_found_by_any_form_of_its_number_or_by_words(three, text, found):
    rows = Directive.objects.found_by(text)

    assert set(rows.values_list("number_key", flat=True)) == found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("968/cd-ttg", "968/CĐ-TTg"),
        ("Công điện số 968/CĐ-TTg, 16/10/2023", "968/CĐ-TTg"),
        ("968/CĐ-TTg, 17/10/2023", None),
        ("968", None),
        ("29-kl/tu", "29-KL/TU"),
    ],
)
def test_a_citation_names_exactly_one_document(three, text, number):
    rows = cited(text, Directive.objects.all())

    assert list(rows.values_list("number_key", flat=True)) == ([number] if number else [])


def test_every_document_is_found_by_its_own_citation(three, paper, register):
    register(replace(paper, number="", number_key="", issued_on=None))
    register(replace(paper, number="", number_key="", title_vi="Chấn chỉnh " * 40))

    for row in Directive.objects.all():
        for language in ("vi", "en"):
            with override(language):
                found = cited(row.citation, Directive.objects.all())
            assert list(found) == [row]


def test_a_document_without_a_number_is_cited_by_type_day_and_title(paper, register):
    row = register(replace(paper, number="", number_key="", title_en="Rectifying discipline"))
    row.code, kind = "HT", row.document_type
    day = f"{row.issued_on:%d/%m/%Y}"

    cited_in = {}
    for language in ("vi", "en"):
        with override(language):
            cited_in[language] = row.citation

    assert cited_in == {
        "vi": f"{kind.name_vi}, {day}: {row.title_vi} (#{row.pk})",
        "en": f"{kind.name_en or kind.name_vi}, {day}: Rectifying discipline (#{row.pk})",
    }


def test_a_document_of_which_the_month_alone_is_known_is_cited_by_it(paper, register):
    row = register(replace(paper, number="", number_key="", issued_on=None))
    row.month = date(2023, 11, 1)

    with override("vi"):
        assert row.citation.startswith(f"{row.document_type} tháng 11/2023: ")


# --- recognising --------------------------------------------------------------------------------
def test_the_number_tells_type_and_issuer(world, paper):
    found = recognise("cong dien so 0968 / CD-TTg", on=ISSUED)

    assert str(found) == "Công điện số 968/CĐ-TTg"
    assert found.issuer_for(world.office) == paper.issuer


def test_the_issuer_is_that_of_the_date(world):
    catalogues()
    cut = date(2025, 3, 1)
    old = issuer("SNV", "Sở Nội vụ", valid_to=cut)
    new = issuer("SNV", "Sở Nội vụ", valid_from=cut)

    assert recognise("8/QĐ-SNV", on=date(2025, 2, 28)).issuer_for(None) == old
    assert recognise("8/QĐ-SNV", on=cut).issuer_for(None) == new
    assert borne_on(old, cut) == new


def test_letters_that_the_readers_own_body_uses_leave_a_doubt(world):
    catalogues()
    province = issuer("UBND", "Ủy ban nhân dân", level="any", agency=world.ppc)
    world.health.symbol = "UBND"

    found = recognise("12/UBND-NC", on=ISSUED)

    assert found.issuer_for(world.health) is None
    assert found.issuer_for(world.justice) == province


def test_a_text_without_a_number_is_refused_with_a_reason(world):
    catalogues()

    with pytest.raises(NotANumber, match="968/CĐ-TTg"):
        recognise("công điện", on=ISSUED)
