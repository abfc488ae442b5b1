"""Words of thousands of letters without a blank make no page scroll sideways."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.visitor import WIDTHS, Visitor
from tests.services import chromium
from tests.sites import Site, running_site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
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
    asked = [(who, path) for who, path in site.seeded["pages"] if who != "nobody"]
    asked += [("stp_head", f"/search/?q={word}") for word in ("raso", "STP", "a" * 200)]
    visitor = Visitor(browser, site)
    faults: list[str] = []
    for who, path in asked:
        visitor.open(who, path)
        faults += [fault for width in WIDTHS for fault in visitor.too_wide(width)]
    return faults
