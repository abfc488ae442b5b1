"""The order and its document: what is found, what is offered, what an obligation fills in."""

import pytest

from agencies.models import Group
from assignments.models import Assignment
from tests.assignments.office import directive as paper
from tests.assignments.ordering import NEW, dispatch, errors, order, press

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_second_factor(settings, tmp_path):
    settings.MFA_REQUIRED = False
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def directive(db):
    return dispatch()


def demand(directive, **facts):
    row = directive.obligations.get()
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return row


def groups():
    Group.objects.create(code="departments", name_vi="Các sở", name_en="D", kinds=["department"])
    Group.objects.create(code="home_affairs", name_vi="Sở Nội vụ", name_en="H", kinds=["body:SNV"])
    Group.objects.create(
        code="consulted_bodies", name_vi="Cơ quan được hỏi", name_en="C", kinds=["department"]
    )


def test_a_number_that_only_a_title_speaks_of_is_offered_not_taken(world, sign_in, directive):
    other = paper("655/TB-UBND", "Thông báo về chỉ đạo tháng 11/2023")
    client = sign_in(world.specialist)

    answer = client.post(NEW, order(world, document="11/2023"))

    assert set(errors(answer)) == {"document"}
    assert not Assignment.objects.exists()
    assert answer.context["form"].fields["document"].offered == [other]
    picked = client.post(NEW, order(world, do="check", document="11/2023", pick=other.citation))
    assert picked.context["form"].directive == other


def test_a_document_that_nobody_registered_is_said_to_be_unknown_when_looked_for(world, sign_in):
    page = sign_in(world.specialist).post(NEW, order(world, document="77/KH-X", do="recognise"))

    assert page.context["unknown"] == "77/KH-X"


def test_groups_are_of_several_bodies_that_get_work(world, sign_in):
    groups()

    page = sign_in(world.specialist).get(NEW)

    assert [code for code, _label in page.context["form"].fields["group"].choices] == [
        "", "departments", "*",
    ]  # fmt: skip


def test_a_chosen_obligation_fills_what_is_empty(world, sign_in, directive):
    groups()
    row = demand(directive, group_code="departments")
    facts = order(world, document="968", obligation=row.pk, do="recognise", lead="", title="")

    form = sign_in(world.specialist).post(NEW, facts).context["form"]

    assert form["title"].value() == row.text_vi
    assert form["group"].value() == "departments"
    assert form["content"].value() == facts["content"]


@pytest.mark.parametrize("way", ["address", "choice"])
def test_the_measure_of_an_obligation_is_no_product_but_stands_whole_beside_it(
    world, sign_in, directive, way
):
    measure = "; ".join(f"số văn bản triển khai thứ {n}" for n in range(30))
    row = demand(directive, indicator_vi=measure)
    facts = order(world, document="968", obligation=row.pk, do="recognise", product="")
    client = sign_in(world.specialist)

    asked = {"address": lambda: client.get(f"{NEW}?obligation={row.pk}"),
             "choice": lambda: client.post(NEW, facts)}  # fmt: skip
    answer = asked[way]()

    assert not answer.context["form"]["product"].value()
    assert answer.content.decode().count(measure) == 1


def test_an_obligation_of_one_body_proposes_that_body_as_the_lead(world, sign_in, directive):
    groups()
    row = demand(directive, group_code="home_affairs")

    form = sign_in(world.specialist).get(f"{NEW}?obligation={row.pk}").context["form"]

    assert form["lead"].value() == world.home_affairs.pk


def test_a_lead_that_was_chosen_stands_against_the_group_of_the_obligation(
    world, sign_in, directive
):
    groups()
    facts = order(world, group="departments")

    answer = sign_in(world.specialist).post(NEW, facts)

    assert answer.status_code == 302
    assert Assignment.objects.get().lead == world.justice


def test_the_ppc_office_confirms_what_the_ppc_gives_under_the_chairmans_directive(
    world, sign_in, directive
):
    directive.code = "HT"
    directive.save()

    press(sign_in(world.specialist), order(world, document="HT"))

    assert Assignment.objects.get().monitor == world.office


# --- pages beside it ----------------------------------------------------------------------------
def test_the_head_of_the_lead_body_is_offered_to_give_a_part_and_others_are_not(world, sign_in):
    row = world.acknowledged()
    page = f"/assignments/{row.pk}/"
    offered = f"{NEW}?parent={row.pk}"

    assert offered in sign_in(world.head).get(page).content.decode()
    for seat in (world.officer, world.specialist):
        assert offered not in sign_in(seat).get(page).content.decode()


def test_a_periodic_date_without_a_day_is_said_to_follow_from_the_rule(world, sign_in):
    facts = order(world, count="", timing="PERIODIC", every="QUARTER")
    answer = press(sign_in(world.specialist), facts)

    page = sign_in(world.specialist).get(answer.url)
    by_day = press(sign_in(world.specialist), facts | {"once": "", "due_day": "20"})
    other = sign_in(world.specialist).get(by_day.url)

    labels = [shown.context["why"]["steps"][0]["label"] for shown in (page, other)]
    assert labels[0] != labels[1]


def test_an_undated_document_is_called_by_whose_it_is_and_its_month(world, sign_in, directive):
    directive.number = directive.number_key = ""
    directive.issued_on, directive.month = None, "2023-11-01"
    directive.signer_capacity = "Chủ tịch UBND tỉnh"
    directive.save()

    html = sign_in(world.specialist).get(f"/directives/{directive.pk}/").content.decode()
    title = html[html.index("<h1>") : html.index("</h1>")]

    assert "Chủ tịch UBND tỉnh" in title
    assert "11/2023" in title
