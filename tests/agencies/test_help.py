"""Help: each seat has its page; what it speaks of is one press away."""

import re
from html import unescape

import pytest
from django.urls import reverse

from agencies.rules.roles import Role
from agencies.views.help import PAGES
from tests.factories import seat

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ASKED = {"requests", "lists", "periodic", "away", "many"}
GIVEN = {"batches", "many", "requests", "periodic", "lists"}
TOPICS = {
    "officer": ASKED - {"many"},
    "contact": ASKED,
    "head": ASKED | {"batches"},
    "specialist": GIVEN,
    "watcher": GIVEN,
    "chairman": {"requests", "lists", "away"},
    "admin": set(),
}


def links(page) -> set[str]:
    body = page.text.split('class="narrow stack"')[1].split("</main>")[0]
    return {unescape(address) for address in re.findall(r'href="(/[^"]+)"', body)}


@pytest.mark.parametrize("name", TOPICS)
def test_the_page_of_a_seat_has_its_topics_and_links(world, sign_in, settings, name):
    settings.MFA_REQUIRED = False
    client = sign_in(getattr(world, name))

    page = client.get(reverse("help"))
    body = page.text.split('class="narrow stack"')[1].split("</main>")[0]

    assert set(re.findall(r'<section class="card" id="(\w+)"', body)) == TOPICS[name]
    assert bool(links(page)) == bool(TOPICS[name])


def test_every_page_of_the_help_and_each_of_its_links_opens_for_everybody(world, sign_in, settings):
    settings.MFA_REQUIRED = False
    unit_head = seat(world.justice, Role.UNIT_HEAD)
    for someone in (world.admin, world.officer, world.head, unit_head):
        client = sign_in(someone)
        for slug in PAGES:
            page = client.get(reverse("help-page", args=[slug]))
            assert page.status_code == 200
            for address in links(page):
                assert client.get(address).status_code == 200, (someone, slug, address)
