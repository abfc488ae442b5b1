"""The page of one assignment: who sees what, what it offers, and how many queries it costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.models.standing import standing_of
from agencies.rules.roles import Role
from assignments.actions import assignment as assignments
from assignments.actions import cooperation, extension, submission
from assignments.actions.asking import Part
from assignments.actions.attaching import attach
from assignments.models import Assignment, AssignmentFile
from assignments.models.parties import moves_of
from directives.actions.file import of_bytes
from directives.models import Directive, DocumentType, Issuer
from tests.directives.papers import docx
from tests.factories import a_result, agency, seat

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_second_factor(settings, tmp_path):
    settings.MFA_REQUIRED = False
    settings.MEDIA_ROOT = str(tmp_path)


def page(client, row, query=""):
    return client.get(reverse("assignment-detail", args=[row.pk]) + query)


def now():
    return timezone.now()


def today():
    return timezone.localdate()


# --- who sees what --------------------------------------------------------------------------
def test_a_stranger_finds_nothing(world, sign_in):
    stranger = seat(agency("SCT"), Role.HEAD)

    assert page(sign_in(stranger), world.issued()).status_code == 404


def test_the_lead_reads_everything_and_the_officer_is_named_inside_the_body_only(world, sign_in):
    row = world.acknowledged()

    inside = page(sign_in(world.head), row).content.decode()
    outside = page(sign_in(world.specialist), row).content.decode()

    assert world.officer.person in inside
    assert world.officer.person not in outside
    assert row.content in outside


def test_home_affairs_sees_title_bodies_dates_and_box_but_no_text(world, sign_in):
    row = world.issued(content="Nội dung không dành cho người ngoài")

    text = page(sign_in(world.watcher), row).content.decode()

    assert row.title in text
    assert f"{row.due_on:%d/%m/%Y}" in text
    assert "Nội dung không dành cho người ngoài" not in text


def test_home_affairs_reads_the_text_of_the_directives_that_it_owns(world, sign_in):
    kind = DocumentType.objects.create(
        code="CV", system="state_admin", name_vi="Công văn", pattern="<no>/<issuer>"
    )
    issuer = Issuer.objects.create(abbrev="UBND", name_vi="UBND", level="any", system="state")
    directive = Directive.objects.create(
        code="HT", document_type=kind, issuer=issuer, title_vi="Chấn chỉnh kỷ cương"
    )
    row = world.issued(directive=directive, content="Nội dung phải đọc được")

    assert "Nội dung phải đọc được" in page(sign_in(world.watcher), row).content.decode()


def test_a_restricted_one_is_seen_by_those_named_alone(world, sign_in):
    row = world.issued(restriction=Assignment.Restriction.PERSONNEL)

    assert page(sign_in(world.head), row).status_code == 200
    assert page(sign_in(world.office_head), row).status_code == 404


def test_the_lead_of_the_parent_sees_of_a_child_its_title_lead_dates_and_box(world, sign_in):
    parent = world.issued()
    child = world.issued(lead=world.health, content="Chỉ nội bộ Sở Y tế")
    Assignment.objects.filter(pk=child.pk).update(parent=parent)
    client = sign_in(world.head)

    of_parent = page(client, parent).content.decode()
    of_child = page(client, child).content.decode()

    assert child.title in of_parent
    assert str(world.health) in of_child
    assert "Chỉ nội bộ Sở Y tế" not in of_child


def test_a_restricted_basis_document_is_named_to_those_alone_who_may_see_it(world, sign_in):
    kind = DocumentType.objects.create(
        code="CĐ", system="state_admin", name_vi="Công điện", pattern="<no>/CĐ-<issuer>"
    )
    issuer = Issuer.objects.create(abbrev="TTg", name_vi="TTg", level="central", system="state")
    directive = Directive.objects.create(
        document_type=kind,
        issuer=issuer,
        number="7/CĐ-TTg",
        number_key="7/CĐ-TTg",
        title_vi="Hạn chế",
        is_restricted=True,
    )
    row = world.issued(directive=directive)

    assert "7/CĐ-TTg" not in page(sign_in(world.head), row).content.decode()
    assert "7/CĐ-TTg" in page(sign_in(world.specialist), row).content.decode()


# --- what it offers -------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["head", "contact", "officer", "specialist", "chairman", "watcher", "other_head"]
)
@pytest.mark.parametrize("make", ["issued", "acknowledged"])
def test_the_buttons_are_exactly_the_moves_open_to_the_seat(world, sign_in, name, make):
    someone = getattr(world, name)
    row = getattr(world, make)(parts=(Part(world.health, "Số liệu"),))

    offer = page(sign_in(someone), row).context.get("offer")
    shown = [b.move for b in [offer.main, *offer.beside, *offer.folded] if b] if offer else []

    assert sorted(shown) == sorted(moves_of(row, someone, standing_of(someone, on=today())))


def test_a_reader_has_no_button_and_is_told_who_may_do_what(world, sign_in):
    row = world.acknowledged(parts=(Part(world.health, "Số liệu"),))
    cooperation.send_part(row, sent_on=today(), document="1/SYT", by=world.other_head, at=now())

    found = page(sign_in(world.other_head), row)

    assert found.context["offer"].main is None
    assert any(str(world.office) in hint for hint in found.context["hints"])


def test_a_prepared_result_is_reviewed_by_the_head(world, sign_in):
    row = world.acknowledged()
    submission.prepare(
        row, results=[a_result(today(), number="7/BC-STP")], by=world.officer, at=now()
    )

    offer = page(sign_in(world.head), row).context["offer"]

    assert offer.main.move == "submit"
    assert offer.main.label != "Submit result"


# --- what it tells --------------------------------------------------------------------------
def test_the_story_is_told_newest_first_with_the_three_facts(world, sign_in, past):
    row = world.acknowledged(at=past(date(2023, 11, 20)))
    extension.request_extension(
        row,
        asked_due_on=date(2023, 12, 11),
        grounds="Kiểm tra thực địa",
        by=world.head,
        at=past(date(2023, 12, 1)),
    )
    extension.grant_extension(
        row,
        due_on=date(2023, 12, 11),
        decision=world.by_slip(date(2023, 12, 4)),
        by=world.specialist,
        at=past(date(2023, 12, 4)),
    )

    story = page(sign_in(world.head), row).context["story"]
    granted = next(
        item
        for item in story
        if "92/PT-VP" in (item.get("decision") or {}).get("basis", "")
        and "→" in item["parts"][1]["text"]
    )

    assert [item["when"] for item in story] == sorted((i["when"] for i in story), reverse=True)
    assert world.chairman.person in granted["decision"]["decided"]
    assert world.specialist.person in granted["decision"]["recorded"]
    assert any(item.get("quote") == "Kiểm tra thực địa" for item in story)


def test_the_story_may_be_told_by_changes_of_the_due_date_alone(world, sign_in, past):
    row = world.acknowledged(at=past(date(2023, 11, 20)))
    extension.redate(
        row,
        due_on=date(2023, 12, 29),
        reason="Mới",
        decision=world.by_slip(date(2023, 12, 1)),
        by=world.specialist,
        at=past(date(2023, 12, 1)),
    )

    story = page(sign_in(world.head), row, "?due=1").context["story"]

    assert len(story) == 2


def test_that_the_due_date_passed_without_a_result_stands_in_the_story(world, sign_in, past):
    row = world.acknowledged(at=past(date(2023, 11, 20)))

    story = page(sign_in(world.head), row).context["story"]

    assert any(item["icon"] == "late" for item in story)


def test_an_order_without_content_and_product_names_whose_omission_it_is(world, sign_in):
    row = world.issued(content="", product="")

    five = page(sign_in(world.head), row).context["five"]

    assert str(world.ppc) in five["work"]["missing"]
    assert str(world.ppc) in five["results"]["missing"]


def test_the_days_at_each_body_add_up(world, sign_in, past):
    row = world.acknowledged(at=past(date(2023, 11, 20)))

    time = page(sign_in(world.head), row).context["time"]

    assert time.identity["is_equal"]


def test_a_sent_back_result_stays_on_the_page_with_its_reason(world, sign_in):
    row = world.acknowledged()
    submission.submit(row, results=[a_result(today(), number="7/BC-STP")], by=world.head, at=now())
    submission.send_back(row, reason="Thiếu phụ lục 2", by=world.specialist, at=now())

    found = page(sign_in(world.head), row)

    assert "Thiếu phụ lục 2" in found.content.decode()
    assert found.context["pill"]["kind"] == "sent_back"


# --- files ----------------------------------------------------------------------------------
def test_a_file_goes_to_those_who_may_read_the_assignment(world, sign_in):
    row = world.issued()
    content = docx()
    upload = of_bytes("giao-viec.docx", content)
    (file,) = attach([row], [("ORDER", [upload])], by=world.specialist, at=now())
    address = reverse("assignment-file", args=[row.pk, file.pk])

    answer = sign_in(world.officer).get(address)

    assert answer.getvalue() == content
    assert "attachment" in answer["Content-Disposition"]
    assert sign_in(world.watcher).get(address).status_code == 404
    assert sign_in(seat(agency("SCT"))).get(address).status_code == 404
    assert f'href="{address}"' in page(sign_in(world.officer), row).content.decode()


def test_a_file_of_another_assignment_is_not_served(world, sign_in):
    row, other = world.issued(), world.issued(lead=world.health)
    (file,) = attach(
        [other], [("ORDER", [of_bytes("a.docx", docx())])], by=world.specialist, at=now()
    )

    answer = sign_in(world.officer).get(reverse("assignment-file", args=[row.pk, file.pk]))

    assert answer.status_code == 404


def test_the_bodies_of_a_batch_share_one_file(world):
    rows = [world.issued(), world.issued(lead=world.health)]

    files = attach(rows, [("ORDER", [of_bytes("a.docx", docx())])], by=world.specialist, at=now())

    assert AssignmentFile.objects.filter(file=files[0]).count() == 2


# --- cost -----------------------------------------------------------------------------------
def busy(world, past):
    """Everything that may stand on the page stands on it."""
    at = past(date(2023, 11, 20))
    row = world.acknowledged(at=at, parts=(Part(world.health, "Số liệu"),))
    child = world.issued(lead=world.health, at=at)
    Assignment.objects.filter(pk=child.pk).update(parent=row)
    extension.request_extension(
        row,
        asked_due_on=date(2023, 12, 11),
        grounds="Thực địa",
        by=world.head,
        at=past(date(2023, 11, 24)),
    )
    extension.grant_extension(
        row,
        due_on=date(2023, 12, 11),
        decision=world.by_slip(date(2023, 11, 27)),
        by=world.specialist,
        at=past(date(2023, 11, 27)),
    )
    result = a_result(date(2023, 12, 1))
    submission.submit(row, results=[result], by=world.head, at=past(date(2023, 12, 4)))
    submission.send_back(row, reason="Thiếu", by=world.specialist, at=past(date(2023, 12, 5)))
    return row


@pytest.mark.parametrize("name", ["head", "officer", "specialist", "other_head", "chairman"])
def test_the_page_costs_at_most_fifteen_queries(world, sign_in, past, name):
    row = busy(world, past)
    Assignment.objects.filter(pk=row.pk).update(due_phrase="trước ngày 05/12/2023")
    client = sign_in(getattr(world, name))
    page(client, row)

    with CaptureQueriesContext(connection) as queries:
        page(client, row)

    assert len(queries) <= 15, "\n".join(q["sql"][:150] for q in queries)


def test_a_draft_costs_no_more(world, sign_in):
    row = assignments.draft(world.order(), by=world.specialist, at=now())
    client = sign_in(world.specialist)
    page(client, row)

    with CaptureQueriesContext(connection) as queries:
        answer = page(client, row)

    assert answer.status_code == 200
    assert len(queries) <= 15
