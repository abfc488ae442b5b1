"""Odd due dates: what the form says before anything is issued."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.calendar import Unit
from agencies.models.calendar import work_calendar
from assignments.models import Assignment
from assignments.models.facts import DueChange
from assignments.rules.assignment import Stage
from directives.models import Receipt
from tests.assignments.ordering import NEW, dispatch, give, order, press, shown, today

pytestmark = pytest.mark.slow
FROM_RECEIPT = "trong thời hạn 10 ngày làm việc kể từ ngày nhận được văn bản"


@pytest.fixture(autouse=True)
def no_second_factor(settings, tmp_path):
    settings.MFA_REQUIRED = False
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def directive(db):
    row = dispatch()
    row.issued_on = today() - timedelta(days=20)
    row.save()
    return row


def warned(client, facts):
    return client.post(NEW, facts | {"do": "compute"}).context["summary"].warnings


@pytest.mark.parametrize(
    ("days", "said"),
    [(-3, "already passed"), (0, "Less than one working day"), (2400, "years away")],
)
def test_an_odd_due_date_is_shown_before_anything_is_issued(world, sign_in, days, said):
    world.specialist.user.language = "en"
    world.specialist.user.save()
    client = sign_in(world.specialist)
    due_on = today() + timedelta(days=days)
    facts = order(world, count="", due_on=shown(due_on), issued_on=shown(min(due_on, today())))

    first = client.post(NEW, facts)

    assert said in str(first.context["summary"].to_be_seen)
    assert not Assignment.objects.exists()
    press(client, facts)
    assert Assignment.objects.get().due_on == due_on


def test_open_work_under_the_same_obligation_is_named_before_it_is_given_again(
    world, sign_in, directive
):
    obligation = directive.obligations.get()
    client = sign_in(world.specialist)
    facts = order(world, document="968", obligation=obligation.pk)
    press(client, facts)

    again = client.post(NEW, facts)
    press(client, facts)

    first, second = Assignment.objects.order_by("pk")
    assert str(world.justice) in str(again.context["summary"].to_be_seen)
    assert first.title in str(again.context["summary"].to_be_seen)
    assert (first.lead, first.obligation) == (second.lead, second.obligation)


def test_a_due_date_before_the_day_of_the_order_is_said(world, sign_in):
    facts = order(world, count="", due_on=shown(today() - timedelta(days=2)))

    assert shown(today()) in " ".join(warned(sign_in(world.specialist), facts))


def test_a_date_and_a_count_that_differ_are_said_when_the_date_is_computed(world, sign_in):
    page = sign_in(world.specialist).post(NEW, order(world, do="compute", due_on="31/12/2030"))

    assert page.context["summary"].due_on is None
    assert len(page.context["calc"]["warnings"]) == 1


def test_the_new_assignment_is_not_counted_among_the_others_of_that_day(world, sign_in):
    answer = press(sign_in(world.specialist), order(world), follow=True)

    assert len(list(answer.context["messages"])) == 1


def test_dated_work_without_a_date_lacks_the_date_and_no_reason(world, sign_in):
    page = sign_in(world.specialist).post(NEW, order(world, do="check", count=""))

    progress = page.context["summary"].points[2]
    assert not progress.is_clear
    assert ":" not in progress.text


def test_a_child_due_after_its_parent_is_a_warning(world, sign_in):
    parent = world.acknowledged()
    late = parent.due_on + timedelta(days=7)
    facts = order(world, parent=parent.pk, lead=world.justice.pk, count="", due_on=shown(late))

    assert any(shown(parent.due_on) in text for text in warned(sign_in(world.head), facts))


# --- counted from the receipt -------------------------------------------------------------------
def test_a_missing_receipt_is_said_and_shown_as_the_event_that_counts(world, sign_in, directive):
    facts = order(world, do="compute", document="968", count="", due_phrase=FROM_RECEIPT)

    page = sign_in(world.specialist).post(NEW, facts)

    assert page.context["form"]["count_event"].value() == "RECEIVED"
    assert any(shown(today()) in text for text in page.context["summary"].warnings)


@pytest.mark.parametrize("said", [{"due_phrase": FROM_RECEIPT, "count": ""},
                                  {"count_event": "RECEIVED"}])  # fmt: skip
def test_a_receipt_entered_later_moves_the_date_of_its_body_alone(world, sign_in, directive, said):
    facts = order(world, document="968", lead="", group="*",
                  leads=[world.justice.pk, world.health.pk], **said)  # fmt: skip
    press(sign_in(world.specialist), facts)
    received_on = today() - timedelta(days=7)

    answer = sign_in(world.head).post(
        reverse("directive-receive", args=[directive.pk]),
        {"agency": world.justice.pk, "received_on": shown(received_on)},
    )

    assert answer.status_code == 302
    mine, other = Assignment.objects.order_by("lead__code")
    add = work_calendar().add
    assert mine.due_on == add(received_on, Unit.WORKING_DAYS, 10)
    assert mine.due_changes.latest("pk").cause == DueChange.Cause.RECEIPT
    assert other.due_on == mine.original_due_on == add(today(), Unit.WORKING_DAYS, 10)


def test_a_receipt_moves_no_date_that_was_counted_from_a_day_typed(world, sign_in, directive):
    typed = today() - timedelta(days=3)
    facts = order(world, document="968", count_event="TYPED", count_from=shown(typed),
                  due_phrase=FROM_RECEIPT)  # fmt: skip
    row = give(sign_in, world.specialist, facts)

    Receipt.objects.all().delete()
    sign_in(world.head).post(
        reverse("directive-receive", args=[directive.pk]),
        {"agency": world.justice.pk, "received_on": shown(today() - timedelta(days=7))},
    )

    before = row.due_on
    row.refresh_from_db()
    assert (row.due_on, row.due_changes.count()) == (before, 1)


def test_a_draft_follows_the_receipt_too(world, sign_in, directive):
    facts = order(world, do="draft", document="968", count="", due_phrase=FROM_RECEIPT)
    row = give(sign_in, world.specialist, facts)
    received_on = today() - timedelta(days=7)

    sign_in(world.head).post(
        reverse("directive-receive", args=[directive.pk]),
        {"agency": world.justice.pk, "received_on": shown(received_on)},
    )

    row.refresh_from_db()
    assert (row.stage, row.due_from) == (Stage.DRAFT, received_on)


def test_a_part_is_not_due_after_the_whole(world, sign_in):
    far = shown(today() + timedelta(days=90))
    facts = order(world, part_agency_0=world.health.pk, part_text_0="Số liệu", part_due_0=far)

    answer = sign_in(world.specialist).post(NEW, facts)

    assert set(answer.context["form"].errors) == {"part_due_0"}
