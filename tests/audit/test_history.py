import itertools
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.models import Agency, AgencyHistory
from tests.factories import agency


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def clock_says(moment):
    run(
        "CREATE OR REPLACE FUNCTION audit_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS"
        f" $$ SELECT '{moment.isoformat()}'::timestamptz $$"
    )


def test_a_raw_sql_change_leaves_a_history_row(db):
    row = agency("A", name="Tên cũ")

    run("UPDATE agencies_agency SET name_vi = 'Tên mới'")

    names = AgencyHistory.objects.filter(id=row.pk).order_by("history_id")
    assert list(names.values_list("name_vi", flat=True)) == ["Tên cũ", "Tên mới"]
    assert [h.known_to is None for h in names] == [False, True]


def test_a_bulk_change_and_a_delete_leave_history_rows(db):
    row = agency("A")
    Agency.objects.update(note="x")
    pk = row.pk
    row.delete()

    history = AgencyHistory.objects.filter(id=pk).order_by("history_id")
    assert [h.note for h in history] == ["", "x"]
    assert all(h.known_to for h in history)


def test_an_update_that_changes_nothing_writes_nothing(db):
    row = agency("A", note="x")

    Agency.objects.filter(pk=row.pk).update(note="x")

    assert AgencyHistory.objects.filter(id=row.pk).count() == 1


def test_two_updates_in_one_transaction_leave_no_gap_and_no_overlap(db):
    row = agency("A")
    Agency.objects.update(note="x")
    Agency.objects.update(note="y")

    history = list(AgencyHistory.objects.filter(id=row.pk).order_by("known_from", "history_id"))
    assert [h.note for h in history] == ["", "x", "y"]
    assert all(a.known_to == b.known_from for a, b in itertools.pairwise(history))


def test_at_equal_stamps_the_open_row_is_replaced(db):
    row = agency("A")
    stamp = AgencyHistory.objects.get(id=row.pk).known_from
    clock_says(stamp)

    Agency.objects.update(note="x")

    assert [h.note for h in AgencyHistory.objects.filter(id=row.pk)] == ["x"]


def test_a_clock_that_steps_back_never_makes_a_row_end_before_it_began(db):
    row = agency("A")
    stamp = AgencyHistory.objects.get(id=row.pk).known_from
    clock_says(stamp - timedelta(hours=1))

    Agency.objects.update(note="x")

    kept = AgencyHistory.objects.get(id=row.pk)
    assert (kept.note, kept.known_from, kept.known_to) == ("x", stamp, None)


def test_a_late_writer_is_known_from_its_own_moment(db):
    row = agency("A")
    before = AgencyHistory.objects.get(id=row.pk).known_from + timedelta(hours=1)
    clock_says(before + timedelta(hours=1))

    Agency.objects.update(note="late")

    assert AgencyHistory.objects.known(before).get(id=row.pk).note == ""
    assert AgencyHistory.objects.known(before + timedelta(hours=2)).get(id=row.pk).note == "late"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE agencies_agency_history SET note = 'other'",
        "DELETE FROM agencies_agency_history",
        "TRUNCATE agencies_agency_history",
    ],
)
def test_history_is_never_changed_by_hand(db, sql):
    agency("A")

    with pytest.raises(DatabaseError, match="never changed"):
        run(sql)


def test_without_the_trigger_a_change_would_be_forgotten(db):
    row = agency("A")
    run("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE agencies_agency DISABLE TRIGGER USER")

    Agency.objects.update(note="x")

    assert AgencyHistory.objects.get(id=row.pk).note == ""
