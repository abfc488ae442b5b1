"""Codes that a search understands; conditions that name nothing say so."""

import pytest
from django.urls import reverse

from assignments.models import Assignment
from directives.models import Directive
from tests.assignments.office import directive as paper
from tests.assignments.ordering import dispatch

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.MFA_REQUIRED = False


@pytest.fixture
def obligation(db):
    return dispatch().obligations.get()


def test_the_code_of_an_obligation_finds_it_and_its_assignments(world, obligation, sign_in):
    row = world.issued(obligation=obligation, directive=obligation.directive, title="Việc khác")
    world.issued(title="Không liên quan")
    client = sign_in(world.specialist)

    found = client.get(f"{reverse('search')}?q=968-03").context["found"]
    listed = client.get(f"{reverse('assignment-list')}?state=all&q=968-03").context

    assert found.obligations == [obligation]
    assert [shown.pk for shown in found.assignments] == [row.pk]
    assert [shown.pk for shown in listed["rows"]] == [row.pk]


def test_an_undated_document_is_found_by_its_month_and_by_its_code(world, sign_in):
    row = paper("", "Tiếp tục chấn chỉnh", code="HT")
    Directive.objects.filter(pk=row.pk).update(issued_on=None, month="2023-11-01")
    client = sign_in(world.specialist)

    for text in ("11/2023", "tháng 11/2023", "HT"):
        assert row in client.get(f"{reverse('search')}?q={text}").context["found"].directives
        assert row in client.get(f"{reverse('directive-list')}?q={text}").context["rows"]
    assert row in client.get(f"{reverse('directive-list')}?year=2023").context["rows"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("body=99999", "body"),
        ("obligation=HT-99", "obligation"),
        ("document=77/XX-YY", "document"),
        ("issued_from=01/02/2024&issued_to=01/01/2024", "issued_to"),
        ("due_from=01/02/2024&due_to=01/01/2024", "due_to"),
    ],
)
def test_a_condition_that_names_nothing_is_said(world, sign_in, query, field):
    world.issued()

    page = sign_in(world.specialist).get(f"{reverse('assignment-list')}?{query}")

    assert page.context["count"] == 0
    assert set(page.context["form"].errors) == {field}


@pytest.mark.parametrize("condition", ["directive={directive}", "obligation=968-03"])
def test_a_document_that_one_may_not_know_is_asked_for_in_vain(
    world, obligation, sign_in, condition
):
    hidden = obligation.directive
    row = world.issued(obligation=obligation, directive=hidden)
    asked = f"{reverse('assignment-list')}?state=all&{condition.format(directive=hidden.pk)}"
    Directive.objects.filter(pk=hidden.pk).update(is_restricted=True)

    page, unknown = (
        sign_in(world.head).get(address).context
        for address in (asked, asked.replace(f"={hidden.pk}", "=99999").replace("-03", "-99"))
    )

    assert [shown.pk for shown in sign_in(world.specialist).get(asked).context["rows"]] == [row.pk]
    assert (page["rows"], page["count"]) == (unknown["rows"], unknown["count"]) == ([], 0)
    assert page["chips"] == unknown["chips"]
    assert set(page["form"].errors) == set(unknown["form"].errors)


def test_a_row_of_an_undated_document_prints_no_other_day(world, sign_in):
    document = paper("", "Tiếp tục chấn chỉnh")
    Directive.objects.filter(pk=document.pk).update(issued_on=None)
    row = world.issued(directive=document)

    (shown,) = sign_in(world.specialist).get(reverse("assignment-list")).context["rows"]

    assert f"{row.issued_on:%d/%m/%Y}" not in shown.doc


def test_documents_with_obligations_stand_first_in_the_register(world, obligation, sign_in):
    newer = paper("12/CĐ-TTg", "Văn bản mới")
    Directive.objects.filter(pk=newer.pk).update(issued_on="2026-01-05")

    page = sign_in(world.specialist).get(reverse("directive-list"))

    assert page.context["pinned"] == [obligation.directive]
    assert [row.pk for row in page.context["rows"]] == [newer.pk]


def test_the_page_of_a_document_counts_what_was_assigned_from_it(world, sign_in):
    document = paper("12/CĐ-TTg", "Văn bản mới")
    world.issued(directive=document)
    gone = world.issued(directive=document)
    Assignment.objects.filter(pk=gone.pk).update(stage="WITHDRAWN", withdrawn_on=gone.issued_on)
    client = sign_in(world.specialist)

    given = client.get(reverse("directive-detail", args=[document.pk])).context["given"]

    assert (given.total, [box["count"] for box in given.boxes]) == (2, [1, 1])
    assert client.get(given.url).context["count"] == 2
    assert given.identity == "2 = 1 + 1"
