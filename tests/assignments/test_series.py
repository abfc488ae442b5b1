"""Periodic work: occurrences made ahead, each with its own life (rules.md 1.8)."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed, Stale
from assignments import jobs
from assignments.actions import assignment as assignments
from assignments.actions import series as actions
from assignments.actions.asking import Part
from assignments.actions.rhythm import Rhythm
from assignments.actions.terms import Terms
from assignments.models import Assignment, Series
from assignments.models.periods import due_in, first_of, following, named
from assignments.rules.assignment import Stage, Timing
from audit.models import Event
from tests.assignments.periodic import MONTHLY, of_two, periodic
from tests.factories import agency


# --- periods --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("every", "day", "first", "after"),
    [
        ("MONTH", date(2023, 12, 31), date(2023, 12, 1), date(2024, 1, 1)),
        ("QUARTER", date(2023, 11, 13), date(2023, 10, 1), date(2024, 1, 1)),
        ("HALF_YEAR", date(2023, 6, 30), date(2023, 1, 1), date(2023, 7, 1)),
        ("YEAR", date(2023, 11, 13), date(2023, 1, 1), date(2024, 1, 1)),
    ],
)
def test_a_period_begins_and_is_followed_by_the_next(every, day, first, after):
    assert first_of(every, day) == first
    assert following(every, first) == after


@pytest.mark.parametrize(
    ("rhythm", "first", "due"),
    [
        (Rhythm("MONTH", 25), date(2023, 11, 1), date(2023, 11, 25)),
        (Rhythm("MONTH", 0), date(2024, 2, 1), date(2024, 2, 29)),
        (Rhythm("MONTH", 31), date(2023, 11, 1), date(2023, 11, 30)),
        (Rhythm("QUARTER", 14), date(2023, 10, 1), date(2023, 12, 14)),
        (Rhythm("QUARTER", 5, 1), date(2023, 10, 1), date(2024, 1, 5)),
        (Rhythm("YEAR", 14), date(2023, 1, 1), date(2023, 12, 14)),
    ],
)
def test_the_due_date_lies_in_the_last_month_of_the_period_or_after_it(rhythm, first, due):
    assert due_in(rhythm.series(), first) == due


def test_a_period_is_named_as_people_say_it():
    assert "12/2023" in named("MONTH", date(2023, 12, 1))
    assert "IV/2023" in named("QUARTER", date(2023, 10, 1))


# --- the first occurrence -------------------------------------------------------------------
def test_the_first_occurrence_is_of_the_present_period(world, past):
    row = periodic(world, past)

    assert (row.period_first, row.due_on) == (date(2023, 11, 1), date(2023, 11, 25))
    assert row.series.made_until == date(2023, 11, 1)
    assert row.timing == Timing.PERIODIC


def test_where_the_due_date_has_passed_the_first_occurrence_is_of_the_next_period(world, past):
    row = periodic(world, past, on=date(2023, 11, 28))

    assert (row.period_first, row.due_on) == (date(2023, 12, 1), date(2023, 12, 25))


# --- made ahead -----------------------------------------------------------------------------
def test_the_next_occurrence_is_made_before_its_period_begins(world, past):
    row = periodic(world, past)

    early = actions.make_ahead(row.series, at=past(date(2023, 11, 20)))
    made = actions.make_ahead(row.series, at=past(date(2023, 11, 27)))

    assert early == []
    (following_row,) = made
    assert (following_row.period_first, following_row.due_on) == (
        date(2023, 12, 1),
        date(2023, 12, 25),
    )
    assert following_row.issued_on < following_row.period_first


def test_twice_is_the_same_as_once_and_missed_nights_heal(world, past):
    row = periodic(world, past)
    at = past(date(2024, 1, 26))

    first, second = actions.make_ahead(row.series, at=at), actions.make_ahead(row.series, at=at)

    assert [a.period_first for a in first] == [
        date(2023, 12, 1),
        date(2024, 1, 1),
        date(2024, 2, 1),
    ]
    assert second == []


def test_an_occurrence_has_a_life_of_its_own(world, past):
    row = periodic(world, past, parts=(Part(world.health, "Số liệu"),))
    (made,) = actions.make_ahead(row.series, at=past(date(2023, 11, 27)))
    at = past(date(2023, 11, 27))

    assignments.acknowledge(made, officer=world.officer, by=world.head, at=at)

    row.refresh_from_db()
    made.refresh_from_db()
    assert (row.stage, made.stage) == (Stage.ISSUED, Stage.ACKNOWLEDGED)
    assert (made.decided_by, made.basis) == (row.decided_by, row.basis)
    assert made.cooperations.get().agency == world.health
    assert made.lead_changes.get().agency == world.justice
    assert made.due_changes.get().due_on == made.due_on
    assert Event.objects.get(kind="assignment.make").subject_id == made.pk


def test_an_occurrence_follows_the_lead_to_its_heir(world, past):
    row = periodic(world, past)
    Assignment.objects.filter(pk=row.pk).update(lead=world.health)

    (made,) = actions.make_ahead(row.series, at=past(date(2023, 11, 27)))

    assert made.lead == world.health


def test_a_batch_has_one_series_and_an_occurrence_a_body(world, past):
    rows = of_two(world, past)

    made = actions.make_ahead(rows[0].series, at=past(date(2023, 11, 27)))

    assert Series.objects.count() == 1
    assert {a.lead for a in made} == {world.justice, world.health}
    assert {a.period_first for a in Assignment.objects.all()} == {
        date(2023, 11, 1),
        date(2023, 12, 1),
    }


# --- changing -------------------------------------------------------------------------------
def change(world, past, row, rhythm, on=date(2023, 11, 20), **facts):
    common = {"decision": world.by_slip(on), "by": world.specialist} | facts
    return actions.change(row.series, rhythm, at=past(on), **common)


def test_a_change_never_touches_what_was_made(world, past):
    row = periodic(world, past)

    change(world, past, row, Rhythm("MONTH", 10))
    (made,) = actions.make_ahead(row.series, at=past(date(2023, 11, 27)))

    row.refresh_from_db()
    assert row.due_on == date(2023, 11, 25)
    assert made.due_on == date(2023, 12, 10)


def test_an_ended_series_makes_nothing_more(world, past):
    row = periodic(world, past)

    change(world, past, row, Rhythm("MONTH", 25, 0, date(2023, 11, 30)))

    assert actions.make_ahead(row.series, at=past(date(2023, 12, 29))) == []


def test_only_the_assigners_side_changes_a_series(world, past):
    row = periodic(world, past)

    with pytest.raises(NotAllowed):
        change(world, past, row, MONTHLY, by=world.head)


def test_a_change_is_a_decision_with_its_three_facts(world, past):
    row = periodic(world, past)
    on = date(2023, 11, 20)

    for decision in (Decision.direct(world.specialist, on), world.by_slip(on, world.office_head)):
        with pytest.raises(NotAllowed):
            change(world, past, row, MONTHLY, decision=decision)
    changed = change(world, past, row, Rhythm("MONTH", 10))

    assert (changed.decided_by, changed.recorded_by, changed.basis) == (
        world.chairman,
        world.specialist,
        "92/PT-VP",
    )
    told = Event.objects.get(kind="assignment.change_series", subject_id=row.pk)
    assert (told.decided_by, told.basis != "") == (str(world.chairman), True)


def test_a_stale_change_is_refused(world, past):
    row = periodic(world, past)
    change(world, past, row, Rhythm("MONTH", 10), revision=0)

    with pytest.raises(Stale):
        change(world, past, row, MONTHLY, revision=0)


def test_nobody_changes_the_rhythm_of_its_own_work(world, past):
    row = periodic(world, past, lead=world.office, monitor=world.ppc)

    with pytest.raises(NotAllowed):
        change(world, past, row, MONTHLY)


def test_nothing_more_is_made_for_a_body_once_all_later_periods_were_withdrawn(world, past):
    gone, kept = of_two(world, past)
    on = date(2023, 11, 20)
    assignments.withdraw(
        gone,
        reason="Thôi",
        with_later=True,
        decision=world.by_slip(on),
        by=world.specialist,
        at=past(on),
    )

    made = actions.make_ahead(kept.series, at=past(date(2023, 12, 27)))

    assert [(a.lead, a.period_first.month) for a in made] == [(world.health, 12), (world.health, 1)]


def test_withdrawing_one_period_leaves_the_later_ones(world, past):
    row = periodic(world, past)
    on = date(2023, 11, 20)
    facts = {"decision": world.by_slip(on), "by": world.specialist, "at": past(on)}

    assignments.withdraw(row, reason="Kỳ này không phát sinh", **facts)
    (made,) = actions.make_ahead(row.series, at=past(date(2023, 11, 27)))

    assert (made.lead, made.period_first) == (world.justice, date(2023, 12, 1))
    event = Event.objects.get(kind="assignment.withdraw")
    assert event.data["periods"] == "this"


def test_with_all_later_periods_what_was_made_ahead_is_withdrawn_too(world, past):
    row = periodic(world, past)
    made_on, on = date(2023, 11, 27), date(2023, 11, 28)
    (made,) = actions.make_ahead(row.series, at=past(made_on))
    # Decided before the later occurrence was made: that one ends on the day of its making.
    decision = world.by_slip(date(2023, 11, 20))

    assignments.withdraw(
        row, reason="Thôi", with_later=True, decision=decision, by=world.specialist, at=past(on)
    )

    made.refresh_from_db()
    assert (made.stage, made.withdrawn_on) == (Stage.WITHDRAWN, made_on)
    assert actions.make_ahead(row.series, at=past(date(2024, 3, 27))) == []
    told = Event.objects.filter(kind="assignment.withdraw").values_list("data__periods", flat=True)
    assert list(told) == ["later", "later"]


def test_the_form_asks_of_an_occurrence_how_much_is_withdrawn(world, sign_in, settings):
    settings.MFA_REQUIRED = False
    today = timezone.localdate()
    terms = Terms(Timing.PERIODIC, stated_on=MONTHLY.due_on(on=today))
    row, once = world.issued(terms=terms, rhythm=MONTHLY), world.issued()
    client = sign_in(world.chairman)

    form = client.get(f"/assignments/{row.pk}/withdraw/").context["form"]
    plain = client.get(f"/assignments/{once.pk}/withdraw/").context["form"]
    facts = {"once": str(uuid4()), "revision": row.revision, "reason": "Thôi"}
    client.post(f"/assignments/{row.pk}/withdraw/", facts | {"with_later": "later"})

    assert form["with_later"].value() == ""
    assert "with_later" not in plain.fields
    assert Assignment.objects.filter(series_end__isnull=False).get() == row


# --- job and pages --------------------------------------------------------------------------
def test_the_job_makes_what_is_missing_and_one_bad_series_stops_no_other(world, past, monkeypatch):
    bad, good = periodic(world, past), periodic(world, past)
    made = actions.make_ahead

    def fail_once(row, *, at):
        if row.pk == bad.series_id:
            raise RuntimeError("bad row")
        return made(row, at=at)

    monkeypatch.setattr(actions, "make_ahead", fail_once)
    monkeypatch.setattr(jobs.timezone, "now", lambda: past(date(2023, 11, 27)))
    jobs.make_occurrences()
    jobs.make_occurrences()

    assert Assignment.objects.filter(series=good.series).count() == 2
    assert Assignment.objects.filter(series=bad.series).count() == 1


@pytest.mark.slow
def test_periodic_work_is_given_by_the_form_and_changed_on_its_page(world, sign_in, settings):
    settings.MFA_REQUIRED = False
    client = sign_in(world.specialist)
    facts = {
        "once": str(uuid4()),
        "do": "issue",
        "rows": "1",
        "decided_by": world.chairman.pk,
        "capacity": "DIRECT",
        "basis_kind": "SUBMISSION",
        "basis": "92/PT-VP",
        "basis_on": "01/11/2023",
        "title": "Báo cáo tháng",
        "content": "Báo cáo",
        "lead": world.justice.pk,
        "timing": "PERIODIC",
        "due_phrase": "hằng quý, trước ngày 15 của tháng cuối quý",
        "product": "Báo cáo",
        "completion_point": "ISSUED",
    }

    answer = client.post("/assignments/new/", facts)
    row = Assignment.objects.select_related("series").get()
    page = client.get(reverse("assignment-detail", args=[row.pk]))
    edit = reverse("series-edit", args=[row.series_id])
    refused = client.post(edit, {"once": str(uuid4()), "due_day": "20", "due_month_offset": "0"})
    sent = {
        "due_day": "20",
        "due_month_offset": "0",
        "revision": "0",
        "decided_by": world.chairman.pk,
        "capacity": "DIRECT",
        "basis_kind": "SUBMISSION",
        "basis": "93/PT-VP",
        "basis_on": f"{timezone.localdate():%d/%m/%Y}",
    }
    changed = client.post(edit, sent | {"once": str(uuid4())})
    late = client.post(edit, sent | {"once": str(uuid4())})

    assert answer.status_code == 302
    assert (row.series.every, row.series.due_day) == ("QUARTER", 14)
    assert page.context["occurrences"][0]["is_here"]
    assert page.context["series_url"] == edit
    assert "basis" in refused.context["form"].errors
    assert (changed.status_code, late.status_code) == (302, 409)
    series = Series.objects.get()
    assert (series.due_day, series.decided_by, series.basis) == (20, world.chairman, "93/PT-VP")
    assert sign_in(world.head).get(edit).status_code == 404


def test_a_body_that_ended_without_a_sole_heir_waits_in_the_queue(world, past):
    from agencies.models import Succession

    row = periodic(world, past)
    heirs = [agency("A1"), agency("A2")]
    for heir in heirs:
        Succession.objects.create(
            old=world.justice, new=heir, on=date(2023, 11, 15), kind="abolish_split"
        )
    world.justice.valid_to = date(2023, 11, 15)
    world.justice.save()

    (made,) = actions.make_ahead(row.series, at=past(date(2023, 11, 27)))

    assert made.succession_cases.get().chosen is None
