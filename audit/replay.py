"""How a database began, and the clock of a demo's replay (rules.md 4.5)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, models

from audit.models import Origin, ReplayClock


class NotReplayableError(RuntimeError):
    """The database holds real data, or its replay is over."""


def begin(*, is_demo: bool) -> Origin:
    """Say once whether the data are real or a demo; the database refuses it after any event."""
    return Origin.objects.get_or_create(id=1, defaults={"is_demo": is_demo})[0]


def is_replayable() -> bool:
    """A demo whose replay has not ended yet."""
    return Origin.objects.filter(is_demo=True, replayed_until=None).exists()


def open_clock(at: datetime) -> datetime:
    """Set the clock of the replay to ``at``, or leave it where it already stands, if later.

    Until it is closed every record of this database is stamped by it.
    """
    if not is_replayable():
        raise NotReplayableError("only a demo that was not replayed yet has a replay clock")
    clock, _ = ReplayClock.objects.get_or_create(id=1, defaults={"now_at": at})
    return clock.now_at


def move_clock(at: datetime) -> None:
    """Move it forward; the database refuses a step back and a moment to come."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_replayclock SET now_at = %s", [at])


def close_clock() -> None:
    """End the replay for good: from now on the database's own clock stamps every record."""
    ReplayClock.objects.all().delete()


def stamp(default: datetime) -> datetime:
    """The moment of recording: of the replay while one is open, else ``default``."""
    found = ReplayClock.objects.aggregate(at=models.Max("now_at"))["at"]
    return found or default
