"""The least valid row of each kind, for tests."""

from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from agencies.calendar import Unit
from agencies.models import Agency, Mandate, Seat, User
from agencies.models.decision import Decision
from agencies.rules.roles import BasisKind, Capacity, MandateKind, Role
from agencies.rules.text import sort_key
from assignments.actions import assignment as assignments
from assignments.actions import batch as batches
from assignments.actions.asking import Order
from assignments.actions.submission import Result
from assignments.actions.terms import Terms
from assignments.models import Assignment
from assignments.rules.assignment import Timing
from directives.models import File

_numbers = count(1)
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
LONG_AGO = date(2020, 1, 1)


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A local moment of a day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LOCAL)


def agency(code: str = "", *, kind: str = "department", name: str = "", **facts: Any) -> Agency:
    code = code or f"B{next(_numbers)}"
    name = name or f"Cơ quan {code}"
    defaults = {
        "name_vi": name,
        "kind": kind,
        "sort_key": sort_key(name),
        "is_subordinate": True,
        "is_listed": True,
    }
    return Agency.objects.create(code=code, **(defaults | facts))


def mandated(code: str, kind: str, *mandates: MandateKind) -> Agency:
    body = agency(code, kind=kind)
    for mandate in mandates:
        Mandate.objects.create(agency=body, kind=mandate)
    return body


def user(name: str = "", **facts: Any) -> User:
    number = next(_numbers)
    name = name or f"Người {number}"
    row = User(email=f"p{number}@example.test", full_name=name, sort_key=sort_key(name), **facts)
    row.set_unusable_password()
    row.save()
    return row


def seat(
    body: Agency,
    role: Role = Role.OFFICER,
    *,
    title: str = "",
    person: User | None = None,
    since: date = LONG_AGO,
    **facts: Any,
) -> Seat:
    return Seat.objects.create(
        user=person or user(),
        agency=body,
        role=role,
        title=title or role.value.title(),
        valid_from=since,
        **facts,
    )


class World:
    """The smallest province: a chairman, the PPC office, Home Affairs, two departments."""

    def __init__(self) -> None:
        self.ppc = mandated("UBND", "ppc", MandateKind.LEADERSHIP)
        self.chair = mandated("UBND-CT", "leader", MandateKind.LEADERSHIP)
        self.vice = mandated("UBND-PCT", "leader", MandateKind.LEADERSHIP)
        self.office = mandated("VPUB", "ppc_office", MandateKind.PPC_OFFICE)
        self.home_affairs = mandated("SNV", "department", MandateKind.HOME_AFFAIRS)
        self.justice = agency("STP", name="Sở Tư pháp")
        self.health = agency("SYT", name="Sở Y tế")
        self.chairman = seat(self.chair, Role.HEAD, title="Chủ tịch")
        self.vice_chairman = seat(self.vice, Role.DEPUTY, title="Phó Chủ tịch")
        self.secretary = seat(self.chair, Role.SECRETARY, assists=self.chairman)
        self.specialist = seat(self.office, title="Chuyên viên")
        self.office_head = seat(self.office, Role.HEAD, title="Chánh Văn phòng")
        self.watcher = seat(self.home_affairs, title="Chuyên viên")
        self.head = seat(self.justice, Role.HEAD, title="Giám đốc")
        self.contact = seat(self.justice, Role.CONTACT, title="Văn thư")
        self.officer = seat(self.justice, title="Chuyên viên")
        self.other_head = seat(self.health, Role.HEAD, title="Giám đốc")
        self.other_officer = seat(self.health, title="Chuyên viên")
        self.admin = seat(self.office, Role.ADMINISTRATOR, title="Quản trị")

    def by_slip(self, on: date, decider: Seat | None = None) -> Decision:
        """The chairman decided by a slip that the specialist records."""
        return Decision(
            decided_by=decider or self.chairman,
            recorded_by=self.specialist,
            decided_on=on,
            capacity=Capacity.DIRECT,
            basis_kind=BasisKind.SUBMISSION,
            basis="92/PT-VP",
            basis_on=on,
        )

    def order(self, **facts: Any) -> Order:
        on = facts.pop("on", timezone.localdate())
        defaults: dict[str, Any] = {
            "title": "Rà soát quy chế làm việc",
            "content": "Rà soát, sửa đổi quy chế làm việc",
            "product": "Quyết định",
            "lead": self.justice,
            "assigner": self.ppc,
            "monitor": self.office,
            "giver": Assignment.Giver.PPC,
            "terms": Terms(Timing.DATED, unit=Unit.WORKING_DAYS, count=10, count_from=on),
        }
        return Order(**(defaults | facts))

    def issued(self, *, at: datetime | None = None, **facts: Any) -> Assignment:
        """An assignment of the PPC, issued to the justice department unless told otherwise."""
        at = at or timezone.now()
        on = timezone.localdate(at)
        return batches.assign(
            self.order(on=on, **facts),
            [facts.get("lead", self.justice)],
            issued_on=on,
            decision=self.by_slip(on),
            by=self.specialist,
            at=at,
        )[0]

    def acknowledged(self, **facts: Any) -> Assignment:
        row = self.issued(**facts)
        at = facts.get("at") or timezone.now()
        return assignments.acknowledge(row, officer=self.officer, by=self.head, at=at)


def a_file(by: Seat) -> File:
    """A file of the register whose content is not on the disk."""
    return File.objects.create(
        name="a.pdf",
        kind="pdf",
        size=1,
        sha256="0" * 64,
        path=f"missing-{next(_numbers)}",
        has_text=True,
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )


def a_result(
    issued_on: date, *, kind: str = "Báo cáo", number: str = "1/BC-STP", title: str = ""
) -> Result:
    """A product with a file of its own; each is handed in once."""
    file = a_file(Seat.objects.earliest("pk"))
    return Result(kind, issued_on, number=number, title=title, file=file)
