"""A small office at work: one assignment in each state that lists ask for."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape

from django.utils import timezone

from agencies.calendar import Unit
from agencies.models.standing import standing_of
from assignments.actions import assignment as assignments
from assignments.actions import extension, returning
from assignments.actions import submission as submissions
from assignments.actions.asking import Part
from assignments.actions.terms import Terms
from assignments.models import Assignment
from assignments.models.viewer import Viewer
from assignments.rules.assignment import Timing
from audit.models import ReplayClock
from directives.models import Directive, DocumentType, Issuer
from tests.factories import World, a_result

LONG = 60
# Of each kind one who sees business data.
SEATS = ["specialist", "office_head", "chairman", "secretary", "watcher", "head", "contact",
         "officer", "other_head"]  # fmt: skip
Clock = Callable[..., datetime]


@dataclass
class Office:
    """The world, the rows by the state that they are in, and the day."""

    world: World
    on: date
    rows: dict[str, Assignment] = field(default_factory=dict)


def viewer(seat) -> Viewer:  # type: ignore[no-untyped-def]
    """The person of the seat, as the middleware makes them known to a page."""
    on = timezone.localdate()
    user = seat.user
    user.seat, user.standing = seat, standing_of(seat, on=on)
    return Viewer(user, on)


def directive(number: str, title: str, **facts: object) -> Directive:
    kind, _new = DocumentType.objects.get_or_create(
        code="CĐ", system="state", defaults={"name_vi": "Công điện", "pattern": ""}
    )
    issuer, _new = Issuer.objects.get_or_create(
        abbrev="TTg", system="state", name_vi="Thủ tướng", level="central", valid_from=None
    )
    return Directive.objects.create(
        document_type=kind,
        issuer=issuer,
        number=number,
        number_key=number,
        title_vi=title,
        issued_on=date(2023, 10, 16),
        **facts,
    )


def terms(count: int, on: date) -> Terms:
    return Terms(Timing.DATED, unit=Unit.WORKING_DAYS, count=count, count_from=on)


def at_work(world: World, past: Clock) -> Office:
    """Sixty days of work: late, prepared, waiting, done, asked, soon, foreign, restricted …"""
    on = timezone.localdate()
    office, first = Office(world, on), on - timedelta(LONG)
    rows, at = office.rows, past(first)
    for name, count, facts in (
        ("late", 5, {"title": "Kế hoạch xử lý rác thải tại Hà Tĩnh"}),
        ("prepared", 5, {"is_priority": True}),
        ("waiting", 20, {}),
        ("waiting_late", 5, {"giver": Assignment.Giver.PRIME_MINISTER}),
        ("on_time", 20, {"giver": Assignment.Giver.CHAIRMAN}),
        ("done_late", 5, {}),
        ("sent_back", 90, {}),
        ("internal_late", 5, {"is_internal": True}),
        ("extension", 90, {}),
    ):
        row = world.issued(at=at, terms=terms(count, first), **facts)
        rows[name] = assignments.acknowledge(row, officer=world.officer, by=world.head, at=at)
    asked = world.issued(at=at, terms=terms(90, first), title="Thống kê trang trại")
    rows["return"] = asked
    for name, facts in (
        ("foreign", {"lead": world.health}),
        ("helped", {"lead": world.health, "parts": (Part(world.justice, "Cung cấp số liệu"),)}),
        ("restricted", {"lead": world.health, "restriction": "COMPLAINT"}),
    ):
        rows[name] = world.issued(at=at, terms=terms(5, first), **facts)
    _results(office, past(first + timedelta(10)))
    _requests(office, past(on - timedelta(5)))
    _today(office, past(on, 0, 1))
    # From here on the time is that of the clock on the wall, as for any page.
    ReplayClock.objects.all().delete()
    for row in rows.values():
        row.refresh_from_db()
    return office


def _results(office: Office, at: datetime) -> None:
    world, rows, day = office.world, office.rows, timezone.localdate(at)
    number = "12/BC-STP"
    result = [a_result(day, number=number)]
    submissions.prepare(rows["prepared"], results=result, by=world.officer, at=at)
    for name in ("waiting", "waiting_late", "on_time", "done_late", "sent_back"):
        result = [a_result(day, number=number)]
        submissions.submit(rows[name], results=result, by=world.head, at=at)
    for name in ("on_time", "done_late"):
        submissions.confirm(rows[name], by=world.specialist, at=at)
    submissions.send_back(rows["sent_back"], reason="Thiếu phụ lục", by=world.specialist, at=at)


def _requests(office: Office, at: datetime) -> None:
    world, rows = office.world, office.rows
    extension.request_extension(
        rows["extension"],
        asked_due_on=rows["extension"].due_on + timedelta(7),
        grounds="Chờ ý kiến Bộ Xây dựng",
        by=world.head,
        at=at,
    )
    returning.request_return(
        rows["return"],
        reason="FUNCTION",
        text="Không thuộc chức năng",
        proposed_lead=world.health,
        by=world.head,
        at=at,
    )


def _today(office: Office, at: datetime) -> None:
    world, rows, on = office.world, office.rows, office.on
    soon = Terms(Timing.DATED, stated_on=on + timedelta(1))
    for name, given in (("soon", soon), ("today", Terms(Timing.DATED, stated_on=on))):
        row = world.issued(at=at, terms=given)
        rows[name] = assignments.acknowledge(row, officer=world.officer, by=world.head, at=at)
    rows["new"] = world.issued(at=at, terms=terms(15, on), content="", product="")
    undated = Terms(Timing.NONE, reason="Chờ hướng dẫn")
    rows["undated"] = world.issued(at=at, terms=undated, title="Đề án chưa có hạn")
    rows["draft"] = assignments.draft(world.order(on=on), by=world.specialist, at=at)


def shown(response) -> list[str]:
    """The titles of the rows that a page shows, in their order."""
    found = re.findall(r'class="t-job" href="[^"]+">([^<]+)</a>', response.content.decode())
    return [unescape(title) for title in found]
