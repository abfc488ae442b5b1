"""The first screen of each kind of seat, and the bar above every page."""

import re
from datetime import timedelta
from html import unescape

import pytest

from agencies.models import Delegation, Function, Unit
from agencies.rules.roles import Role
from assignments.models import Assignment, Cooperation
from assignments.models.desk import Desk, desk_of, waiting_for
from assignments.models.filters import counts_of
from config.navigation import entries
from tests.assignments.office import Office, at_work, directive, viewer
from tests.factories import seat, user

pytestmark = pytest.mark.slow
DESKS = {
    "officer": Desk.OFFICER,
    "contact": Desk.CONTACT,
    "head": Desk.HEAD,
    "specialist": Desk.OFFICE,
    "office_head": Desk.OFFICE,
    "chairman": Desk.LEADER,
    "vice_chairman": Desk.LEADER,
    "secretary": Desk.LEADER,
    "watcher": Desk.HOME_AFFAIRS,
    "admin": Desk.ADMINISTRATOR,
}
AT_WORK = [name for name in DESKS if name != "admin"]


@pytest.fixture
def office(world, past, settings) -> Office:
    settings.MFA_REQUIRED = False
    return at_work(world, past)


@pytest.fixture
def open_page(sign_in):
    """The page in English, so that what it says can be read here."""

    def read(someone, path="/"):
        type(someone.user).objects.filter(pk=someone.user_id).update(language="en")
        return sign_in(someone).get(path)

    return read


def heading(response) -> str:
    """The title without its links."""
    found = re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]
    return unescape(re.sub(r"<[^>]+>", "", found)).strip()


def linked(response) -> list[tuple[str, int]]:
    """The numbers of the title that open a list."""
    found = re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]
    links = re.findall(r'<a href="(/assignments/[^"]*)">(\d+)</a>', found)
    return [(unescape(url), int(count)) for url, count in links]


def titles(response) -> list[str]:
    found = re.findall(r'class="t-job" href="[^"]+">([^<]+)</a>', response.content.decode())
    return [unescape(title) for title in found]


def tallies(response) -> list[tuple[str, int]]:
    found = re.findall(
        r'<li[^>]*>\s*<a href="(/assignments/[^"]*)">.*?<b>([\d.,]+)</b>', response.content.decode()
    )
    return [(unescape(url), int(count)) for url, count in found]


def test_the_mandate_of_the_body_comes_before_the_role_in_it(world):
    for name, desk in DESKS.items():
        assert desk_of(viewer(getattr(world, name)).standing) == desk, name


@pytest.mark.parametrize("name", AT_WORK)
def test_every_figure_opens_a_list_of_exactly_so_many_rows(office, open_page, sign_in, name):
    someone = getattr(office.world, name)
    page = open_page(someone)

    client = sign_in(someone)
    figures = [*tallies(page), *linked(page)]

    assert figures or desk_of(viewer(someone).standing) == Desk.LEADER
    for url, count in figures:
        assert len(titles(client.get(url))) == count, url


@pytest.mark.parametrize("name", AT_WORK)
def test_the_badge_is_the_sum_of_what_waits(office, open_page, name):
    someone = getattr(office.world, name)
    waiting = sum(counts_of(waiting_for(viewer(someone)), viewer(someone)))

    nav = open_page(someone, "/assignments/").context["nav"]

    assert nav[0]["count"] == waiting
    assert len(nav) <= 6
    assert [entry["is_current"] for entry in nav].count(True) == 1


@pytest.mark.parametrize("name", AT_WORK)
def test_the_bar_costs_two_queries_at_most(office, rf, name, django_assert_max_num_queries):
    someone = getattr(office.world, name)
    Delegation.objects.create(
        absent=office.world.other_officer, substitute=office.world.officer, kind="ABSENCE",
        first_day=office.on, last_day=office.on, created_by=office.world.head,
    )  # fmt: skip
    request = rf.get("/")
    request.user, request.today = viewer(someone).user, office.on

    with django_assert_max_num_queries(2):
        entries(request)


def test_the_officer_meets_overdue_first_then_today_then_this_week(office, open_page):
    page = open_page(office.world.officer)

    assert heading(page) in {
        "My work: 3 overdue, 1 due today, 1 later this week",  # tomorrow is in this week
        "My work: 3 overdue, 1 due today, 0 later this week",  # or not
    }
    groups = [group["id"] for group in page.context["groups"]]
    order = ["overdue-running", "today", "week", "later", "paused", "waiting"]
    assert groups == [name for name in order if name in groups]
    assert {"overdue-running", "today", "waiting"} <= set(groups)


def test_the_contact_takes_on_and_hands_on(office, open_page):
    page = open_page(office.world.contact)

    assert heading(page) == "Work of the body: 2 to acknowledge, 1 parts to send, 4 overdue"
    groups = {group["id"]: group["rows"] for group in page.context["groups"]}
    assert [row.pk for row in groups["part"]] == [office.rows["helped"].pk]
    assert {row.many for row in groups["acknowledge"]} == {"acknowledge"}
    assert len([row for rows in groups.values() for row in rows]) == 3
    assert page.context["nav"][0]["count"] == 3


def test_who_only_cooperates_reads_of_the_own_part(office, open_page):
    page = open_page(office.world.contact)

    (part,) = next(g["rows"] for g in page.context["groups"] if g["id"] == "part")

    assert part.pill.label == "Own part not yet sent"
    assert part.note == "Cung cấp số liệu"
    assert part.action.url.endswith("/send-part/")


def test_the_head_reads_who_where_and_what_comes_next(office, open_page):
    page = open_page(office.world.head)
    board = {item["row"].pk: item for item in page.context["overdue"]}

    assert heading(page) == "4 overdue, 1 to approve"
    late = board[office.rows["late"].pk]
    name = office.world.officer.user.full_name
    assert late["row"].officer == name
    assert late["step"] == f"{name} submits the result"
    assert sum(late["time"].parts) == late["time"].total
    assert board[office.rows["prepared"].pk]["step"].startswith("Approve the result")
    assert "confirms the result" in board[office.rows["waiting_late"].pk]["step"]
    days = [item["row"].due.days_late for item in page.context["overdue"]]
    assert days == sorted(days, reverse=True)
    moves = {action.url.split("/")[-2] for action in late["more"]}
    assert {"change-officer", "request-cause"} <= moves


def test_the_table_by_person_adds_up_and_each_cell_opens_its_list(office, open_page, sign_in):
    page = open_page(office.world.head)
    client, load = sign_in(office.world.head), page.context["load"]

    counts = dict(tallies(page))
    assert load.overdue == counts["/assignments/?state=overdue&role=lead"]
    for item in page.context["people"]:
        for name, url in item["urls"].items():
            assert len(titles(client.get(url))) == getattr(item["person"], name)


def test_the_rate_of_the_head_counts_official_rows_alone(office, open_page):
    load = open_page(office.world.head).context["load"]

    # Overdue late, prepared, waiting_late; done on_time, done_late; internal work is in no rate.
    assert load.due_rate.as_integer_ratio() == (3, 5)


def test_a_deputy_answers_for_the_fields_of_the_seat(office, open_page):
    land = Function.objects.create(code="land", name_vi="Đất đai", name_en="Land")
    deputy = seat(office.world.justice, Role.DEPUTY, title="Phó Giám đốc")
    deputy.functions.add(land)
    Assignment.objects.filter(pk=office.rows["late"].pk).update(function=land)

    page = open_page(deputy)

    assert [item["row"].pk for item in page.context["overdue"]] == [office.rows["late"].pk]
    assert heading(page).startswith("1 overdue")


def test_a_unit_head_answers_for_the_unit(office, open_page):
    unit = Unit.objects.create(agency=office.world.justice, name="Phòng 1")
    chief = seat(office.world.justice, Role.UNIT_HEAD, title="Trưởng phòng", unit=unit)
    inside = seat(office.world.justice, title="Chuyên viên", unit=unit)
    Assignment.objects.filter(pk=office.rows["late"].pk).update(officer=inside)

    page = open_page(chief)

    assert [item["row"].pk for item in page.context["overdue"]] == [office.rows["late"].pk]
    assert "Phòng 1" in page.context["lead"]
    assert {row.pk for row in page.context["new"]} == {
        office.rows[name].pk for name in ("new", "undated")
    }


def test_the_office_confirms_then_prepares_decisions(office, open_page):
    page = open_page(office.world.specialist)
    groups = {group["id"]: group for group in page.context["groups"]}

    assert heading(page) == "Waiting for me: 2 to be handled today, of 4"
    assert list(groups) == ["pressing", "extension", "return", "open"]
    row = next(r for r in groups["pressing"]["rows"] if r.pk == office.rows["waiting"].pk)
    assert row.doc.startswith("Báo cáo 12/BC-STP")
    assert row.is_note_late
    assert "Chờ ý kiến Bộ Xây dựng" in groups["extension"]["rows"][0].note
    assert page.context["new_url"]


def test_a_leader_decides_on_own_directions_alone(office, open_page):
    chairman, vice = open_page(office.world.chairman), open_page(office.world.vice_chairman)

    assert heading(chairman) == "My directions: 6 overdue, 2 waiting for a decision"
    assert {d["row"].pk for d in chairman.context["decisions"]} == {
        office.rows["extension"].pk,
        office.rows["return"].pk,
    }
    assert heading(vice) == "My directions: 0 overdue, no decision waits"
    assert vice.context["matrix"]["due_rate"] is None


def test_the_secretary_sees_what_the_leader_sees(office, open_page):
    mine, theirs = open_page(office.world.secretary), open_page(office.world.chairman)

    assert heading(mine) == heading(theirs)
    assert mine.context["matrix"]["total"]["count"] == theirs.context["matrix"]["total"]["count"]


def test_the_cells_of_the_table_open_their_lists(office, open_page, sign_in):
    page = open_page(office.world.vice_chairman)
    chairman = open_page(office.world.chairman)
    client = sign_in(office.world.chairman)

    cells = chairman.context["matrix"]
    for name in ("done_on_time", "done_late", "open_in_time", "open_overdue", "done", "open",
                 "on_time", "overdue", "total"):  # fmt: skip
        assert len(titles(client.get(cells[name]["url"]))) == cells[name]["count"], name
    assert cells["identity"]["is_equal"]
    assert page.context["matrix"]["identity"]["text"] == "0 = 0 + 0 + 0 + 0"


def test_a_cell_says_how_many_of_its_rows_may_be_opened(office, open_page):
    document = directive("968/CĐ-TTg", "Chấn chỉnh kỷ luật", code="968")
    names = ("late", "foreign", "restricted")
    Assignment.objects.filter(pk__in=[office.rows[n].pk for n in names]).update(directive=document)

    page = open_page(office.world.watcher)
    cell = page.context["matrix"]["open_overdue"]

    assert (cell["count"], cell["note"]) == (3, "of which you may open 2")
    assert heading(page) == "Home Affairs: 0 waiting, 2 overdue under its obligations"


def test_an_administrator_sees_accounts_and_no_work(office, open_page, sign_in):
    seat(office.world.justice, valid_to=office.on + timedelta(10))

    page = open_page(office.world.admin)

    people = sign_in(office.world.admin).get("/people/?state=waiting")
    assert heading(page).endswith("1 seats ending in 30 days")
    assert people.context["count"] == page.context["count"]
    assert "/assignments/" not in page.content.decode()
    assert [entry["url"] for entry in page.context["nav"]][:2] == ["/", "/people/"]


def test_a_person_without_a_seat_is_told_why_the_page_is_empty(world, sign_in, open_page):
    nobody = seat(world.justice, person=user(), since=world.head.valid_from)
    type(nobody).objects.filter(pk=nobody.pk).update(valid_to=world.head.valid_from)

    page = open_page(nobody)

    assert page.status_code == 200
    assert heading(page) == "You hold no seat today"


def test_an_entry_appears_with_its_capability_alone(office, open_page):
    officer = [entry["url"] for entry in open_page(office.world.officer).context["nav"]]
    watcher = [entry["url"] for entry in open_page(office.world.watcher).context["nav"]]

    assert "/people/" in watcher
    assert "/successions/" not in officer
    assert officer[:3] == ["/", "/assignments/", "/directives/"]


def test_the_frame_names_the_person_and_the_seat(office, open_page):
    me = open_page(office.world.head).context["me"]

    assert me["line"] == f"Giám đốc, {office.world.justice.name_vi}"
    assert me["initials"].startswith("N")


def test_a_part_that_was_sent_is_no_longer_owed(office, open_page):
    Cooperation.objects.filter(assignment=office.rows["helped"]).update(sent_on=office.on)

    page = open_page(office.world.contact)

    assert "part" not in {group["id"] for group in page.context["groups"]}
