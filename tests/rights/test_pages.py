"""Every route x method x seat x object, against rights written down in `province`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from agencies.models.standing import standing_of
from agencies.rights import Who, allows
from assignments.models.querysets import AssignmentQuerySet
from assignments.views import moves
from config.rights import PAGES
from tests.rights.province import ALL, DIRECTIVES, KEEPS, READS, REMOVES, SEATS, SEES, client_of

pytestmark = pytest.mark.slow

# What stands in an address beside the row that it names.
WORDS = {"help-page": {"slug": "days"}, "person-access": {"what": "link"}}
# Moves share one view: the kinds that tell its guard from none.
KINDS_OF_MOVE = ["own", "foreign", "restricted"]
MOVES = {name.replace("_", "-") for name in moves.FORMS}
# These take what they need from the form; without it there is nothing to show.
EMPTY = {"seat-switch"}
SENT: dict[str, dict[str, str]] = {"get": {}, "post": {"do": "approve"}}


def patterns(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name, prefix + str(entry.pattern)
        else:
            yield from patterns(entry, prefix + str(entry.pattern))


def objects(province, name, route, method="get") -> Iterator[tuple[str, set[str]]]:
    """The addresses of a route, one for each object that it may name, and who sees it there."""
    parameters = set(re.findall(r"<(?:\w+:)?(\w+)>", route)) - set(WORDS.get(name, {}))
    words = WORDS.get(name, {})
    if not parameters:
        yield reverse(name, kwargs=words), ALL
    elif name.startswith("assignment-"):
        sees = {"assignment-file": READS, "assignment-file-remove": REMOVES}.get(name, SEES)
        kinds = KINDS_OF_MOVE if name.removeprefix("assignment-") in MOVES else list(SEES)
        for kind in kinds:
            row = province.rows[kind]
            file = {"file_pk": province.files[kind].file_id} if "file_pk" in parameters else {}
            yield reverse(name, kwargs={"pk": row.pk, **file}), sees[kind]
    elif name.startswith("directive-"):
        sees = KEEPS if name == "directive-edit" else DIRECTIVES
        for kind, row in province.documents.items():
            file = {"file_pk": province.papers[kind].file_id} if "file_pk" in parameters else {}
            yield reverse(name, kwargs={"pk": row.pk, **file}), sees[kind]
    else:
        for found in province.named(name, method):
            yield reverse(name, kwargs={"pk": found.pk, **words}), found.sees


def ours(pattern: str, name: str) -> bool:
    """Sign-in pages of the library are the business of its own tests."""
    return PAGES[name] != Who.EVERYONE and not pattern.startswith("tai-khoan/")


def test_every_route_is_on_the_table_of_rights():
    names = {name for name, _ in patterns()}

    assert None not in names
    assert names == set(PAGES)


def test_nobody_who_is_not_signed_in_passes_but_where_everyone_may(province):
    client = Client()

    for name, pattern in patterns():
        if ours(pattern, name):
            for address, _ in objects(province, name, pattern):
                answer = client.get(address)
                assert (answer.status_code, "login" in answer.url) == (302, True), name
        elif "<" not in pattern:
            answer = client.get(reverse(name))
            if PAGES[name] == Who.EVERYONE:
                assert answer.status_code in {200, 302, 405}, name
            elif PAGES[name] == Who.NOBODY:
                assert answer.status_code == 404, name
            else:
                assert (answer.status_code, "login" in answer.url) == (302, True), name


@contextmanager
def undone():
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", SEATS)
def test_a_page_opens_to_whom_the_table_names_and_its_object_to_whom_may_see_it(
    province, name, method
):
    someone = getattr(province.world, name)
    client = client_of(someone)
    standing = standing_of(someone, on=timezone.localdate())
    faults = []
    for route, pattern in patterns():
        if not ours(pattern, route):
            continue
        may_open = allows(PAGES[route], standing, signed_in=True)
        for address, sees in objects(province, route, pattern, method):
            with undone():
                status = getattr(client, method)(address, SENT[method]).status_code
            hidden = not (may_open and name in sees)
            # The files of the tests are not on the disk.
            is_empty = route in EMPTY or route.endswith("-file")
            if hidden != (status == 404) and (hidden or not is_empty):
                faults.append(f"{route} {address}: {status}, {'hidden' if hidden else 'shown'}")
            if not may_open:  # the page is refused before its object is looked for
                break
    assert faults == []


def everything(self, user):
    return self.all()


def test_without_the_guard_of_texts_a_foreign_file_opens(province, monkeypatch, caplog):
    row = province.rows["own"]
    address = reverse(
        "assignment-file", kwargs={"pk": row.pk, "file_pk": province.files["own"].file_id}
    )
    client = client_of(province.world.watcher)
    assert client.get(address).status_code == 404

    monkeypatch.setattr(AssignmentQuerySet, "readable_by", everything)

    client.get(address)
    # The row is found; its content is not on the disk of a test.
    assert "missing on the disk" in caplog.text
