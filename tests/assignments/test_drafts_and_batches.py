"""Drafts, and one text to many bodies: pages on which they are carried on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.calendar import Unit
from agencies.models.calendar import work_calendar
from agencies.rules.roles import Role
from assignments.actions import assignment as assignments
from assignments.actions import submission
from assignments.models import Batch
from assignments.rules.assignment import Stage
from tests.assignments.ordering import NEW, dispatch, errors, give, order, shown, today
from tests.factories import a_result, agency, seat

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_second_factor(settings, tmp_path):
    settings.MFA_REQUIRED = False
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def directive(db):
    return dispatch()


# --- drafts ---------------------------------------------------------------------------------
def test_a_draft_needs_neither_ground_nor_date_and_keeps_what_is_known(world, sign_in):
    facts = order(world, do="draft", basis="", basis_on="", count="")

    row = give(sign_in, world.specialist, facts)

    assert (row.stage, row.due_on) == (Stage.DRAFT, None)


def test_what_is_known_of_the_decision_waits_in_the_draft(world, sign_in):
    row = give(sign_in, world.specialist, order(world, do="draft"))

    page = sign_in(world.specialist).get(reverse("assignment-issue", args=[row.pk]))

    assert page.context["form"]["basis"].value() == "92/PT-VP"
    assert page.context["form"]["decided_by"].value() == world.chairman.pk


def test_a_draft_opens_with_everything_that_was_typed(world, sign_in, directive):
    facts = order(
        world, do="draft", document="968", part_agency_0=world.health.pk, part_text_0="Số liệu"
    )
    row = give(sign_in, world.specialist, facts)

    form = sign_in(world.specialist).get(reverse("assignment-edit", args=[row.pk])).context["form"]

    assert form["title"].value() == "Rà soát quy chế làm việc"
    assert form["part_text_0"].value() == "Số liệu"
    assert form["count"].value() == 10
    assert form.directive == directive


@pytest.mark.parametrize(
    "words",
    [{"count": "10"}, {"count": "", "due_phrase": "trong thời hạn 10 ngày làm việc kể từ ngày ký"}],
)
def test_a_draft_that_counts_from_its_issue_is_counted_when_it_is_issued(world, sign_in, words):
    facts = order(world, do="draft", count_event="SIGNED", **words)
    row = give(sign_in, world.specialist, facts)
    given_on = today() - timedelta(4)

    slip = world.by_slip(given_on)
    issued = assignments.issue(
        row, issued_on=given_on, decision=slip, by=world.specialist, at=timezone.now()
    )

    assert (row.due_on, row.due_count, row.due_from) == (None, 10, None)
    assert issued.due_on == work_calendar().add(given_on, Unit.WORKING_DAYS, 10)
    form = sign_in(world.specialist).get(reverse("assignment-detail", args=[row.pk]))
    assert "10 ngày làm việc" in form.content.decode()


def test_a_draft_that_counts_from_its_dated_document_keeps_that_choice(world, sign_in, directive):
    facts = order(world, do="draft", document="968", count_event="SIGNED")
    row = give(sign_in, world.specialist, facts)

    form = sign_in(world.specialist).get(reverse("assignment-edit", args=[row.pk])).context["form"]

    assert row.due_from == directive.issued_on
    assert form["count_event"].value() == "SIGNED"


def test_a_draft_is_rewritten(world, sign_in):
    row = give(sign_in, world.specialist, order(world, do="draft"))
    facts = order(world, do="draft", title="Tên mới", revision=row.revision)

    answer = sign_in(world.specialist).post(reverse("assignment-edit", args=[row.pk]), facts)

    assert answer.status_code == 302, errors(answer)
    row.refresh_from_db()
    assert row.title == "Tên mới"


@pytest.mark.parametrize("giver", ["specialist", "watcher"])
def test_a_draft_that_home_affairs_comes_to_lead_is_confirmed_by_the_office(world, sign_in, giver):
    who, own = getattr(world, giver), world.home_affairs
    facts = order(world, do="draft", monitor=own.pk, decided_by="", capacity="", basis="")
    row = give(sign_in, who, facts)
    again = {"revision": row.revision, "monitor": own.pk, "lead": own.pk, "once": str(uuid4())}

    answer = sign_in(who).post(reverse("assignment-edit", args=[row.pk]), facts | again)

    assert answer.status_code == 302, errors(answer)
    row.refresh_from_db()
    assert (row.lead, row.monitor, row.is_internal) == (own, world.office, False)


def test_what_a_body_gives_itself_makes_no_work_of_others_internal(world, sign_in):
    chief, own = seat(world.home_affairs, Role.HEAD), world.home_affairs
    facts = order(world, lead="", group="*", leads=[own.pk, world.justice.pk, world.health.pk])

    row = give(sign_in, chief, facts)

    rows = row.batch.assignments.order_by("lead_id")
    assert {(r.lead, r.monitor, r.is_internal) for r in rows} == {
        (own, world.office, False),
        (world.justice, own, False),
        (world.health, own, False),
    }


def test_the_office_confirms_the_work_of_the_others_where_it_leads_some_itself(world, sign_in):
    facts = order(world, lead="", group="*", leads=[world.office.pk, world.justice.pk])

    row = give(sign_in, world.specialist, facts)

    monitors = dict(row.batch.assignments.values_list("lead", "monitor"))
    assert monitors == {world.office.pk: row.assigner_id, world.justice.pk: world.office.pk}


def test_a_restricted_draft_is_seen_by_whoever_wrote_it(world, sign_in):
    row = give(sign_in, world.specialist, order(world, do="draft", restriction="PERSONNEL"))
    address = reverse("assignment-detail", args=[row.pk])

    assert sign_in(world.specialist).get(address).status_code == 200
    assert sign_in(world.office_head).get(address).status_code == 404


def test_a_draft_stays_in_its_batch(world, sign_in):
    batch = batch_of(world, sign_in, do="draft")
    row = batch.assignments.get(lead=world.justice)
    facts = order(world, do="draft", title="Tên mới", revision=row.revision)

    sign_in(world.specialist).post(reverse("assignment-edit", args=[row.pk]), facts)

    assert set(batch.assignments.values_list("title", flat=True)) == {
        "Tên mới",
        "Rà soát quy chế làm việc",
    }


def test_a_stale_draft_meets_both_versions(world, sign_in):
    row = assignments.draft(world.order(), by=world.specialist, at=timezone.now())
    assignments.edit(
        row,
        world.order(title="Bản của người khác"),
        revision=0,
        by=world.office_head,
        at=timezone.now(),
    )
    facts = order(world, do="draft", title="Bản gõ ở đây", revision=0)

    answer = sign_in(world.specialist).post(reverse("assignment-edit", args=[row.pk]), facts)
    text = answer.content.decode()

    assert answer.status_code == 409
    assert "Bản của người khác" in text
    assert "Bản gõ ở đây" in text


def test_a_draft_that_was_issued_is_not_edited_any_more(world, sign_in):
    row = world.issued()

    answer = sign_in(world.specialist).get(reverse("assignment-edit", args=[row.pk]))

    assert answer.status_code == 403


# --- batches --------------------------------------------------------------------------------
def batch_of(world, sign_in, **facts):
    leads = [world.justice.pk, world.health.pk]
    sign_in(world.specialist).post(NEW, order(world, lead="", group="*", leads=leads, **facts))
    return Batch.objects.get()


def test_the_page_of_a_batch_says_who_reported_and_who_did_not(world, sign_in):
    batch = batch_of(world, sign_in)
    row = batch.assignments.get(lead=world.justice)
    assignments.acknowledge(row, officer=world.officer, by=world.head, at=timezone.now())
    submission.submit(row, results=[a_result(today())], by=world.head, at=timezone.now())

    board = sign_in(world.specialist).get(f"/batches/{batch.pk}/").context["board"]

    assert (board["total"], board["reported"], board["live"]) == (2, 1, 2)
    assert [g["rows"][0].body for g in board["groups"]] == [str(world.health), str(world.justice)]
    assert board["identity"]["is_equal"]


def test_the_four_boxes_of_a_batch_add_up_and_what_is_not_done_stands_apart(world, sign_in):
    batch = batch_of(world, sign_in)
    row = batch.assignments.get(lead=world.justice)
    assignments.acknowledge(row, officer=world.officer, by=world.head, at=timezone.now())
    submission.submit(row, results=[a_result(today())], by=world.head, at=timezone.now())

    page = sign_in(world.specialist).get(f"/batches/{batch.pk}/")
    board = page.context["board"]

    assert [figure["count"] for figure in board["figures"]] == [0, 0, 2, 0]
    assert board["identity"]["text"] == (
        "2 việc = 0 hoàn thành đúng hạn + 0 hoàn thành quá hạn"
        " + 2 chưa hoàn thành, trong hạn + 0 chưa hoàn thành, quá hạn"
    )
    assert [(p["url"], p["count"]) for p in board["not_done"]] == [("#missing", 1), ("#waiting", 1)]


def test_a_body_of_the_batch_sees_its_own_line_and_both_totals(world, sign_in):
    batch = batch_of(world, sign_in)

    board = sign_in(world.head).get(f"/batches/{batch.pk}/").context["board"]

    assert (board["total"], board["seen"]) == (2, 1)


def test_a_stranger_finds_no_batch(world, sign_in):
    batch = batch_of(world, sign_in)

    assert sign_in(seat(agency("SCT"), Role.HEAD)).get(f"/batches/{batch.pk}/").status_code == 404


def test_all_waiting_results_of_a_batch_are_confirmed_at_once(world, sign_in):
    batch = batch_of(world, sign_in)
    heads = {
        world.justice.pk: (world.head, world.officer),
        world.health.pk: (world.other_head, world.other_officer),
    }
    for row in batch.assignments.all():
        head, officer = heads[row.lead_id]
        assignments.acknowledge(row, officer=officer, by=head, at=timezone.now())
        submission.submit(row, results=[a_result(today())], by=head, at=timezone.now())
    facts = {"do": "confirm", "once": str(uuid4()), "revision": "0"}

    answer = sign_in(world.specialist).post(f"/batches/{batch.pk}/", facts)

    assert answer.status_code == 302
    assert {a.stage for a in batch.assignments.all()} == {Stage.DONE}


def test_a_lead_confirms_nothing_on_the_page_of_the_batch(world, sign_in):
    batch = batch_of(world, sign_in)
    facts = {"do": "confirm", "once": str(uuid4()), "revision": "0"}

    answer = sign_in(world.head).post(f"/batches/{batch.pk}/", facts)

    assert answer.status_code == 200
    assert answer.context["forms"] == []


def test_drafts_of_a_batch_are_issued_by_one_decision(world, sign_in):
    batch = batch_of(world, sign_in, do="draft")
    facts = order(world, do="issue", issued_on=shown(today()), revision="0")

    answer = sign_in(world.specialist).post(f"/batches/{batch.pk}/", facts)

    assert answer.status_code == 302
    assert {a.stage for a in batch.assignments.all()} == {Stage.ISSUED}


# --- cost -----------------------------------------------------------------------------------
def test_giving_editing_and_a_batch_cost_at_most_fifteen_queries(world, sign_in, directive):
    batch = batch_of(world, sign_in, do="draft")
    row = batch.assignments.first()
    obligation = directive.obligations.get()
    client = sign_in(world.specialist)
    pages = [
        f"{NEW}?obligation={obligation.pk}",
        reverse("assignment-edit", args=[row.pk]),
        reverse("batch-detail", args=[batch.pk]),
    ]
    client.get(pages[0])

    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        assert len(queries) <= 15, page


def test_withdrawn_rows_of_a_batch_are_named_so_that_the_totals_meet(world, sign_in):
    batch = batch_of(world, sign_in)
    batch.assignments.filter(lead=world.health).update(stage="WITHDRAWN", withdrawn_on=today())

    answer = sign_in(world.specialist).get(f"/batches/{batch.pk}/")
    board = answer.context["board"]

    assert (board["total"], board["live"]) == (2, 1)
    assert [(other["url"], other["count"]) for other in board["others"]] == [("#withdrawn", 1)]
    assert board["identity"]["is_equal"]
    assert board["identity"]["text"].startswith("2 việc = 0 hoàn thành đúng hạn")


def test_a_batch_says_who_gave_it_on_what_basis_and_links_its_document(world, sign_in, directive):
    facts = {"document": "968", "count": "", "due_on": shown(today() + timedelta(days=7))}
    batch = batch_of(world, sign_in, seen=facts["due_on"], **facts)

    page = sign_in(world.specialist).get(f"/batches/{batch.pk}/")
    values = [fact["value"] for fact in page.context["facts"]]

    assert f'href="/directives/{directive.pk}/"' in page.content.decode()
    assert any("92/PT-VP" in value for value in values)
    assert "Quyết định" in values


def test_who_may_open_one_row_is_not_told_a_total_of_one(world, sign_in):
    batch = batch_of(world, sign_in)

    html = sign_in(world.head).get(f"/batches/{batch.pk}/").content.decode()

    assert "0/1" not in html
