"""A document that may be registered, and its registration."""

from datetime import date

import pytest
from django.utils import timezone

from directives.actions import directive as actions
from directives.actions.directive import Paper
from directives.models import Directive, DocumentType, Issuer
from tests.directives.papers import catalogues, issuer

ISSUED = date(2023, 10, 16)


@pytest.fixture
def paper(world) -> Paper:
    catalogues()
    return Paper(
        document_type=DocumentType.objects.get(code="CĐ"),
        issuer=issuer("TTg", "Thủ tướng Chính phủ"),
        number="968/CD-TTg",
        number_key="968/CĐ-TTg",
        issued_on=ISSUED,
        title_vi="Tiếp tục chấn chỉnh kỷ luật, kỷ cương",
    )


@pytest.fixture
def register(world):
    def act(paper, by=None, received_on=None):
        by = by or world.specialist
        return actions.register(paper, received_on=received_on, by=by, at=timezone.now())

    return act


@pytest.fixture
def tables(world):
    catalogues()
    issuer("TTg", "Thủ tướng Chính phủ")
    issuer("UBND", "Ủy ban nhân dân", level="any", agency=world.ppc)
    issuer("TU", "Tỉnh ủy", system="party", level="province")


@pytest.fixture
def write(tables, world):
    """A row of the register, straight into the table."""

    def make(number: str, on: date | None = date(2023, 10, 16), **facts: object) -> Directive:
        defaults = {
            "document_type": DocumentType.objects.get(code="CĐ"),
            "issuer": Issuer.objects.get(abbrev="TTg"),
            "title_vi": "Tiếp tục chấn chỉnh kỷ luật, kỷ cương",
            "registered_by": world.specialist,
        }
        return Directive.objects.create(
            number=number, number_key=number, issued_on=on, **(defaults | facts)
        )

    return make
