"""Giving work: what the form understands, what it refuses, and what comes of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.models import Group, SpecialDay
from agencies.models.calendar import work_calendar
from agencies.rules.roles import Role
from assignments.models import Assignment, Batch, Reader
from assignments.rules.assignment import Stage, Timing
from audit.models import Event
from directives.models import Receipt
from tests.assignments.ordering import NEW, dispatch, errors, give, order, press, shown, today
from tests.factories import agency, seat, user

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_second_factor(settings, tmp_path):
    settings.MFA_REQUIRED = False
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def directive(db):
    return dispatch()


# --- giving ---------------------------------------------------------------------------------
def test_the_ppc_office_gives_work_on_a_leaders_decision(world, sign_in):
    row = give(sign_in, world.specialist, order(world))

    assert (row.stage, row.lead, row.assigner) == (Stage.ISSUED, world.justice, world.chair)
    assert (row.decided_by, row.recorded_by) == (world.chairman, world.specialist)
    assert row.basis == "92/PT-VP"
    assert (row.giver, row.monitor) == (Assignment.Giver.CHAIRMAN, world.office)
    assert row.due_on == work_calendar().add_working_days(today(), 10)


def test_without_a_ground_or_a_lead_nothing_is_given(world, sign_in):
    answer = sign_in(world.specialist).post(NEW, order(world, basis="", lead="", title=""))

    assert set(errors(answer)) == {"basis", "lead", "title"}
    assert not Assignment.objects.exists()


def test_a_leader_decides_in_the_system_without_another_ground(world, sign_in):
    facts = {k: v for k, v in order(world).items() if k not in {"decided_by", "basis"}}

    row = give(sign_in, world.chairman, facts)

    assert (row.decided_by, row.basis_kind) == (world.chairman, "DIRECT")


def test_an_unclear_order_is_saved_and_flagged(world, sign_in):
    row = give(sign_in, world.specialist, order(world, content="", product=""))
    page = sign_in(world.head).get(reverse("assignment-detail", args=[row.pk]))

    assert page.context["pill"]["kind"] == "unclear"


def test_a_secrecy_marking_in_title_or_content_stops_the_form(world, sign_in):
    facts = order(world, title="Rà soát (Mật)", content="Độ mật: Tối mật")

    answer = sign_in(world.specialist).post(NEW, facts)

    assert set(errors(answer)) == {"title", "content"}


def test_words_that_only_speak_of_secrecy_pass(world, sign_in):
    give(sign_in, world.specialist, order(world, title="Tăng cường bảo mật thông tin"))


def test_the_same_form_sent_twice_gives_one_assignment(world, sign_in):
    client, facts = sign_in(world.specialist), order(world)

    first, second = client.post(NEW, facts), client.post(NEW, facts)

    assert first.url == second.url
    assert Assignment.objects.count() == 1


def test_who_gives_no_work_finds_no_page(world, sign_in):
    assert sign_in(world.officer).get(NEW).status_code == 404
    assert sign_in(world.admin).get(NEW).status_code == 404


# --- the document ---------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["968/CĐ-TTg", "968 /cd-ttg", "Công điện số 968/CĐ-TTg", "968"])
def test_the_document_is_understood_however_it_is_typed(world, sign_in, directive, typed):
    row = give(sign_in, world.specialist, order(world, document=typed))

    assert row.directive == directive


def test_what_was_recognised_stands_on_the_page(world, sign_in, directive):
    facts = order(world, document="968/cđ-ttg", do="recognise")

    page = sign_in(world.specialist).post(NEW, facts)

    assert "Thủ tướng Chính phủ" in page.context["recognised"]
    assert list(page.context["form"].fields["obligation"].queryset) == list(
        directive.obligations.all()
    )
    assert not page.context["form"].errors


def test_an_unknown_document_is_said_to_be_unknown(world, sign_in, directive):
    answer = sign_in(world.specialist).post(NEW, order(world, document="969/CĐ-TTg"))

    assert "969/CĐ-TTg" in str(errors(answer)["document"])


def test_the_task_is_that_of_the_documents_issuer_and_the_ppc_office_confirms_it(
    world, sign_in, directive
):
    row = give(sign_in, world.specialist, order(world, document="968/CĐ-TTg"))

    assert row.giver == Assignment.Giver.PRIME_MINISTER
    assert row.needs_recognition
    assert row.monitor == world.office
    assert row.assigner == world.ppc


def test_a_document_or_an_obligation_in_the_address_fills_the_form(world, sign_in, directive):
    obligation = directive.obligations.get()
    client = sign_in(world.specialist)

    by_document = client.get(f"{NEW}?directive={directive.pk}").context["form"]
    by_obligation = client.get(f"{NEW}?obligation={obligation.pk}").context["form"]

    assert by_document.directive == directive
    assert by_obligation["obligation"].value() == obligation.pk
    assert by_obligation["title"].value() == obligation.text_vi


# --- when -----------------------------------------------------------------------------------
def test_computing_shows_the_counted_days_and_saves_nothing(world, sign_in):
    SpecialDay.objects.create(day=today() + timedelta(days=1), name="Nghỉ thử")
    before = Event.objects.count()

    page = sign_in(world.specialist).post(NEW, order(world, do="compute"))

    assert page.status_code == 200
    assert not page.context["form"].errors
    assert page.context["calc"]["days"][0]["kind"] == "start"
    assert shown(work_calendar().add_working_days(today(), 10)) in page.context["calc"]["text"]
    assert (Assignment.objects.count(), Event.objects.count()) == (0, before)


def test_a_count_runs_from_the_date_of_the_document(world, sign_in, directive):
    directive.issued_on = today() - timedelta(days=7)
    directive.save()

    row = give(sign_in, world.specialist, order(world, document="968"))

    assert row.due_from == directive.issued_on


def test_the_words_of_the_document_give_the_due_date(world, sign_in):
    phrase = "trong thời hạn 10 ngày làm việc kể từ ngày nhận được văn bản"

    row = give(sign_in, world.specialist, order(world, count="", due_phrase=phrase))

    assert (row.due_count, row.due_rule, row.due_phrase) == (10, "WORKING_DAYS", phrase)
    assert row.due_on == work_calendar().add_working_days(today(), 10)


def test_before_a_day_means_the_end_of_the_day_before(world, sign_in):
    far = today() + timedelta(days=60)
    phrase = f"trước ngày {shown(far)}"

    row = give(sign_in, world.specialist, order(world, count="", due_phrase=phrase))

    assert row.due_on == far - timedelta(days=1)
    assert row.due_rule == "STATED"


def test_an_hour_in_the_words_is_kept_beside_the_day(world, sign_in):
    far = today() + timedelta(days=60)
    phrase = f"trước 17 giờ ngày {shown(far)}"

    row = give(sign_in, world.specialist, order(world, count="", due_phrase=phrase))

    assert (row.due_on, row.due_hour.hour) == (far, 17)


def test_each_body_of_a_batch_counts_from_its_own_receipt(world, sign_in, directive):
    day = today() - timedelta(days=7)
    Receipt.objects.create(directive=directive, agency=world.health, received_on=day)
    facts = order(
        world,
        document="968",
        count_event="RECEIVED",
        lead="",
        group="*",
        leads=[world.justice.pk, world.health.pk],
    )

    sign_in(world.specialist).post(NEW, facts)

    starts = dict(Assignment.objects.values_list("lead__code", "due_from"))
    assert starts == {"STP": today(), "SYT": day}


def test_a_date_and_a_count_that_differ_are_refused(world, sign_in):
    answer = sign_in(world.specialist).post(NEW, order(world, due_on="31/12/2030"))

    assert set(errors(answer)) == {"count"}


def test_dated_work_needs_a_date_and_work_without_one_its_reason(world, sign_in):
    client = sign_in(world.specialist)

    dated = client.post(NEW, order(world, count=""))
    standing = client.post(NEW, order(world, count="", timing="CONTINUOUS"))

    assert set(errors(dated)) == {"due_on"}
    assert set(errors(standing)) == {"timing_reason"}


def test_standing_work_is_given_with_its_reason(world, sign_in):
    facts = order(world, count="", timing="CONTINUOUS", timing_reason="Việc hằng ngày")

    row = give(sign_in, world.specialist, facts)

    assert (row.timing, row.timing_reason, row.due_on) == (
        Timing.CONTINUOUS,
        "Việc hằng ngày",
        None,
    )


def test_words_of_periodic_work_are_refused_as_one_date(world, sign_in):
    facts = order(world, count="", due_phrase="hằng tháng, trước ngày 25")

    assert set(errors(sign_in(world.specialist).post(NEW, facts))) == {"due_phrase"}


def test_a_stated_day_off_is_kept_with_a_warning(world, sign_in):
    sunday = today() + timedelta(days=28 + 6 - today().weekday())
    client = sign_in(world.specialist)

    answer = press(client, order(world, count="", due_on=shown(sunday)), follow=True)

    assert Assignment.objects.get().due_on == sunday
    assert any(shown(sunday) in str(m) for m in answer.context["messages"])


def test_a_second_assignment_due_the_same_day_is_a_warning(world, sign_in):
    world.issued()

    page = sign_in(world.specialist).post(NEW, order(world, do="compute"))

    assert len(page.context["summary"].warnings) == 1


def test_short_notice_is_a_warning_and_a_flag(world, sign_in):
    row = give(sign_in, world.specialist, order(world, count="", due_on=shown(today())))

    assert row.is_short_notice


# --- to whom --------------------------------------------------------------------------------
def group(code="departments", kinds=("department",)):
    return Group.objects.create(
        code=code, name_vi="Các sở", name_en="Departments", kinds=list(kinds)
    )


def test_a_group_opens_with_all_its_bodies_ticked(world, sign_in):
    group()
    facts = order(world, lead="", group="departments", do="expand")

    page = sign_in(world.specialist).post(NEW, facts)

    assert page.context["summary"].lead_count == 3
    assert "3" in page.content.decode()
    assert not Assignment.objects.exists()


def test_bodies_left_ticked_get_one_batch(world, sign_in):
    group()
    facts = order(world, lead="", group="departments", leads=[world.justice.pk, world.health.pk])

    answer = sign_in(world.specialist).post(NEW, facts)

    batch = Batch.objects.get()
    assert answer.url == reverse("batch-detail", args=[batch.pk])
    assert {a.lead for a in batch.assignments.all()} == {world.justice, world.health}
    assert {a.stage for a in batch.assignments.all()} == {Stage.ISSUED}


def test_a_group_whose_list_was_not_opened_is_no_answer(world, sign_in):
    group()

    answer = sign_in(world.specialist).post(NEW, order(world, lead="", group="departments"))

    assert set(errors(answer)) == {"group"}


def test_one_body_and_a_list_are_two_answers_to_one_question(world, sign_in):
    group()
    facts = order(world, group="departments", leads=[world.health.pk])

    assert set(errors(sign_in(world.specialist).post(NEW, facts))) == {"lead"}


def test_the_head_of_the_lead_is_shown_by_itself(world, sign_in):
    page = sign_in(world.specialist).post(NEW, order(world, do="check"))

    assert page.context["summary"].heads == [f"{world.head.person}, {world.head.title}"]
    assert page.context["summary"].count == 5


def test_the_monitor_is_never_the_lead(world, sign_in):
    row = give(sign_in, world.specialist, order(world, lead=world.office.pk))

    assert row.monitor == row.assigner


def test_cooperating_bodies_come_row_by_row_with_part_and_date(world, sign_in):
    day = today() + timedelta(days=3)
    client = sign_in(world.specialist)
    parts = {"part_agency_0": world.health.pk, "part_text_0": "Số liệu", "part_due_0": shown(day)}

    page = client.post(NEW, order(world, do="add_row", **parts))
    row = give(sign_in, world.specialist, order(world, rows="2", **parts))

    assert page.context["form"].row_count == 2
    part = row.cooperations.get()
    assert (part.agency, part.part, part.due_on) == (world.health, "Số liệu", day)
    assert part.asked_on == today()


def test_a_part_without_its_body_and_the_lead_itself_are_refused(world, sign_in):
    facts = order(world, rows="2", part_text_0="Số liệu", part_agency_1=world.justice.pk)

    answer = sign_in(world.specialist).post(NEW, facts)

    assert set(errors(answer)) == {"part_agency_0", "part_agency_1"}


def test_restricted_work_names_its_readers(world, sign_in):
    someone = user("Nguyễn Văn Đọc")
    facts = order(
        world, restriction="PERSONNEL", readers=f"{world.other_head.user.email}\nNguyen van doc"
    )

    row = give(sign_in, world.specialist, facts)

    named = set(Reader.objects.filter(assignment=row).values_list("user_id", flat=True))
    assert {world.other_head.user_id, someone.pk, world.head.user_id} <= named


def test_an_unknown_reader_is_refused(world, sign_in):
    facts = order(world, restriction="PERSONNEL", readers="Không Ai Cả")

    assert set(errors(sign_in(world.specialist).post(NEW, facts))) == {"readers"}


# --- sub-assignments, Home Affairs ----------------------------------------------------------
def test_a_head_hands_work_down_under_what_the_body_leads(world, sign_in):
    unit = agency("CC", kind="sub_department", parent=world.justice)
    seat(unit, Role.HEAD)
    parent = world.acknowledged()
    facts = order(world, parent=parent.pk, lead=unit.pk)

    row = give(sign_in, world.head, facts)

    assert (row.parent, row.assigner, row.monitor) == (parent, world.justice, world.justice)
    assert row.giver == Assignment.Giver.BODY
    assert row.decided_by == world.head


def test_a_head_gives_no_work_to_a_body_beside_the_own(world, sign_in):
    answer = sign_in(world.head).post(NEW, order(world, lead=world.health.pk))

    assert set(errors(answer)) == {"lead"}


def test_work_that_a_body_gives_itself_is_internal(world, sign_in):
    row = give(sign_in, world.head, order(world, lead=world.justice.pk))

    assert row.is_internal


def test_home_affairs_gives_work_for_its_obligations(world, sign_in, directive):
    chief = seat(world.home_affairs, Role.HEAD)
    facts = order(world, document="968")

    row = give(sign_in, chief, facts)

    assert row.assigner == world.home_affairs
    assert row.monitor == world.home_affairs
