from datetime import date, timedelta

from django.db import connection

from agencies.models import Agency, AgencyHistory
from assignments.actions import assignment as assignments
from assignments.actions import extension, returning
from assignments.actions import submission as submissions
from assignments.models import Assignment
from assignments.rules.assignment import Box
from audit.models import ReplayClock
from audit.triggers import KeepsHistory
from reports import figures
from tests.factories import a_result

ISSUED = date(2023, 11, 20)


def boxes(on, known=None):
    counted = figures.boxes(figures.assignments_on(on=on, known=known))
    return {box: n for box, n in counted.items() if n}


def submitted_late(world, past):
    """Due 4/12/2023, submitted 6/12, confirmed 8/12."""
    row = world.issued(at=past(ISSUED))
    assignments.acknowledge(row, officer=world.officer, by=world.head, at=past(date(2023, 11, 21)))
    at = past(date(2023, 12, 6))
    result = [a_result(date(2023, 12, 6), number="5/BC-STP")]
    submissions.submit(row, results=result, by=world.head, at=at)
    submissions.confirm(row, by=world.specialist, at=past(date(2023, 12, 8)))
    return row


def test_each_day_has_its_box(world, past):
    submitted_late(world, past)

    assert boxes(ISSUED - timedelta(days=1)) == {}
    assert boxes(date(2023, 12, 4)) == {Box.OPEN_IN_TIME: 1}
    assert boxes(date(2023, 12, 5)) == {Box.OPEN_OVERDUE: 1}
    assert boxes(date(2023, 12, 7)) == {Box.OPEN_OVERDUE: 1}
    assert boxes(date(2023, 12, 8)) == {Box.DONE_LATE: 1}


def test_a_result_entered_late_changes_what_is_known_not_what_was_known(world, past):
    row = world.issued(at=past(ISSUED))
    assignments.acknowledge(row, officer=world.officer, by=world.head, at=past(date(2023, 11, 21)))
    result = [a_result(date(2023, 12, 1), number="5/BC-STP")]
    at = past(date(2023, 12, 7))
    submissions.submit(row, results=result, by=world.head, at=at)

    day = date(2023, 12, 5)

    assert boxes(day) == {Box.OPEN_OVERDUE: 1}
    assert boxes(day, known=at + timedelta(hours=1)) == {Box.OPEN_IN_TIME: 1}


def test_a_sent_back_result_is_void_and_the_clock_had_never_stopped(world, past):
    row = world.issued(at=past(ISSUED))
    assignments.acknowledge(row, officer=world.officer, by=world.head, at=past(date(2023, 11, 21)))
    result = [a_result(date(2023, 12, 4), number="5/BC-STP")]
    submissions.submit(row, results=result, by=world.head, at=past(date(2023, 12, 4)))
    submissions.send_back(row, reason="Thiếu", by=world.specialist, at=past(date(2023, 12, 6)))

    assert boxes(date(2023, 12, 5)) == {Box.OPEN_IN_TIME: 1}
    assert boxes(date(2023, 12, 6)) == {Box.OPEN_OVERDUE: 1}


def test_an_extension_applies_from_its_decision(world, past):
    row = world.issued(at=past(ISSUED))
    extension.request_extension(
        row,
        asked_due_on=date(2023, 12, 11),
        grounds="x",
        by=world.head,
        at=past(date(2023, 12, 4)),
    )
    at = past(date(2023, 12, 6))
    extension.grant_extension(
        row,
        due_on=date(2023, 12, 11),
        decision=world.by_slip(date(2023, 12, 6)),
        by=world.specialist,
        at=at,
    )

    assert boxes(date(2023, 12, 5), known=at + timedelta(days=1)) == {Box.OPEN_OVERDUE: 1}
    assert boxes(date(2023, 12, 6)) == {Box.OPEN_IN_TIME: 1}


def test_the_body_that_led_on_the_day_counts_it(world, past):
    row = world.issued(at=past(ISSUED))
    slip = world.by_slip(date(2023, 11, 24))
    returning.reassign(
        row, lead=world.health, decision=slip, by=world.specialist, at=past(date(2023, 11, 24))
    )

    before = figures.boxes_by_lead(figures.assignments_on(on=date(2023, 11, 23)))
    after = figures.boxes_by_lead(figures.assignments_on(on=date(2023, 11, 24)))

    assert set(before) == {world.justice.pk}
    assert set(after) == {world.health.pk}


def test_internal_and_withdrawn_work_stands_in_no_box(world, past):
    world.issued(at=past(ISSUED), is_internal=True)
    row = world.issued(at=past(ISSUED, 10))
    assert boxes(ISSUED) == {Box.OPEN_IN_TIME: 1}

    at = past(date(2023, 11, 22))
    assignments.withdraw(
        row, reason="x", decision=world.by_slip(date(2023, 11, 22)), by=world.specialist, at=at
    )

    assert boxes(date(2023, 11, 22)) == {}
    assert boxes(ISSUED, known=at + timedelta(days=1)) == {Box.OPEN_IN_TIME: 1}


def test_withdrawing_a_submitted_result_changes_no_earlier_day(world, past):
    row = world.acknowledged(at=past(ISSUED))
    result = [a_result(date(2023, 12, 1), number="5/BC-STP")]
    submissions.submit(row, results=result, by=world.head, at=past(date(2023, 12, 1)))
    past(date(2023, 12, 8))
    day, end = date(2023, 12, 6), date(2023, 12, 11)
    before = boxes(day)

    assignments.withdraw(
        Assignment.objects.get(pk=row.pk),
        reason="Không còn cần",
        decision=world.by_slip(end),
        by=world.specialist,
        at=past(end),
    )

    assert before == {Box.OPEN_IN_TIME: 1}
    assert boxes(day, known=figures.end_of(end)) == before


def test_without_history_a_past_figure_would_change(world, past):
    """The control: the live rows alone forget what the day looked like."""
    submitted_late(world, past)

    live = Assignment.objects.overdue(date(2023, 12, 5)).count()

    assert live == 0
    assert boxes(date(2023, 12, 5)) == {Box.OPEN_OVERDUE: 1}


def test_a_column_added_later_is_null_in_old_rows_and_old_figures_stay(world, past):
    """The previous schema with rows, then a new column with its new trigger."""
    submitted_late(world, past)
    day = date(2023, 12, 5)
    before = boxes(day)
    ReplayClock.objects.all().delete()
    trigger = KeepsHistory()
    text = trigger.compile(Agency).install_sql
    newer = text.replace('"code"', '"code", "probe"', 1).replace(
        'NEW."code"', 'NEW."code", NEW."probe"', 1
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("agencies_agency", "agencies_agency_history"):
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN probe text")
        cursor.execute(newer)
        cursor.execute("UPDATE agencies_agency SET probe = 'new' WHERE code = 'STP'")
        cursor.execute(
            "SELECT probe FROM agencies_agency_history WHERE code = 'STP' ORDER BY history_id"
        )
        probes = [row[0] for row in cursor.fetchall()]

    assert probes == [None, "new"]
    assert boxes(day) == before
    assert AgencyHistory.objects.filter(code="STP", known_to=None).count() == 1
