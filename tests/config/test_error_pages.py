"""Requests that cannot be taken are answered in words that say what to do."""

import pytest
from django.test import Client

from tests.assignments.ordering import NEW, order

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.MFA_REQUIRED = False


def test_too_long_a_text_is_answered_by_a_page_that_says_so(world, sign_in):
    answer = sign_in(world.specialist).post(NEW, order(world, content="a" * 3_000_000))

    assert answer.status_code == 400
    assert answer.context["is_too_big"]
    page = answer.content.decode()
    assert 'lang="vi"' in page
    assert world.specialist.user.full_name in page


def test_too_many_fields_are_answered_in_the_language_of_the_person(world, sign_in):
    world.specialist.user.language = "en"
    world.specialist.user.save()
    fields = {f"field_{n}": "x" for n in range(2100)}

    answer = sign_in(world.specialist).post(NEW, fields)

    assert answer.status_code == 400
    assert 'lang="en"' in answer.content.decode()


def test_before_sign_in_it_is_answered_likewise():
    answer = Client().post("/tai-khoan/login/", {"login": "a" * 3_000_000})

    assert answer.status_code == 400
    assert answer.context["is_too_big"]


def test_a_request_that_cannot_be_read_is_answered_in_words(settings):
    answer = Client().get("/tai-khoan/login/", headers={"host": "elsewhere.example"})

    assert answer.status_code == 400
    assert not answer.context["is_too_big"]
