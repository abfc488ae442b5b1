"""Bodies on their pages: of a day, by kind, namesakes told apart, heirs on both sides."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Succession
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def tran_phu(world):
    """The two wards named Trần Phú, which are not the same territory."""
    day = date(2025, 7, 1)
    name = "UBND phường Trần Phú"
    old = factories.agency("X-18094", kind="ward", name=name, valid_to=day)
    new = factories.agency("18100", kind="ward", name=name, valid_from=day)
    heir = factories.agency("18073", kind="ward", name="UBND phường Thành Sen", valid_from=day)
    Succession.objects.create(
        old=old, new=heir, on=day, kind="merge", passes="toàn bộ", source="unverified"
    )
    return old, new, heir


def listed(page):
    return [body.code for group in page.context["groups"] for body in group["rows"]]


def get(client, **query):
    return client.get(reverse("agency-list"), query)


def test_only_bodies_of_today_are_listed(tran_phu, world, sign_in):
    codes = listed(get(sign_in(world.officer)))

    assert {"18100", "18073", "STP"} <= set(codes)
    assert "X-18094" not in codes


def test_another_day_shows_the_bodies_of_that_day(tran_phu, world, sign_in):
    page = get(sign_in(world.officer), on="30/6/2025")

    assert "X-18094" in listed(page)
    assert "18100" not in listed(page)
    assert "30/06/2025" in page.context["title"]


def test_accents_are_not_needed_and_former_bodies_are_found(tran_phu, world, sign_in):
    client = sign_in(world.officer)

    assert listed(get(client, q="TRAN phu")) == ["18100"]
    assert listed(get(client, q="tran phu", view="former")) == ["X-18094"]
    assert listed(get(client, q="18094", view="former")) == ["X-18094"]
    assert listed(get(client, q="không có")) == []


def test_a_day_that_is_none_is_told_and_lists_nothing(world, sign_in):
    page = get(sign_in(world.officer), on="40/40/2025")

    assert page.status_code == 200
    assert listed(page) == []
    assert page.context["form"].errors["on"]


def test_central_agencies_stand_apart(world, sign_in):
    factories.agency("TW-CAT", kind="police", name="Công an tỉnh", is_subordinate=False)
    client = sign_in(world.officer)

    assert "TW-CAT" not in listed(get(client))
    assert listed(get(client, view="central")) == ["TW-CAT"]
    tabs = {tab["label"]: tab["count"] for tab in get(client).context["tabs"]}
    assert sum(tabs.values()) == len(tabs) + 4  # every body stands in exactly one tab


def test_pages_of_the_list_miss_no_body(world, sign_in, monkeypatch):
    monkeypatch.setattr("agencies.views.agency.SIZE", 3)
    for number in range(8):
        factories.agency(f"X{number}", kind="commune", name=f"UBND xã {number}")
    client, seen, query = sign_in(world.officer), [], ""

    while True:
        page = client.get(reverse("agency-list") + query)
        seen += listed(page)
        query = page.context["page"].next_url
        if not query:
            break

    assert len(seen) == len(set(seen)) == 15
    back = page.context["page"].previous_url
    assert listed(client.get(reverse("agency-list") + back)) == seen[-6:-3]


def test_a_body_names_its_namesake_and_its_heir(tran_phu, world, sign_in):
    old, new, heir = tran_phu
    client = sign_in(world.officer)

    page = client.get(reverse("agency-detail", args=[old.pk]))
    assert [b.pk for b in page.context["namesakes"]] == [new.pk]
    assert [i["other"] for i in page.context["heirs"]] == [heir]
    assert page.context["heirs"][0]["is_unverified"]
    after = client.get(reverse("agency-detail", args=[heir.pk]))
    assert [i["other"] for i in after.context["predecessors"]] == [old]


def test_counts_on_the_page_are_those_of_the_list(world, sign_in):
    world.issued()
    world.acknowledged()
    client = sign_in(world.head)

    page = client.get(reverse("agency-detail", args=[world.justice.pk]))

    for tally in page.context["tallies"]:
        listing = client.get(tally["url"])
        assert listing.status_code == 200
    assert [t["count"] for t in page.context["tallies"]][:2] == [2, 0]


def test_administrators_see_no_business_data(world, sign_in, settings):
    settings.MFA_REQUIRED = False
    row = world.acknowledged(title="Việc không ai ngoài được biết")
    client = sign_in(world.admin)

    page = client.get(reverse("agency-detail", args=[world.justice.pk]))

    assert page.context["tallies"] == []
    assert row.title not in page.content.decode()
    assert page.context["title"] == world.justice.name_vi
    for name in ("handover", "calendar-change-detail", "provision-list", "routing-list"):
        args = [1] if name in {"handover", "calendar-change-detail"} else []
        assert client.get(reverse(name, args=args)).status_code == 404


def test_a_head_reads_the_whole_count_and_how_much_of_it_opens(world, sign_in):
    world.issued()

    page = sign_in(world.other_officer).get(reverse("agency-detail", args=[world.justice.pk]))
    head = sign_in(world.other_head).get(reverse("agency-detail", args=[world.justice.pk]))

    mine, whole = page.context["tallies"][0], head.context["tallies"][0]
    assert (mine["count"], mine["note"]) == (0, "")
    assert whole["count"] == 1
    assert whole["note"].endswith(" 0")


def test_a_mailbox_is_kept_with_its_revision(world, sign_in, settings):
    settings.MFA_REQUIRED = False
    client, url = sign_in(world.watcher), reverse("agency-mailbox", args=[world.justice.pk])

    saved = client.post(url, {"mailbox": "stp@example.test", "revision": 0})
    stale = client.post(url, {"mailbox": "khac@example.test", "revision": 0})

    world.justice.refresh_from_db()
    assert saved.status_code == 302
    assert world.justice.mailbox == "stp@example.test"
    assert stale.status_code == 409
    assert "khac@example.test" in stale.content.decode()
    again = client.post(url, {"mailbox": "khac@example.test", "revision": 1, "resolve": "1"})
    assert again.status_code == 200
    assert sign_in(world.head).get(url).status_code == 404


def test_units_are_added_and_closed_by_keepers(world, sign_in, settings):
    settings.MFA_REQUIRED = False
    client = sign_in(world.watcher)
    client.post(reverse("unit-new", args=[world.justice.pk]), {"name": "Văn phòng"})
    unit = world.justice.units.get()
    today = timezone.localdate()

    client.post(reverse("unit-end", args=[unit.pk]), {"last_day": f"{today:%d/%m/%Y}"})

    unit.refresh_from_db()
    assert unit.valid_to == today + timedelta(1)
