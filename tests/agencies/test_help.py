"""Help: each seat has its page; what it speaks of is one press away."""

import re
from html import unescape

import pytest
from django.urls import reverse

from agencies.views.help import PAGES

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


@pytest.mark.parametrize("name", TOPICS)
def test_the_page_of_a_seat_has_its_topics_and_links_that_open(world, sign_in, settings, name):
    settings.MFA_REQUIRED = False
    client = sign_in(getattr(world, name))

    page = client.get(reverse("help"))
    body = page.text.split('class="narrow stack"')[1].split("</main>")[0]

    assert set(re.findall(r'<section class="card" id="(\w+)"', body)) == TOPICS[name]
    addresses = set(re.findall(r'href="(/[^"]+)"', body))
    assert bool(addresses) == bool(TOPICS[name])
    for address in addresses:
        assert client.get(unescape(address)).status_code == 200, address


def test_every_page_of_the_help_opens_for_everybody(world, sign_in, settings):
    settings.MFA_REQUIRED = False
    for someone in (world.admin, world.officer):
        for slug in PAGES:
            assert sign_in(someone).get(reverse("help-page", args=[slug])).status_code == 200
