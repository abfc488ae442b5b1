"""Signing in: wrong passwords lock the account at that address, and nobody else there."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.actions import person as people
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "mot-cau-rat-dai-1"


@pytest.fixture(autouse=True)
def hashes_are_quick(settings):
    """These tests count tries and never look at a hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def a_person(email: str):
    person = factories.user()
    person.email = email
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(email: str, password: str = PASSWORD, *, address: str = "10.1.1.1"):
    client = Client(REMOTE_ADDR=address)
    return client.post(reverse("account_login"), {"login": email, "password": password})


def fail(email: str, times: int, *, address: str = "10.1.1.1"):
    return [sign_in(email, "sai mật khẩu", address=address).status_code for _ in range(times)]


@pytest.fixture
def two():
    return a_person("an@hatinh.example"), a_person("binh@hatinh.example")


def test_five_wrong_passwords_lock_that_account_at_that_address(two):
    fail("an@hatinh.example", 5)

    assert sign_in("an@hatinh.example").status_code == 429


def test_a_colleague_at_the_same_address_signs_in_all_the_same(two):
    fail("an@hatinh.example", 5)

    assert sign_in("binh@hatinh.example").status_code == 302


def test_wrong_passwords_for_an_account_that_is_not_there_lock_nobody(two):
    fail("khong-co@hatinh.example", 6)

    assert sign_in("an@hatinh.example").status_code == 302


def test_the_person_signs_in_from_another_address(two):
    fail("an@hatinh.example", 5)

    assert sign_in("an@hatinh.example", address="10.2.2.2").status_code == 302


def test_capitals_and_blanks_in_the_name_are_no_way_around_the_lock(two):
    fail("an@hatinh.example", 3)
    fail(" AN@hatinh.example ", 2)

    assert sign_in("An@HaTinh.example").status_code == 429


def test_a_sign_in_forgets_the_wrong_passwords_of_that_account_alone(two):
    fail("an@hatinh.example", 4)
    fail("binh@hatinh.example", 4)
    sign_in("an@hatinh.example")

    assert fail("an@hatinh.example", 2) == [200, 200]
    assert fail("binh@hatinh.example", 1) == [429]


def test_very_many_wrong_passwords_at_one_address_are_slowed_down_there(two):
    for number in range(60):
        fail(f"khong-co-{number}@hatinh.example", 1)

    assert sign_in("an@hatinh.example").status_code == 200
    assert sign_in("an@hatinh.example", address="10.2.2.2").status_code == 302


def test_a_whole_office_signs_in_within_a_minute(two):
    answers = {sign_in("an@hatinh.example").status_code for _ in range(40)}

    assert answers == {302}


def test_a_very_long_name_is_only_a_wrong_name():
    assert fail("a" * 60 + "@" + "b." * 125 + "example", 1) == [200]


# --- passwords ------------------------------------------------------------------------------
@pytest.fixture
def link(world):
    """The page of a one-time link of Trần Thị Bình, and her account."""
    person = factories.user("Trần Thị Bình", is_active=True)
    person.email = "binh.tran@hatinh.example"
    person.save()
    path = people.make_link(person, by=world.admin, at=timezone.now())
    client = Client()
    page = client.get(path, follow=True).request["PATH_INFO"]
    return lambda password: (
        client.post(page, {"password1": password, "password2": password}),
        person.refresh_from_db(),
        person.has_usable_password(),
    )[-1]


@pytest.mark.parametrize(
    "password",
    ["123456789012", "qwerty123456", "ngắn-1a", "binh.tran@hatinh", "Trần Thị Bình1"],
)
def test_a_weak_password_is_refused_on_the_one_time_link(link, password):
    assert not link(password)


def test_a_good_password_is_taken_on_the_one_time_link(link):
    assert link(PASSWORD)


def test_the_sign_in_page_leads_to_no_page_that_is_not_there(client):
    page = client.get(reverse("account_login")).content.decode()

    for address in re.findall(r'(?:href|action)="(/(?!static/)[^"]*)"', page):
        assert client.get(address).status_code in {200, 302, 405}, address


def test_the_page_of_changing_the_password_leads_to_no_page_that_is_not_there(world):
    client = Client()
    client.force_login(world.head.user)
    page = client.get(reverse("account_change_password")).content.decode()

    assert reverse("account_reset_password") not in page


def test_who_cannot_read_vietnamese_chooses_the_language_before_signing_in(client):
    page = client.get(reverse("account_login")).content.decode()
    answer = client.post(reverse("language"), {"language": "en", "next": "/tai-khoan/login/"})

    assert 'name="language" value="en"' in page
    assert 'lang="en"' in client.get(answer.url).content.decode()


def test_the_language_chosen_before_signing_in_lasts_beyond_it(client):
    person = a_person("a@so.test")
    client.post(reverse("language"), {"language": "en", "next": "/tai-khoan/login/"})

    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    person.refresh_from_db()
    assert person.language == "en"
    assert 'lang="en"' in client.get(reverse("account")).content.decode()


def test_who_chooses_no_language_before_signing_in_keeps_the_own(client):
    person = a_person("a@so.test")
    type(person).objects.filter(pk=person.pk).update(language="en")

    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    person.refresh_from_db()
    assert person.language == "en"
