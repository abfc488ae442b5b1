"""What the forms of moves ask, keep and refuse: decisions, products, files."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models.calendar import work_calendar
from assignments.actions import assignment as assignments
from assignments.actions import returning, submission
from assignments.models import Assignment
from assignments.rules.assignment import Stage
from audit.models import Event
from tests.assignments.ordering import NEW
from tests.assignments.situations import (
    acknowledged,
    errors,
    issued,
    later,
    paper,
    product,
    sent,
    shown,
    slip,
    today,
    url,
)
from tests.factories import a_result

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_files")]


def test_recording_for_a_leader_without_a_basis_is_refused(world, sign_in):
    row = acknowledged(world)
    facts = sent(row, slip(world) | {"basis": "", "reason": "Không cần"})

    answer = sign_in(world.specialist).post(url("withdraw", row), facts)

    assert answer.context["form"].errors["basis"]
    assert answer.context["form"]["reason"].value() == "Không cần"


def test_a_leader_who_decides_in_the_system_enters_no_basis(world, sign_in):
    row = acknowledged(world)
    client = sign_in(world.chairman)

    page = client.get(url("withdraw", row))
    client.post(url("withdraw", row), sent(row, {"reason": "Không cần"}))

    assert page.context["form"].decision_fields == []
    assert row.__class__.objects.get(pk=row.pk).stage == Stage.WITHDRAWN


def test_a_contact_names_the_officer_on_the_heads_note(world, sign_in):
    row = issued(world)
    facts = {
        "officer": world.officer.pk,
        "decided_by": world.head.pk,
        "capacity": "DIRECT",
        "basis_kind": "NOTE",
        "basis": "bút phê",
        "basis_on": shown(today()),
        "basis_files": paper("but-phe.docx"),
    }

    answer = sign_in(world.contact).post(url("acknowledge", row), sent(row, facts))

    assert answer.status_code == 302, errors(answer)
    event = Event.objects.get(kind="assignment.acknowledge")
    assert (event.actor, event.decided_by) == (world.contact.person, str(world.head))
    assert row.attachments.get().purpose == "BASIS"


def test_a_contact_may_acknowledge_without_a_note(world, sign_in):
    row = issued(world)

    answer = sign_in(world.contact).post(
        url("acknowledge", row), sent(row, {"officer": world.officer.pk})
    )

    assert answer.status_code == 302


def test_half_a_note_is_refused(world, sign_in):
    row = issued(world)
    facts = {"officer": world.officer.pk, "basis": "bút phê"}

    answer = sign_in(world.contact).post(url("acknowledge", row), sent(row, facts))

    assert set(answer.context["form"].errors) == {"decided_by", "basis_on"}


def test_work_of_the_government_is_confirmed_by_its_recognition(world, sign_in):
    row = world.acknowledged(giver=Assignment.Giver.GOVERNMENT)
    result = a_result(today())
    submission.submit(row, results=[result], by=world.head, at=timezone.now())
    client = sign_in(world.specialist)
    facts = {"basis": "9859/VPCP-KGVX", "basis_on": shown(today())}

    without = client.post(url("confirm", row), sent(row, {}))
    with_it = client.post(url("confirm", row), sent(row, facts))

    assert set(without.context["form"].errors) == {"basis", "basis_on"}
    assert with_it.status_code == 302


def test_a_product_needs_a_number_or_title_a_day_and_a_file(world, sign_in):
    row = acknowledged(world)
    facts = {"rows": "2", "number_0": "12/BC-STP", "kind_1": "Báo cáo"}

    answer = sign_in(world.head).post(url("submit", row), sent(row, facts))

    assert set(answer.context["form"].errors) == {"issued_on_0"}


def test_a_refused_form_keeps_its_file(world, sign_in):
    row = acknowledged(world)
    client = sign_in(world.head)
    facts = product() | {"issued_on_0": ""}

    refused = client.post(url("submit", row), sent(row, facts))
    (token,) = re.findall('name="file_0_kept" value="([^"]+)"', refused.content.decode())
    again = client.post(
        url("submit", row),
        sent(
            row,
            {
                "rows": "1",
                "number_0": "5120/BC-STP",
                "issued_on_0": shown(today()),
                "file_0_kept": token,
            },
        ),
    )

    assert "ket-qua.docx" in refused.content.decode()
    assert again.status_code == 302, errors(again)
    assert row.submissions.get().products.get().file.name == "ket-qua.docx"


def test_a_further_product_row_comes_without_losing_the_first(world, sign_in):
    row = acknowledged(world)
    facts = {"rows": "1", "number_0": "12/BC-STP", "do": "add_row"}

    form = sign_in(world.head).post(url("submit", row), sent(row, facts)).context["form"]

    assert form.row_count == 2
    assert form["number_0"].value() == "12/BC-STP"
    assert not form.errors


def test_the_head_approves_what_the_officer_prepared_as_it_stands(world, sign_in):
    row = acknowledged(world)
    submission.prepare(
        row,
        results=[a_result(today(), number="7/BC-STP")],
        by=world.officer,
        at=timezone.now(),
    )
    client = sign_in(world.head)

    page = client.get(url("submit", row))
    answer = client.post(url("submit", row), sent(row, {"rows": "1"}))

    assert "7/BC-STP" in page.content.decode()
    assert answer.status_code == 302, errors(answer)
    assert row.submissions.get().products.get().number == "7/BC-STP"


def test_the_number_of_a_product_is_written_as_printed(world, sign_in):
    row = acknowledged(world)

    sign_in(world.head).post(
        url("submit", row), sent(row, product() | {"number_0": " 8 / bc-stp "})
    )

    assert row.submissions.get().products.get().number.startswith("08/BC")


def test_secret_words_are_refused_in_a_clarified_order(world, sign_in):
    row = issued(world)
    facts = slip(world) | {"content": "(Tối mật) rà soát", "product": "Báo cáo"}

    answer = sign_in(world.specialist).post(url("clarify", row), sent(row, facts))

    assert "content" in answer.context["form"].errors


def test_the_refusal_of_a_rule_is_told_in_words_with_the_text_kept(world, sign_in):
    row = acknowledged(world)
    far = row.due_on + timedelta(days=400)
    facts = {"asked_due_on": shown(far), "grounds": "Rất cần thêm thời gian"}

    answer = sign_in(world.head).post(url("request_extension", row), sent(row, facts))
    form = answer.context["form"]

    assert form.non_field_errors()
    assert form["grounds"].value() == "Rất cần thêm thời gian"


def test_a_new_date_and_a_count_that_differ_are_refused(world, sign_in):
    row = acknowledged(world)
    facts = slip(world) | {"lead": world.health.pk, "due_on": shown(later(row)), "count": "1"}

    answer = sign_in(world.specialist).post(url("reassign", row), sent(row, facts))

    assert "count" in answer.context["form"].errors


def test_reassigning_with_a_count_sets_the_new_due_date(world, sign_in):
    row = acknowledged(world)
    facts = slip(world) | {"lead": world.health.pk, "count": "20"}

    sign_in(world.specialist).post(url("reassign", row), sent(row, facts))

    row.refresh_from_db()
    assert row.lead == world.health
    assert row.due_on == work_calendar().add_working_days(today(), 20)


def test_work_taken_back_is_offered_to_the_body_that_was_proposed_and_else_to_none(world, sign_in):
    client = sign_in(world.specialist)
    offered = []

    for proposed in (world.health, None):
        row, now = world.issued(), timezone.now()
        returning.request_return(
            row, reason="OTHER", text="x", proposed_lead=proposed, by=world.head, at=now
        )
        slip_of_day = world.by_slip(today())
        returning.accept_return(row, decision=slip_of_day, by=world.specialist, at=now)
        offered.append(client.get(url("reissue", row)).context["form"]["lead"].value())

    assert offered == [world.health.pk, None]


# --- what stands in the boxes beforehand --------------------------------------------------------
@pytest.mark.parametrize(
    ("move", "name", "who"),
    [
        ("request_return", "reason", "head"),
        ("request_cause", "code", "head"),
        ("pause", "cause", "specialist"),
    ],
)
def test_a_coded_reason_is_chosen_by_the_person_never_beforehand(world, sign_in, move, name, who):
    row = acknowledged(world)
    client = sign_in(getattr(world, who))
    facts = slip(world) | {"text": "Ngoài chức năng", name: ""}

    field = client.get(url(move, row)).context["form"][name]
    answer = client.post(url(move, row), sent(row, facts))

    assert field.value() is None
    assert field.field.choices[0][0] == ""
    assert set(answer.context["form"].errors) == {name}
    assert answer.context["form"]["text"].value() == "Ngoài chức năng"


def chosen(client, address):
    return client.get(address).context["form"]["decided_by"].value()


def test_a_secretary_enters_first_what_her_own_leader_decided(world, sign_in):
    row = acknowledged(world)
    secretary = sign_in(world.secretary)

    assert chosen(secretary, url("withdraw", row)) == world.chairman.pk
    assert chosen(secretary, NEW) == world.chairman.pk
    assert chosen(sign_in(world.specialist), url("withdraw", row)) is None


def test_a_secretary_may_name_another_leader(world, sign_in):
    row = acknowledged(world)
    facts = slip(world) | {"decided_by": world.vice_chairman.pk, "capacity": "", "reason": "Thừa"}

    answer = sign_in(world.secretary).post(url("withdraw", row), sent(row, facts))

    assert answer.status_code == 302, errors(answer)
    event = Event.objects.get(kind="assignment.withdraw")
    assert event.decided_by == str(world.vice_chairman)


def test_the_decider_kept_with_a_draft_stands_before_the_secretarys_own_leader(world, sign_in):
    kept = world.by_slip(today(), decider=world.vice_chairman)
    row = assignments.draft(world.order(), decision=kept, by=world.specialist, at=timezone.now())
    secretary = sign_in(world.secretary)

    assert chosen(secretary, url("issue", row)) == world.vice_chairman.pk
    assert chosen(secretary, url("edit", row)) == world.vice_chairman.pk


def test_a_secretary_whose_leader_left_chooses_who_decided(world, sign_in):
    row = acknowledged(world)
    world.chairman.valid_to = today()
    world.chairman.save(update_fields=["valid_to"])

    assert chosen(sign_in(world.secretary), url("withdraw", row)) is None


# --- what was ordered as the product ------------------------------------------------------------
@pytest.mark.parametrize(("length", "is_kind"), [(60, True), (61, False)])
def test_the_product_as_ordered_is_offered_as_kind_or_stands_whole_beside_it(
    world, sign_in, length, is_kind
):
    ordered = "Kế hoạch ".ljust(length, "x")
    row = world.acknowledged(product=ordered)

    field = sign_in(world.officer).get(url("prepare", row)).context["form"]["kind_0"]

    assert (field.value() or "") == (ordered if is_kind else "")
    assert (ordered in str(field.help_text)) == (not is_kind)
