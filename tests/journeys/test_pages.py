"""Every page, both languages, two widths: no axe violation, no console error, no sideways scroll,
and within the weight that a slow line bears (performance.md 6)."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.visitor import WIDTHS, Visitor
from tests.services import chromium
from tests.sites import Site, running_site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
HERE = Path(__file__).parent
SEED = (HERE / "seed.py").read_text() + "\n" + (HERE / "pages_seed.py").read_text()
HTML_KB, FIRST_VIEW_KB, REQUESTS = 10, 80, 8
AXE = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running_site("site_pages", SEED) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_has_a_violation_an_error_a_sideways_scroll_or_too_much_weight(
    browser: Browser, site: Site, language: str
) -> None:
    """Each page once, with the person to whom it says most."""
    site.rows("UPDATE agencies_user SET language = %s", language)
    visitor = Visitor(browser, site, language)
    faults: list[str] = []
    for who, path in site.seeded["pages"]:
        answer = visitor.open(who, path)
        if answer is None or answer.status != 200:
            faults.append(f"{who} {path}: {answer and answer.status}")
            continue
        faults += _too_heavy(visitor)
        visitor.page.evaluate(Axe().axe_script)
        for width in WIDTHS:
            faults += visitor.too_wide(width)
            faults += _violations(visitor, f"{who} {path} at {width}")
    assert faults + visitor.complaints == []


def _violations(visitor: Visitor, where: str) -> list[str]:
    found = visitor.page.evaluate(AXE)
    return [f"{where}: {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]


def _too_heavy(visitor: Visitor) -> Iterator[str]:
    """HTML by gzip; first view with fonts, by what the browser fetched; nothing foreign."""
    got = visitor.fetched()
    html = len(gzip.compress(visitor.page.content().encode())) / 1024
    total = sum(size for _, size in got) / 1024
    foreign = [url for url, _ in got if not url.startswith((visitor.site.url, "data:"))]
    if html > HTML_KB:
        yield f"{visitor.path}: HTML {html:.1f} kB"
    if total > FIRST_VIEW_KB or len(got) > REQUESTS:
        yield f"{visitor.path}: {total:.1f} kB in {len(got)} requests"
    if foreign:
        yield f"{visitor.path}: {foreign}"
    if cached := [url for url, size in got if size <= 0]:
        yield f"{visitor.path}: not weighed, {cached}"
