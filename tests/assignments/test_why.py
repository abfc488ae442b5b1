from datetime import date

import pytest
from django.utils import translation

from agencies.calendar import Unit, WorkCalendar, calendar_of
from agencies.models.counting import days_of, named_days
from assignments.actions import assignment as assignments
from assignments.actions import extension
from assignments.actions.terms import Terms
from assignments.models.dossier import facts_of
from assignments.models.due import due_view
from assignments.models.why import why_of
from assignments.rules.assignment import Timing


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


PLAIN = WorkCalendar()


def why(row, *, on, calendar=PLAIN):
    row.refresh_from_db()
    due = due_view(
        due_on=row.due_on,
        original_due_on=row.original_due_on,
        stage=row.stage,
        submitted_on=row.submitted_on,
        stopped_on=row.stopped_on,
        calendar=calendar,
        on=on,
    )
    return why_of(row, facts_of(row).of("duechange"), due=due, calendar=calendar, on=on)


def values(found):
    return [(step["label"], step["value"]) for step in found["steps"]]


def test_a_count_is_told_from_its_basis_to_its_due_date(world, past):
    row = world.issued(at=past(date(2023, 11, 20)))

    found = why(row, on=date(2023, 11, 24))

    assert values(found)[:2] == [
        ("Counted from", "20/11/2023"),
        ("+ 10 working days", "04/12/2023"),
    ]
    assert found["days"][0]["kind"] == "start"
    assert (found["days"][-1]["kind"], found["days"][-1]["mark"]) == ("end", "10")
    assert [d["date"].day for d in found["days"] if d["kind"] == "off"] == [25, 26, 2, 3]
    assert "25, 26/11, 02, 03/12 (weekend)" in found["note"]


def test_an_extension_counts_from_the_original_due_date_and_names_who_decided(world, past):
    row = world.acknowledged(at=past(date(2023, 11, 20)))
    extension.request_extension(
        row,
        asked_due_on=date(2023, 12, 11),
        grounds="Thực địa",
        by=world.head,
        at=past(date(2023, 12, 1)),
    )
    extension.grant_extension(
        row,
        due_on=date(2023, 12, 11),
        decision=world.by_slip(date(2023, 12, 4)),
        by=world.specialist,
        at=past(date(2023, 12, 4)),
    )

    found = why(row, on=date(2023, 12, 19))
    step = found["steps"][2]

    assert (step["label"], step["value"]) == ("+ 5 working days", "11/12/2023")
    assert "original due date" in step["note"]
    assert "Chủ tịch" in step["note"]
    assert "92/PT-VP" in step["note"]
    assert found["days"][0]["date"] == date(2023, 12, 4)
    assert found["steps"][-1]["is_late"]


def test_a_pause_adds_the_days_for_which_the_clock_stood(world, past):
    row = world.acknowledged(at=past(date(2023, 11, 20)))
    decided = world.by_slip(date(2023, 11, 27))
    extension.pause(
        row,
        cause="COURT",
        text="Chờ tòa án",
        decision=decided,
        by=world.specialist,
        at=past(date(2023, 11, 27)),
    )
    extension.resume(
        row,
        decision=world.by_slip(date(2023, 12, 4)),
        by=world.specialist,
        at=past(date(2023, 12, 4)),
    )

    assert ("+ 5 working days", "11/12/2023") in values(why(row, on=date(2023, 12, 5)))


def test_a_stated_date_on_a_day_off_is_kept_and_said(world, past):
    terms = Terms(Timing.DATED, stated_on=date(2023, 12, 24), phrase="trước ngày 25/12/2023")
    row = world.issued(at=past(date(2023, 11, 20)), terms=terms)

    (step, _now) = why(row, on=date(2023, 11, 21))["steps"]

    assert (step["label"], step["value"]) == ("Stated in the order", "24/12/2023")
    assert "trước ngày 25/12/2023" in step["note"]
    assert "day off" in step["note"]


def test_a_new_due_date_on_a_day_off_is_kept_and_said(world, past):
    at = past(date(2023, 11, 20))
    row = world.acknowledged(at=at)
    extension.redate(
        row,
        due_on=date(2023, 12, 24),
        reason="Chỉ đạo mới",
        decision=world.by_slip(date(2023, 11, 20)),
        by=world.specialist,
        at=at,
    )

    step = why(row, on=date(2023, 11, 21))["steps"][2]

    assert "day off" in step["note"]


def test_a_new_due_date_set_while_overdue_says_so(world, past):
    row = world.acknowledged(at=past(date(2023, 11, 20)))
    extension.redate(
        row,
        due_on=date(2023, 12, 29),
        reason="Chỉ đạo mới",
        decision=world.by_slip(date(2023, 12, 12)),
        by=world.specialist,
        at=past(date(2023, 12, 12)),
    )

    step = why(row, on=date(2023, 12, 13))["steps"][2]

    assert step["label"] == "New due date"
    assert "set while overdue" in step["note"].lower()


def test_holidays_are_named():
    calendar = calendar_of([(date(2024, 1, 1), False, "Tết Dương lịch")])

    count = calendar.count(date(2023, 12, 19), Unit.WORKING_DAYS, 10)

    assert count.due == date(2024, 1, 3)
    assert "01/01 (Tết Dương lịch)" in named_days(count.skipped)
    assert [d["mark"] for d in days_of(count) if d["date"] == date(2024, 1, 1)] == ["off"]


def test_a_count_of_months_that_ends_on_a_day_off_moves_on(world, past):
    terms = Terms(Timing.DATED, unit=Unit.MONTHS, count=1, count_from=date(2023, 11, 16))
    row = world.issued(at=past(date(2023, 11, 20)), terms=terms)

    found = why(row, on=date(2023, 11, 21))

    assert values(found)[1] == ("+ 1 month", "18/12/2023")
    assert "16, 17/12 (weekend)" in found["steps"][1]["note"]
    assert found["days"] == []


def test_work_without_a_due_date_has_nothing_to_explain(world, past):
    terms = Terms(Timing.CONTINUOUS, reason="Thường xuyên")

    assert why(world.issued(at=past(date(2023, 11, 20)), terms=terms), on=date(2023, 12, 1)) is None


def test_beyond_the_known_days_off_the_date_is_provisional(world, past):
    row = world.issued(at=past(date(2023, 11, 20)))
    known = WorkCalendar(known_until=date(2023, 11, 30))

    assert why(row, on=date(2023, 11, 21), calendar=known)["is_provisional"]


def test_a_withdrawn_assignment_does_not_count_on(world, past):
    row = world.issued(at=past(date(2023, 11, 20)))
    assignments.withdraw(
        row,
        reason="Không còn cần",
        decision=world.by_slip(date(2023, 11, 21)),
        by=world.specialist,
        at=past(date(2023, 11, 21)),
    )

    assert len(why(row, on=date(2023, 12, 21))["steps"]) == 2
