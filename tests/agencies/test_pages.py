"""The pages of bodies, people and days open for those whom the table of rights names."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from agencies.actions import delegation as delegations
from agencies.models import CalendarChange, Routing, SpecialDay, Succession
from directives.models import Provision
from tests import factories

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def province(world, settings):
    """The smallest province with one row of everything that these pages show."""
    settings.MFA_REQUIRED = False
    today = date.today()  # noqa: DTZ011
    old = factories.agency("SNV-1", name="Sở Nội vụ cũ", valid_to=date(2025, 3, 1))
    Succession.objects.create(
        old=old, new=world.home_affairs, on=date(2025, 3, 1), kind="merge", passes="toàn bộ",
        source="https://example.test/nghi-quyet",
    )  # fmt: skip
    SpecialDay.objects.create(
        day=date(today.year, 1, 1), name="Tết Dương lịch", source="unverified"
    )
    Routing.objects.create(
        agency=world.justice, specialist=world.specialist, leader=world.vice_chairman
    )
    world.change = CalendarChange.objects.create(
        first_day=today, last_day=today + timedelta(1), is_worked=False, name="Nghỉ bão",
        source="Công điện 1/CĐ-UBND", proposed_by=world.watcher,
        proposed_at=factories.moment(today),
    )  # fmt: skip
    world.provision = Provision.objects.create(
        key="acknowledge_days", name_vi="Thời hạn tiếp nhận", name_en="Days to acknowledge",
        unit="working_days", value="2", owner="PPC_OFFICE",
    )  # fmt: skip
    at = factories.moment(today)
    from django.utils import timezone

    world.absence = delegations.stand_in(
        world.officer, world.contact, first_day=today, last_day=today, by=world.head,
        at=timezone.now(),
    )  # fmt: skip
    world.row = world.acknowledged()
    world.old, world.at = old, at
    return world


def pages(province):
    """Every page here, with an address that shows something."""
    person, seat = province.officer.user_id, province.officer.pk
    return {
        "account": [],
        "agency-detail": [province.justice.pk],
        "agency-list": [],
        "agency-mailbox": [province.justice.pk],
        "calendar": [],
        "calendar-change-detail": [province.change.pk],
        "calendar-change-new": [],
        "delegation-end": [province.absence.pk],
        "delegation-list": [],
        "delegation-new": [],
        "handover": [seat],
        "help": [],
        "people-list": [],
        "person-access": [person, "link"],
        "person-detail": [person],
        "person-edit": [person],
        "person-link": [person],
        "person-new": [],
        "provision-edit": [province.provision.pk],
        "provision-list": [],
        "routing-end": [Routing.objects.get().pk],
        "routing-list": [],
        "routing-new": [],
        "seat-edit": [seat],
        "seat-end": [seat],
        "seat-new": [person],
        "unit-new": [province.justice.pk],
    }


WHO = ["admin", "watcher", "specialist", "chairman", "head", "contact", "officer", "other_head"]


@pytest.mark.parametrize("who", WHO)
def test_every_page_opens_or_is_not_there(who, province, sign_in, django_assert_max_num_queries):
    client = sign_in(getattr(province, who))
    client.get(reverse("account"))  # the first page of a session also writes it
    opened = set()

    for name, args in pages(province).items():
        with django_assert_max_num_queries(MOST_QUERIES, info=name):
            answer = client.get(reverse(name, args=args))
        assert answer.status_code in {200, 404}, name
        if answer.status_code == 200:
            opened.add(name)

    assert {"account", "agency-list", "agency-detail", "calendar", "help"} <= opened
