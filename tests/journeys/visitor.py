"""One tab of a browser that is each person in turn.

A browser process for every person or page is most of what a look at a hundred pages costs. Its
cache is off, so each page is fetched whole, as by somebody who comes for the first time.
"""

from playwright.sync_api import Browser, Request, Response

from tests.sites import Site

WIDTHS = {1366: 768, 390: 844}
# What shows outside the card that it belongs to, unless it may be scrolled there.
STICKS_OUT = """[...document.querySelectorAll(".card")].flatMap(card => {
  const edge = card.getBoundingClientRect().right + 1;
  return [...card.querySelectorAll("*")].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > edge && !one.closest(".scroll, .vh, select, svg");
  }).map(one => one.outerHTML.slice(0, 120)).slice(0, 1);
})"""


class Visitor:
    """Keeps what the browser complained about, and what the page of the moment fetched."""

    def __init__(self, browser: Browser, site: Site, language: str = "vi") -> None:
        self.site, self.path = site, ""
        self.complaints: list[str] = []
        self._finished: list[Request] = []
        self._context = browser.new_context()
        self._cookie("django_language", language)
        self.page = self._context.new_page()
        cache = self._context.new_cdp_session(self.page)
        cache.send("Network.enable")
        cache.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.page.on("console", lambda m: self.complaints.append(f"{self.path}: {m.text}"))
        self.page.on("pageerror", lambda e: self.complaints.append(f"{self.path}: {e}"))
        self.page.on("requestfinished", lambda asked: self._finished.append(asked))

    def open(self, who: str, path: str) -> Response | None:
        """As this person, on a wide screen; "nobody" is not signed in."""
        self._context.clear_cookies(name="sessionid")
        if who != "nobody":
            self._cookie("sessionid", self.site.session(who))
        self.resize(max(WIDTHS))
        self.path = path
        self._finished.clear()
        return self.page.goto(f"{self.site.url}{path}")

    def fetched(self) -> list[tuple[str, int]]:
        """The address and the bytes of each file that the page needed, fonts and all."""
        self.page.evaluate("document.fonts.ready.then(() => true)")
        return [(asked.url, asked.sizes()["responseBodySize"]) for asked in self._finished]

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": WIDTHS[width]})

    def too_wide(self, width: int) -> list[str]:
        """Complaints of a page that scrolls sideways on a screen of this width, and of what sticks
        out of its card."""
        self.resize(width)
        where = f"{self.path} at {width}"
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        sideways = [f"{where}: scrolls sideways, {wide}"] if wide > width else []
        return sideways + [f"{where}: {out}" for out in self.page.evaluate(STICKS_OUT)]

    def _cookie(self, name: str, value: str) -> None:
        self._context.add_cookies([{"name": name, "value": value, "url": self.site.url}])
