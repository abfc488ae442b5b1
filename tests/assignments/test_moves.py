"""Every move of the table by every party, as rules.md 3 says who may; and impossible states."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from agencies.models import Delegation, Seat
from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import BasisKind
from assignments.actions import assignment as assignments
from assignments.actions import extension, returning
from assignments.actions import submission as submissions
from assignments.actions.asking import Part
from assignments.models import Assignment, Cooperation
from assignments.rules.assignment import MOVES, Stage
from audit.models import Event
from tests.assignments.lives import MADE, make
from tests.factories import a_result

GIVERS = {"specialist", "office_head", "chairman", "vice_chairman", "secretary"}
OFFICE = {"specialist", "office_head"}
HEADS = {"head", "contact"}
# Written down from rules.md 3, not from the table of the code.
WHO = {
    "issue": GIVERS,
    "clarify": GIVERS,
    "acknowledge": HEADS,
    "change_officer": HEADS,
    "report_progress": {"head", "contact", "officer"},
    "prepare": {"head", "contact", "officer"},
    "hand_back": {"head"},
    "submit": HEADS,
    "send_back": OFFICE,
    "confirm": OFFICE,
    "request_return": HEADS,
    "accept_return": GIVERS,
    "refuse_return": GIVERS,
    "reissue": GIVERS,
    "reassign": GIVERS,
    "request_extension": HEADS,
    "put_up_extension": GIVERS,
    "grant_extension": GIVERS,
    "refuse_extension": GIVERS,
    "redate": GIVERS,
    "pause": GIVERS,
    "resume": GIVERS,
    "request_cause": HEADS,
    "confirm_cause": OFFICE,
    "refuse_cause": OFFICE,
    "send_part": {"other_head", "other_officer"},
    "reopen": GIVERS,
    "withdraw": GIVERS,
}
SEATS = [
    "chairman",
    "vice_chairman",
    "secretary",
    "specialist",
    "office_head",
    "watcher",
    "head",
    "contact",
    "officer",
    "other_head",
    "other_officer",
    "admin",
]


def ready(world, move: str) -> Assignment:
    """An assignment in the situation in which the move is open."""
    now = timezone.now()
    on = timezone.localdate(now)
    slip = world.by_slip(on)
    parts = (Part(world.health, "Số liệu"),)
    if move == "issue":
        return assignments.draft(world.order(), by=world.specialist, at=now)
    row = world.issued(parts=parts)
    if move in {"acknowledge", "clarify", "reassign", "withdraw", "redate", "send_part"}:
        return row
    if move in {"accept_return", "refuse_return", "reissue"}:
        returning.request_return(row, reason="OTHER", text="Lý do", by=world.head, at=now)
        if move == "reissue":
            returning.accept_return(row, decision=slip, by=world.specialist, at=now)
        return row
    assignments.acknowledge(row, officer=world.officer, by=world.head, at=now)
    if move in {"put_up_extension", "grant_extension", "refuse_extension"}:
        extension.request_extension(
            row, asked_due_on=row.due_on + timedelta(days=4), grounds="x", by=world.head, at=now
        )
    if move == "hand_back":
        result = [a_result(on)]
        submissions.prepare(row, results=result, by=world.officer, at=now)
    if move == "resume":
        extension.pause(row, cause="COURT", text="x", decision=slip, by=world.specialist, at=now)
    if move in {"send_back", "confirm", "reopen"}:
        result = [a_result(on)]
        submissions.submit(row, results=result, by=world.head, at=now)
        if move == "reopen":
            submissions.confirm(row, by=world.specialist, at=now)
    if move in {"confirm_cause", "refuse_cause"}:
        submissions.request_cause(row, code="UPPER", text="x", by=world.head, at=now)
    return row


def test_the_expectations_name_every_move():
    assert set(WHO) == set(MADE) == set(MOVES) - {"edit"}


@pytest.mark.slow
@pytest.mark.parametrize("move", MADE)
def test_a_move_is_made_by_its_party_and_by_nobody_else(world, move):
    row = ready(world, move)
    row.refresh_from_db()
    made = set()

    for name in SEATS:
        point = transaction.savepoint()
        try:
            with transaction.atomic():
                fresh = Assignment.objects.get(pk=row.pk)
                make(move, fresh, world, by=getattr(world, name), at=timezone.now())
            made.add(name)
            kind = Event.objects.order_by("-id").values_list("kind", flat=True)[0]
            assert kind == f"assignment.{move}"
        except NotAllowed:
            pass
        transaction.savepoint_rollback(point)

    assert made == WHO[move]


@pytest.mark.slow
@pytest.mark.parametrize("move", MADE)
def test_a_move_is_refused_from_every_other_stage(world, move):
    row = ready(world, move)
    for stage in set(Stage) - MOVES[move].stages:
        facts = {"stage": stage}
        on = timezone.localdate()
        facts["submitted_on"] = on if stage in {Stage.SUBMITTED, Stage.DONE} else None
        facts["confirmed_on"] = on if stage == Stage.DONE else None
        facts["withdrawn_on"] = on if stage == Stage.WITHDRAWN else None
        is_taken = stage not in {Stage.DRAFT, Stage.ISSUED}
        facts["issued_on"] = None if stage == Stage.DRAFT else on
        facts["acknowledged_on"] = on if is_taken else None
        facts["officer"] = world.officer if is_taken else None
        facts["stopped_on"] = on if stage == Stage.RETURNED else None
        Assignment.objects.filter(pk=row.pk).update(**facts)
        for name in WHO[move]:
            fresh = Assignment.objects.get(pk=row.pk)
            with pytest.raises(NotAllowed), transaction.atomic():
                make(move, fresh, world, by=getattr(world, name), at=timezone.now())


def test_recording_for_a_decider_without_a_basis_is_refused(world):
    row = ready(world, "withdraw")
    on = timezone.localdate()

    with pytest.raises(NotAllowed):
        assignments.withdraw(
            row,
            reason="x",
            decision=replace(world.by_slip(on), basis=" "),
            by=world.specialist,
            at=timezone.now(),
        )


def test_the_specialist_records_a_leaders_decision_and_never_takes_it(world):
    row = ready(world, "withdraw")
    direct = Decision.direct(world.specialist, timezone.localdate())

    with pytest.raises(NotAllowed):
        assignments.withdraw(
            row, reason="x", decision=direct, by=world.specialist, at=timezone.now()
        )


def test_the_substitute_of_an_absent_officer_prepares_but_does_not_decide(world):
    now, today = timezone.now(), timezone.localdate()
    row = ready(world, "prepare")
    colleague = Seat.objects.create(
        user=world.other_officer.user,
        agency=world.justice,
        role="OFFICER",
        title="Chuyên viên",
        valid_from=date(2020, 1, 1),
    )
    result = [a_result(today)]
    with pytest.raises(NotAllowed), transaction.atomic():
        submissions.prepare(row, results=result, by=colleague, at=now)
    Delegation.objects.create(
        absent=world.officer,
        substitute=colleague,
        kind=Delegation.Kind.ABSENCE,
        first_day=today,
        last_day=today,
        created_by=world.head,
    )

    submissions.prepare(row, results=result, by=colleague, at=now)

    with pytest.raises(NotAllowed), transaction.atomic():
        submissions.submit(row, by=colleague, at=now)


def test_a_written_authorisation_decides_and_never_chains(world):
    now, today = timezone.now(), timezone.localdate()
    row = ready(world, "submit")
    third = Seat.objects.create(
        user=world.other_officer.user,
        agency=world.justice,
        role="UNIT_HEAD",
        title="Phòng",
        valid_from=date(2020, 1, 1),
    )
    unit_head = Seat.objects.create(
        user=world.watcher.user,
        agency=world.justice,
        role="UNIT_HEAD",
        title="Trưởng phòng",
        valid_from=date(2020, 1, 1),
    )
    paper = {
        "kind": Delegation.Kind.TUQ,
        "first_day": today,
        "last_day": today,
        "content": "Ký báo cáo",
        "document": "3/GUQ-STP",
        "document_on": today,
    }
    Delegation.objects.create(
        absent=world.head, substitute=unit_head, created_by=world.head, **paper
    )
    Delegation.objects.create(absent=unit_head, substitute=third, created_by=unit_head, **paper)
    result = [a_result(today)]

    with pytest.raises(NotAllowed), transaction.atomic():
        submissions.submit(row, results=result, by=third, at=now)
    submissions.submit(row, results=result, by=unit_head, at=now)


def test_work_of_the_prime_minister_waits_for_recognition(world):
    now, today = timezone.now(), timezone.localdate()
    row = world.acknowledged(giver="TTG")
    submissions.submit(row, results=[a_result(today)], by=world.head, at=now)

    with pytest.raises(NotAllowed), transaction.atomic():
        submissions.confirm(row, by=world.specialist, at=now)
    recognised = replace(
        Decision.direct(world.specialist, today),
        basis_kind=BasisKind.DOCUMENT,
        basis="9859/VPCP-KGVX",
        basis_on=today,
    )
    submissions.confirm(row, decision=recognised, by=world.specialist, at=now)


IMPOSSIBLE = [
    "stage='DONE'",
    "stage='SUBMITTED'",
    "stage='RETURNED', stopped_on=NULL",
    "stage='WITHDRAWN'",
    "stage='DONE', confirmed_on=current_date",
    "confirmed_on=current_date",
    "submitted_on=current_date",
    "withdrawn_on=current_date",
    "stage='ACKNOWLEDGED'",
    "stage='ACKNOWLEDGED', acknowledged_on=current_date",
    "issued_on=NULL",
    "due_on=NULL",
    "original_due_on=NULL",
    "due_rule=''",
    "timing='CONTINUOUS'",
    "monitor_id=lead_id",
    "decided_by_id=NULL",
    "basis_kind='DIRECT'",
    "basis=''",
    "capacity=''",
    "recorded_by_id=NULL",
    "stage='DRAFT'",
    "officer_id=decided_by_id",
    "acknowledged_on=current_date",
    "stage='RETURNED', stopped_on=issued_on - 1",
    "stage='WITHDRAWN', withdrawn_on=issued_on - 1",
    "original_due_on=original_due_on + 1",
    "parent_id=id",
    "period_first=current_date",
    "title=''",
    "stage='GONE'",
    "timing='SOON'",
    "giver='ME'",
    "restriction='SECRET'",
    "capacity='XX'",
    "basis_kind='TALK'",
    "completion_point='NEVER'",
    "due_rule='GUESS'",
]


@pytest.mark.parametrize("change", IMPOSSIBLE)
def test_the_database_refuses_an_impossible_state(world, change):
    row = world.issued()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE assignments_assignment SET {change} WHERE id = %s", [row.pk])


# Of work that is done, with one result, one request of each kind and what its life left behind.
IMPOSSIBLE_FACTS = [
    "assignment SET acknowledged_on=issued_on - 1",
    "assignment SET submitted_on=issued_on - 1",
    "assignment SET confirmed_on=issued_on - 1",
    "assignment SET issued_on=confirmed_on + 1",
    "submission SET state='GONE'",
    "submission SET confirmed_on=NULL",
    "submission SET confirmed_on=entered_on - 1",
    "submission SET state='SENT_BACK', confirmed_on=NULL",
    "submission SET state='SENT_BACK', confirmed_on=NULL, sent_back_on=entered_on - 1",
    "submission SET state='REOPENED'",
    "submission SET state='REOPENED', reopened_on=confirmed_on - 1",
    "submission SET capacity='XX'",
    "holding SET holder='SOMEBODY'",
    "leadchange SET cause='WHIM'",
    "duechange SET cause='WHIM'",
    "duechange SET due_rule='GUESS'",
    "pause SET cause='WHIM'",
    "extension SET outcome='MAYBE'",
    "extension SET outcome='REFUSED'",
    "extension SET outcome='ACCEPTED', granted_due_on=asked_due_on",
    "returnrequest SET reason='WHIM'",
    "returnrequest SET outcome='ACCEPTED'",
    "objectivecause SET code='WHIM'",
    "objectivecause SET outcome='ACCEPTED'",
]


@pytest.fixture
def lived(world):
    """Done, with a pause, and with requests that lapsed or wait."""
    now, today = timezone.now(), timezone.localdate()
    row = world.acknowledged()
    slip = {"decision": world.by_slip(today), "by": world.specialist, "at": now}
    extension.pause(row, cause="COURT", text="Chờ tòa", **slip)
    extension.resume(row, **slip)
    for move in ("request_return", "request_extension", "request_cause", "submit", "confirm"):
        by = world.specialist if move == "confirm" else world.head
        make(move, Assignment.objects.get(pk=row.pk), world, by=by, at=now)
    return Assignment.objects.get(pk=row.pk)


@pytest.mark.parametrize("change", IMPOSSIBLE_FACTS)
def test_the_database_refuses_an_impossible_fact(lived, change):
    column = "id" if change.startswith("assignment ") else "assignment_id"

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE assignments_{change} WHERE {column} = %s", [lived.pk])


def test_the_original_due_date_of_a_draft_is_written_anew(world):
    row = assignments.draft(world.order(), by=world.specialist, at=timezone.now())
    later = row.original_due_on + timedelta(3)

    changed = Assignment.objects.filter(pk=row.pk).update(due_on=later, original_due_on=later)

    assert changed == 1


def test_a_body_cooperates_once(world):
    row = world.issued(parts=(Part(world.health),))

    with pytest.raises(DatabaseError), transaction.atomic():
        Cooperation.objects.create(assignment=row, agency=world.health)
