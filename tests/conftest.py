"""Fixtures that every part of the suite shares."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from agencies.models import Seat
from audit import replay
from audit.models import Origin, ReplayClock
from config.apps import limit_transactions
from tests.factories import World, moment

# The suite shares two cores with itself: how long an example takes says nothing there.
hypothesis_settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
hypothesis_settings.load_profile("suite")


def pytest_configure() -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
    connection_created.disconnect(limit_transactions)  # a long test is one transaction


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: one begun last would keep a single core busy and the others idle."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The empty database says what it holds before any page is counted, as on a site that runs.
    A run of tests without rows has none."""
    if connection.settings_dict["NAME"].startswith("test_"):
        with django_db_blocker.unblock():
            replay.is_demo()


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def past(db: None) -> Callable[..., datetime]:
    """Moves the replay clock to a local moment and gives it: ``at = past(date(2023, 12, 1))``.

    The database refuses events of another time than its own, so a test that lives in the past
    does what a replay does. The clock only moves forward.
    """
    Origin.objects.get_or_create(id=1, defaults={"is_demo": True})

    def go(day: date, hour: int = 9, minute: int = 0) -> datetime:
        at = moment(day, hour, minute)
        ReplayClock.objects.update_or_create(id=1, defaults={"now_at": at})
        return at

    return go


@pytest.fixture
def sign_in() -> Callable[[Seat], Client]:
    """A browser of the person who holds this seat."""

    def enter(seat: Seat) -> Client:
        client = Client()
        client.force_login(seat.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["seat"] = seat.pk
        session.save()
        return client

    return enter
