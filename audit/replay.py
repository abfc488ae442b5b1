"""How a database began, and the clock of a demo's replay (rules.md 4.5)."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.db import connection, models

from audit.models import Origin, ReplayClock


class NotReplayableError(RuntimeError):
    """The database holds real data, or its replay is over."""


class OtherKindError(RuntimeError):
    """A start with demo data on a database of real data, or the reverse; the text says which."""


def begin(*, is_demo: bool) -> Origin:
    """Say once whether the data are real or a demo; the database refuses it after any event.

    Raises OtherKindError when it was said otherwise before.
    """
    refuse_other_kind(is_demo=is_demo)
    return Origin.objects.get_or_create(id=1, defaults={"is_demo": is_demo})[0]


def refuse_other_kind(*, is_demo: bool) -> None:
    """Raise OtherKindError unless the database is of this kind; an empty one is neither."""
    if Origin._meta.db_table not in connection.introspection.table_names():
        return
    origin = Origin.objects.first()
    if origin and origin.is_demo != is_demo:
        has, wants = ("demo", "real") if origin.is_demo else ("real", "demo")
        raise OtherKindError(
            f"The database {connection.settings_dict['NAME']} holds {has} data, and this is a "
            f"start with {wants} data. Choose with DEMO=0 or DEMO=1, or name another database."
        )


@cache
def is_demo() -> bool:
    """Whether this database began as a demo: asked once per process, for it never changes."""
    return Origin.objects.filter(is_demo=True).exists()


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
