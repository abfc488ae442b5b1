"""The gallery and the script of the kit in a real browser, under the site's own policy."""

import json
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import Browser, Page, Route, sync_playwright

from config.gallery import samples
from tests.services import chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SITE = "http://kit.test"
STATIC = Path(settings.BASE_DIR) / "static"
MENU = {
    "nav": [
        {"url": "/", "label": "Việc của tôi", "icon": "home", "count": 9, "is_current": True},
        {"url": "/2", "label": "Nhiệm vụ", "icon": "list", "count": 0, "is_current": False},
        {"url": "/3", "label": "Lấy ý kiến", "icon": "chat", "count": 2, "is_current": False},
        {"url": "/4", "label": "Chỉ đạo", "icon": "book", "count": 0, "is_current": False},
        {"url": "/5", "label": "Cơ quan", "icon": "building", "count": 0, "is_current": False},
    ],
    "search_url": "/search/",
    "me": {
        "name": "Trần Thị B",
        "line": "Phó Giám đốc · Sở Nông nghiệp và Phát triển nông thôn",
        "initials": "TB",
        "url": "/account/",
    },
    "is_demo": True,
}


def policy() -> str:
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


class Shown:
    """One page served from memory; what the browser complains about is kept."""

    def __init__(self, browser: Browser, width: int) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 768})
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.html = ""
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route("**/*", self._answer)

    def open(self, html: str, path: str = "/") -> Page:
        self.html = html
        self.page.goto(SITE + path)
        return self.page

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        self.asked.append(route.request.method + " " + path)
        headers = {"Content-Security-Policy": policy()}
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
            route.fulfill(body=file.read_bytes(), content_type=kind, headers=headers)
        else:
            route.fulfill(body=self.html, content_type="text/html", headers=headers)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Shown]:
    shown = Shown(browser, 1366)
    yield shown
    shown.page.close()


def drawn(language: str = "vi", **context: Any) -> str:
    with override(language):
        return render_to_string(
            "components/gallery.html", samples() | MENU | context, RequestFactory().get("/")
        )


def framed(body: str, head: str = "") -> str:
    script = '<script src="/static/kit.js" defer></script>'
    return f'<!doctype html><html lang="vi"><title>x</title>{script}{head}{body}</html>'


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_barrier_no_complaint_no_sideways_scroll(
    browser: Browser, width: int, language: str
) -> None:
    shown = Shown(browser, width)
    page = shown.open(drawn(language))

    results = Axe().run(page)

    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert shown.complaints == []
    page.close()


@pytest.mark.parametrize("width", [1180, 1024, 800, 320])
def test_other_widths_do_not_scroll_sideways_either(browser: Browser, width: int) -> None:
    shown = Shown(browser, width)

    page = shown.open(drawn())

    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_a_first_view_asks_for_eight_files_at_most_and_draws_with_our_font(desk: Shown) -> None:
    page = desk.open(drawn())
    page.evaluate("document.fonts.ready")

    assert len(desk.asked) <= 8
    assert page.evaluate("[...document.fonts].every(font => font.status === 'loaded')")
    assert page.evaluate("document.querySelector('.pill .i').getBoundingClientRect().width") == 14


def test_on_a_phone_a_card_without_a_box_keeps_its_title_at_the_edge(browser: Browser) -> None:
    page = Shown(browser, 390).open(drawn())
    left = """() => parseFloat(getComputedStyle(
        document.querySelector('.cards td.sel ~ .first')).paddingLeft)"""

    assert page.evaluate(left) == 42
    page.evaluate("document.querySelector('.cards td.sel').replaceChildren()")
    assert page.evaluate(left) == 0
    page.close()


def test_a_refused_form_takes_the_focus_to_what_is_missing(desk: Shown) -> None:
    page = desk.open(drawn())

    assert page.evaluate("document.activeElement.className").startswith("note note-late errors")
    page.get_by_role("link", name="Hạn xử lý").first.click()
    assert page.evaluate("document.activeElement.id") == "id_due_on"


def test_the_bulk_bar_says_the_number_twice_and_hides_at_none(desk: Shown) -> None:
    page = desk.open(drawn())
    bar = page.locator("[data-bulk]")

    assert "(1)" in bar.get_by_role("button").first.inner_text()
    assert bar.locator("b").inner_text() == "1"
    page.locator("#r1").uncheck()
    assert not bar.is_visible()
    page.locator("[data-all]").check()
    assert bar.is_visible()


def test_without_script_the_bulk_bar_is_there(browser: Browser) -> None:
    quiet = browser.new_context(java_script_enabled=False).new_page()
    quiet.set_content(drawn())

    assert quiet.locator("[data-bulk]").is_visible()
    quiet.context.close()


def test_a_second_press_sends_nothing(desk: Shown) -> None:
    page = desk.open(framed('<form method="post" action="/send"><button>Gửi</button></form>'))
    page.evaluate(
        "document.querySelector('form').addEventListener('submit', e => e.preventDefault())"
    )

    page.get_by_role("button").click()
    assert page.get_by_role("button").get_attribute("aria-disabled") == "true"
    prevented = page.evaluate(
        "new Promise(done => { addEventListener('submit', e => done(e.defaultPrevented));"
        " document.querySelector('form').requestSubmit(); })"
    )

    assert prevented


def test_text_typed_before_the_session_ends_is_kept_for_the_same_person_only(desk: Shown) -> None:
    def form(who: str, typed: str = "") -> str:
        warning = (
            '<div id="session-warning" hidden><span data-before>sắp</span>'
            "<span data-after hidden>đã hết</span></div>"
        )
        box = (
            f'<form method="post"><textarea name="t">{typed}</textarea><button>Gửi</button></form>'
        )
        return framed(f'<body data-session="1800" data-who="{who}">{warning}{box}</body>')

    desk.page.clock.install()
    page = desk.open(form("B"), "/assignments/1/")
    page.locator("textarea").fill("Rà soát 52 dự án")
    page.clock.fast_forward(26 * 60_000)

    assert page.locator("[data-before]").is_visible()
    page.clock.fast_forward(5 * 60_000)
    assert page.locator("[data-after]").is_visible()
    assert desk.open(form("C"), "/assignments/1/").locator("textarea").input_value() == ""
    assert desk.open(form("B"), "/assignments/2/").locator("textarea").input_value() == ""
    back = desk.open(form("B"), "/assignments/1/")
    assert back.locator("textarea").input_value() == "Rà soát 52 dự án"
    back.get_by_role("button").click()
    assert desk.open(form("B"), "/assignments/1/").locator("textarea").input_value() == ""


def test_the_due_date_hint_counts_as_the_calendar_says(desk: Shown) -> None:
    words = {"off": ["2024-01-01"], "worked": [], "days": list("2345678"), "start": "đầu",
             "holiday": "lễ", "weekdays": ["CN", "T2", "T3", "T4", "T5", "T6", "T7"]}  # fmt: skip
    data = f'<script type="application/json" id="calc-calendar">{json.dumps(words)}</script>'
    page = desk.open(
        framed(
            '<input data-calc="start"><input data-calc="n"><input data-calc="due">'
            '<div data-calc="days"></div><b data-calc="text"></b>' + data
        )
    )

    page.locator("[data-calc=start]").fill("19/12/2023")
    page.locator("[data-calc=n]").fill("10")

    assert page.locator("[data-calc=due]").input_value() == "03/01/2024"
    assert page.locator("[data-calc=text]").inner_text() == "T4, 03/01/2024"
    assert page.locator(".days .off").count() == 5


def test_print_unfolds_and_folds_again(desk: Shown) -> None:
    page = desk.open(framed("<details><summary>x</summary>y</details>"))

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.querySelector('details').open")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.evaluate("document.querySelector('details').open")
