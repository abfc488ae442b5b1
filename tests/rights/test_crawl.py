"""A crawl as several people: no text of a row that they may not see; and with each guard switched
off in turn the crawl must find one, or the guard would guard nothing."""

import re
from collections import deque
from collections.abc import Iterator

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from agencies.models.person import DelegationQuerySet, SeatQuerySet, UserQuerySet
from assignments.models import detail
from assignments.models.facts import SuccessionCaseQuerySet
from assignments.models.querysets import AssignmentQuerySet
from directives.models.directive import DirectiveQuerySet
from tests.rights.province import (
    DIRECTIVES,
    PEOPLE,
    READS,
    SEES,
    STANDS_IN,
    Province,
    canary,
    client_of,
)

pytestmark = pytest.mark.slow

ASKED = ["/search/?q=hoang+yen", "/search/?q=7319", "/assignments/?q=hoang+yen", "/people/?q=yen"]
LISTS = ["agency-list", "people-list", "delegation-list", "succession-queue", "directive-list"]
PAGES_READ = 150


def crawl(client: Client) -> Iterator[str]:
    """Every page that links lead to from the first screens."""
    seen: set[str] = set()
    waiting = deque(["/", "/assignments/", *map(reverse, LISTS), *ASKED])
    while waiting and len(seen) < PAGES_READ:
        address = waiting.popleft()
        if address in seen or "/logout" in address:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        text = answer.content.decode()
        yield text
        for link in re.findall(r'href="(/[^"#]*)', text):
            if not link.startswith("/static/"):
                waiting.append(link.replace("&amp;", "&"))


def foreign_texts(name: str) -> list[str]:
    texts = [canary(kind) for kind in SEES if name not in SEES[kind]]
    texts += [canary(f"nội dung {kind}") for kind in READS if name not in READS[kind]]
    texts += [canary(f"văn bản {kind}") for kind in DIRECTIVES if name not in DIRECTIVES[kind]]
    texts += [canary(f"đợt {kind}") for kind in ("own", "foreign") if name not in SEES[kind]]
    texts += [canary(kind) for kind in PEOPLE if name not in PEOPLE[kind]]
    texts += [canary(kind) for kind in STANDS_IN if name not in STANDS_IN[kind]]
    return texts


def leaks(province: Province, name: str) -> Iterator[str]:
    """The foreign texts that the person meets, page by page."""
    foreign = foreign_texts(name)
    for page in crawl(client_of(getattr(province.world, name))):
        yield from (text for text in foreign if text in page)


@pytest.mark.parametrize("name", ["officer", "stranger", "admin", "watcher", "other_head"])
def test_a_crawl_finds_no_text_of_a_foreign_row(province, name):
    assert list(leaks(province, name)) == []


def everything(self, user):
    return self.all()


GUARDS = [
    (AssignmentQuerySet, "visible_to", everything, "stranger"),
    (AssignmentQuerySet, "led_visible_to", everything, "officer"),
    (DirectiveQuerySet, "visible_to", everything, "stranger"),
    (UserQuerySet, "visible_to", everything, "stranger"),
    (SeatQuerySet, "visible_to", everything, "stranger"),
    (DelegationQuerySet, "visible_to", everything, "stranger"),
    (SuccessionCaseQuerySet, "visible_to", everything, "stranger"),
    (detail, "reads", lambda user: Q(pk__isnull=False), "watcher"),
]


@pytest.mark.parametrize(
    ("owner", "guard", "switched_off", "who"), GUARDS, ids=lambda v: getattr(v, "__name__", str(v))
)
def test_without_the_guard_the_crawl_finds_a_foreign_row(
    province, monkeypatch, owner, guard, switched_off, who
):
    monkeypatch.setattr(owner, guard, switched_off)

    assert next(leaks(province, who), None)
