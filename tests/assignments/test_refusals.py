"""What an action refuses, whoever asks and by whatever door."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.models.decision import Decision
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import BasisKind
from assignments.actions import assignment as assignments
from assignments.actions import cooperation, extension, returning, submission
from assignments.actions.asking import Part
from assignments.models import Assignment, ReturnRequest
from tests import factories
from tests.assignments.situations import acknowledged, paper, sent, shown, today, url
from tests.factories import a_result

pytestmark = pytest.mark.django_db
LONG_AGO = date(1990, 1, 1)
SECRET = "TUYỆT MẬT: kế hoạch"


def direct(seat):
    return Decision.direct(seat, today())


# --- days before the order ----------------------------------------------------------------------
def test_a_result_cannot_be_older_than_the_order(world):
    row = world.acknowledged()
    old = [a_result(LONG_AGO)]

    with pytest.raises(NotAllowed):
        submission.prepare(row, results=old, by=world.officer, at=timezone.now())
    with pytest.raises(NotAllowed):
        submission.submit(row, results=old, by=world.head, at=timezone.now())

    assert Assignment.objects.get(pk=row.pk).submitted_on is None


def test_the_form_says_so_beside_the_day(world, sign_in):
    row = acknowledged(world)
    facts = {
        "rows": "1",
        "kind_0": "Báo cáo",
        "number_0": "5120/BC-STP",
        "issued_on_0": shown(LONG_AGO),
        "file_0": paper(),
    }

    answer = sign_in(world.head).post(url("submit", row), sent(row, facts))

    assert "issued_on_0" in answer.context["form"].errors


def test_a_part_cannot_be_older_than_the_order(world):
    row = world.issued(parts=(Part(world.health, "Số liệu"),))

    with pytest.raises(NotAllowed):
        cooperation.send_part(
            row, sent_on=LONG_AGO, document="7/CV", by=world.other_head, at=timezone.now()
        )


def test_a_new_due_date_cannot_be_before_the_order(world, sign_in):
    row = world.acknowledged()
    facts = {"due_on": shown(LONG_AGO), "reason": "Gấp"}

    answer = sign_in(world.chairman).post(url("redate", row), sent(row, facts))

    assert answer.status_code == 200
    assert Assignment.objects.get(pk=row.pk).due_on == row.due_on


# --- words that are owed ------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["", "  "])
def test_nothing_is_withdrawn_without_a_reason(world, words):
    row = world.issued()

    with pytest.raises(NotAllowed):
        assignments.withdraw(
            row, reason=words, decision=direct(world.chairman), by=world.chairman, at=timezone.now()
        )


def test_nothing_is_reopened_paused_or_re_dated_without_a_reason(world):
    row = world.acknowledged()
    common = {"decision": direct(world.chairman), "by": world.chairman, "at": timezone.now()}

    with pytest.raises(NotAllowed):
        extension.pause(row, cause="COURT", text="", **common)
    with pytest.raises(NotAllowed):
        extension.redate(row, due_on=row.due_on + timedelta(1), reason="", **common)


def test_recognition_by_the_giver_needs_its_date(world):
    row = world.acknowledged(giver="CP")
    result = [a_result(today())]
    submission.submit(row, results=result, by=world.head, at=timezone.now())
    letter = Decision(
        decided_by=world.office_head,
        recorded_by=world.specialist,
        decided_on=today(),
        basis_kind=BasisKind.DOCUMENT,
        basis="12/VPCP-TH",
    )

    with pytest.raises(NotAllowed):
        submission.confirm(row, decision=letter, by=world.specialist, at=timezone.now())
    dated = replace(letter, basis_on=today())
    submission.confirm(row, decision=dated, by=world.specialist, at=timezone.now())


# --- asked again --------------------------------------------------------------------------------
@pytest.fixture
def refused(world):
    row = world.acknowledged()
    returning.request_return(
        row, reason="FUNCTION", text="Không đúng", by=world.head, at=timezone.now()
    )
    return returning.refuse_return(
        row, answer="Đúng", decision=direct(world.chairman), by=world.chairman, at=timezone.now()
    )


def test_another_text_alone_does_not_open_a_second_request(world, refused):
    with pytest.raises(NotAllowed):
        returning.request_return(
            refused, reason="OTHER", text="Hoàn toàn không đúng", by=world.head, at=timezone.now()
        )


def test_new_facts_open_a_second_request(world, sign_in, refused):
    client = sign_in(world.head)
    facts = {"reason": "FUNCTION", "text": "Không đúng"}
    without = client.post(url("request_return", refused), sent(refused, facts))

    client.post(
        url("request_return", refused), sent(refused, facts | {"new_facts": "Nghị định mới"})
    )

    assert "new_facts" in without.context["form"].errors
    asked = ReturnRequest.objects.get(outcome="ASKED")
    assert asked.new_facts == "Nghị định mới"
    assert "Nghị định mới" in client.get(f"/assignments/{refused.pk}/").content.decode()


def test_a_first_request_is_not_asked_for_new_facts(world, sign_in):
    page = sign_in(world.head).get(url("request_return", world.issued()))

    assert "new_facts" not in page.context["form"].fields


# --- secrets ------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["title", "content", "product"])
def test_an_order_bears_no_secrecy_marking(world, name):
    order = replace(world.order(), **{name: "TUYỆT MẬT kế hoạch"})

    with pytest.raises(NotAllowed):
        assignments.draft(order, by=world.specialist, at=timezone.now())


def test_the_words_of_moves_bear_no_secrecy_marking(world):
    row = world.acknowledged()
    result = a_result(today(), number="", title=SECRET)

    with pytest.raises(NotAllowed):
        assignments.report_progress(row, text=SECRET, by=world.officer, at=timezone.now())
    with pytest.raises(NotAllowed):
        submission.submit(row, results=[result], by=world.head, at=timezone.now())


def test_the_form_of_a_move_says_so_beside_the_text(world, sign_in):
    row = world.acknowledged()

    answer = sign_in(world.officer).post(url("report_progress", row), sent(row, {"text": SECRET}))

    assert "text" in answer.context["form"].errors


# --- to whom ------------------------------------------------------------------------------------
def of_justice(world, lead, **facts):
    return world.order(
        lead=lead, assigner=world.justice, monitor=world.justice, giver="BODY", **facts
    )


def test_a_department_gives_no_work_to_another_department(world):
    with pytest.raises(NotAllowed):
        assignments.draft(of_justice(world, world.health), by=world.officer, at=timezone.now())


def test_a_department_gives_a_part_of_its_own_work_alone(world):
    unit = factories.agency("CC", parent=world.justice)
    own, foreign = world.issued(), world.issued(lead=world.health)

    with pytest.raises(NotAllowed):
        assignments.draft(
            of_justice(world, unit, parent=foreign), by=world.officer, at=timezone.now()
        )
    row = assignments.draft(
        of_justice(world, unit, parent=own), by=world.officer, at=timezone.now()
    )
    assert row.parent == own
