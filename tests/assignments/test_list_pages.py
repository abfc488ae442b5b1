"""The page of a list: tabs, filter, own views, paper, and many rows at once."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as translated

from assignments.forms.filter import FilterForm
from assignments.models import Assignment, SavedView
from assignments.models.choices import filter_choices
from assignments.models.filters import Criteria, counts_of
from assignments.rules.assignment import Stage
from tests.assignments.office import SEATS, Office, at_work, shown, terms, viewer

pytestmark = pytest.mark.slow


@pytest.fixture
def office(world, past, settings) -> Office:
    settings.MFA_REQUIRED = False
    return at_work(world, past)


# --- the page -------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SEATS)
def test_the_tabs_count_the_lists_that_they_open(office, sign_in, name):
    client = sign_in(getattr(office.world, name))
    tabs = re.findall(
        r'<a href="([^"]+)"[^>]*>[^<]* <span class="n">([\d.]+)</span>',
        client.get("/assignments/").content.decode(),
    )

    assert len(tabs) >= 4
    for url, count in tabs:
        assert len(shown(client.get(unescape(url)))) == int(count), url


@pytest.mark.parametrize("name", SEATS)
def test_each_tab_and_the_title_of_its_list_say_the_same_of_the_same_rows(office, sign_in, name):
    someone = getattr(office.world, name)
    type(someone.user).objects.filter(pk=someone.user_id).update(language="en")
    client = sign_in(someone)

    page = client.get("/assignments/").context
    assert sum(tab["is_current"] for tab in page["tabs"]) == 1
    for tab in page["tabs"]:
        title = client.get(tab["url"]).context["title"]
        assert title.startswith(f"{tab['label']}: {tab['count']} assignment"), tab


def test_a_count_beyond_the_bound_reads_as_officials_write_it(office, sign_in, monkeypatch):
    monkeypatch.setattr("agencies.views.paging.BOUND", 2)
    client = sign_in(office.world.specialist)

    page = client.get("/assignments/?state=all")

    assert page.context["tabs"][-1]["count"] == translated("over %(n)s") % {"n": 2}
    assert "2+" not in page.text


def test_the_filter_survives_in_the_address_and_says_what_it_cannot_read(office, sign_in):
    client = sign_in(office.world.head)

    good = client.get("/assignments/?state=overdue&q=rác+thải&due_to=1/2/2099")
    bad = client.get("/assignments/?state=never&due_to=31/2/2024&body=x")

    assert shown(good) == [office.rows["late"].title]
    assert 'value="rác thải"' in good.content.decode()
    assert bad.status_code == 200
    assert bad.content.decode().count('class="err"') == 3


PATHS = ("/", "/assignments/", "/assignments/?state=all&q=rac+thai+968", "/search/?q=rac+thai+968")


@pytest.mark.parametrize("name", SEATS)
def test_no_page_asks_more_than_fifteen_queries_however_many_rows(office, sign_in, name):
    client, at = sign_in(getattr(office.world, name)), timezone.now()
    client.get("/")
    for _n in range(6):
        office.world.issued(at=at, terms=terms(10, office.on), title="Xử lý rác thải 968")

    for path in PATHS:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200

        assert len(asked) <= 15, path


def test_paper_says_the_count_of_the_screen_and_how_many_are_printed(office, sign_in, monkeypatch):
    monkeypatch.setattr("assignments.views.list.PRINTED", 2)
    client = sign_in(office.world.specialist)

    screen = client.get("/assignments/?state=all").context["title"]
    paper = client.get("/assignments/?state=all&print=1")

    assert paper.context["title"] == screen
    assert len(paper.context["rows"]) == 2
    assert "500" in paper.content.decode()


def test_the_print_view_has_every_row_and_no_button(office, sign_in):
    client = sign_in(office.world.head)

    page = client.get("/assignments/?state=all&print=1").content.decode()

    count = counts_of([Criteria(state="all")], viewer(office.world.head))[0]
    assert page.count('<tr><td class="num">') == count
    assert 'btn-2 btn-s" href="/assignments/1' not in page


# --- own views ------------------------------------------------------------------------------
def test_a_view_is_kept_shown_with_its_count_and_deleted_by_its_owner_alone(office, sign_in):
    client, other = sign_in(office.world.head), sign_in(office.world.officer)

    client.post("/views/save/", {"name": "Trọng tâm", "query": "state=open&priority=1"})
    view = SavedView.objects.get()
    page = client.get("/assignments/?priority=1").content.decode()

    assert (view.name, view.query) == ("Trọng tâm", "priority=1")
    assert 'aria-current="page">Trọng tâm <span class="n">1</span>' in page
    assert "Trọng tâm <span" not in other.get("/assignments/").content.decode()
    assert other.post(f"/views/{view.pk}/delete/").status_code == 404
    assert client.post(f"/views/{view.pk}/delete/").status_code == 302
    assert not SavedView.objects.exists()


def test_the_same_name_replaces_a_view_and_twenty_are_the_most(office, sign_in):
    client = sign_in(office.world.head)
    for n in range(20):
        client.post("/views/save/", {"name": f"Số {n}", "query": "state=overdue"})

    client.post("/views/save/", {"name": "Số 1", "query": "state=today"})
    refused = client.post("/views/save/", {"name": "Số 20", "query": "state=today"})

    assert refused.status_code == 200
    assert SavedView.objects.count() == 20
    assert SavedView.objects.get(name="Số 1").query == "state=today"


def test_a_kept_group_stays_in_force_when_it_is_read_again(world):
    asked = Criteria(state="overdue", group="all_listed", field=(2, 5), decider=7, unclear=True)

    assert FilterForm.read(asked.query()) == asked


@pytest.mark.parametrize(
    ("asked", "words", "is_open"),
    [
        ("", "", False),
        ("state=overdue&role=lead", "Tình trạng: Quá hạn · Vai trò: Chủ trì", False),
        ("state=overdue&q=rac&priority=on", "(3)", True),
    ],
)
def test_the_folded_filter_says_what_is_in_force_and_is_open_where_no_tab_says_it(
    office, sign_in, asked, words, is_open
):
    page = sign_in(office.world.head).get(f"/assignments/?{asked}").text
    ((opened, summary),) = re.findall(r'<details class="fold"( open)?>(.*?)</details>', page, re.S)

    assert bool(opened) == is_open
    assert words in unescape(summary)
    assert bool(words) == ("(" in summary)


# --- many at once ---------------------------------------------------------------------------
def ticked(office, *names):
    return {"row": [office.rows[name].pk for name in names]}


def sent(office, *names, **more):
    revisions = {f"revision-{office.rows[n].pk}": office.rows[n].revision for n in names}
    return ticked(office, *names) | revisions | more


def test_one_officer_is_named_for_all_rows_that_are_acknowledged(office, sign_in):
    world = office.world
    client = sign_in(world.contact)

    page = client.get("/assignments/acknowledge/", ticked(office, "new", "undated", "return"))
    answer = client.post(
        "/assignments/acknowledge/", sent(office, "new", "undated", officer=world.officer.pk)
    )

    assert page.context["count"] == 2
    assert [row.pk for row, _why in page.context["others"]] == [office.rows["return"].pk]
    assert page.content.decode().count(">2 ") + page.content.decode().count(" 2 ") >= 2
    assert answer.status_code == 302
    found = Assignment.objects.filter(pk__in=[office.rows[n].pk for n in ("new", "undated")])
    assert {(r.stage, r.officer_id) for r in found} == {(Stage.ACKNOWLEDGED, world.officer.pk)}


def test_many_are_confirmed_and_each_refusal_is_told(office, sign_in):
    client = sign_in(office.world.specialist)

    answer = client.post("/assignments/confirm/", sent(office, "waiting", "waiting_late"))
    told = [str(m) for m in client.get("/assignments/").context["messages"]]

    assert answer.status_code == 302
    stages = {n: Assignment.objects.get(pk=office.rows[n].pk).stage for n in office.rows}
    assert stages["waiting"] == Stage.DONE
    assert stages["waiting_late"] == Stage.SUBMITTED
    assert len(told) == 2
    assert office.rows["waiting_late"].title in told[1]


def test_a_row_that_changed_after_it_was_seen_is_refused_alone(office, sign_in):
    client = sign_in(office.world.specialist)
    stale = sent(office, "waiting", **{f"revision-{office.rows['waiting'].pk}": 0})

    client.post("/assignments/confirm/", stale)

    assert Assignment.objects.get(pk=office.rows["waiting"].pk).stage == Stage.SUBMITTED


@pytest.mark.parametrize("name", ["officer", "other_head"])
def test_nobody_confirms_or_acknowledges_what_is_not_theirs(office, sign_in, name):
    client = sign_in(getattr(office.world, name))

    client.post("/assignments/confirm/", sent(office, "waiting"))
    client.post("/assignments/acknowledge/", sent(office, "new", officer=office.world.officer.pk))

    assert Assignment.objects.get(pk=office.rows["waiting"].pk).stage == Stage.SUBMITTED
    assert Assignment.objects.get(pk=office.rows["new"].pk).stage == Stage.ISSUED


def test_the_choices_of_the_filter_cost_one_query(office, django_assert_num_queries):
    someone = viewer(office.world.specialist)
    _read = someone.own

    with django_assert_num_queries(1):
        filter_choices(someone)


def test_work_that_waits_for_recognition_is_left_out_and_named_before_the_click(office, sign_in):
    page = sign_in(office.world.specialist).get(
        "/assignments/confirm/", ticked(office, "waiting", "waiting_late")
    )

    assert page.context["count"] == 1
    ((row, why),) = page.context["others"]
    assert row.pk == office.rows["waiting_late"].pk
    assert why
