"""People on their pages: who finds whom, accounts, seats, absences, one's own account."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import person as people
from agencies.models import Delegation, User
from agencies.rules.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_step(settings):
    settings.MFA_REQUIRED = False


def names(page):
    return {item["person"] for item in page.context["people"]}


def get(client, **query):
    return client.get(reverse("people-list"), query)


# --- who finds whom -----------------------------------------------------------------------------
def test_a_body_sees_its_own_people_and_whom_to_turn_to_elsewhere(world, sign_in):
    found = names(get(sign_in(world.contact)))

    assert {world.officer.user, world.head.user, world.other_head.user} <= found
    assert world.other_officer.user not in found
    assert world.specialist.user not in found


def test_keepers_and_the_office_see_everybody(world, sign_in):
    for seat in (world.admin, world.watcher, world.specialist, world.chairman):
        assert names(get(sign_in(seat))) == set(User.objects.all())


def test_a_person_one_may_not_look_up_is_not_there(world, sign_in):
    url = reverse("person-detail", args=[world.other_officer.user_id])

    assert sign_in(world.head).get(url).status_code == 404
    assert sign_in(world.other_officer).get(url).status_code == 200


def test_address_and_telephone_stay_inside_the_body(world, sign_in):
    url = reverse("person-detail", args=[world.head.user_id])

    assert world.head.user.email in sign_in(world.officer).get(url).content.decode()
    assert world.head.user.email not in sign_in(world.other_head).get(url).content.decode()


def test_the_list_is_searched_without_accents_and_by_state(world, sign_in):
    person = factories.user("Đặng Thị Ước")
    client = sign_in(world.admin)

    assert names(get(client, q="dang thi uoc")) == {person}
    assert names(get(client, state="seatless")) == {person}
    assert names(get(client, q=person.email)) == {person}
    assert person in names(get(client, state="waiting"))
    people.disable(person, by=world.admin, at=timezone.now())
    assert names(get(client, state="off")) == {person}


def test_pages_of_people_miss_nobody(world, sign_in, monkeypatch):
    monkeypatch.setattr("agencies.views.person.SIZE", 4)
    client, seen, query = sign_in(world.admin), [], ""

    while True:
        page = client.get(reverse("people-list") + query)
        seen += [item["person"].pk for item in page.context["people"]]
        query = page.context["page"].next_url
        if not query:
            break

    assert len(seen) == len(set(seen)) == User.objects.count()


# --- accounts -----------------------------------------------------------------------------------
def test_a_link_is_shown_once(world, sign_in):
    client = sign_in(world.admin)
    url = reverse("person-access", args=[world.officer.user_id, "link"])
    assert client.get(url).status_code == 200

    answer = client.post(url, {"note": ""})
    first, second = client.get(answer.url), client.get(answer.url)

    assert "/tai-khoan/password/reset/key/" in first.context["link"]
    assert first["Cache-Control"] == "no-store"
    assert second.context["link"] == ""


def test_keys_of_an_account_are_not_there_for_others(world, sign_in):
    for what in ("link", "disable", "enable", "sign-out", "second-step", "nothing"):
        url = reverse("person-access", args=[world.officer.user_id, what])
        assert sign_in(world.watcher).get(url).status_code == 404
        assert sign_in(world.head).post(url).status_code == 404


def test_a_refused_form_says_why_and_keeps_what_was_typed(world, sign_in):
    client = sign_in(world.watcher)
    typed = {"full_name": "Người Mới", "email": world.head.user.email}

    page = client.post(reverse("person-new"), typed)

    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert "Người Mới" in page.content.decode()
    assert not User.objects.filter(full_name="Người Mới").exists()


def test_a_stale_correction_shows_both_versions(world, sign_in):
    client, person = sign_in(world.watcher), world.officer.user
    url = reverse("person-edit", args=[person.pk])
    typed = {"full_name": "Tên thứ nhất", "email": person.email, "phone": "", "revision": 0}
    assert client.post(url, typed).status_code == 302

    page = client.post(url, typed | {"full_name": "Tên thứ hai"})

    assert page.status_code == 409
    assert "Tên thứ nhất" in page.content.decode()
    assert "Tên thứ hai" in page.content.decode()


# --- one's own account --------------------------------------------------------------------------
def test_the_language_of_the_account_is_kept(world, sign_in):
    client = sign_in(world.officer)

    answer = client.post(reverse("language"), {"language": "en", "next": reverse("account")})

    assert answer.url == reverse("account")
    page = client.get(answer.url)
    assert '<html lang="en">' in page.content.decode()
    world.officer.user.refresh_from_db()
    assert world.officer.user.language == "en"


def test_a_language_that_is_none_and_a_foreign_way_back_are_refused(world, sign_in, client):
    assert client.post(reverse("language"), {"language": "xx"}).status_code == 404
    answer = client.post(reverse("language"), {"language": "en", "next": "https://elsewhere.test/"})
    assert answer.url == reverse("account_login")


def test_one_acts_in_another_seat_only_of_ones_own(world, sign_in):
    second = factories.seat(world.health, Role.CONTACT, person=world.officer.user)
    client = sign_in(world.officer)

    answer = client.post(reverse("seat-switch"), {"seat": second.pk})
    foreign = client.post(reverse("seat-switch"), {"seat": world.head.pk})

    assert (answer.status_code, foreign.status_code) == (302, 404)
    page = client.get(reverse("account"))
    assert page.context["user"].seat == second
    assert [s["is_current"] for s in page.context["seats"]].count(True) == 1


def test_a_person_without_a_seat_sees_the_own_account_and_little_else(world, client):
    client.force_login(
        factories.user(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    for name in ("account", "agency-list", "calendar", "help", "people-list"):
        assert client.get(reverse(name)).status_code == 200, name
    for name in ("delegation-list", "provision-list", "routing-list", "person-new"):
        assert client.get(reverse(name)).status_code == 404, name
    assert len(names(get(client))) == 1


def test_the_seat_is_switched_by_a_form_only(world, sign_in):
    client = sign_in(world.officer)

    assert client.get(reverse("seat-switch")).status_code == 405
    assert client.get(reverse("language")).status_code == 405


# --- absences -----------------------------------------------------------------------------------
def test_an_absence_is_entered_shown_and_ended(world, sign_in):
    today = timezone.localdate()
    client = sign_in(world.contact)
    url = reverse("delegation-new") + f"?absent={world.officer.pk}"
    days = {"first_day": f"{today:%d/%m/%Y}", "last_day": f"{today + timedelta(2):%d/%m/%Y}"}

    answer = client.post(url, days | {"substitute": world.contact.pk})

    assert answer.status_code == 302
    row = Delegation.objects.get()
    listing = client.get(reverse("delegation-list"))
    assert [item["row"] for item in listing.context["running"]] == [row]
    mine = sign_in(world.officer).get(reverse("account"))
    assert [item["row"] for item in mine.context["given"]] == [row]
    body = client.get(reverse("agency-detail", args=[world.justice.pk]))
    assert [item["row"] for item in body.context["delegations"]] == [row]
    client.post(reverse("delegation-end", args=[row.pk]), {"note": "về sớm"})
    assert [i["row"] for i in client.get(reverse("delegation-list")).context["past"]] == [row]


def test_the_chain_of_substitutes_is_shown(world, sign_in):
    second = factories.seat(world.justice)
    today = timezone.localdate()
    for absent, substitute in ((world.officer, second), (second, world.contact)):
        Delegation.objects.create(
            absent=absent, substitute=substitute, kind="ABSENCE", first_day=today,
            last_day=today, created_by=world.head,
        )  # fmt: skip

    page = sign_in(world.contact).get(reverse("delegation-list"))

    chains = {i["row"].absent_id: i["chain"] for i in page.context["running"]}
    assert chains[world.officer.pk] == [
        world.officer.person, second.person, world.contact.person
    ]  # fmt: skip
    assert chains[second.pk] == []


def test_nobody_enters_absences_for_another_body(world, sign_in):
    client = sign_in(world.other_head)
    url = reverse("delegation-new") + f"?absent={world.officer.pk}"

    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
