"""What an action itself refuses of a decision, whatever form it came by."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.models import Delegation
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import BasisKind, Capacity, Role
from assignments.actions import assignment as assignments
from assignments.actions import cooperation
from assignments.actions.asking import Part
from assignments.models import AssignmentFile
from assignments.models.parties import capacity_of
from audit.models import Event
from tests import factories
from tests.assignments.situations import (
    acknowledged,
    draft,
    errors,
    extension_asked,
    later,
    paper,
    sent,
    shown,
    slip,
    today,
    url,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_go_to_a_folder_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.MFA_REQUIRED = False


@pytest.fixture
def on():
    return timezone.localdate()


def withdraw(row, decision, by):
    assignments.withdraw(row, reason="x", decision=decision, by=by, at=timezone.now())


def told(row, move):
    return Event.objects.filter(kind=f"assignment.{move}", subject_id=row.pk).latest("pk")


def given_by(world, leader, **facts):
    """Work of the office's slip that this leader approved."""
    on, at = timezone.localdate(), timezone.now()
    decision = world.by_slip(on, leader)
    row = assignments.draft(world.order(**facts), by=world.specialist, at=at)
    return assignments.issue(row, issued_on=on, decision=decision, by=world.specialist, at=at)


def test_a_part_is_decided_in_the_body_that_owes_it(world, on):
    other = factories.agency("SHX")
    contact, head = factories.seat(other, Role.CONTACT), factories.seat(other, Role.HEAD)
    row = world.issued(parts=(Part(world.health, "a"), Part(other, "b")))

    def send(decider):
        note = Decision(decider, contact, on, Capacity.DIRECT, BasisKind.NOTE, "bút phê", on, True)
        cooperation.send_part(
            row, sent_on=on, document="1", decision=note, by=contact, at=timezone.now()
        )

    with pytest.raises(NotAllowed):
        send(world.other_head)
    send(head)


def test_an_administrator_is_no_officer(world):
    keeper = factories.seat(world.justice, Role.ADMINISTRATOR)
    row = world.issued()

    with pytest.raises(NotAllowed):
        assignments.acknowledge(row, officer=keeper, by=world.head, at=timezone.now())


def test_tuq_needs_an_authorisation_of_that_day(world, on):
    row = world.issued()
    tuq = replace(world.by_slip(on, world.vice_chairman), capacity=Capacity.TUQ)
    own = Decision.direct(world.chairman, on, capacity=Capacity.TUQ)
    letter = Delegation.objects.create(
        absent=world.chairman,
        substitute=world.vice_chairman,
        kind=Delegation.Kind.TUQ,
        first_day=on - timedelta(9),
        last_day=on - timedelta(1),
        content="Điều hành",
        document="1/GUQ",
        document_on=on - timedelta(9),
        created_by=world.chairman,
    )

    for decision, by in ((tuq, world.specialist), (own, world.chairman)):
        with pytest.raises(NotAllowed):
            withdraw(row, decision, by)
    letter.last_day = on
    letter.save()
    withdraw(row, tuq, world.specialist)


@pytest.mark.parametrize("day", [date(1990, 1, 1), -1, 1])
def test_what_is_decided_in_the_system_is_decided_today(world, on, day):
    row = world.issued()
    day = on + timedelta(day) if isinstance(day, int) else day

    with pytest.raises(NotAllowed):
        withdraw(row, Decision.direct(world.chairman, day), world.chairman)


def test_no_decision_is_older_than_the_work(world, on):
    row = world.issued()

    with pytest.raises(NotAllowed):
        withdraw(row, world.by_slip(on - timedelta(1)), world.specialist)
    withdraw(row, world.by_slip(on), world.specialist)


# --- in what capacity -------------------------------------------------------------------------
def test_a_vice_chairman_decides_for_the_chairman_on_what_the_chairman_gave(world, on):
    row = world.acknowledged()

    with pytest.raises(NotAllowed):
        withdraw(row, Decision.direct(world.vice_chairman, on), world.vice_chairman)
    withdraw(
        row,
        Decision.direct(world.vice_chairman, on, capacity=Capacity.KT),
        world.vice_chairman,
    )

    assert told(row, "withdraw").capacity == Capacity.KT


def test_a_vice_chairman_decides_directly_on_what_the_same_person_gave(world, on):
    row = given_by(world, world.vice_chairman, assigner=world.vice)

    withdraw(row, Decision.direct(world.vice_chairman, on), world.vice_chairman)

    assert told(row, "withdraw").capacity == Capacity.DIRECT


def test_the_chairman_decides_directly_on_what_a_vice_chairman_gave(world, on):
    row = given_by(world, world.vice_chairman, assigner=world.vice)

    for_another = Decision.direct(world.chairman, on, capacity=Capacity.KT)

    with pytest.raises(NotAllowed):
        withdraw(row, for_another, world.chairman)
    withdraw(row, Decision.direct(world.chairman, on), world.chairman)

    assert told(row, "withdraw").capacity == Capacity.DIRECT


def test_a_vice_chairman_issues_own_work_directly_and_the_chairmans_for_the_chairman(world):
    own = assignments.draft(world.order(), by=world.specialist, at=timezone.now())
    his = assignments.draft(
        world.order(assigner=world.chair), by=world.specialist, at=timezone.now()
    )

    capacities = [
        capacity_of(own, "issue", world.vice_chairman),
        capacity_of(his, "issue", world.vice_chairman),
    ]

    assert capacities == [Capacity.DIRECT, Capacity.KT]


def test_a_deputy_of_a_body_decides_for_its_head(world, on):
    deputy, row = factories.seat(world.justice, Role.DEPUTY), world.issued()

    with pytest.raises(NotAllowed):
        assignments.acknowledge(
            row,
            officer=world.officer,
            decision=Decision.direct(deputy, on, capacity=Capacity.DIRECT),
            by=deputy,
            at=timezone.now(),
        )
    assignments.acknowledge(row, officer=world.officer, by=deputy, at=timezone.now())

    assert told(row, "acknowledge").capacity == Capacity.KT


def test_the_page_and_the_story_say_for_whom_a_vice_chairman_decides(world, sign_in):
    row = extension_asked(world)
    client, name = sign_in(world.vice_chairman), world.vice_chairman.person

    page = client.get(url("grant_extension", row)).content.decode()
    client.post(url("grant_extension", row), sent(row, {"due_on": shown(later(row))}))

    assert f"KT. {name}" in page
    assert row.extensions.get().capacity == Capacity.KT
    assert f"KT. {name}" in client.get(f"/assignments/{row.pk}/").content.decode()


# --- a written note ---------------------------------------------------------------------------
def test_a_written_note_without_its_scan_is_refused(world, on):
    row = world.issued()
    note = replace(world.by_slip(on), basis_kind=BasisKind.NOTE, basis="bút phê")

    with pytest.raises(NotAllowed):
        withdraw(row, note, world.specialist)
    withdraw(row, replace(note, has_scan=True), world.specialist)


def test_the_form_marks_the_missing_scan_of_a_note_and_keeps_what_was_typed(world, sign_in):
    row, client = acknowledged(world), sign_in(world.specialist)
    facts = slip(world) | {"basis_kind": "NOTE", "basis": "bút phê", "reason": "Không cần"}

    without = client.post(url("withdraw", row), sent(row, facts)).context["form"]
    with_it = client.post(
        url("withdraw", row), sent(row, facts | {"basis_files": paper("but-phe.docx")})
    )

    assert set(without.errors) == {"basis_files"}
    assert (without["basis"].value(), without["reason"].value()) == ("bút phê", "Không cần")
    assert with_it.status_code == 302, errors(with_it)


def test_a_draft_waits_for_the_scan_of_its_note_and_brings_it_to_the_issue(world, sign_in):
    row, client = draft(world), sign_in(world.specialist)
    facts = slip(world) | {"basis_kind": "NOTE", "basis": "bút phê", "issued_on": shown(today())}

    without = client.post(url("issue", row), sent(row, facts)).context["form"]
    AssignmentFile.objects.create(
        assignment=row,
        file=factories.a_file(world.specialist),
        purpose=AssignmentFile.Purpose.BASIS,
    )
    with_it = client.post(url("issue", row), sent(row, facts))

    assert set(without.errors) == {"basis_files"}
    assert with_it.status_code == 302, errors(with_it)
