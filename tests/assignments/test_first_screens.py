"""What first screens and the pages behind them say: one definition, and each number its list."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from agencies.actions import routing
from agencies.models.decision import ground_of
from agencies.rules.roles import BasisKind, Role
from assignments.actions import submission
from assignments.models import Assignment
from assignments.models.desk import leader_waits
from assignments.models.filters import Criteria
from assignments.models.rows import listed, shape
from directives.models import Obligation
from tests.assignments.office import Office, at_work, directive, shown, viewer
from tests.assignments.situations import cause_asked, extension_asked, return_asked, slip, url
from tests.factories import a_result, seat

pytestmark = pytest.mark.slow


@pytest.fixture
def office(world, past, settings) -> Office:
    settings.MFA_REQUIRED = False
    return at_work(world, past)


@pytest.fixture
def open_page(sign_in):
    def read(someone, path="/"):
        type(someone.user).objects.filter(pk=someone.user_id).update(language="en")
        return sign_in(someone).get(path)

    return read


def links(response) -> list[tuple[str, int]]:
    """Every number that opens a list of assignments."""
    found = re.findall(r'<a[^>]* href="(/assignments/\?[^"]*)">(\d+)</a>', response.text)
    return [(unescape(address), int(count)) for address, count in found]


# --- decisions ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("situation", "yes", "no"),
    [
        (extension_asked, "grant_extension", "refuse_extension"),
        (return_asked, "accept_return", "refuse_return"),
        (cause_asked, "confirm_cause", "refuse_cause"),
    ],
)
def test_who_may_say_yes_may_say_no_on_the_same_page(world, open_page, situation, yes, no):
    row = situation(world)

    assert f'formaction="{url(no, row)}"' in open_page(world.specialist, url(yes, row)).text
    assert f'formaction="{url(yes, row)}"' in open_page(world.specialist, url(no, row)).text


def test_the_opposite_answer_keeps_what_was_typed(world, sign_in):
    row = extension_asked(world)

    answer = sign_in(world.specialist).post(
        url("refuse_extension", row), slip(world) | {"do": "opposite", "revision": row.revision}
    )

    assert answer.status_code == 200
    assert 'value="92/PT-VP"' in answer.text
    assert not answer.context["form"].errors
    assert row.extensions.get().outcome == "ASKED"


def test_the_leader_meets_both_answers_on_the_first_screen(office, open_page):
    page = open_page(office.world.chairman)

    answers = {
        item["row"].pk: [a["url"] for a in item["answers"]] for item in page.context["decisions"]
    }

    row = office.rows["extension"]
    assert answers[row.pk] == [url("grant_extension", row), url("refuse_extension", row)]


@pytest.mark.parametrize("name", ["chairman", "vice_chairman", "secretary"])
def test_a_list_asks_a_leader_only_for_what_waits_for_that_leader(office, name):
    someone = viewer(getattr(office.world, name))
    rows = shape(listed(Criteria(state="all").rows(someone), someone), someone)

    waits = {pk for c in leader_waits(someone.leader) for pk in _keys(c, someone)}

    assert {row.pk for row in rows if row.action} == waits


def _keys(criteria, someone):
    return criteria.rows(someone).values_list("pk", flat=True)


def test_leaders_have_no_entry_form_as_their_main_action(office, open_page):
    assert not open_page(office.world.chairman, "/assignments/").context["new_url"]
    assert open_page(office.world.secretary, "/assignments/").context["new_url"]
    assert open_page(office.world.chairman, "/assignments/new/").status_code == 200


# --- the office -----------------------------------------------------------------------------
def test_the_office_watches_no_work_that_another_body_monitors(world):
    _route(world, world.specialist)

    own = world.issued()
    others = world.issued(monitor=world.home_affairs)

    assert (own.specialist, others.specialist) == (world.specialist, None)


def test_a_specialist_meets_the_own_bodies_first_and_the_office_beside(office, open_page):
    colleague = seat(office.world.office, title="Chuyên viên")
    Assignment.objects.filter(pk=office.rows["waiting"].pk).update(specialist=colleague)

    mine, chiefs = open_page(office.world.specialist), open_page(office.world.office_head)

    assert office.rows["waiting"].pk not in _shown(mine)
    assert office.rows["waiting"].pk in _shown(chiefs)
    assert mine.context["nav"][0]["count"] == chiefs.context["nav"][0]["count"] - 1
    beside = {item["label"]: item["count"] for item in mine.context["beside"]}
    assert beside["Waiting for confirmation"] == 2


def _shown(page) -> list[int]:
    return [row.pk for group in page.context["groups"] for row in group["rows"]]


def test_what_presses_stands_first_the_longest_first(office, open_page):
    past_due = office.on - timedelta(9)
    Assignment.objects.filter(pk=office.rows["extension"].pk).update(due_on=past_due)

    page = open_page(office.world.office_head)

    assert page.context["groups"][0]["id"] == "pressing"
    rows = page.context["groups"][0]["rows"]
    assert {row.pk for row in rows} == {
        office.rows[name].pk for name in ("waiting", "waiting_late", "extension")
    }
    assert len(_shown(page)) == len(set(_shown(page)))
    assert all(row.is_note_late for row in rows if row.pk != office.rows["extension"].pk)


def test_the_office_reads_how_many_drafts_wait_to_be_issued(office, open_page):
    (told,) = open_page(office.world.office_head).context["drafts"]

    assert told["count"] == len(shown(open_page(office.world.office_head, told["url"]))) == 1
    Assignment.objects.filter(stage="DRAFT").delete()
    assert "Drafts, not yet issued" not in open_page(office.world.office_head).text


# --- the own body ---------------------------------------------------------------------------
@pytest.mark.parametrize("body", ["home_affairs", "office"])
def test_a_chief_above_meets_the_own_bodys_work_as_any_other_head_does(office, open_page, body):
    world, led = office.world, Assignment.objects.filter(lead=office.world.justice)
    chief = seat(world.home_affairs, Role.HEAD) if body == "home_affairs" else world.office_head
    board = open_page(world.head).context
    rows = [*(item["row"] for item in board["overdue"]), *board["prepared"], *board["new"]]
    rows += board["soon"]
    led.update(lead=getattr(world, body), monitor=world.ppc)

    page = open_page(chief)
    own = page.context["own"]

    assert [t["count"] for t in own["tallies"]] == [t["count"] for t in board["tallies"]]
    assert {r.pk for group in own["groups"] for r in group["rows"]} == {r.pk for r in rows}
    assert "Work of the own body" in page.text
    assert page.context["groups"] or body == "home_affairs"


@pytest.mark.parametrize("body", ["home_affairs", "office"])
@pytest.mark.parametrize("name", ["officer", "contact"])
def test_an_officer_or_contact_above_meets_the_work_of_the_same_seat_elsewhere(
    office, open_page, body, name
):
    world, led = office.world, Assignment.objects.filter(lead=office.world.justice)
    there = getattr(world, name)
    board = open_page(there).context
    above = seat(getattr(world, body), there.role)
    led.filter(officer=world.officer).update(officer=above)
    led.update(lead=getattr(world, body), monitor=world.ppc)

    page = open_page(above)
    own = page.context["own"]

    asked = [t["count"] for t in board["tallies"] if "role=cooperating" not in t["url"]]
    told = [t["count"] for t in own["tallies"] if "role=cooperating" not in t["url"]]
    assert told == asked
    assert any(told)
    assert own["groups"]
    assert {"officer": "My work", "contact": "Work of the own body"}[name] in page.text


# --- numbers --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["vice_chairman", "office_head", "head", "officer", "watcher", "affairs_head"]
)
def test_each_number_on_a_first_screen_is_a_link_to_so_many_rows(office, open_page, name):
    office.world.affairs_head = seat(office.world.home_affairs, Role.HEAD)
    someone = getattr(office.world, name)
    if name == "vice_chairman":
        rows = Assignment.objects.filter(restriction="").exclude(stage="DRAFT")
        rows.update(decided_by=someone)

    numbers = links(open_page(someone))

    assert numbers
    for address, count in numbers:
        assert len(shown(open_page(someone, address))) == count, address


def test_home_affairs_reads_what_of_each_document_is_given(office, open_page):
    document = directive("968/CĐ-TTg", "Chấn chỉnh kỷ luật", code="968")
    for n, mode in enumerate(("assigned", "assigned", "measured")):
        Obligation.objects.create(
            code=f"968-0{n}", directive=document, clause=f"ý {n}", text_vi="Rà soát", mode=mode,
            position=n,
        )  # fmt: skip
    given = Obligation.objects.get(code="968-00")
    Assignment.objects.filter(pk=office.rows["late"].pk).update(
        obligation=given, directive=document
    )

    page = open_page(office.world.watcher)

    (line,) = page.context["given"]
    assert str(line["directive"]) in page.text
    assert [cell["count"] for cell in line["cells"]] == [1, 0, 1, 1]
    for cell in line["cells"]:
        clauses = open_page(office.world.watcher, cell["url"]).context["clauses"]
        assert len(clauses) == cell["count"], cell["url"]
    assert page.context["groups"]
    assert "w-go" not in page.text


def test_the_filter_is_cleared_only_where_something_is_filtered(office, open_page):
    assert "Clear the filter" not in open_page(office.world.head, "/assignments/").text
    assert "Clear the filter" in open_page(office.world.head, "/assignments/?state=done").text


# --- the page of one assignment ---------------------------------------------------------------
def test_a_draft_that_another_result_replaced_is_no_product(world, open_page):
    row, at = world.acknowledged(), timezone.now()
    on = timezone.localdate()
    draft = [a_result(on)]
    submission.prepare(row, results=draft, by=world.officer, at=at)
    final = [a_result(on, number="2/BC-STP")]
    submission.submit(row, results=final, by=world.head, at=timezone.now())

    page = open_page(world.head, f"/assignments/{row.pk}/")

    (told,) = page.context["submissions"]
    assert [product.number for product in told["products"]] == ["2/BC-STP"]


@pytest.mark.parametrize(("row", "label"), [("waiting", "Done on time"),
                                            ("waiting_late", "Done late")])  # fmt: skip
def test_the_verdict_stands_before_the_last_button(office, open_page, row, label):
    page = open_page(office.world.specialist, url("confirm", office.rows[row]))

    verdict = page.context["preview"].verdict
    assert verdict["label"] == label
    assert page.text.index(label) < page.text.rindex("Confirm completion")


def test_the_day_of_a_note_is_said_once():
    on = timezone.localdate().replace(year=2026, month=11, day=10)

    assert ground_of(BasisKind.NOTE, "bút phê ngày 10/11/2026", on) == "Bút phê ngày 10/11/2026"
    assert ground_of(BasisKind.SUBMISSION, "9/PT-VP", on).endswith("9/PT-VP, 10/11/2026")


def _route(world, specialist) -> None:
    routing.route(
        agency=world.justice, function=None, specialist=specialist, leader=world.chairman,
        valid_from=world.head.valid_from, by=world.office_head, at=timezone.now(),
    )  # fmt: skip
