"""The calendar page: a year with its sources, and a calculator that explains itself."""

from datetime import date

import pytest
from django.urls import reverse

from agencies.models import CalendarChange, SpecialDay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tet(world, settings):
    settings.MFA_REQUIRED = False
    for day in (date(2024, 2, 8), date(2024, 2, 9), date(2024, 2, 12)):
        SpecialDay.objects.create(day=day, name="Tết Giáp Thìn", source="unverified")
    SpecialDay.objects.create(
        day=date(2024, 5, 4), is_worked=True, name="Làm bù cho 29/4", is_official=True,
        source="Thông báo 5015/TB-LĐTBXH",
    )  # fmt: skip


def get(client, **query):
    return client.get(reverse("calendar"), query)


def test_a_year_shows_days_off_days_worked_and_their_sources(world, sign_in):
    page = get(sign_in(world.officer), year=2024)

    spans = [(s["first"], s["last"], s["row"].is_official) for s in page.context["spans"]]
    assert spans == [
        (date(2024, 2, 8), date(2024, 2, 9), False),
        (date(2024, 2, 12), date(2024, 2, 12), False),
        (date(2024, 5, 4), date(2024, 5, 4), True),
    ]
    cells = {c["number"]: c["kind"] for c in page.context["months"][1]["cells"] if c["number"]}
    assert (cells[8], cells[10], cells[13]) == ("off", "off", "")
    may = {c["number"]: c["kind"] for c in page.context["months"][4]["cells"] if c["number"]}
    assert (may[4], may[5]) == ("start", "off")
    assert page.context["known_until"] == date(2024, 12, 31)
    assert not page.context["is_provisional"]


def test_a_year_without_rows_is_provisional(world, sign_in):
    page = get(sign_in(world.officer), year=2025)

    assert page.context["is_provisional"]
    assert page.context["spans"] == []


@pytest.mark.parametrize("year", ["", "abc", "1", "99999", "-5", "²024"])
def test_a_year_that_is_none_shows_this_year(world, sign_in, year):
    assert get(sign_in(world.officer), year=year).status_code == 200


def test_the_calculator_explains_every_day(world, sign_in):
    page = get(sign_in(world.officer), start="7/2/2024", n="3", unit="WORKING_DAYS")

    assert page.context["count"].due == date(2024, 2, 15)
    why = page.context["why"]
    marks = [(d["date"].day, d["kind"]) for d in why["days"]]
    assert marks[:4] == [(7, "start"), (8, "off"), (9, "off"), (10, "off")]
    assert marks[-1] == (15, "end")
    text = " ".join(step.get("note", "") for step in why["steps"])
    assert "Tết Giáp Thìn" in text
    assert "15/02/2024" in page.content.decode()


def test_a_far_answer_is_called_provisional(world, sign_in):
    page = get(sign_in(world.officer), start="1/12/2024", n="2", unit="MONTHS")

    assert page.context["count"].is_provisional


@pytest.mark.parametrize(
    "asked",
    [
        {"start": "30/2/2024", "n": "5", "unit": "DAYS"},
        {"start": "1/1/2024", "n": "-1", "unit": "DAYS"},
        {"start": "1/1/2024", "n": "1000000", "unit": "DAYS"},
        {"start": "1/1/2024", "n": "5", "unit": "YEARS"},
        {"start": "1/1/0001", "n": "5", "unit": "DAYS"},
        {"start": "", "n": "", "unit": ""},
    ],
)
def test_a_question_that_cannot_be_counted_says_so(world, sign_in, asked):
    page = get(sign_in(world.officer), **asked)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert "count" not in page.context


def test_a_long_count_is_told_in_words(world, sign_in):
    page = get(sign_in(world.officer), start="1/1/2024", n="200", unit="WORKING_DAYS")

    assert page.context["why"]["days"] == []
    assert "Tết Giáp Thìn" in page.content.decode()


def test_home_affairs_puts_a_change_up_and_others_find_no_such_page(world, sign_in):
    url = reverse("calendar-change-new")
    typed = {
        "kind": "off", "first_day": "8/3/2027", "last_day": "", "name": "Nghỉ bão",
        "source": "Công điện 1/CĐ-UBND", "decided_on": "",
    }  # fmt: skip

    answer = sign_in(world.watcher).post(url, typed)

    change = CalendarChange.objects.get()
    assert answer.url == reverse("calendar-change-detail", args=[change.pk])
    assert change.first_day == change.last_day == date(2027, 3, 8)
    for seat in (world.head, world.specialist, world.admin):
        assert sign_in(seat).get(url).status_code == 404


def test_a_change_without_its_occasion_or_source_is_refused_in_words(world, sign_in):
    page = sign_in(world.watcher).post(
        reverse("calendar-change-new"), {"kind": "off", "first_day": "8/3/2027"}
    )

    assert {"name", "source"} == set(page.context["form"].errors)
    assert not CalendarChange.objects.exists()
