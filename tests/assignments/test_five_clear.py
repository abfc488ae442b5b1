"""The five clear points: one rule, which the page of an assignment repeats (rules.md 3.12)."""

import pytest

from agencies.models.calendar import work_calendar
from assignments.models.sheet import Head, due_of, five_of, is_clear_order
from assignments.rules.assignment import Stage, Timing, five_clear

CLEAR = {
    "stage": Stage.ACKNOWLEDGED,
    "head_is_known": True,
    "officer_is_named": True,
    "content": "Rà soát",
    "due_on": None,
    "timing": Timing.NONE,
    "timing_reason": "Chờ hướng dẫn",
    "product": "Báo cáo",
}


@pytest.mark.parametrize(
    ("part", "facts"),
    [
        ("people", {"head_is_known": False}),
        ("people", {"officer_is_named": False}),
        ("work", {"content": " "}),
        ("progress", {"timing_reason": ""}),
        ("progress", {"timing": Timing.DATED}),
        ("results", {"product": ""}),
    ],
)
def test_each_part_is_missed_by_itself(part, facts):
    found = five_clear(**(CLEAR | facts))

    assert [p for p in ("people", "work", "progress", "results") if not getattr(found, p)] == [part]
    assert found.is_clear_order == (part == "people")


def test_the_officer_is_owed_only_once_it_was_acknowledged():
    assert five_clear(**(CLEAR | {"stage": Stage.ISSUED, "officer_is_named": False})).people


@pytest.mark.django_db
def test_the_page_misses_what_the_rule_misses(world):
    row = world.issued(content="", product="")
    due = due_of(row, calendar=work_calendar(), on=row.issued_on)

    five = five_of(row, due, Head(), is_insider=True)

    assert {part for part, said in five.items() if "missing" in said} == {
        "people",
        "work",
        "results",
    }
    assert not is_clear_order(row)
