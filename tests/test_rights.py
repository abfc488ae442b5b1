"""Every route x method x seat x object, against rights written down here, not read from the code.

Then a crawl as three people: no text of a row that they may not see; and with each ``visible_to``
switched off in turn the crawl must find one, or the guard would guard nothing.
"""

import re
from collections import deque
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from agencies.models import CalendarChange, Delegation, Routing, Unit
from agencies.models.standing import standing_of
from agencies.rights import Who, allows
from agencies.rules.roles import Role
from assignments.actions import assignment as assignments
from assignments.actions.assignment import Part
from assignments.models import (
    Assignment,
    AssignmentFile,
    Batch,
    SavedView,
    Series,
    SuccessionCase,
    detail,
)
from assignments.models.querysets import AssignmentQuerySet
from config.rights import PAGES
from directives.models import (
    Directive,
    DirectiveFile,
    DocumentType,
    Issuer,
    Obligation,
    Provision,
    Receipt,
)
from directives.models.directive import DirectiveQuerySet
from tests.factories import a_file, seat

pytestmark = pytest.mark.slow

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
PPC_SIDE = {"chairman", "vice_chairman", "secretary", "specialist", "office_head"}
JUSTICE = {"head", "contact", "officer"}
# Who sees which assignment (rules.md 2.6); restricted ones are seen by name.
SEES = {
    "own": PPC_SIDE | JUSTICE | {"watcher"},
    "shared": PPC_SIDE | JUSTICE | {"watcher", "other_head"},
    "foreign": PPC_SIDE | {"watcher", "other_head"},
    "restricted": {"chairman", "specialist", "head"},
    "draft": PPC_SIDE,
}
READS = SEES | {name: SEES[name] - {"watcher"} for name in ("own", "shared", "foreign")}
DIRECTIVES = {
    "open": set(SEATS) - {"admin"},
    "closed": PPC_SIDE | {"other_head"},
}

# Documents that nobody registered are corrected by the office of the PPC.
KEEPS = {name: {"specialist", "office_head"} for name in DIRECTIVES}


def canary(name: str) -> str:
    return f"Chim hoàng yến {name} 7319"


@pytest.fixture
def province(world, settings):
    """One object of each kind that an address may name, each with a text of its own."""
    settings.MFA_REQUIRED = False
    now, today = timezone.now(), timezone.localdate()
    world.stranger = seat(
        world.home_affairs.__class__.objects.create(
            code="SCT", name_vi="Sở Công Thương", kind="department", sort_key="s"
        ),
        Role.HEAD,
    )
    kind = DocumentType.objects.create(
        code="CĐ", system="state_admin", name_vi="Công điện", pattern="<no>/CĐ-<issuer>"
    )
    issuer = Issuer.objects.create(
        abbrev="TTg", name_vi="Thủ tướng Chính phủ", level="central", system="state"
    )
    documents = {
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
    Receipt.objects.create(directive=documents["closed"], agency=world.health, received_on=today)
    obligation = Obligation.objects.create(
        code="X-01", directive=documents["open"], clause="1", text_vi="Yêu cầu", mode="assigned"
    )
    orders = {
        "own": {"lead": world.justice},
        "shared": {"lead": world.health, "parts": (Part(world.justice, "Số liệu"),)},
        "foreign": {"lead": world.health},
        "restricted": {"lead": world.justice, "restriction": "PERSONNEL"},
    }
    rows = {
        name: world.issued(title=canary(name), content=canary(f"nội dung {name}"), **facts)
        for name, facts in orders.items()
    }
    order = world.order(title=canary("draft"), content=canary("nội dung draft"))
    rows["draft"] = assignments.draft(order, by=world.specialist, at=now)
    batch = Batch.objects.create(title="Đợt", created_by=world.specialist, created_at=now)
    Assignment.objects.filter(pk__in=[rows["own"].pk, rows["foreign"].pk]).update(batch=batch)

    files = {
        name: AssignmentFile.objects.create(assignment=row, file=a_file(world, n), purpose="ORDER")
        for n, (name, row) in enumerate(rows.items())
    }
    papers = {
        name: DirectiveFile.objects.create(directive=row, file=a_file(world, 100 + n))
        for n, (name, row) in enumerate(documents.items())
    }
    Routing.objects.create(
        agency=world.justice, specialist=world.specialist, leader=world.vice_chairman
    )
    Unit.objects.create(agency=world.justice, name="Phòng")
    Provision.objects.create(
        key="acknowledge_days", name_vi="x", name_en="x", value="2", owner="PPC_OFFICE"
    )
    Delegation.objects.create(
        absent=world.officer,
        substitute=world.contact,
        kind="ABSENCE",
        first_day=today,
        last_day=today,
        created_by=world.head,
    )
    CalendarChange.objects.create(
        first_day=date(2027, 1, 1),
        last_day=date(2027, 1, 1),
        is_worked=False,
        name="Tết",
        source="x",
        proposed_by=world.watcher,
        proposed_at=now,
    )
    SavedView.objects.create(user=world.officer.user, name="Của tôi", query="state=open")
    series = Series.objects.create(every="MONTH", due_day=15)
    Assignment.objects.filter(pk=rows["own"].pk).update(series=series, period_first=today)
    SuccessionCase.objects.create(assignment=rows["foreign"], old=world.health, arisen_on=today)
    return SimpleNamespace(
        world=world,
        rows=rows,
        documents=documents,
        batch=batch,
        files=files,
        papers=papers,
        obligation=obligation,
    )


def patterns(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name, prefix + str(entry.pattern)
        else:
            yield from patterns(entry, prefix + str(entry.pattern))


def client_of(someone):
    client = Client()
    client.force_login(someone.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["seat"] = someone.pk
    session.save()
    return client


def test_every_route_is_on_the_table_of_rights():
    names = {name for name, _ in patterns()}

    assert None not in names
    assert names == set(PAGES)


def test_nobody_who_is_not_signed_in_passes_but_where_everyone_may(province):
    client = Client()

    for name, address in addresses(province):
        answer = client.get(address)
        if PAGES[name] == Who.EVERYONE:
            assert answer.status_code in {200, 302, 404, 405}, name
        elif PAGES[name] == Who.NOBODY:
            assert answer.status_code == 404, name
        else:
            assert (answer.status_code, "login" in answer.url) == (302, True), name


def addresses(province, only="own"):
    for name, route in patterns():
        for kind, address in objects(province, name, route):
            if kind in {only, "open", None}:
                yield name, address


def objects(province, name, route):
    """The addresses of a route, one for each object that it may name."""
    parameters = re.findall(r"<(?:\w+:)?(\w+)>", route)
    if name.startswith("assignment-") and "file_pk" in parameters:
        for kind, row in province.rows.items():
            pk = province.files[kind].file_id
            yield kind, reverse(name, kwargs={"pk": row.pk, "file_pk": pk})
    elif name.startswith("assignment-") and "pk" in parameters:
        for kind, row in province.rows.items():
            yield kind, reverse(name, kwargs={"pk": row.pk})
    elif name.startswith("directive-") and "file_pk" in parameters:
        for kind, row in province.documents.items():
            pk = province.papers[kind].file_id
            yield kind, reverse(name, kwargs={"pk": row.pk, "file_pk": pk})
    elif name.startswith(("directive-", "obligation-new")) and "pk" in parameters:
        for kind, row in province.documents.items():
            yield kind, reverse(name, kwargs={"pk": row.pk})
    elif not parameters:
        yield None, reverse(name)
    elif PAGES.get(name) in {Who.NOBODY, Who.EVERYONE} or set(parameters) - {"pk"}:
        return
    else:
        yield None, reverse(name, kwargs={"pk": a_row(province, name)})


def a_row(province, name):
    """Any row of the kind that the route names."""
    world = province.world
    rows = {
        "batch": province.batch,
        "obligation": province.obligation,
        "agency": world.justice,
        "person": world.officer.user,
        "seat": world.officer,
        "handover": world.officer,
        "unit": Unit.objects.first(),
        "routing": Routing.objects.first(),
        "provision": Provision.objects.first(),
        "delegation": Delegation.objects.first(),
        "calendar": CalendarChange.objects.first(),
        "saved": SavedView.objects.first(),
        "succession": SuccessionCase.objects.first(),
        "series": Series.objects.first(),
    }
    return rows[name.split("-")[0]].pk


@contextmanager
def undone():
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", SEATS)
def test_a_page_opens_to_whom_the_table_names_and_its_object_to_whom_may_see_it(
    province, name, method
):
    someone = getattr(province.world, name)
    client = client_of(someone)
    client.raise_request_exception = True
    standing = standing_of(someone, on=timezone.localdate())
    faults = []
    for route, pattern in patterns():
        if PAGES[route] == Who.EVERYONE or pattern.startswith("tai-khoan/"):
            continue
        may_open = allows(PAGES[route], standing, signed_in=True)
        for kind, address in objects(province, route, pattern):
            sees = {"assignment-file": READS, "directive-edit": KEEPS}.get(route, SEES | DIRECTIVES)
            may_see = kind is None or name in sees[kind]
            with undone():
                status = getattr(client, method)(address).status_code
            hidden = not (may_open and may_see)
            shown = kind is not None and not route.endswith("-file")
            if hidden != (status == 404) and (hidden or shown):
                faults.append(f"{route} {address}: {status}")
    assert faults == []


def crawl(client, limit=400):
    """Every page that links lead to from the first screen, as one text."""
    seen, waiting, texts = set(), deque(["/", "/assignments/", "/directives/", "/agencies/"]), []
    words = ["/search/?q=hoang+yen", "/search/?q=7319", "/assignments/?q=hoang+yen"]
    waiting.extend(words)
    while waiting and len(seen) < limit:
        address = waiting.popleft()
        if address in seen or "/logout" in address:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        text = answer.content.decode()
        texts.append(text)
        for link in re.findall(r'href="(/[^"#]*)', text):
            if not link.startswith("/static/"):
                waiting.append(link.replace("&amp;", "&"))
    return "\n".join(texts)


CRAWLERS = ["officer", "stranger", "admin"]


def foreign_texts(name):
    texts = [canary(kind) for kind in SEES if name not in SEES[kind]]
    texts += [canary(f"nội dung {kind}") for kind in READS if name not in READS[kind]]
    texts += [canary(f"văn bản {kind}") for kind in DIRECTIVES if name not in DIRECTIVES[kind]]
    return texts


def leaks(province, names=CRAWLERS):
    return [
        (name, text)
        for name in names
        for page in [crawl(client_of(getattr(province.world, name)))]
        for text in foreign_texts(name)
        if text in page
    ]


def test_a_crawl_finds_no_text_of_a_foreign_row(province):
    assert leaks(province, [*CRAWLERS, "watcher", "other_head"]) == []


def everything(self, user):
    return self.all()


GUARDS = [
    (AssignmentQuerySet, "visible_to", everything),
    (AssignmentQuerySet, "led_visible_to", everything),
    (DirectiveQuerySet, "visible_to", everything),
    (detail, "reads", lambda user: Q(pk__isnull=False)),
]


@pytest.mark.parametrize(("owner", "guard", "switched_off"), GUARDS)
def test_without_the_guard_the_crawl_finds_a_foreign_row(
    province, monkeypatch, owner, guard, switched_off
):
    monkeypatch.setattr(owner, guard, switched_off)

    assert leaks(province, [*CRAWLERS, "watcher"])


def test_without_the_guard_of_texts_a_foreign_file_opens(province, monkeypatch, caplog):
    row = province.rows["own"]
    address = reverse(
        "assignment-file", kwargs={"pk": row.pk, "file_pk": province.files["own"].file_id}
    )
    client = client_of(province.world.watcher)
    assert client.get(address).status_code == 404

    monkeypatch.setattr(AssignmentQuerySet, "readable_by", everything)

    client.get(address)
    # The row is found; its content is not on the disk of a test.
    assert "missing on the disk" in caplog.text
