"""Giving a result anew: sent back by the monitor, handed back inside the body, a file removed."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from agencies.models.calendar import work_calendar
from agencies.rules.refusal import NotAllowed
from assignments.actions import assignment as assignments
from assignments.actions import submission
from assignments.actions.attaching import attach, detach
from assignments.actions.submission import Result
from assignments.models import Assignment, Submission
from assignments.models.story import Reader, events_of, story_of
from assignments.rules.assignment import Stage
from audit.models import Event, ReplayClock
from directives.actions.file import of_bytes
from directives.models import File
from tests.assignments.situations import (
    acknowledged,
    draft,
    errors,
    handed_in,
    prepared,
    product,
    sent,
    shown,
    today,
    url,
)
from tests.directives.papers import docx
from tests.factories import a_result

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_files")]


def send_back(world, row):
    submission.send_back(row, reason="Thiếu phụ lục 2", by=world.specialist, at=timezone.now())


def with_a_file(world, sign_in, move="submit", who="head"):
    row = acknowledged(world)
    answer = sign_in(getattr(world, who)).post(url(move, row), sent(row, product()))
    assert answer.status_code == 302, errors(answer)
    return row


def story(row, *, is_insider):
    reader = Reader(is_insider=is_insider, calendar=work_calendar(), on=today())
    with translation.override("en"):
        return story_of(row, events_of(row), reader)


def told(row):
    return story(row, is_insider=True)[0]


def told_icons(row, *, is_insider):
    return [item["icon"] for item in story(row, is_insider=is_insider)]


# --- the day of issue ---------------------------------------------------------------------------
def test_the_day_of_issue_is_today_until_another_is_typed(world, sign_in):
    row = acknowledged(world)
    client = sign_in(world.officer)

    first = client.get(url("prepare", row)).context["form"]
    typed = {"rows": "1", "number_0": "12/BC-STP", "issued_on_0": "", "do": "add_row"}
    second = client.post(url("prepare", row), sent(row, typed)).context["form"]

    assert first["issued_on_0"].value() == today()
    assert second["issued_on_0"].value() == ""
    assert second["issued_on_1"].value() == shown(today())


def test_a_row_with_nothing_but_the_day_is_no_product(world, sign_in):
    row = prepared(world)
    facts = {"rows": "1", "issued_on_0": shown(today())}

    answer = sign_in(world.head).post(url("submit", row), sent(row, facts))

    assert answer.status_code == 302, errors(answer)
    assert row.submissions.get().products.get().number == "1/BC-STP"


def test_a_result_sent_back_is_of_a_new_day_and_keeps_the_rest(world, past, sign_in):
    on = today()
    row = world.acknowledged(at=past(on - timedelta(40)))
    facts = {"number": "1/BC-STP", "title": "Báo cáo quý"}
    result = [a_result(row.due_on, **facts)]
    submission.submit(row, results=result, by=world.head, at=past(row.due_on))
    submission.send_back(row, reason="Thiếu", by=world.specialist, at=past(on - timedelta(5)))
    ReplayClock.objects.all().delete()

    form = sign_in(world.head).get(url("submit", row)).context["form"]

    assert form["issued_on_0"].value() is None
    assert {name: form[f"{name}_0"].value() for name in facts} == facts


def test_the_officers_own_preparation_keeps_its_day(world, past, sign_in):
    on = today()
    row = world.acknowledged(at=past(on - timedelta(10)))
    issued_on = on - timedelta(3)
    result = [a_result(issued_on)]
    submission.prepare(row, results=result, by=world.officer, at=past(on - timedelta(2)))
    ReplayClock.objects.all().delete()

    form = sign_in(world.officer).get(url("prepare", row)).context["form"]

    assert form["issued_on_0"].value() == issued_on


# --- sent back ----------------------------------------------------------------------------------
def test_the_form_of_sent_back_work_says_why_and_keeps_what_was_given(world, sign_in):
    row = with_a_file(world, sign_in)
    send_back(world, row)
    client = sign_in(world.officer)

    page = client.get(url("prepare", row))
    text, form = page.content.decode(), page.context["form"]
    (token,) = re.findall('name="file_0_kept" value="([^"]+)"', text)
    facts = {n: form[n].value() for n in ("rows", "kind_0", "number_0") if n in form.fields}
    again = client.post(
        url("prepare", row),
        sent(row, facts | {"rows": "1", "issued_on_0": shown(today()), "file_0_kept": token}),
    )

    assert "Thiếu phụ lục 2" in text
    assert world.specialist.person in text
    assert form["number_0"].value() == "5120/BC-STP"
    assert again.status_code == 302, errors(again)
    former, new = row.submissions.order_by("pk")
    assert new.products.get().file.sha256 == former.products.get().file.sha256
    assert former.products.get().file.name == "ket-qua.docx"


def test_a_file_sent_anew_takes_the_place_of_the_one_given_before(world, sign_in):
    row = with_a_file(world, sign_in)
    send_back(world, row)
    client = sign_in(world.head)
    text = client.get(url("submit", row)).content.decode()
    (token,) = re.findall('name="file_0_kept" value="([^"]+)"', text)
    facts = product() | {"file_0_kept": token}
    facts["file_0"].name = "ban-hai.docx"

    answer = client.post(url("submit", row), sent(row, facts))

    assert answer.status_code == 302, errors(answer)
    names = [s.products.get().file.name for s in row.submissions.order_by("pk")]
    assert names == ["ket-qua.docx", "ban-hai.docx"]


def test_the_page_of_sent_back_work_costs_at_most_fifteen_queries(world, sign_in):
    row = with_a_file(world, sign_in)
    send_back(world, row)
    client = sign_in(world.officer)
    client.get(url("prepare", row))

    with CaptureQueriesContext(connection) as queries:
        client.get(url("prepare", row))

    assert len(queries) <= 15


def test_another_body_does_not_start_from_what_the_former_lead_gave(world, sign_in):
    from assignments.actions import returning

    row = with_a_file(world, sign_in)
    send_back(world, row)
    now = timezone.now()
    returning.reassign(
        row, lead=world.health, decision=world.by_slip(today()), by=world.specialist, at=now
    )
    row.refresh_from_db()
    assignments.acknowledge(row, officer=world.other_officer, by=world.other_head, at=now)

    page = sign_in(world.other_officer).get(url("prepare", row))

    assert "Thiếu phụ lục 2" not in page.content.decode()
    assert not page.context["form"]["number_0"].value()


# --- handed back inside the body ----------------------------------------------------------------
def test_the_head_hands_a_preparation_back_and_the_officer_finds_it(world, sign_in):
    row = prepared(world)
    before = Assignment.objects.get(pk=row.pk)

    page = sign_in(world.head).get(url("submit", row))
    answer = sign_in(world.head).post(url("hand_back", row), sent(row, {"reason": "Thiếu số liệu"}))
    screen = sign_in(world.officer).get("/").content.decode()
    form = sign_in(world.officer).get(url("prepare", row))

    assert page.context["opposite"].move == "hand_back"
    assert answer.status_code == 302, errors(answer)
    after = Assignment.objects.get(pk=row.pk)
    assert (after.stage, after.due_on, after.submitted_on) == (
        Stage.ACKNOWLEDGED, before.due_on, None,
    )  # fmt: skip
    assert row.holdings.count() == before.holdings.count()
    assert not row.submissions.filter(state=Submission.State.PREPARED).exists()
    assert "Thiếu số liệu" in screen
    assert url("prepare", row) in screen
    assert "Thiếu số liệu" in form.content.decode()
    assert form.context["form"]["number_0"].value() == "1/BC-STP"


def test_what_is_said_inside_the_body_is_told_to_its_people_alone(world):
    row = prepared(world)
    submission.hand_back(row, reason="Thiếu số liệu", by=world.head, at=timezone.now())

    assert told(row)["quote"] == "Thiếu số liệu"
    inside, outside = (told_icons(row, is_insider=inside) for inside in (True, False))
    assert inside == ["back", "doc", *outside]
    assert outside == ["check", "send"]


def test_nothing_is_handed_back_where_nothing_is_prepared(world, sign_in):
    row = acknowledged(world)

    with pytest.raises(NotAllowed):
        submission.hand_back(row, reason="x", by=world.head, at=timezone.now())
    assert sign_in(world.head).get(url("hand_back", row)).status_code == 403


def test_prepared_again_it_waits_for_approval_again(world, sign_in):
    row = prepared(world)
    submission.hand_back(row, reason="Thiếu số liệu", by=world.head, at=timezone.now())
    result = [a_result(today(), number="2/BC-STP")]
    submission.prepare(row, results=result, by=world.officer, at=timezone.now())

    screen = sign_in(world.officer).get("/").content.decode()

    assert "Thiếu số liệu" not in screen


# --- the product --------------------------------------------------------------------------------
@pytest.mark.parametrize("facts", [{"number": "1/BC-STP"}, {"title": "Báo cáo quý"}])
def test_a_number_or_a_title_alone_is_no_product(world, facts):
    row = acknowledged(world)
    result = [Result("Báo cáo", today(), **facts)]

    for act, by in ((submission.prepare, world.officer), (submission.submit, world.head)):
        with pytest.raises(NotAllowed):
            act(row, results=result, by=by, at=timezone.now())
        with pytest.raises(NotAllowed):
            act(row, results=[], by=by, at=timezone.now())


def test_a_prepared_result_without_a_product_is_not_handed_in(world):
    row = prepared(world)
    row.submissions.get().products.all().delete()

    with pytest.raises(NotAllowed):
        submission.submit(row, by=world.head, at=timezone.now())


def test_a_prepared_result_whose_file_was_removed_is_not_handed_in(world):
    row = prepared(world)
    file = File.objects.get()
    detach(row, file, by=world.officer, at=timezone.now())

    with pytest.raises(NotAllowed):
        submission.submit(row, by=world.head, at=timezone.now())


# --- files attached by mistake ------------------------------------------------------------------
def remove(row, file):
    return reverse("assignment-file-remove", args=[row.pk, file.pk])


def test_the_officer_removes_a_file_of_a_prepared_result_and_the_story_says_so(world, sign_in):
    row = with_a_file(world, sign_in, "prepare", "officer")
    file = File.objects.get()
    client = sign_in(world.officer)

    detail = client.get(reverse("assignment-detail", args=[row.pk])).content.decode()
    page, answer = client.get(remove(row, file)), client.post(remove(row, file), sent(row, {}))

    assert remove(row, file) in detail
    assert (page.status_code, answer.status_code) == (200, 302)
    assert row.submissions.get().products.get().file is None
    assert client.get(reverse("assignment-file", args=[row.pk, file.pk])).status_code == 404
    assert told(row)["parts"][1]["text"] == "ket-qua.docx"
    assert "clip" not in told_icons(row, is_insider=False)


def test_who_read_a_preparation_with_its_file_does_not_approve_it_without(world, sign_in):
    row = with_a_file(world, sign_in, "prepare", "officer")
    head, file = sign_in(world.head), File.objects.get()
    seen = head.get(url("submit", row)).context["form"]["revision"].value()

    sign_in(world.officer).post(remove(row, file), sent(row, {}))
    answer = head.post(url("submit", row), sent(row, {"revision": seen}))

    row.refresh_from_db()
    assert (answer.status_code, row.stage) == (409, Stage.ACKNOWLEDGED)


def test_the_assigners_side_removes_a_file_of_a_draft(world, sign_in):
    row = draft(world)
    uploads = [("ORDER", [of_bytes("nham.docx", docx())])]
    (file,) = attach([row], uploads, by=world.specialist, at=timezone.now())
    client = sign_in(world.specialist)

    detail = client.get(reverse("assignment-detail", args=[row.pk])).content.decode()
    answer = client.post(remove(row, file), sent(row, {}))

    assert remove(row, file) in detail
    assert answer.status_code == 302
    assert not row.attachments.exists()
    assert Event.objects.filter(kind="assignment.detach", subject_id=row.pk).exists()


def test_what_was_issued_or_handed_in_stays(world, sign_in):
    row = with_a_file(world, sign_in)
    uploads = [("ORDER", [of_bytes("lenh.docx", docx())])]
    (order,) = attach([row], uploads, by=world.specialist, at=timezone.now())
    result = row.submissions.get().products.get().file

    for seat in (world.head, world.officer, world.specialist):
        client = sign_in(seat)
        for file in (order, result):
            assert client.get(remove(row, file)).status_code == 404
            with pytest.raises(NotAllowed):
                detach(row, file, by=seat, at=timezone.now())


def test_another_body_removes_nothing_of_a_prepared_result(world, sign_in):
    row = with_a_file(world, sign_in, "prepare", "officer")
    file = File.objects.get()

    for seat in (world.specialist, world.other_head):
        assert sign_in(seat).post(remove(row, file), sent(row, {})).status_code == 404
    assert row.submissions.get().products.get().file == file


def test_work_that_was_reopened_is_started_from_its_result(world, sign_in):
    row = handed_in(world)
    submission.confirm(row, by=world.specialist, at=timezone.now())
    slip = world.by_slip(today())
    assignments.reopen(
        row, reason="Sai số liệu", decision=slip, by=world.specialist, at=timezone.now()
    )

    page = sign_in(world.officer).get(url("prepare", row))

    assert "Sai số liệu" in page.content.decode()
    assert page.context["form"]["number_0"].value() == "1/BC-STP"
