"""One province with objects of every kind that an address may name, each with a text of its own;
who sees which, written down here and not read from the code."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from agencies.models import (
    Agency,
    CalendarChange,
    Delegation,
    Routing,
    Seat,
    Succession,
    Unit,
)
from agencies.rules.roles import Role
from assignments.actions import assignment as assignments
from assignments.actions.asking import Part
from assignments.models import (
    Assignment,
    AssignmentFile,
    Batch,
    SavedView,
    Series,
    SuccessionCase,
)
from directives.models import (
    Directive,
    DirectiveFile,
    DocumentType,
    Issuer,
    Obligation,
    Provision,
    Receipt,
)
from tests.factories import World, a_file, seat

SEATS = [
    "chairman",
    "vice_chairman",
    "secretary",
    "specialist",
    "office_head",
    "watcher",
    "head",
    "contact",
    "officer",
    "other_head",
    "stranger",
    "admin",
]
ALL = set(SEATS)
OFFICE = {"specialist", "office_head"}
PPC_SIDE = {"chairman", "vice_chairman", "secretary", *OFFICE}
JUSTICE = {"head", "contact", "officer"}
# They look up anybody: accounts, the PPC office, the leaders' side.
LOOKERS = PPC_SIDE | {"watcher", "admin"}
# Who sees which assignment (rules.md 2.6); restricted ones are seen by name.
SEES = {
    "own": PPC_SIDE | JUSTICE | {"watcher"},
    "shared": PPC_SIDE | JUSTICE | {"watcher", "other_head"},
    "foreign": PPC_SIDE | {"watcher", "other_head"},
    "restricted": {"chairman", "specialist", "head"},
    "draft": PPC_SIDE,
}
READS = SEES | {name: SEES[name] - {"watcher"} for name in ("own", "shared", "foreign")}
# What was issued stays; a draft is written by the assigner's side.
REMOVES = {name: sees if name == "draft" else set() for name, sees in SEES.items()}
DIRECTIVES = {
    "open": ALL - {"admin"},
    "closed": PPC_SIDE | {"other_head"},
}
# Documents that nobody registered are corrected by the office of the PPC.
KEEPS = {name: set(OFFICE) for name in DIRECTIVES}
# An officer is known inside the body alone (rules.md 2.5); chiefs and contacts to all.
PEOPLE = {
    "officer of justice": LOOKERS | JUSTICE,
    "officer of health": LOOKERS | {"other_head"},
}
STANDS_IN = {
    "ủy quyền STP": JUSTICE | {"admin"},
    "ủy quyền SYT": {"other_head", "admin"},
}


def canary(name: str) -> str:
    return f"Chim hoàng yến {name} 7319"


def client_of(someone: Seat) -> Client:
    client = Client()
    client.force_login(someone.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["seat"] = someone.pk
    session.save()
    return client


@dataclass(frozen=True)
class Named:
    """An object that an address may name, and the seats that see it there."""

    pk: int
    sees: set[str]


class Province:
    """The rows; ``named`` finds the objects of a route by the first word of its name."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now, self.today = timezone.now(), timezone.localdate()
        self._people()
        self._documents()
        self._assignments()
        self._delegations()
        self._rest()

    def _people(self) -> None:
        world = self.world
        world.stranger = seat(
            Agency.objects.create(
                code="SCT", name_vi="Sở Công Thương", kind="department", sort_key="s"
            ),
            Role.HEAD,
        )
        self.people = {
            "officer of justice": world.officer,
            "officer of health": world.other_officer,
        }
        for name, someone in self.people.items():
            someone.user.full_name = canary(name)
            someone.user.save()

    def _documents(self) -> None:
        kind = DocumentType.objects.create(
            code="CĐ", system="state_admin", name_vi="Công điện", pattern="<no>/CĐ-<issuer>"
        )
        issuer = Issuer.objects.create(
            abbrev="TTg", name_vi="Thủ tướng Chính phủ", level="central", system="state"
        )
        self.documents = {
            name: Directive.objects.create(
                document_type=kind,
                issuer=issuer,
                number=f"{n}/CĐ-TTg",
                number_key=f"{n}/CĐ-TTg",
                issued_on=date(2026, 1, n),
                title_vi=canary(f"văn bản {name}"),
                is_restricted=name == "closed",
            )
            for n, name in enumerate(DIRECTIVES, start=1)
        }
        closed = self.documents["closed"]
        Receipt.objects.create(directive=closed, agency=self.world.health, received_on=self.today)
        self.papers = {
            name: DirectiveFile.objects.create(directive=row, file=a_file(self.world.specialist))
            for name, row in self.documents.items()
        }
        self.obligations = {
            name: Obligation.objects.create(
                code=f"X-0{n}", directive=row, clause="1", text_vi="Yêu cầu", mode="assigned"
            )
            for n, (name, row) in enumerate(self.documents.items())
        }

    def _assignments(self) -> None:
        world = self.world
        orders: dict[str, dict[str, Any]] = {
            "own": {"lead": world.justice},
            "shared": {"lead": world.health, "parts": (Part(world.justice, "Số liệu"),)},
            "foreign": {"lead": world.health},
            "restricted": {"lead": world.justice, "restriction": "PERSONNEL"},
        }
        self.rows = {
            name: world.issued(title=canary(name), content=canary(f"nội dung {name}"), **facts)
            for name, facts in orders.items()
        }
        order = world.order(title=canary("draft"), content=canary("nội dung draft"))
        self.rows["draft"] = assignments.draft(order, by=world.specialist, at=self.now)
        self.files = {
            name: AssignmentFile.objects.create(
                assignment=row, file=a_file(world.specialist), purpose="ORDER"
            )
            for name, row in self.rows.items()
        }
        self.batches, self.series = {}, {}
        for name in ("own", "foreign", "restricted"):
            batch = Batch.objects.create(
                title=canary(f"đợt {name}"), created_by=world.specialist, created_at=self.now
            )
            series = Series.objects.create(every="MONTH", due_day=15)
            Assignment.objects.filter(pk=self.rows[name].pk).update(
                batch=batch, series=series, period_first=self.today
            )
            self.batches[name], self.series[name] = batch, series
        SuccessionCase.objects.create(
            assignment=self.rows["foreign"], old=world.health, arisen_on=self.today
        )

    def _delegations(self) -> None:
        world = self.world
        justice = (world.officer, world.contact, world.head)
        health = (world.other_officer, world.other_head, world.other_head)
        sides = {
            "ủy quyền STP": justice,
            "ủy quyền SYT": health,
            "lãnh đạo": (world.vice_chairman, world.chairman, world.specialist),
        }
        self.delegations = {
            name: Delegation.objects.create(
                absent=absent,
                substitute=substitute,
                kind="ABSENCE",
                first_day=self.today,
                last_day=self.today,
                content=canary(name),
                created_by=by,
            )
            for name, (absent, substitute, by) in sides.items()
        }

    def _rest(self) -> None:
        world = self.world
        self.routing = Routing.objects.create(
            agency=world.justice, specialist=world.specialist, leader=world.vice_chairman
        )
        self.unit = Unit.objects.create(agency=world.justice, name="Phòng")
        self.provision = Provision.objects.create(
            key="acknowledge_days", name_vi="x", name_en="x", value="2", owner="PPC_OFFICE"
        )
        self.change = CalendarChange.objects.create(
            first_day=date(2027, 1, 1),
            last_day=date(2027, 1, 1),
            is_worked=False,
            name="Tết",
            source="x",
            proposed_by=world.watcher,
            proposed_at=self.now,
        )
        self.view = SavedView.objects.create(
            user=world.officer.user, name="Của tôi", query="state=open"
        )
        self.succession = Succession.objects.create(
            old=world.justice,
            new=world.health,
            on=self.today,
            kind=Succession.Kind.PARTIAL_TRANSFER,
            status=Succession.Status.UNCONFIRMED,
        )

    def named(self, route: str, method: str) -> list[Named]:
        """The objects of a route with one parameter ``pk``: own, foreign and restricted ones."""
        world = self.world
        by_own_work = [Named(self.batches[k].pk, SEES[k]) for k in self.batches]
        changes = [Named(self.series[k].pk, SERIES[k]) for k in self.series]
        people = [
            Named(world.officer.user_id, PEOPLE["officer of justice"]),
            Named(world.other_officer.user_id, PEOPLE["officer of health"]),
            Named(world.head.user_id, ALL),
        ]
        seats = [Named(s.pk, ALL) for s in (world.officer, world.other_officer)]
        papers = self.documents if route == "obligation-new" else self.obligations
        first = route.split("-")[0]
        objects = {
            "batch": by_own_work,
            "series": changes,
            "person": people,
            "seat": people if route == "seat-new" else seats,
            "handover": [
                Named(world.officer.pk, JUSTICE),
                Named(world.other_officer.pk, {"other_head"}),
            ],
            "delegation": [
                Named(self.delegations["ủy quyền STP"].pk, JUSTICE),
                Named(self.delegations["ủy quyền SYT"].pk, {"other_head"}),
                Named(self.delegations["lãnh đạo"].pk, {"vice_chairman", *OFFICE}),
            ],
            "obligation": [
                Named(papers["open"].pk, OFFICE | {"watcher"}),
                Named(papers["closed"].pk, set(OFFICE)),
            ],
            "agency": [Named(world.justice.pk, ALL), Named(world.health.pk, ALL)],
            "unit": [Named(world.justice.pk if route == "unit-new" else self.unit.pk, ALL)],
            "routing": [Named(self.routing.pk, ALL)],
            # Everybody reads the law; its owner enters it.
            "provision": [Named(self.provision.pk, ALL if method == "get" else set(OFFICE))],
            "calendar": [Named(self.change.pk, ALL)],
            "saved": [Named(self.view.pk, {"officer"})],
            "succession": [Named(self.succession.pk, ALL)],
        }
        return objects[first]


# Its assigner's side changes periodic work.
SERIES = {"own": PPC_SIDE, "foreign": PPC_SIDE, "restricted": {"chairman", "specialist"}}
