"""A recorded decision counts from its own day, and is of whoever held the seat on that day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.actions import delegation
from agencies.models import Seat
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import BasisKind, Capacity, Role
from assignments.actions import assignment as assignments
from assignments.actions import extension, returning, submission
from assignments.models import DueChange
from assignments.rules.assignment import Box
from directives.models import Provision
from reports.figures import assignments_on, boxes, end_of
from tests import factories
from tests.assignments.situations import (
    acknowledged,
    errors,
    extension_asked,
    later,
    sent,
    shown,
    slip,
    today,
    url,
)
from tests.factories import a_result

pytestmark = pytest.mark.django_db
DUE = date(2023, 12, 15)


@pytest.fixture
def asked(world, past):
    """Due on 15/12, more time asked for on 13/12."""
    row = world.acknowledged(at=past(date(2023, 12, 1)))
    extension.request_extension(
        row,
        asked_due_on=date(2023, 12, 25),
        grounds="Thực địa",
        by=world.head,
        at=past(date(2023, 12, 13)),
    )
    return row


def grant(row, decision, world, at):
    return extension.grant_extension(
        row, due_on=date(2023, 12, 25), decision=decision, by=world.specialist, at=at
    )


def redate(row, on, world, at, due_on=date(2023, 12, 29)):
    decision = world.by_slip(on)
    extension.redate(row, due_on=due_on, reason="x", decision=decision, by=world.specialist, at=at)
    row.refresh_from_db()


def withdraw(row, decision, world, at):
    assignments.withdraw(row, reason="x", decision=decision, by=world.specialist, at=at)


# --- from what day it applies -------------------------------------------------------------------
def test_an_extension_entered_after_the_due_date_applies_from_its_decision(asked, world, past):
    grant(asked, world.by_slip(date(2023, 12, 14)), world, past(date(2023, 12, 20)))

    asked.refresh_from_db()
    change = asked.due_changes.get(cause=DueChange.Cause.EXTENSION)
    seen = boxes(assignments_on(on=date(2023, 12, 18), known=end_of(date(2023, 12, 21))))
    assert (change.effective_on, change.was_overdue) == (date(2023, 12, 14), False)
    assert asked.changed_overdue_on is None
    assert seen[Box.OPEN_IN_TIME] == 1
    assert boxes(assignments_on(on=date(2023, 12, 18)))[Box.OPEN_OVERDUE] == 1


def test_a_new_date_decided_while_overdue_is_counted_apart_on_that_day(world, past):
    row = world.acknowledged(at=past(date(2023, 12, 1)))

    redate(row, date(2023, 12, 18), world, past(date(2023, 12, 20)))

    assert row.changed_overdue_on == date(2023, 12, 18)
    assert row.due_changes.latest("pk").was_overdue


def test_the_story_tells_that_a_decision_was_entered_later(asked, world, past, sign_in):
    grant(asked, world.by_slip(date(2023, 12, 14)), world, past(date(2023, 12, 20)))

    page = sign_in(world.specialist).get(f"/assignments/{asked.pk}/").content.decode()

    words = [part for part in page.split("·") if "14/12/2023" in part and "20/12/2023" in part]
    assert words


def test_resuming_counts_from_the_date_decided_during_the_pause(world, past):
    at = past(date(2023, 12, 1))
    row, decision = world.issued(at=at), world.by_slip(date(2023, 12, 1))
    extension.pause(row, cause="COURT", text="x", decision=decision, by=world.specialist, at=at)
    redate(row, date(2023, 12, 8), world, past(date(2023, 12, 8)))

    decision, at = world.by_slip(date(2023, 12, 12)), past(date(2023, 12, 12))
    extension.resume(row, decision=decision, by=world.specialist, at=at)

    row.refresh_from_db()
    assert row.due_on == date(2024, 1, 2)  # 29/12 and the two working days since 8/12


# --- who decided ----------------------------------------------------------------------------
@pytest.fixture
def changed(world, past):
    """An assignment of 1/12, and another chairman from 6/12 on."""
    row = world.issued(at=past(date(2023, 12, 1)))
    Seat.objects.filter(pk=world.chairman.pk).update(valid_to=date(2023, 12, 6))
    world.chairman.refresh_from_db()
    world.successor = factories.seat(
        world.chair, Role.HEAD, title="Chủ tịch", since=date(2023, 12, 6)
    )
    return row


def test_nobody_decided_on_a_day_before_taking_the_seat(changed, world, past):
    decision = world.by_slip(date(2023, 12, 4), world.successor)

    with pytest.raises(NotAllowed):
        withdraw(changed, decision, world, past(date(2023, 12, 8)))


def test_the_decision_of_a_former_leader_is_still_entered(changed, world, past):
    withdraw(changed, world.by_slip(date(2023, 12, 4)), world, past(date(2023, 12, 8)))

    changed.refresh_from_db()
    assert changed.stage == "WITHDRAWN"


@pytest.mark.parametrize(("days", "is_offered"), [(1, True), (59, True), (61, False)])
def test_the_form_offers_the_leaders_of_the_last_60_days(world, sign_in, days, is_offered):
    row, last = acknowledged(world), today() - timedelta(days - 1)
    Seat.objects.filter(pk=world.chairman.pk).update(valid_to=last)
    factories.seat(world.chair, Role.HEAD, title="Chủ tịch", since=last)

    form = sign_in(world.specialist).get(url("withdraw", row)).context["form"]

    assert (world.chairman.pk in dict(form.fields["decided_by"].choices)) == is_offered


# --- authorised, by order -----------------------------------------------------------------------
@pytest.fixture
def letter(world):
    """The chairman authorises the head of the PPC office."""
    return lambda on, at: delegation.authorise(
        world.chairman,
        world.office_head,
        first_day=on,
        last_day=on + timedelta(30),
        document="12/GUQ-UBND",
        document_on=on,
        content="Quyết định gia hạn, thu hồi",
        by=world.secretary,
        at=at,
    )


def under_letter(world, on, by):
    basis = {"basis_kind": BasisKind.DOCUMENT, "basis": "12/GUQ-UBND", "basis_on": on}
    return Decision(world.office_head, by, on, Capacity.TUQ, **basis)


def test_an_authorisation_never_reaches_the_own_item_of_its_holder(world, past, letter):
    on = date(2023, 12, 1)
    at = past(on)
    letter(on, at)
    own, other = world.issued(at=at, lead=world.office, monitor=world.ppc), world.issued(at=at)

    def move(row):
        extension.redate(
            row,
            due_on=date(2024, 3, 1),
            reason="x",
            decision=under_letter(world, on, world.secretary),
            by=world.secretary,
            at=at,
        )

    with pytest.raises(NotAllowed):
        move(own)
    move(other)


def test_tuq_is_offered_with_the_holder_of_a_letter_and_not_without(world, sign_in, letter):
    row, client = acknowledged(world), sign_in(world.specialist)

    def offered():
        form = client.get(url("withdraw", row)).context["form"]
        named = dict(form.fields["decided_by"].choices)
        return "TUQ" in dict(form.fields["capacity"].choices), world.office_head.pk in named

    before = offered()
    letter(today(), timezone.now())

    assert (before, offered()) == ((False, False), (True, True))


def test_the_holder_of_a_letter_is_recorded_under_it_without_choosing(world, sign_in, letter):
    row, client = acknowledged(world), sign_in(world.specialist)
    letter(today(), timezone.now())
    facts = slip(world) | {"decided_by": world.office_head.pk, "capacity": "", "reason": "x"}

    answer = client.post(url("withdraw", row), sent(row, facts))

    assert answer.status_code == 302, errors(answer)


@pytest.mark.parametrize("value", ["0", "1"])
def test_the_office_head_extends_by_order_where_the_provision_says_so(world, sign_in, value):
    name = "extension_office_head"
    Provision.objects.create(key=name, value=value, name_vi=name, name_en=name)
    row, client = extension_asked(world), sign_in(world.specialist)
    facts = slip(world) | {"decided_by": world.office_head.pk, "capacity": ""}

    form = client.get(url("grant_extension", row)).context["form"]
    client.post(url("grant_extension", row), sent(row, facts | {"due_on": shown(later(row))}))

    found = row.extensions.get()
    assert ("TL" in dict(form.fields["capacity"].choices)) == (value == "1")
    assert (found.outcome, found.capacity) == (
        ("ACCEPTED", Capacity.TL) if value == "1" else ("ASKED", "")
    )


# --- older than what it answers -----------------------------------------------------------------
def test_no_extension_is_decided_before_it_was_asked_for(asked, world, past):
    with pytest.raises(NotAllowed):
        grant(asked, world.by_slip(date(2023, 12, 12)), world, past(date(2023, 12, 14)))


def test_no_return_is_decided_before_it_was_asked_for(world, past):
    row = world.issued(at=past(date(2023, 12, 1)))
    at = past(date(2023, 12, 6))
    returning.request_return(row, reason="FUNCTION", text="x", by=world.head, at=at)
    early, same = world.by_slip(date(2023, 12, 5)), world.by_slip(date(2023, 12, 6))

    with pytest.raises(NotAllowed):
        returning.accept_return(row, decision=early, by=world.specialist, at=at)
    returning.accept_return(row, decision=same, by=world.specialist, at=at)


def test_no_result_is_recognised_before_it_was_issued(world, past):
    row = world.acknowledged(at=past(date(2023, 12, 1)))
    at = past(date(2023, 12, 6))
    result = a_result(date(2023, 12, 6))
    submission.submit(row, results=[result], by=world.head, at=at)
    decision = world.by_slip(date(2023, 12, 5), world.office_head)

    with pytest.raises(NotAllowed):
        submission.confirm(row, decision=decision, by=world.specialist, at=at)


# --- capacity and basis -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "allowed"), [("chairman", {"DIRECT", "TM"}), ("vice_chairman", {"KT"})]
)
def test_a_recorded_decision_is_in_a_capacity_of_the_decider(world, past, who, allowed):
    at, found = past(date(2023, 12, 1)), set()
    for capacity in Capacity:
        decision = world.by_slip(date(2023, 12, 1), getattr(world, who))
        try:
            withdraw(world.issued(at=at), replace(decision, capacity=capacity), world, at)
        except NotAllowed:
            continue
        found.add(capacity.value)

    assert found == allowed


def test_the_capacity_follows_from_the_person_where_none_is_chosen(world, sign_in):
    row = acknowledged(world)
    facts = slip(world) | {"decided_by": world.vice_chairman.pk, "capacity": "", "reason": "x"}

    answer = sign_in(world.specialist).post(url("withdraw", row), sent(row, facts))

    assert answer.status_code == 302, errors(answer)


@pytest.mark.parametrize("facts", [{"basis": "-"}, {"basis_on": date(2024, 6, 1)}])
def test_a_dash_or_a_day_to_come_is_no_basis(world, past, facts):
    at = past(date(2023, 12, 1))
    row, decision = world.issued(at=at), world.by_slip(date(2023, 12, 1))

    with pytest.raises(NotAllowed):
        withdraw(row, replace(decision, **facts), world, at)
