from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.models import Event, Origin, ReplayClock


def event(**facts):
    facts = {"at": timezone.now(), "kind": "x.y", "subject_type": "a.b", "subject_id": 1} | facts
    return Event.objects.create(**facts)


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET note = 'other'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "SET LOCAL pgtrigger.ignore = '{audit_event:event_is_append_only}';"
        "UPDATE audit_event SET note = 'other'",
    ],
)
def test_the_database_refuses_to_change_events(db, sql):
    event()

    with pytest.raises(DatabaseError, match="never changed"):
        run(sql)


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_event SET note = 'other'", "DELETE FROM audit_event"]
)
def test_without_the_guard_events_could_be_changed(db, sql):
    event()
    run("ALTER TABLE audit_event DISABLE TRIGGER USER")

    run(sql)


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24])
def test_an_event_of_another_time_is_refused(db, minutes):
    with pytest.raises(DatabaseError, match="was refused"), transaction.atomic():
        event(at=timezone.now() + timedelta(minutes=minutes))


def test_a_replay_is_only_for_a_demo_that_was_not_replayed(db):
    with pytest.raises(DatabaseError, match="only a demo"), transaction.atomic():
        ReplayClock.objects.create(id=1, now_at=timezone.now() - timedelta(days=9))

    Origin.objects.create(id=1, is_demo=True)
    clock = ReplayClock.objects.create(id=1, now_at=timezone.now() - timedelta(days=9))
    clock.delete()

    with pytest.raises(DatabaseError, match="only a demo"), transaction.atomic():
        ReplayClock.objects.create(id=1, now_at=timezone.now() - timedelta(days=9))


def test_the_replay_clock_only_moves_forward(db):
    Origin.objects.create(id=1, is_demo=True)
    start = timezone.now() - timedelta(days=9)
    ReplayClock.objects.create(id=1, now_at=start)

    with pytest.raises(DatabaseError, match="forward"), transaction.atomic():
        ReplayClock.objects.update(now_at=start - timedelta(seconds=1))


def test_a_database_with_events_never_becomes_a_demo(db):
    event()

    with pytest.raises(DatabaseError, match="has its origin"):
        Origin.objects.create(id=1, is_demo=True)


@pytest.mark.parametrize("table", ["audit_origin", "audit_replayclock"])
def test_origin_and_clock_are_never_truncated(db, table):
    with pytest.raises(DatabaseError, match="never"):
        run(f"TRUNCATE {table}")
