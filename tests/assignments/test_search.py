"""One box: every form of a word or number finds what it means, and only what may be seen."""

import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import Agency
from assignments.actions import assignment as assignments
from assignments.actions import submission
from assignments.models.search import find
from directives.models import Directive
from tests.assignments.office import directive, viewer
from tests.factories import a_result, agency


@pytest.fixture
def found(world):
    """What a person of a seat finds, as titles and names."""
    wanted = directive("968/CĐ-TTg", "Tăng cường kỷ luật, kỷ cương hành chính")
    at = timezone.now()
    world.wanted = wanted
    world.row = world.issued(at=at, title="Rà soát quy chế tại Hà Tĩnh", directive=wanted)
    world.foreign = world.issued(at=at, title="Rà soát rác thải", lead=world.health)
    agency("TPHT", name="Thành phố Hà Tĩnh", kind="district")

    def ask(text, someone=None):
        hits = find(text, viewer(someone or world.head))
        return (
            [row.number for row in hits.directives],
            [row.title for row in hits.assignments],
            [row.name_vi for row in hits.bodies],
        )

    return ask


@pytest.mark.parametrize(
    "text", ["ha tinh", "HÀ TĨNH", "hà tĩnh", unicodedata.normalize("NFD", "Hà Tĩnh"), "tinh  ha"]
)
def test_words_are_found_without_accents_in_any_form_and_order(found, text):
    assert found(text) == ([], ["Rà soát quy chế tại Hà Tĩnh"], ["Thành phố Hà Tĩnh"])


@pytest.mark.parametrize("text", ["968", "0968", "968/cđ", "968 / CĐ-TTg", "Công điện 968/CĐ-TTg"])
def test_a_number_finds_its_document_and_the_work_under_it(found, text):
    directives, assignments, _bodies = found(text)

    assert directives == ["968/CĐ-TTg"]
    assert assignments == ["Rà soát quy chế tại Hà Tĩnh"]


def test_the_document_whose_number_is_meant_stands_first(found):
    directive("12/CV-UBND", "Triển khai Công điện 968/CĐ-TTg")

    assert found("968")[0] == ["968/CĐ-TTg", "12/CV-UBND"]


def test_what_may_not_be_seen_is_not_found(found, world):
    hidden = directive("77/KL", "Kết luận về kỷ luật", is_restricted=True)

    assert found("rac thai")[1] == []
    assert found("rac thai", world.specialist)[1] == ["Rà soát rác thải"]
    assert hidden.number not in found("ky luat")[0]
    assert found("ha tinh", world.admin)[1] == []


def test_a_word_without_a_hit_costs_two_queries(found, world):
    someone = viewer(world.specialist)
    _read = (someone.own, someone.visible)

    with CaptureQueriesContext(connection) as asked:
        hits = find("xyzzyk", someone)

    assert hits.total == 0
    assert len(asked) <= 2


def test_two_letters_are_looked_up_in_the_small_tables_alone(found, world):
    hits = find("ha", viewer(world.specialist))

    assert hits.is_too_short
    assert hits.assignment_count == 0
    assert "Thành phố Hà Tĩnh" in {body.name_vi for body in hits.bodies}


@pytest.mark.parametrize("text", ["%", "_", "\\", "100%", "'; drop table x", "a" * 300, " "])
def test_signs_of_the_database_are_only_signs(found, sign_in, world, text):
    assert sign_in(world.head).get("/search/", {"q": text}).status_code == 200
    assert found(text)[1] == []


@pytest.mark.parametrize("sign", ["%", "_", "\\"])
def test_a_sign_of_the_database_is_itself_in_every_list(found, sign_in, world, sign):
    wanted = directive("12/QĐ-UBND", f"Chỉ tiêu đạt 100{sign} năm nay")
    row = world.issued(at=timezone.now(), title=f"Đạt 100{sign} kế hoạch")
    client = sign_in(world.specialist)

    rows = client.get("/assignments/", {"q": sign, "state": "all"}).context["rows"]
    papers = client.get("/directives/", {"q": sign}).context["rows"]

    assert [found.pk for found in rows] == [row.pk]
    assert [paper.pk for paper in papers] == [wanted.pk]
    assert found(sign, world.specialist)[0] == ["12/QĐ-UBND"]
    assert found(f"100{sign}", world.specialist)[1] == [row.title]


def test_an_ended_body_comes_after_those_that_exist(found, world):
    Agency.objects.filter(code="TPHT").update(valid_to=timezone.localdate())
    agency("PHT", name="Phường Hà Tĩnh", kind="ward")

    assert found("ha tinh")[2] == ["Phường Hà Tĩnh", "Thành phố Hà Tĩnh"]


def test_the_page_groups_the_hits_and_links_them(found, sign_in, world):
    page = sign_in(world.head).get("/search/", {"q": "968"}).content.decode()

    assert f"/directives/{Directive.objects.get(number='968/CĐ-TTg').pk}/" in page
    assert f"/assignments/{world.row.pk}/" in page
    assert f"/assignments/{world.foreign.pk}/" not in page


def test_the_match_set_comes_from_the_trigram_index_and_is_bounded(found, world):
    someone = viewer(world.specialist)

    with CaptureQueriesContext(connection) as asked:
        find("rac thai", someone)

    listing = next(q["sql"] for q in asked if "search_key" in q["sql"] and "ORDER BY" in q["sql"])
    inner = listing[listing.index("search_key") - 4000 : listing.index("ORDER BY")]
    assert "LIMIT 1001" in inner


def test_the_number_of_a_result_finds_its_work_once_it_was_handed_in(found, world):
    at = timezone.now()
    row = assignments.acknowledge(world.row, officer=world.officer, by=world.head, at=at)
    result = [a_result(timezone.localdate(at), kind="Quyết định", number="15/QĐ-STP")]

    submission.prepare(row, results=result, by=world.officer, at=at)
    before = found("15/QĐ-STP", world.specialist)[1]
    submission.submit(row, by=world.head, at=at)

    assert before == []
    for text in ("15/QĐ-STP", "15 / qd-stp"):
        assert found(text, world.specialist)[1] == [row.title]
    assert found("15/QĐ-STP", world.other_head)[1] == []
    assert found("15", world.specialist)[1] == []
