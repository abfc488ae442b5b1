"""The pages of documents: what each person sees and finds."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Group
from audit.models import Event
from directives.actions import obligation as obligations
from directives.actions.obligation import Wording
from directives.models import Obligation, Receipt

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def quiet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.MFA_REQUIRED = False


def text_of(answer) -> str:
    return answer.content.decode()


def numbers_in(answer) -> list[str]:
    return re.findall(r'<span class="nowrap">([^<]+)</span>', text_of(answer))


NEW = "/directives/new/"


# --- the list -----------------------------------------------------------------------------------
def test_the_register_counts_what_it_lists(write, world, sign_in):
    write("968/CĐ-TTg")
    write("", None)
    client = sign_in(world.officer)

    everything = client.get("/directives/", headers={"accept-language": "en"})
    missing = client.get("/directives/?missing=on")

    assert numbers_in(everything) == ["968/CĐ-TTg"]
    assert re.search(r"<h1>2 \w+", text_of(everything))
    assert re.search(r"<h1>1 \w+", text_of(missing))
    assert numbers_in(missing) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=968", ["968/CĐ-TTg"]),
        ("q=cđ 968", ["968/CĐ-TTg"]),
        ("q=CHAN CHINH", ["968/CĐ-TTg", "12/CĐ-TTg"]),
        ("year=2022", ["12/CĐ-TTg"]),
        ("urgency=FLASH", ["12/CĐ-TTg"]),
        ("q=968&year=2022", []),
        ("year=abc", ["968/CĐ-TTg", "12/CĐ-TTg"]),
        ("type=999999", ["968/CĐ-TTg", "12/CĐ-TTg"]),
        ("q=' OR 1=1 --", []),
    ],
)
def test_filters_narrow_the_register(write, world, sign_in, query, found):
    write("968/CĐ-TTg")
    write("12/CĐ-TTg", date(2022, 1, 5), urgency="FLASH")

    answer = sign_in(world.officer).get(f"/directives/?{query}")

    assert numbers_in(answer) == found


def test_pages_by_key_show_every_row_once_both_ways(write, world, sign_in, monkeypatch):
    from directives.views import directive, paging

    monkeypatch.setattr(directive, "page_of", lambda r, q: paging.page_of(r, q, size=3))
    days = [date(2023, 1, 1), date(2023, 1, 1), date(2023, 1, 2), None, None, date(2022, 5, 5)]
    for n, day in enumerate([*days, date(2024, 1, 1)]):
        write(f"{n + 10}/CĐ-TTg", day)
    client = sign_in(world.officer)
    answer = client.get("/directives/")
    forward, pages = numbers_in(answer), [numbers_in(answer)]

    while next_url := re.search(r'rel="next" href="([^"]+)"', text_of(answer)):
        answer = client.get("/directives/" + next_url[1].replace("&amp;", "&"))
        pages.append(numbers_in(answer))
        forward += numbers_in(answer)
    back = client.get("/directives/" + re.search(r'rel="prev" href="([^"]+)"', text_of(answer))[1])

    assert len(forward) == len(set(forward)) == 7
    assert forward[0] == "16/CĐ-TTg"
    assert set(forward[-2:]) == {"13/CĐ-TTg", "14/CĐ-TTg"}
    assert numbers_in(back) == pages[-2]


@pytest.mark.parametrize("key", ["after=x", "after=2023-13-45_1", "before=none_99999999999999999"])
def test_a_broken_key_shows_a_page_all_the_same(write, world, sign_in, key):
    write("968/CĐ-TTg")

    assert sign_in(world.officer).get(f"/directives/?{key}").status_code == 200


# --- rights -------------------------------------------------------------------------------------
def test_an_administrator_sees_no_document(write, world, sign_in):
    row = write("968/CĐ-TTg")
    client = sign_in(world.admin)

    paths = ["/directives/", f"/directives/{row.pk}/", NEW, f"/directives/{row.pk}/clauses/"]

    assert {client.get(path).status_code for path in paths} == {404}


def test_a_restricted_document_is_nowhere_for_a_stranger(write, world, sign_in):
    row = write("968/CĐ-TTg", is_restricted=True, title_vi="Nội chính")
    lower = write("12/CĐ-TTg")
    lower.links_up.create(target=row, kind="BASED_ON")
    client = sign_in(world.officer)
    paths = [f"/directives/{row.pk}/", f"/directives/{row.pk}/edit/",
             f"/directives/{row.pk}/clauses/"]  # fmt: skip

    assert {client.get(path).status_code for path in paths} == {404}
    assert client.post(f"/directives/{row.pk}/receive/").status_code == 404
    for path in ("/directives/?q=968", f"/directives/{lower.pk}/"):
        assert "Nội chính" not in text_of(client.get(path))
    Receipt.objects.create(directive=row, agency=world.justice, received_on=date(2023, 10, 17))
    assert client.get(paths[0]).status_code == 200


def test_only_its_keeper_corrects_a_document(write, world, sign_in):
    row = write("968/CĐ-TTg", code="968")
    path = f"/directives/{row.pk}/edit/"

    assert sign_in(world.watcher).get(path).status_code == 200
    for seat in (world.officer, world.specialist, world.chairman):
        assert sign_in(seat).get(path).status_code == 404
        assert path not in text_of(sign_in(seat).get(f"/directives/{row.pk}/"))


# --- obligations --------------------------------------------------------------------------------
@pytest.fixture
def owed(write, world):
    Group.objects.create(code="departments", name_vi="Các sở", name_en="Departments",
                         kinds=["department", "central_agency"])  # fmt: skip
    row = write("12/CĐ-TTg", code="HT")
    wording = Wording("ý 1", "Sửa quy chế làm việc", "assigned", group_code="departments")
    obligations.add(row, wording, by=world.watcher, at=timezone.now())
    return row


WORDS = {"clause": "ý 2", "text_vi": "Quán triệt", "mode": "text", "group_code": "departments"}


def test_home_affairs_adds_and_corrects_obligations(owed, world, sign_in):
    client = sign_in(world.watcher)
    added = client.post(f"/directives/{owed.pk}/obligations/new/", WORDS | {"often": "once"})
    row = Obligation.objects.get(code="HT-02")

    saved = client.post(f"/obligations/{row.pk}/", WORDS | {"revision": "0", "clause": "ý 3"})
    stale = client.post(f"/obligations/{row.pk}/", WORDS | {"revision": "0", "clause": "ý 4"})

    assert added.url == saved.url == f"/directives/{owed.pk}/clauses/"
    assert stale.status_code == 409
    row.refresh_from_db()
    assert (row.clause, row.period, row.revision) == ("ý 3", "", 1)
    assert Event.objects.filter(kind="obligation.edit", subject_id=row.pk).count() == 1
    assert "ý 2 → ý 3" in text_of(client.get(f"/obligations/{row.pk}/"))


def test_others_do_not_open_the_form_of_an_obligation(owed, world, sign_in):
    row = Obligation.objects.get()
    paths = [f"/directives/{owed.pk}/obligations/new/", f"/obligations/{row.pk}/"]

    for seat in (world.specialist, world.head, world.chairman):
        assert {sign_in(seat).get(path).status_code for path in paths} == {404}


# --- how much a page asks -------------------------------------------------------------------------
@pytest.mark.parametrize("seat", ["watcher", "specialist", "officer", "chairman"])
def test_no_page_asks_more_than_fifteen_questions(
    owed, write, world, sign_in, seat, django_assert_max_num_queries
):
    upper = write("968/CĐ-TTg")
    owed.links_up.create(target=upper, kind="BASED_ON")
    for n in range(30):
        write(f"{n + 20}/CĐ-TTg").links_up.create(target=owed, kind="CARRIES_OUT")
    client = sign_in(getattr(world, seat))
    client.get("/directives/")

    pages = ["/directives/", f"/directives/{owed.pk}/", f"/directives/{upper.pk}/", NEW,
             f"/directives/{owed.pk}/edit/", f"/obligations/{Obligation.objects.get().pk}/",
             reverse("directive-clauses", args=[owed.pk])]  # fmt: skip
    for path in pages:
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(path)
