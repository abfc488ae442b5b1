"""Every page, both languages, two widths: no axe violation, no console error, no sideways scroll,
and within the weight that a slow line bears (performance.md 6)."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.services import chromium
from tests.sites import Site, running_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = Path(__file__).parent
SEED = (HERE / "seed.py").read_text() + "\n" + (HERE / "pages_seed.py").read_text()
WIDTHS = {1366: 768, 390: 844}
HTML_KB, FIRST_VIEW_KB, REQUESTS = 10, 80, 8


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


def context(browser: Browser, site: Site, who: str) -> BrowserContext:
    made = browser.new_context()
    if who != "nobody":
        made.add_cookies([{"name": "sessionid", "value": site.session(who), "url": site.url}])
    return made


def pages(site: Site) -> list[tuple[str, str]]:
    """Who opens what: each page once, with the person to whom it says most."""
    return [(who, path) for who, path in site.seeded["pages"]]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_has_a_violation_an_error_or_a_sideways_scroll(
    browser: Browser, site: Site, language: str
) -> None:
    site.rows("UPDATE agencies_user SET language = %s", language)
    faults: list[str] = []
    contexts: dict[str, BrowserContext] = {}
    for who, path in pages(site):
        if who not in contexts:
            contexts[who] = context(browser, site, who)
            contexts[who].add_cookies(
                [{"name": "django_language", "value": language, "url": site.url}]
            )
        page = contexts[who].new_page()
        page.on("console", lambda m, p=path: faults.append(f"{p}: console: {m.text}"))
        page.on("pageerror", lambda e, p=path: faults.append(f"{p}: error: {e}"))
        answer = page.goto(f"{site.url}{path}")
        if answer is None or answer.status != 200:
            faults.append(f"{who} {path}: {answer and answer.status}")
            continue
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults.append(f"{who} {path} at {width}: scrolls sideways, {wide}")
            for found in Axe().run(page).response["violations"]:
                where = found["nodes"][0]["html"][:160]
                faults.append(f"{who} {path} at {width}: {found['id']}: {where}")
        page.close()
    assert faults == []


def test_no_page_is_heavier_than_a_slow_line_bears(browser: Browser, site: Site) -> None:
    """HTML by gzip; first view with fonts, by what the browser fetched; nothing foreign."""
    faults = []
    for who, path in pages(site):
        got: list[tuple[str, int]] = []
        fresh = context(browser, site, who)
        page = fresh.new_page()
        page.on(
            "requestfinished",
            lambda r, kept=got: kept.append((r.url, r.sizes()["responseBodySize"])),
        )
        page.goto(f"{site.url}{path}")
        page.evaluate("document.fonts.ready.then(() => true)")
        html = len(gzip.compress(page.content().encode())) / 1024
        total = sum(size for _, size in got) / 1024
        foreign = [url for url, _ in got if not url.startswith((site.url, "data:"))]
        if html > HTML_KB:
            faults.append(f"{path}: HTML {html:.1f} kB")
        if total > FIRST_VIEW_KB or len(got) > REQUESTS:
            faults.append(f"{path}: {total:.1f} kB in {len(got)} requests")
        if foreign:
            faults.append(f"{path}: {foreign}")
        fresh.close()
    assert faults == []
