"""Every move as a page: the right party makes it, others are refused, nothing typed is lost."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.rules.roles import Role
from assignments.actions import assignment as assignments
from assignments.models import Progress
from assignments.rules.assignment import MOVES
from assignments.views.moves import ACTIONS, FORMS
from audit.models import Event
from tests.assignments.situations import (
    acknowledged,
    cause_asked,
    done,
    draft,
    errors,
    extension_asked,
    handed_in,
    issued,
    later,
    paused,
    prepared,
    product,
    return_asked,
    returned,
    sent,
    shared,
    shown,
    slip,
    today,
    url,
)
from tests.factories import agency, seat

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_files")]


# move: situation, who makes it, what they send
CASES = {
    "issue": (draft, "specialist", lambda w, r: slip(w) | {"issued_on": shown(today())}),
    "clarify": (
        issued,
        "specialist",
        lambda w, r: slip(w) | {"content": "Rà soát 52 dự án", "product": "Báo cáo"},
    ),
    "acknowledge": (issued, "head", lambda w, r: {"officer": w.officer.pk}),
    "change_officer": (acknowledged, "head", lambda w, r: {"officer": w.contact.pk}),
    "report_progress": (acknowledged, "officer", lambda w, r: {"text": "Đã xong 38/52"}),
    "prepare": (acknowledged, "officer", lambda w, r: product()),
    "hand_back": (prepared, "head", lambda w, r: {"reason": "Thiếu số liệu"}),
    "submit": (acknowledged, "head", lambda w, r: product()),
    "send_back": (handed_in, "specialist", lambda w, r: {"reason": "Thiếu phụ lục"}),
    "confirm": (handed_in, "specialist", lambda w, r: {}),
    "request_return": (
        issued,
        "head",
        lambda w, r: {"reason": "FUNCTION", "text": "Ngoài chức năng"},
    ),
    "accept_return": (return_asked, "specialist", lambda w, r: slip(w)),
    "refuse_return": (return_asked, "specialist", lambda w, r: slip(w) | {"answer": "Đúng"}),
    "reissue": (returned, "specialist", lambda w, r: slip(w) | {"lead": w.health.pk}),
    "reassign": (acknowledged, "specialist", lambda w, r: slip(w) | {"lead": w.health.pk}),
    "request_extension": (
        acknowledged,
        "head",
        lambda w, r: {"asked_due_on": shown(later(r)), "grounds": "Thực địa"},
    ),
    "put_up_extension": (extension_asked, "specialist", lambda w, r: {"put_up_on": shown(today())}),
    "grant_extension": (
        extension_asked,
        "specialist",
        lambda w, r: slip(w) | {"due_on": shown(later(r))},
    ),
    "refuse_extension": (
        extension_asked,
        "specialist",
        lambda w, r: slip(w) | {"answer": "Đủ thời gian"},
    ),
    "redate": (
        acknowledged,
        "specialist",
        lambda w, r: slip(w) | {"due_on": shown(later(r)), "reason": "Chỉ đạo mới"},
    ),
    "pause": (
        acknowledged,
        "specialist",
        lambda w, r: slip(w) | {"cause": "COURT", "text": "Chờ tòa án"},
    ),
    "resume": (paused, "specialist", lambda w, r: slip(w)),
    "request_cause": (acknowledged, "head", lambda w, r: {"code": "UPPER", "text": "Chờ Bộ"}),
    "confirm_cause": (cause_asked, "specialist", lambda w, r: {}),
    "refuse_cause": (cause_asked, "specialist", lambda w, r: {"answer": "Không phải"}),
    "send_part": (
        shared,
        "other_head",
        lambda w, r: {"document": "12/SYT-KH", "sent_on": shown(today())},
    ),
    "reopen": (done, "specialist", lambda w, r: slip(w) | {"reason": "Sai số liệu"}),
    "withdraw": (acknowledged, "specialist", lambda w, r: slip(w) | {"reason": "Không cần nữa"}),
}


def test_every_move_of_the_table_has_its_page():
    assert set(CASES) == set(FORMS) == set(ACTIONS) == set(MOVES) - {"edit"}


@pytest.mark.parametrize("move", CASES)
def test_the_right_party_opens_the_page_and_makes_the_move(world, sign_in, move):
    make, who, facts = CASES[move]
    row = make(world)
    client = sign_in(getattr(world, who))

    page = client.get(url(move, row))
    answer = client.post(url(move, row), sent(row, facts(world, row)))

    assert page.status_code == 200
    assert 'name="once"' in page.content.decode()
    assert answer.status_code == 302, errors(answer)
    assert answer.url == reverse("assignment-detail", args=[row.pk])
    row.refresh_from_db()
    assert row.stage == (MOVES[move].to or row.stage)
    assert Event.objects.filter(kind=f"assignment.{move}", subject_id=row.pk).exists()


@pytest.mark.parametrize("move", CASES)
def test_whoever_only_sees_the_assignment_is_told_no_and_a_stranger_finds_nothing(
    world, sign_in, move
):
    make, _who, facts = CASES[move]
    row = make(world)
    stranger = seat(agency("SCT"), Role.HEAD)
    before = Event.objects.count()

    reader = sign_in(world.watcher)
    statuses = {
        reader.get(url(move, row)).status_code,
        reader.post(url(move, row), sent(row, facts(world, row))).status_code,
    }
    strange = sign_in(stranger)
    foreign = {
        strange.get(url(move, row)).status_code,
        strange.post(url(move, row), sent(row, facts(world, row))).status_code,
    }

    # Home Affairs sees everything that is issued, and no draft.
    assert statuses == ({404} if move == "issue" else {403})
    assert foreign == {404}
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "move",
    [
        m
        for m in CASES
        if m not in {"acknowledge", "confirm", "resume", "confirm_cause", "accept_return"}
    ],
)
def test_an_empty_form_is_refused_in_words_and_leaves_nothing(world, sign_in, move):
    make, who, _facts = CASES[move]
    row = make(world)
    before = Event.objects.count()

    answer = sign_in(getattr(world, who)).post(url(move, row), sent(row, {"rows": "1"}))

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Event.objects.count() == before


def test_the_same_form_sent_twice_has_one_effect(world, sign_in):
    row = acknowledged(world)
    client = sign_in(world.officer)
    facts = sent(row, {"text": "Đã xong 38/52"})

    first, second = (
        client.post(url("report_progress", row), facts),
        client.post(url("report_progress", row), facts),
    )

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Progress.objects.filter(assignment=row).count() == 1


def test_a_stale_form_meets_both_versions_and_keeps_what_was_typed(world, sign_in):
    row = acknowledged(world)
    facts = sent(row, {"reason": "FUNCTION", "text": "Căn cứ gõ tay rất dài"})
    assignments.change_officer(row, officer=world.contact, by=world.head, at=timezone.now())

    answer = sign_in(world.head).post(url("request_return", row), facts)
    text = answer.content.decode()

    assert answer.status_code == 409
    assert "Căn cứ gõ tay rất dài" in text
    assert world.head.person in text
    assert not row.returns.exists()


def test_from_the_conflict_page_the_form_opens_again_on_the_newest_version(world, sign_in):
    row = acknowledged(world)
    client = sign_in(world.head)
    facts = sent(row, {"reason": "FUNCTION", "text": "Căn cứ gõ tay"})
    assignments.change_officer(row, officer=world.contact, by=world.head, at=timezone.now())
    conflict = client.post(url("request_return", row), facts).context["conflict"]

    again = client.post(conflict["action"], dict(conflict["fields"]) | {"resolve": "1"})
    form = again.context["form"]
    done = client.post(conflict["action"], dict(conflict["fields"]) | {"once": str(uuid4())})

    assert again.status_code == 200
    assert not form.errors
    assert form["text"].value() == "Căn cứ gõ tay"
    assert done.status_code == 302
    assert row.returns.get().text == "Căn cứ gõ tay"


def test_a_stale_form_of_a_move_that_is_over_meets_the_conflict_page_too(world, sign_in):
    row = issued(world)
    facts = sent(row, {"officer": world.officer.pk})
    assignments.acknowledge(row, officer=world.contact, by=world.head, at=timezone.now())

    assert sign_in(world.head).post(url("acknowledge", row), facts).status_code == 409


@pytest.mark.parametrize("move", CASES)
def test_the_page_of_a_move_costs_at_most_fifteen_queries(world, sign_in, move):
    make, who, _facts = CASES[move]
    client, address = sign_in(getattr(world, who)), url(move, make(world))
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) <= 15
