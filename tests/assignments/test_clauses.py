"""A directive clause by clause: who was given the work, who was not, how far it is."""

import re
from datetime import date

import pytest
from django.utils import timezone

from agencies.models import Group, Succession
from assignments.models import Assignment
from directives.actions import obligation as obligations
from directives.actions.obligation import Wording
from directives.models import Directive, DocumentType, Obligation, ObligationLink
from tests.directives.papers import catalogues, issuer
from tests.factories import agency

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.MFA_REQUIRED = False


@pytest.fixture
def obligation(world) -> Obligation:
    """One obligation of all departments and central agencies."""
    catalogues()
    Group.objects.create(
        code="everybody",
        name_vi="Các sở, cơ quan Trung ương",
        name_en="Departments, central agencies",
        kinds=["department", "central_agency"],
    )
    directive = Directive.objects.create(
        code="HT",
        document_type=DocumentType.objects.get(code="CĐ"),
        issuer=issuer("UBND", "UBND tỉnh", agency=world.ppc),
        number="12/CĐ-UBND",
        number_key="12/CĐ-UBND",
        issued_on=date(2023, 11, 10),
        title_vi="Chấn chỉnh kỷ luật",
    )
    agency("KBNN", kind="central_agency", name="Kho bạc Nhà nước")
    wording = Wording("ý 1", "Sửa quy chế làm việc", "assigned", group_code="everybody")
    return obligations.add(directive, wording, by=world.watcher, at=timezone.now())


def page(client, obligation) -> str:
    answer = client.get(f"/directives/{obligation.directive_id}/clauses/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def sides(html: str) -> list[str]:
    return re.findall(r"<b>(\d+/\d+)</b>", html)


def missing(html: str) -> list[str]:
    return re.findall(r"<li>([^<]+)</li>", html)


def test_central_agencies_are_counted_apart(world, obligation, sign_in):
    html = page(sign_in(world.specialist), obligation)

    assert sides(html) == ["0/3", "0/1"]
    assert set(missing(html)) >= {"Sở Tư pháp", "Sở Y tế", "Kho bạc Nhà nước"}


def test_a_body_that_was_given_the_work_is_no_longer_missing(world, obligation, sign_in):
    world.issued(obligation=obligation, directive=obligation.directive)

    html = page(sign_in(world.specialist), obligation)

    assert sides(html) == ["1/3", "0/1"]
    assert "Sở Tư pháp" not in missing(html)


def test_a_draft_or_a_withdrawn_assignment_gives_nothing(world, obligation, sign_in):
    row = world.issued(obligation=obligation, directive=obligation.directive)
    Assignment.objects.filter(pk=row.pk).update(stage="WITHDRAWN", withdrawn_on=row.issued_on)

    assert sides(page(sign_in(world.specialist), obligation)) == ["0/3", "0/1"]


def test_the_heir_of_a_body_that_was_given_the_work_is_not_missing(world, obligation, sign_in):
    world.issued(obligation=obligation, directive=obligation.directive)
    today = timezone.localdate()
    heir = agency("STP-2", name="Sở Tư pháp mới", valid_from=today)
    world.justice.valid_to = today
    world.justice.save()
    Succession.objects.create(old=world.justice, new=heir, on=today, kind="rename")

    html = page(sign_in(world.specialist), obligation)

    assert sides(html) == ["1/3", "0/1"]
    assert "Sở Tư pháp mới" not in missing(html)


@pytest.mark.parametrize(("seat", "count"), [("specialist", 2), ("officer", 1)])
def test_the_boxes_count_what_their_list_shows(world, obligation, sign_in, seat, count):
    world.issued(obligation=obligation, directive=obligation.directive)
    world.issued(obligation=obligation, directive=obligation.directive, lead=world.health)
    client = sign_in(getattr(world, seat))

    html = page(client, obligation)
    url, shown = re.search(
        r'href="(/assignments/\?[^"]+)"><span class="pill p-open">.*?(\d+)</span>', html
    ).groups()
    listed = client.get(url.replace("&amp;", "&")).content.decode()

    assert int(shown) == count
    assert len(set(re.findall(r'href="/assignments/(\d+)/"', listed))) == count


def test_how_many_bodies_were_given_it_is_for_chiefs_and_overseers(world, obligation, sign_in):
    world.issued(obligation=obligation, directive=obligation.directive, lead=world.health)

    seen = [s for s in (world.specialist, world.watcher, world.chairman, world.head)
            if sides(page(sign_in(s), obligation))]  # fmt: skip

    assert len(seen) == 4
    for seat in (world.officer, world.contact):
        html = page(sign_in(seat), obligation)
        assert not sides(html)
        assert "Sở Y tế" not in html


def test_links_upward_say_when_they_are_assumed(world, obligation, sign_in):
    upper = Obligation.objects.create(
        code="968-01", directive=obligation.directive, clause="", text_vi="x", mode="text",
        group_code="everybody",
    )  # fmt: skip
    ObligationLink.objects.create(lower=obligation, upper=upper, is_assumed=True)

    html = page(sign_in(world.specialist), obligation)

    assert re.search(r"#968-01\">968-01</a> \(", html)
    assert re.search(rf"#{obligation.code}\">{obligation.code}</a> \(", html)


def test_a_document_without_obligations_says_so(world, obligation, sign_in):
    empty = Directive.objects.create(
        document_type=obligation.directive.document_type,
        issuer=obligation.directive.issuer,
        title_vi="x",
    )

    answer = sign_in(world.specialist).get(f"/directives/{empty.pk}/clauses/")

    assert 'class="empty"' in answer.content.decode()


def test_the_page_asks_at_most_fifteen_questions(
    world, obligation, sign_in, django_assert_max_num_queries
):
    at = timezone.now()
    for n in range(20):
        wording = Wording(f"ý {n}", "x", "assigned", group_code="everybody")
        obligations.add(obligation.directive, wording, by=world.watcher, at=at)
    client = sign_in(world.watcher)
    page(client, obligation)

    with django_assert_max_num_queries(15):
        page(client, obligation)


def test_every_assignment_stands_in_one_linked_state_and_they_add_up(world, obligation, sign_in):
    facts = {"obligation": obligation, "directive": obligation.directive}
    world.issued(**facts)
    row = world.issued(lead=world.health, **facts)
    Assignment.objects.filter(pk=row.pk).update(stage="WITHDRAWN", withdrawn_on=row.issued_on)
    client = sign_in(world.specialist)

    answer = client.get(f"/directives/{obligation.directive_id}/clauses/")
    (clause,) = answer.context["clauses"]

    assert [item["count"] for item in clause.boxes] == [1, 1]
    for item in (*clause.boxes, {"url": clause.url, "count": clause.count}):
        listed = client.get(item["url"]).context["count"]
        assert listed == item["count"]


def test_heirs_are_told_apart_from_bodies_with_an_assignment(world, obligation, sign_in):
    world.issued(obligation=obligation, directive=obligation.directive)
    today = timezone.localdate()
    heir = agency("STP-2", name="Sở Tư pháp mới", valid_from=today)
    world.justice.valid_to = today
    world.justice.save()
    Succession.objects.create(old=world.justice, new=heir, on=today, kind="rename")

    answer = sign_in(world.specialist).get(f"/directives/{obligation.directive_id}/clauses/")
    side = answer.context["clauses"][0].province

    assert (side.assigned, side.direct, side.heirs) == (1, 0, [heir])


def test_only_what_is_met_by_assignments_is_offered_to_be_assigned(world, obligation, sign_in):
    client = sign_in(world.specialist)
    offered = f"?obligation={obligation.pk}"
    assert offered in page(client, obligation)

    Obligation.objects.filter(pk=obligation.pk).update(mode="measured")

    assert offered not in page(client, obligation)


def test_the_print_view_opens_every_list_of_names(world, obligation, sign_in):
    url = f"/directives/{obligation.directive_id}/clauses/?print=1"

    html = sign_in(world.specialist).get(url).content.decode()

    assert "<details" in html
    assert html.count('<details class="twin">') == 0
