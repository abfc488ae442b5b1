"""Legal parameters: dated, with a source, entered by the body that owns them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.rules.refusal import NotAllowed, Stale
from audit.models import Event
from directives.actions import provision as actions
from directives.models import Provision, ProvisionHistory

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def without_second_step(settings):
    settings.MFA_REQUIRED = False


@pytest.fixture
def days(db):
    return Provision.objects.create(
        key="acknowledge_days", name_vi="Thời hạn tiếp nhận", name_en="Days to acknowledge",
        unit="working_days", value="2", owner="PPC_OFFICE",
    )  # fmt: skip


def enter(row, value, by, *, valid_from=DAY, source="QĐ 12/2024/QĐ-UBND, Điều 9", revision=None):
    row.refresh_from_db()
    return actions.enter(
        row, value=value, valid_from=valid_from, source=source,
        revision=row.revision if revision is None else revision, by=by, at=timezone.now(),
    )  # fmt: skip


def by_day(key="acknowledge_days"):
    return [
        (r.value, r.valid_from, r.valid_to, r.is_assumed)
        for r in Provision.objects.filter(key=key).order_by("valid_from", "pk")
    ][::-1]


def test_a_new_value_closes_the_former_row(world, days):
    enter(days, "3", world.specialist)

    assert by_day() == [("2", None, DAY, True), ("3", DAY, None, False)]
    assert Provision.objects.numbers(date(2024, 2, 29)) == {"acknowledge_days": 2}
    assert Provision.objects.numbers(DAY) == {"acknowledge_days": 3}
    assert Event.objects.get(kind="provision.enter").data["before"] == "2"


def test_a_value_between_two_others_lasts_until_the_later_one(world, days):
    enter(days, "5", world.specialist, valid_from=date(2025, 1, 1))
    enter(days, "3", world.specialist)

    found = {(v, f, t) for v, f, t, _ in by_day()}
    assert found == {
        ("2", None, DAY), ("3", DAY, date(2025, 1, 1)), ("5", date(2025, 1, 1), None)
    }  # fmt: skip


def test_the_same_day_again_rewrites_and_history_keeps_both(world, days):
    row = enter(days, "3", world.specialist)
    again = enter(row, "4", world.specialist)

    assert again.pk == row.pk
    assert set(ProvisionHistory.objects.filter(id=row.pk).values_list("value", flat=True)) == {
        "3", "4"
    }  # fmt: skip


def test_only_the_owner_enters(world, days):
    for by in (world.watcher, world.head, world.chairman, world.admin):
        with pytest.raises(NotAllowed):
            enter(days, "3", by)
    own = Provision.objects.create(
        key="ranking_min_due", name_vi="x", name_en="x", value="20", owner="HOME_AFFAIRS"
    )
    assert enter(own, "25", world.watcher).value == "25"


@pytest.mark.parametrize("value", ["", "hai", "-1", "2.5", "1000000000", "²"])
def test_a_number_stays_a_number(world, days, value):
    with pytest.raises(NotAllowed):
        enter(days, value, world.specialist)


def test_a_value_needs_its_source(world, days):
    with pytest.raises(NotAllowed):
        enter(days, "3", world.specialist, source="  ")


def test_two_people_never_overwrite_each_other(world, days):
    enter(days, "3", world.specialist, revision=0)

    with pytest.raises(Stale):
        enter(days, "4", world.office_head, revision=0)


# --- the pages ----------------------------------------------------------------------------------
def test_the_list_says_what_is_assumed(world, days, sign_in):
    page = sign_in(world.officer).get(reverse("provision-list"))
    assert page.context["assumed"] == 1
    enter(days, "3", world.specialist)

    page = sign_in(world.officer).get(reverse("provision-list"))

    assert page.context["assumed"] == 0
    [row] = page.context["groups"][0]["rows"]
    assert (row["row"].value, row["may_enter"]) == ("3", False)


def test_the_owner_enters_on_the_page_and_history_shows(world, days, sign_in):
    url = reverse("provision-edit", args=[days.pk])
    client = sign_in(world.specialist)
    typed = {"value": "3", "valid_from": "1/3/2024", "source": "QĐ 12/2024/QĐ-UBND", "revision": 0}

    assert client.post(url, typed).status_code == 302
    stale = client.post(url, typed | {"value": "9"})

    assert stale.status_code == 409
    page = sign_in(world.head).get(url)
    assert page.context["form"] is None
    assert [r["row"].value for r in page.context["rows"]] == ["3", "2"]
    assert sign_in(world.head).post(url, typed).status_code == 404
    assert sign_in(world.admin).get(url).status_code == 404
