"""The chairman's directive, HT-17, three departments, from issue to confirmed product."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.directives.made_files import pdf
from tests.services import chromium
from tests.sites import Site, running_site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
SEED = (Path(__file__).parent / "seed.py").read_text()
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
PAPER = "Quyết định về việc ban hành quy chế làm việc của cơ quan, đơn vị"
TITLE = "Rà soát, sửa đổi, bổ sung quy chế làm việc của cơ quan"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


class Actors:
    """A browser page per person; any console error or policy violation is kept."""

    def __init__(self, browser: Browser, site: Site, language: str) -> None:
        self.browser, self.site, self.language = browser, site, language
        self.pages: dict[str, Page] = {}
        self.complaints: list[str] = []

    def __getitem__(self, who: str) -> Page:
        if who not in self.pages:
            context = self.browser.new_context(viewport={"width": 1366, "height": 768})
            context.set_default_timeout(15_000)
            context.add_cookies(
                [{"name": "sessionid", "value": self.site.session(who), "url": self.site.url}]
            )
            page = context.new_page()
            page.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
            page.on("pageerror", lambda e: self.complaints.append(str(e)))
            self.pages[who] = page
        return self.pages[who]

    def open(self, who: str, path: str) -> Page:
        page = self[who]
        page.goto(f"{self.site.url}{path}")
        return page

    def fill(self, who: str, path: str, **fields: str) -> Page:
        """Open a form, fill it by field name, press its main button, expect to move on."""
        page = self.open(who, path)
        for name, value in fields.items():
            control = page.locator(f"main [name={name}]").first
            kind = control.evaluate("e => e.tagName + ':' + e.type")
            if kind.startswith("SELECT"):
                control.select_option(value)
            elif kind.endswith("file"):
                control.set_input_files(
                    {
                        "name": value,
                        "mimeType": "application/pdf",
                        "buffer": pdf(PAPER),
                    }
                )
            elif kind.endswith(("radio", "checkbox")):
                page.locator(f"main [name={name}][value='{value}']").check()
            else:
                control.fill(value)
        press = page.locator("main form > .acts").last.locator("button.btn").first
        assert press.count(), f"{path}: {page.locator('body').inner_text()[:1500]}"
        press.click()
        assert page.url != f"{self.site.url}{path}", page.locator("main").inner_text()[:1500]
        return page


def on(site: Site, day: int, hour: int = 9) -> None:
    """October 2026: the 5th is a Monday."""
    site.go_to(datetime(2026, 10, day, hour, tzinfo=LOCAL))


def by_slip(site: Site, number: str, day: int, decider: str = "chairman") -> dict[str, str]:
    return {
        "decided_by": str(site.seeded["seats"][decider]),
        "basis_kind": "SUBMISSION",
        "basis": f"{number}/PT-VP",
        "basis_on": f"{day:02}/10/2026",
    }


def facts(site: Site, row: int) -> tuple:
    sql = (
        "SELECT stage, due_on::text, original_due_on::text, submitted_on::text,"
        " confirmed_on::text FROM assignments_assignment WHERE id = %s"
    )
    return site.rows(sql, row)[0]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_directive_from_issue_to_confirmed_product(browser: Browser, language: str) -> None:
    with running_site(f"journey_{language}", SEED, travels=True) as site:
        site.rows("UPDATE agencies_user SET language = %s", language)
        people = Actors(browser, site, language)
        batch, rows = issue(site, people)
        take_on(site, people, rows)
        report_in_time(site, people, rows["STP"])
        return_and_reissue(site, people, rows["SYT"])
        extend_and_report_late(site, people, rows["SCT"])
        look_everywhere(site, people, batch, rows)
        assert people.complaints == []


def issue(site: Site, people: Actors) -> tuple[int, dict[str, int]]:
    """The office gives HT-17 to three departments with ten working days, in one go."""
    on(site, 5)
    (obligation,) = site.rows("SELECT id FROM directives_obligation WHERE code = 'HT-17'")[0]
    bodies = dict(
        site.rows(
            "SELECT code, id FROM agencies_agency WHERE code IN ('STP', 'SYT', 'SCT')"
            " AND valid_to IS NULL"
        )
    )
    page = people.open("office", f"/assignments/new/?obligation={obligation}")
    for name, value in (
        by_slip(site, "92", 5)
        | {
            "title": TITLE,
            "content": "Sửa đổi quy chế làm việc theo Công điện 968/CĐ-TTg",
            "count": "10",
            "unit": "WORKING_DAYS",
            "product": "Quyết định ban hành quy chế",
        }
    ).items():
        control = page.locator(f"main [name={name}]").first
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    page.locator("main [name=group]").select_option("*")
    page.locator("main button[value=expand]").click()
    for body in bodies.values():
        page.locator(f"main [name=leads][value='{body}']").check()
    page.locator("main button[value=issue]").click()
    assert "/batches/" in page.url, page.locator("main").inner_text()[:2000]
    batch = int(re.findall(r"\d+", page.url.split("/batches/")[1])[0])
    found = site.rows(
        "SELECT b.code, a.id, a.due_on::text, a.stage FROM assignments_assignment a"
        " JOIN agencies_agency b ON b.id = a.lead_id WHERE a.batch_id = %s",
        batch,
    )
    assert {code for code, *_ in found} == set(bodies)
    assert {(due, stage) for _, _, due, stage in found} == {("2026-10-19", "ISSUED")}
    assert "19/10/2026" in page.locator("main").inner_text()
    return batch, {code: pk for code, pk, *_ in found}


def take_on(site: Site, people: Actors, rows: dict[str, int]) -> None:
    on(site, 6)
    for body in ("STP", "SCT"):
        officer = str(site.seeded["seats"][f"{body.lower()}_officer"])
        people.fill(
            f"{body.lower()}_head", f"/assignments/{rows[body]}/acknowledge/", officer=officer
        )
        assert facts(site, rows[body])[0] == "ACKNOWLEDGED"


def report_in_time(site: Site, people: Actors, row: int) -> None:
    """The officer is away: the substitute prepares and cannot decide; the head approves."""
    on(site, 8)
    seats = site.seeded["seats"]
    before = people["stp_second"].request.get(f"{site.url}/assignments/{row}/prepare/")
    assert TITLE in before.text()
    assert 'name="number_0"' not in before.text()
    site.rows(
        "INSERT INTO agencies_delegation (absent_id, substitute_id, kind, first_day, last_day,"
        " content, document, created_by_id) VALUES (%s, %s, 'ABSENCE', '2026-10-08',"
        " '2026-10-12', '', '', %s)",
        seats["stp_officer"],
        seats["stp_second"],
        seats["stp_head"],
    )
    product = {
        "kind_0": "Quyết định",
        "number_0": "15/QĐ-STP",
        "issued_on_0": "08/10/2026",
        "file_0": "15 QĐ-STP.pdf",
    }
    people.fill("stp_second", f"/assignments/{row}/prepare/", **product)
    page = people.open("stp_second", f"/assignments/{row}/")
    assert f"/assignments/{row}/submit/" not in page.content()
    on(site, 9)
    people.fill("stp_head", f"/assignments/{row}/submit/")
    assert facts(site, row)[:4] == ("SUBMITTED", "2026-10-19", "2026-10-19", "2026-10-08")
    on(site, 12)
    people.fill("office", f"/assignments/{row}/confirm/")
    assert facts(site, row)[0] == "DONE"


def return_and_reissue(site: Site, people: Actors, row: int) -> None:
    on(site, 13)
    people.fill(
        "syt_head",
        f"/assignments/{row}/request-return/",
        reason="OTHER",
        text="Quy chế của Sở vừa được sửa đổi tháng 9",
    )
    page = people.open("office", "/")
    assert f"/assignments/{row}/" in page.content()
    people.fill(
        "office",
        f"/assignments/{row}/accept-return/",
        answer="Rà soát lại",
        **by_slip(site, "95", 13),
    )
    assert facts(site, row)[0] == "RETURNED"
    on(site, 14)
    (lead,) = site.rows("SELECT lead_id FROM assignments_assignment WHERE id = %s", row)[0]
    people.fill("office", f"/assignments/{row}/reissue/", lead=str(lead), **by_slip(site, "96", 14))
    assert facts(site, row)[:3] == ("ISSUED", "2026-10-19", "2026-10-19")


def extend_and_report_late(site: Site, people: Actors, row: int) -> None:
    on(site, 15)
    people.fill(
        "sct_head",
        f"/assignments/{row}/request-extension/",
        asked_due_on="22/10/2026",
        grounds="Chờ ý kiến của Bộ Công Thương",
    )
    on(site, 16)
    people.fill(
        "office",
        f"/assignments/{row}/grant-extension/",
        due_on="22/10/2026",
        **by_slip(site, "97", 16, "vice"),
    )
    assert facts(site, row)[:3] == ("ACKNOWLEDGED", "2026-10-22", "2026-10-19")
    for day, number in ((26, "40/QĐ-SCT"), (27, "41/QĐ-SCT")):
        on(site, day)
        people.fill(
            "sct_head",
            f"/assignments/{row}/submit/",
            kind_0="Quyết định",
            number_0=number,
            issued_on_0=f"{day}/10/2026",
            file_0="ket qua.pdf",
        )
        if day == 26:
            people.fill("office", f"/assignments/{row}/send-back/", reason="Thiếu phụ lục")
            assert facts(site, row)[0] == "ACKNOWLEDGED"
    people.fill("office", f"/assignments/{row}/confirm/")
    assert facts(site, row) == (
        "DONE",
        "2026-10-22",
        "2026-10-19",
        "2026-10-27",
        "2026-10-27",
    )


def look_everywhere(site: Site, people: Actors, batch: int, rows: dict[str, int]) -> None:
    """Dates, boxes, holders and counts on each page where they appear; a stranger sees none."""
    late = people.open("sct_head", f"/assignments/{rows['SCT']}/").locator("main").inner_text()
    assert "22/10/2026" in late
    assert "19/10/2026" in late
    assert "97/PT-VP" in late
    said = {"vi": ("chậm 3 ngày", "Yêu cầu hoàn thiện"), "en": ("3 days late", "Send")}
    assert said[people.language][0] in late
    open_row = people.open("syt_head", "/").locator("main").inner_text()
    assert TITLE in open_row
    overdue = {"vi": "quá hạn 6 ngày", "en": "verdue by 6"}[people.language]
    page = people.open("syt_head", f"/assignments/{rows['SYT']}/").locator("main").inner_text()
    assert overdue in page
    for state, count in (("done_on_time", 1), ("done_late", 1), ("overdue", 1)):
        page = people.open("office", f"/assignments/?batch={batch}&state={state}")
        assert page.locator("main tbody tr:has(a.t-job)").count() == count, state
    text = people.open("office", f"/batches/{batch}/").locator("main").inner_text()
    for code in ("Sở Tư pháp", "Sở Y tế", "Sở Công Thương"):
        assert (code in text) == (people.language == "vi"), text
    for path in ("/", "/assignments/", f"/search/?q={'ra soat, sua doi, bo sung'}"):
        assert TITLE not in people.open("stranger", path).content()
    for path in (
        f"/assignments/{rows['STP']}/",
        f"/assignments/{rows['STP']}/confirm/",
        f"/batches/{batch}/",
    ):
        assert people["stranger"].request.get(f"{site.url}{path}").status == 404
