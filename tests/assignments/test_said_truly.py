"""What pages say of results, files and conditions, as it is."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from agencies.actions import delegation
from agencies.rules.roles import Role
from assignments.actions import submission
from assignments.actions.attaching import attach
from assignments.models import AssignmentFile
from assignments.models.offer import hints_of
from assignments.models.search import find
from assignments.models.verbs import RESUBMIT
from directives.actions.file import of_bytes
from directives.models import Directive
from tests.assignments.office import directive, viewer
from tests.assignments.situations import (
    acknowledged,
    errors,
    handed_in,
    prepared,
    product,
    returned,
    sent,
    today,
    url,
)
from tests.directives.papers import docx
from tests.factories import a_result, seat

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_files")]


def sent_back(world):
    row = handed_in(world)
    submission.send_back(row, reason="Thiếu", by=world.specialist, at=timezone.now())
    return row


def detail(client, row):
    return client.get(reverse("assignment-detail", args=[row.pk])).context


# --- results ------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["head", "officer"])
def test_a_result_sent_back_is_completed_and_resubmitted_by_that_name(world, sign_in, who):
    row = sent_back(world)

    offer = detail(sign_in(getattr(world, who)), row)["offer"]

    labels = {b.move: b.label for b in (offer.main, *offer.beside, *offer.folded) if b}
    moves = {"submit", "prepare"} & set(labels)
    assert moves
    assert {labels[move] for move in moves} == {RESUBMIT}


def test_returned_work_hints_at_no_extension(world):
    row = returned(world)
    row.refresh_from_db()

    with translation.override("en"):
        hints = hints_of(row, [])

    assert hints
    assert not any(hint.startswith("Request extension") for hint in hints)


def test_the_conflict_page_shows_the_result_prepared_meanwhile(world, sign_in):
    row = prepared(world)
    stale = sent(row, product() | {"note": "Của tôi"})
    result = a_result(today(), number="77/BC-STP", title="Báo cáo mới")
    submission.prepare(row, results=[result], note="Thay bản trước", by=world.officer,
                       at=timezone.now())  # fmt: skip

    answer = sign_in(world.head).post(url("submit", row), stale)

    assert answer.status_code == 409
    now = [line["current"] for line in answer.context["conflict"]["rows"]]
    for told in ("77/BC-STP", "Báo cáo mới", "Thay bản trước", f"{today():%d/%m/%Y}"):
        assert told in now


# --- files --------------------------------------------------------------------------------------
def test_the_scan_of_a_preparation_handed_back_stays_inside_the_body(world, sign_in):
    row = prepared(world)
    substitute = seat(world.justice, Role.UNIT_HEAD)
    delegation.authorise(
        world.head, substitute, first_day=today(), last_day=today(), document="3/GUQ-STP",
        document_on=today(), content="Ký báo cáo", by=world.head, at=timezone.now(),
    )  # fmt: skip
    scan = docx()  # a file of its own each time: zip keeps the hour
    note = SimpleUploadedFile("but-phe.docx", scan)
    facts = {"decided_by": world.head.pk, "basis_kind": "NOTE", "basis": "bút phê",
             "basis_on": f"{today():%d/%m/%Y}", "basis_files": note,
             "reason": "Thiếu số liệu"}  # fmt: skip
    answer = sign_in(substitute).post(url("hand_back", row), sent(row, facts))
    assert answer.status_code == 302, errors(answer)
    file = AssignmentFile.objects.get(assignment=row).file
    address = reverse("assignment-file", args=[row.pk, file.pk])

    inside, outside = sign_in(world.officer), sign_in(world.specialist)
    assert [f.text for f in detail(inside, row)["files"]] == ["but-phe.docx"]
    assert inside.get(address).getvalue() == scan
    page = outside.get(reverse("assignment-detail", args=[row.pk]))
    assert page.context["files"] == []
    assert "but-phe" not in page.content.decode()
    assert outside.get(address).status_code == 404


def test_another_file_is_seen_by_every_reader(world, sign_in):
    row = acknowledged(world)
    upload = of_bytes("ke-hoach.docx", docx())
    attach([row], [("PROGRESS", [upload])], by=world.officer, at=timezone.now())

    assert len(detail(sign_in(world.specialist), row)["files"]) == 1


# --- finding ------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["{}", "#{}", "nhiem vu {}", "Nhiệm vụ {}", "assignment #{}"])
def test_work_is_found_by_its_own_number_first(world, words):
    row = world.issued(title="Việc cũ")
    world.issued(title=f"Rà soát theo mục {row.pk}")
    text = words.format(row.pk)

    found = find(text, viewer(world.specialist))

    assert found.assignments[0].pk == row.pk
    assert found.assignment_count == len(found.assignments)


def test_a_number_that_one_may_not_see_is_not_found(world):
    row = world.issued(lead=world.health)

    assert find(f"nhiem vu {row.pk}", viewer(world.head)).assignments == []


def test_the_list_finds_work_by_its_number_too(world, sign_in):
    row = world.issued(title="Việc khác")

    page = sign_in(world.specialist).get(
        reverse("assignment-list"), {"state": "all", "q": f"nhiệm vụ {row.pk}"}
    )

    assert [shown.pk for shown in page.context["rows"]] == [row.pk]


@pytest.mark.parametrize("query", ["state=zzz", "lead=abc", "batch=huge", "body=x"])
def test_a_condition_that_is_not_understood_is_said(world, sign_in, query):
    world.issued()
    value = query.partition("=")[2]

    page = sign_in(world.specialist).get(f"{reverse('assignment-list')}?{query}")

    (told,) = page.context["form"].unread
    assert told.endswith(f"= {value}")
    assert told in page.content.decode()


def test_a_page_of_a_list_is_no_unknown_condition(world, sign_in):
    world.issued()

    page = sign_in(world.specialist).get(f"{reverse('assignment-list')}?state=all&after=")

    assert page.context["form"].unread == []


# --- the ground of a new order ------------------------------------------------------------------
def test_a_recognised_document_is_offered_as_the_ground_of_the_decision(world, sign_in):
    document = directive("968/CĐ-TTg", "Tăng cường kỷ luật")
    day = today() - timedelta(3)
    signer = world.chairman.person
    Directive.objects.filter(pk=document.pk).update(issued_on=day, signer=signer)
    client = sign_in(world.specialist)
    typed = {"document": "968 cd ttg", "basis_kind": "SUBMISSION", "do": "recognise"}

    form = client.post(reverse("assignment-new"), typed).context["form"]
    other = client.post(reverse("assignment-new"), typed | {"basis": "9/PT"}).context["form"]
    opened = client.get(f"{reverse('assignment-new')}?directive={document.pk}").context["form"]

    for offered in (form, opened):
        assert offered["basis_kind"].value() == "DOCUMENT"
        assert offered["basis"].value() == "968/CĐ-TTg"
        assert offered["basis_on"].value() == f"{day:%d/%m/%Y}"
        assert offered["decided_by"].value() == str(world.chairman.pk)
    assert (other["basis_kind"].value(), other["basis"].value()) == ("SUBMISSION", "9/PT")
