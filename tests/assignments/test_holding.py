from datetime import date

import pytest

from agencies.calendar import WorkCalendar
from assignments.models.facts import Holding
from assignments.models.holding import Held, Wait, named, time_at_each_body

CALENDAR = WorkCalendar()
Holder = Holding.Holder
ISSUED = date(2023, 11, 20)
TODAY = date(2023, 12, 19)
OFFICE = Held(Holder.ASSIGNER, "Văn phòng", ISSUED)
LEAD = Held(Holder.LEAD, "Sở", date(2023, 11, 22))
NAMED = Held(Holder.LEAD, "Sở", date(2023, 11, 23), "Trần Thị B")


def time_of(*rows, waits=(), on=TODAY):
    return time_at_each_body(rows, waits, issued_on=ISSUED, calendar=CALENDAR, on=on)


def days(time):
    return [(s["label"], s["days"]) for s in time.segments]


def test_each_working_day_belongs_to_whoever_holds_it_at_midnight():
    time = time_of(OFFICE, LEAD, NAMED)

    assert days(time) == [("Văn phòng", 1), ("Sở", 20)]
    assert time.total == 21
    assert time.identity["is_equal"]
    assert time.identity["text"].startswith("21 = 1 + 20")


def test_the_time_of_a_body_is_told_by_officer():
    time = time_of(OFFICE, LEAD, NAMED)

    assert time.segments[1]["detail"].endswith("Trần Thị B 19")
    assert "1" in time.segments[1]["detail"].split(",")[0]


def test_handed_over_on_the_day_of_issue_the_assigner_has_no_day():
    time = time_of(OFFICE, Held(Holder.LEAD, "Sở", ISSUED))

    assert days(time) == [("Sở", 21)]


def test_an_accepted_return_gives_the_days_since_the_request_to_the_assigner():
    asked = date(2023, 12, 4)
    time = time_of(OFFICE, LEAD, NAMED, Held(Holder.ASSIGNER, "Văn phòng", asked))

    assert days(time) == [("Văn phòng", 1), ("Sở", 8), ("Văn phòng", 12)]
    assert time.identity["is_equal"]


def test_a_body_that_had_it_twice_has_one_line():
    time = time_of(OFFICE, LEAD, NAMED, Held(Holder.ASSIGNER, "Văn phòng", date(2023, 12, 4)))

    assert [(line["label"], line["days"]) for line in time.lines] == [("Văn phòng", 13), ("Sở", 8)]
    assert time.identity["text"].startswith("21 = 13 + 8")


def test_seen_on_a_day_off_the_sum_is_that_of_the_last_working_day():
    friday, saturday = date(2023, 12, 15), date(2023, 12, 16)

    assert time_of(OFFICE, LEAD, on=saturday).total == 19
    assert time_of(OFFICE, LEAD, on=friday).total == CALENDAR.working_days_between(ISSUED, friday)


def test_a_later_record_of_an_earlier_day_displaces_what_came_after_it():
    changed = Held(Holder.LEAD, "Sở", date(2023, 12, 6), "Lê C")
    accepted = Held(Holder.ASSIGNER, "Văn phòng", date(2023, 12, 4))

    assert days(time_of(OFFICE, LEAD, changed, accepted))[-1] == ("Văn phòng", 12)


def test_paused_days_have_a_line_of_their_own():
    paused = Held(Holder.PAUSED, "", date(2023, 12, 1))
    again = Held(Holder.LEAD, "Sở", date(2023, 12, 8), "Trần Thị B")

    time = time_of(OFFICE, LEAD, paused, again)

    assert [s["days"] for s in time.segments] == [1, 7, 5, 8]
    assert time.identity["is_equal"]


def test_finished_work_stops_counting_on_its_last_day():
    sent = Held(Holder.MONITOR, "Văn phòng", date(2023, 12, 11))
    done = Held(Holder.NOBODY, "", date(2023, 12, 13))

    time = time_of(OFFICE, LEAD, sent, done)

    assert time.is_over
    assert days(time) == [("Văn phòng", 1), ("Sở", 13), ("Văn phòng", 3)]
    assert time.total == 17


def test_reopened_work_shows_the_days_for_which_it_was_finished():
    done = Held(Holder.NOBODY, "", date(2023, 12, 13))
    again = Held(Holder.LEAD, "Sở", date(2023, 12, 15))

    time = time_of(OFFICE, LEAD, done, again)

    assert not time.is_over
    assert [s["days"] for s in time.segments] == [1, 16, 1, 3]
    assert time.identity["is_equal"]


def test_issued_on_a_day_off_counting_begins_with_the_next_working_day():
    saturday = date(2023, 11, 18)
    time = time_at_each_body(
        [Held(Holder.ASSIGNER, "Văn phòng", saturday), LEAD],
        [],
        issued_on=saturday,
        calendar=CALENDAR,
        on=TODAY,
    )

    assert time.total == 22
    assert time.identity["is_equal"]


def test_waiting_for_others_is_a_second_bar_up_to_their_due_date():
    wait = Wait("UBND huyện", date(2023, 12, 1), due_on=date(2023, 12, 8))

    (bar,) = time_of(OFFICE, LEAD, waits=[wait]).waits

    assert (bar["start"], bar["days"]) == (8, 6)


def test_waiting_ends_with_the_day_on_which_the_part_was_sent():
    wait = Wait("UBND huyện", date(2023, 12, 1), date(2023, 12, 8), sent_on=date(2023, 12, 5))

    (bar,) = time_of(OFFICE, LEAD, waits=[wait]).waits

    assert bar["days"] == 2


def test_waiting_for_two_bodies_at_once_is_counted_once():
    one = Wait("A", date(2023, 12, 1), date(2023, 12, 8))
    other = Wait("B", date(2023, 12, 4), date(2023, 12, 6))

    (bar,) = time_of(OFFICE, LEAD, waits=[one, other]).waits

    assert bar["days"] == 6
    assert bar["label"] == "A, B"


@pytest.mark.parametrize(("names", "shown"), [(["A"], "A"), (["A", "B", "C"], "A, B, C")])
def test_three_names_are_told_in_full(names, shown):
    assert named(names) == shown


def test_nothing_has_lain_anywhere_on_the_day_of_issue():
    time = time_of(OFFICE, LEAD, on=ISSUED)

    assert (time.total, time.segments) == (0, [])
    assert time.identity["is_equal"]
