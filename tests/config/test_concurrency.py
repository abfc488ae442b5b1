"""Two people on one row, and one form sent many times, over HTTP on a real site."""

import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest

from tests.sites import Site, running_site

pytestmark = [pytest.mark.slow, pytest.mark.long]
SEED = (Path(__file__).parent / "draft_seed.py").read_text()
PEOPLE_SEED = (Path(__file__).parent.parent / "journeys" / "seed.py").read_text()
THREADS, EDITS, ROWS = 4, 200, 4


@pytest.fixture(scope="module")
def site():
    with running_site("site_concurrency", PEOPLE_SEED + "\n" + SEED) as site:
        yield site


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


OPENER = urllib.request.build_opener(NoRedirect)
CSRF = "a" * 32


def ask(site: Site, path: str, fields: dict | None = None) -> tuple[int, str, str]:
    """Status, text and the address of a redirect."""
    body = None
    if fields is not None:
        body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": CSRF}, doseq=True).encode()
    cookie = f"sessionid={site.session('office')}; csrftoken={CSRF}"
    request = urllib.request.Request(f"{site.url}{path}", body, {"Cookie": cookie})
    try:
        with OPENER.open(request, timeout=60) as answer:
            return answer.status, answer.read().decode(), ""
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers.get("Location", "")


def fields_of(page: str) -> dict[str, list[str]]:
    """The values that a browser would send back for the page's order form."""
    from html.parser import HTMLParser

    class Fields(HTMLParser):
        def __init__(self):
            super().__init__()
            self.values, self.area, self.select = {}, None, None

        def handle_starttag(self, tag, attributes):
            facts = dict(attributes)
            name = facts.get("name")
            if tag == "input" and name and facts.get("type") not in {"submit", "file"}:
                ticks = facts.get("type") in {"checkbox", "radio"}
                if not ticks or "checked" in facts:
                    default = "on" if ticks else ""
                    self.values.setdefault(name, []).append(facts.get("value", default))
            elif tag == "textarea":
                self.area = name
                self.values[name] = [""]
            elif tag == "select":
                self.select = name
            elif tag == "option" and self.select:
                # Without a choice a browser sends the first one.
                chosen = "selected" in facts or self.select not in self.values
                values = [facts.get("value", "")] if chosen else self.values[self.select]
                self.values[self.select] = values

        def handle_data(self, text):
            if self.area:
                self.values[self.area][0] += text

        def handle_endtag(self, tag):
            self.area = None if tag == "textarea" else self.area
            self.select = None if tag == "select" else self.select

    parser = Fields()
    parser.feed(page)
    return {k: v for k, v in parser.values.items() if k not in {"csrfmiddlewaretoken", "q"}}


def edit_until_saved(site: Site, row: int, word: str) -> None:
    """Add a word to the content as a person would: read, change, save; read again if beaten."""
    for _ in range(60):
        status, page, _to = ask(site, f"/assignments/{row}/edit/")
        assert status == 200, page[:500]
        fields = fields_of(page)
        fields["content"] = [fields["content"][0].strip() + f" {word}"]
        status, page, _to = ask(site, f"/assignments/{row}/edit/", fields | {"do": ["draft"]})
        if status == 302:
            return
    raise AssertionError(f"never saved: {status} {re.sub('<[^>]+>', ' ', unescape(page))[-2000:]}")


def edit_at_once(
    site: Site, rows: list[int], *, edits: int, stem: str
) -> tuple[set[str], list[str]]:
    """Many threads add words to the rows: the words whose saving was answered, those that stand."""
    words = [[f"{stem}{t}x{n}" for n in range(edits)] for t in range(THREADS)]
    start = threading.Barrier(THREADS)

    def edit(thread: int) -> None:
        start.wait()
        for n, word in enumerate(words[thread]):
            edit_until_saved(site, rows[(n + thread) % len(rows)], word)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(edit, range(THREADS)))
    kept = " ".join(
        text
        for (text,) in site.rows(
            "SELECT content FROM assignments_assignment WHERE id = ANY(%s)", rows
        )
    ).split()
    return {word for many in words for word in many}, kept


def test_no_acknowledged_edit_is_lost(site):
    saved, kept = edit_at_once(site, site.seeded["drafts"][:ROWS], edits=EDITS, stem="tu")

    assert sorted(word for word in kept if word in saved) == sorted(saved)


def test_without_the_revision_acknowledged_edits_are_lost():
    """The control: the same people, forms and pages on a site that asks for no revision."""
    seed = PEOPLE_SEED + "\n" + SEED
    with running_site(
        "site_unguarded", seed, application="tests.config.unguarded:application"
    ) as unguarded:
        saved, kept = edit_at_once(unguarded, unguarded.seeded["drafts"][:1], edits=5, stem="mat")

    assert saved - set(kept)


def post_many(site: Site, times: int, token) -> list[tuple[int, str]]:
    row = site.seeded["drafts"][ROWS + 1]
    page = ask(site, f"/assignments/{row}/edit/")[1]
    fields = fields_of(page) | {"title": ["Nhiệm vụ gửi nhiều lần"], "do": ["draft"]}
    fields.pop("revision", None)

    def send(_: int) -> tuple[int, str]:
        status, _page, to = ask(site, "/assignments/new/", fields | {"once": [token()]})
        return status, to

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(send, range(times)))


def count_of_sent(site: Site) -> int:
    sql = "SELECT count(*) FROM assignments_assignment WHERE title = 'Nhiệm vụ gửi nhiều lần'"
    return int(site.rows(sql)[0][0])


def test_fifty_equal_posts_have_one_effect_and_one_answer(site):
    before = count_of_sent(site)
    token = str(uuid4())

    answers = post_many(site, 50, lambda: token)

    assert set(answers) == {(302, answers[0][1])}
    assert count_of_sent(site) == before + 1


def test_without_the_token_each_post_has_its_effect(site):
    before = count_of_sent(site)

    post_many(site, 6, lambda: str(uuid4()))

    assert count_of_sent(site) == before + 6
