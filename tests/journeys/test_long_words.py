"""Words of thousands of letters without a blank make no page scroll sideways."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.services import chromium
from tests.sites import Site, running_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = Path(__file__).parent
WORD = "Raso" * 490
LONG_WORDS = f"""
Assignment.objects.update(title="{WORD}", content="{WORD}", product="{WORD[:500]}")
Directive.objects.update(title_vi="{WORD}")
Obligation.objects.update(text_vi="{WORD}")
SavedView.objects.update(name="{WORD[:60]}")
print(json.dumps({{"sessions": {{k: session(s) for k, s in S.items()}}, "pages": PAGES}}))
"""
SEED = "\n".join([(HERE / "seed.py").read_text(), (HERE / "pages_seed.py").read_text(), LONG_WORDS])


def test_no_page_scrolls_sideways_for_a_word_without_an_end() -> None:
    with running_site("site_long_words", SEED) as site, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        faults = _faults(browser, site)
        browser.close()

    assert not faults, "\n".join(faults)


def _faults(browser: Browser, site: Site) -> list[str]:
    people = dict.fromkeys(who for who, _ in site.seeded["pages"] if who != "nobody")
    asked = [(who, path) for who, path in site.seeded["pages"] if who in people]
    asked += [("stp_head", f"/search/?q={word}") for word in ("raso", "STP", "a" * 200)]
    contexts = {who: _context(browser, site, who) for who in people}
    return [fault for who, path in asked for fault in _at_each_width(contexts[who], site, path)]


def _context(browser: Browser, site: Site, who: str) -> BrowserContext:
    made = browser.new_context()
    made.add_cookies([{"name": "sessionid", "value": site.session(who), "url": site.url}])
    return made


def _at_each_width(context: BrowserContext, site: Site, path: str) -> list[str]:
    page = context.new_page()
    page.goto(f"{site.url}{path}")
    faults = []
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{path} at {width}: {wide}")
    page.close()
    return faults
