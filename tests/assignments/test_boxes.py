"""The boxes counted in one query are the boxes of the rule, row by row."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.models.standing import standing_of
from assignments.models import Assignment
from assignments.models.boxes import Boxes, count_boxes_seen
from assignments.models.viewer import Viewer
from assignments.rules.assignment import Box, box
from tests.assignments.office import at_work, viewer
from tests.factories import LONG_AGO, agency, moment, seat

TODAY = date(2023, 12, 19)
days = st.integers(-20, 20).map(lambda n: TODAY + timedelta(n))
maybe = st.none() | days
STAGES = ["ISSUED", "ACKNOWLEDGED", "SUBMITTED", "DONE", "RETURNED"]


@st.composite
def facts(draw):
    """A row that the constraints allow."""
    stage, due_on = draw(st.sampled_from(STAGES)), draw(maybe)
    sent = stage in {"SUBMITTED", "DONE"}
    stops = stage == "RETURNED" or (not sent and draw(st.booleans()))
    submitted_on = draw(days) if sent else None
    return {
        "stage": stage,
        "due_on": due_on,
        "submitted_on": submitted_on,
        "confirmed_on": max(draw(days), submitted_on) if stage == "DONE" else None,
        "stopped_on": draw(days) if stops else None,
        "is_short_notice": draw(st.booleans()),
    }


def row_of(found, lead, officer) -> Assignment:
    dated = found["due_on"] is not None
    acknowledged = found["stage"] in {"ACKNOWLEDGED", "SUBMITTED", "DONE"}
    return Assignment(
        title="Rà soát",
        giver="UBND",
        assigner=lead,
        lead=lead,
        monitor=lead,
        officer=officer if acknowledged else None,
        is_internal=True,
        timing="DATED" if dated else "NONE",
        due_rule="STATED" if dated else "",
        original_due_on=found["due_on"],
        issued_on=LONG_AGO,
        acknowledged_on=LONG_AGO if acknowledged else None,
        entered_at=moment(TODAY),
        moved_at=moment(TODAY),
        **found,
    )


@pytest.mark.django_db
@settings(max_examples=25)
@given(st.lists(facts(), max_size=12))
def test_the_query_counts_what_the_rule_says_of_each_row(found):
    lead = agency()
    officer = seat(lead)
    officer.user.seat, officer.user.standing = officer, standing_of(officer, on=TODAY)
    Assignment.objects.bulk_create(row_of(f, lead, officer) for f in found)

    reader = Viewer(officer.user, TODAY)
    counted, _seen = count_boxes_seen(Assignment.objects.filter(lead=lead), reader)

    names = ("due_on", "submitted_on", "confirmed_on", "stopped_on")
    told = Counter(box(*(f[n] for n in names), on=TODAY) for f in found)
    assert {b: getattr(counted, b.value.lower()) for b in Box} == {b: told[b] for b in Box}
    assert counted.waiting == sum(f["stage"] == "SUBMITTED" for f in found)
    assert counted.adds_up


def test_the_rates_leave_out_what_was_given_too_late():
    counted = Boxes(
        done_on_time=8, done_late=2, open_in_time=5, open_overdue=3, short_overdue=1, short_done=1
    )

    assert counted.due_rate == Fraction(2, 9 + 2)
    assert counted.all_rate == Fraction(2, 18 - 2)


def test_a_rate_of_nothing_is_blank():
    assert Boxes().due_rate is None
    assert Boxes().all_rate is None


def test_a_restricted_row_counts_in_totals_and_stands_in_no_list(world, past):
    office = at_work(world, past)
    rows = Assignment.objects.official()

    counted, seen = count_boxes_seen(rows, viewer(world.watcher))

    assert office.rows["restricted"].is_restricted
    assert counted.open_overdue - seen.open_overdue == 1
