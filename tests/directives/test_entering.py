"""Entering and correcting documents in their pages."""

import re
import unicodedata
from datetime import date

import pytest

from directives.models import Directive, DocumentType

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.MFA_REQUIRED = False


def text_of(answer) -> str:
    return answer.content.decode()


PAPER = {
    "number": "968/CĐ-TTg",
    "issued_on": "16/10/2023",
    "title_vi": "Tiếp tục chấn chỉnh kỷ luật, kỷ cương",
    "urgency": "NORMAL",
    "received_on": "18/10/2023",
}
NEW = "/directives/new/"


# --- entering -----------------------------------------------------------------------------------
def test_type_and_issuer_come_from_the_number(tables, world, sign_in):
    answer = sign_in(world.contact).post(NEW, PAPER | {"number": "cong dien so 0968 / CD-TTg"})

    row = Directive.objects.get()
    assert answer.url == f"/directives/{row.pk}/"
    assert (row.number, row.number_key) == ("968/CĐ-TTg", "968/CĐ-TTg")
    assert (row.document_type.code, row.issuer.abbrev) == ("CĐ", "TTg")
    receipt = row.receipts.get()
    assert (receipt.agency, receipt.received_on) == (world.justice, date(2023, 10, 18))


def test_checking_the_number_shows_what_is_recognised_and_saves_nothing(tables, world, sign_in):
    answer = sign_in(world.contact).post(NEW, PAPER | {"number": "968/cd-ttg", "look": "1"})

    assert "Công điện số 968/CĐ-TTg" in text_of(answer)
    assert "Thủ tướng Chính phủ" in text_of(answer)
    assert not Directive.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "968"}, "number"),
        ({"number": "ngày 16/10/2023"}, "number"),
        ({"number": ""}, "document_type"),
        ({"number": "12/QĐ-XYZ"}, "issuer"),
        ({"title_vi": ""}, "title_vi"),
        ({"title_vi": "TỐI MẬT"}, "title_vi"),
        ({"title_vi": "a" * 2001}, "title_vi"),
        ({"issued_on": "31/02/2023"}, "issued_on"),
        ({"issued_on": "16/10/2053"}, "issued_on"),
        ({"received_on": "15/10/2023"}, "received_on"),
        ({"target_0": "99/CĐ-TTg", "link_0": "BASED_ON"}, "target_0"),
        ({"urgency": "MẬT"}, "urgency"),
    ],
)
def test_a_form_that_lacks_something_says_at_which_field(tables, world, sign_in, change, field):
    answer = sign_in(world.contact).post(NEW, PAPER | change)

    assert answer.status_code == 200
    assert f'id="id_{field}_error"' in text_of(answer)
    assert not Directive.objects.exists()


def test_a_title_of_two_thousand_letters_is_kept_whole(tables, world, sign_in):
    title = ("Rà soát " * 250)[:2000].strip()

    sign_in(world.contact).post(NEW, PAPER | {"title_vi": title})

    assert Directive.objects.get().title_vi == title


def test_decomposed_letters_and_eth_are_stored_composed(tables, world, sign_in):
    typed = unicodedata.normalize("NFD", "Số 968/CÐ-TTg")
    title = unicodedata.normalize("NFD", "Ðẩy mạnh  rà soát\u200b")

    sign_in(world.contact).post(NEW, PAPER | {"number": typed, "title_vi": title})

    row = Directive.objects.get()
    assert (row.number_key, row.title_vi) == ("968/CĐ-TTg", "Đẩy mạnh rà soát")


def test_a_duplicate_is_refused_with_a_link_to_what_stands(write, world, sign_in):
    row = write("968/CĐ-TTg")

    answer = sign_in(world.contact).post(NEW, PAPER)

    assert answer.status_code == 200
    assert f'href="/directives/{row.pk}/"' in text_of(answer)
    assert Directive.objects.count() == 1


def test_a_duplicate_that_may_not_be_seen_is_refused_without_a_link(write, world, sign_in):
    row = write("968/CĐ-TTg", is_restricted=True, title_vi="Nội chính")

    answer = sign_in(world.contact).post(NEW, PAPER)

    assert f"/directives/{row.pk}/" not in text_of(answer)
    assert "Nội chính" not in text_of(answer)


def test_one_form_sent_twice_registers_once(tables, world, sign_in):
    client = sign_in(world.contact)
    first = client.post(NEW, PAPER | {"once": "0b2f0b6e-52c0-4c36-9d2c-0f5f3c3f0a01"})
    again = client.post(NEW, PAPER | {"once": "0b2f0b6e-52c0-4c36-9d2c-0f5f3c3f0a01"})

    assert first.url == again.url
    assert Directive.objects.count() == 1


def test_a_document_without_number_waits_for_it(tables, world, sign_in):
    client = sign_in(world.contact)
    nameless = PAPER | {
        "number": "",
        "issued_on": "",
        "document_type": DocumentType.objects.get(code="CV").pk,
        "issuer": "own",
    }

    client.post(NEW, nameless)
    row = Directive.objects.get()
    page = text_of(client.get(f"/directives/{row.pk}/"))
    client.post(
        f"/directives/{row.pk}/edit/",
        PAPER | {"revision": "0", "number": "12/STP-NC", "issuer": "own"},
    )

    assert row.missing
    assert not row.receipts.exists()
    assert f"/directives/{row.pk}/edit/" in page
    row.refresh_from_db()
    assert (row.number_key, row.issuer.agency) == ("12/STP-NC", world.justice)


def test_the_chain_is_chosen_by_typing_numbers(write, world, sign_in):
    upper = write("968/CĐ-TTg")
    client = sign_in(world.contact)
    lower = PAPER | {
        "number": "12/UBND-NC",
        "issued_on": "20/11/2023",
        "received_on": "",
        "link_0": "CARRIES_OUT",
        "target_0": "968/cd-ttg",
    }

    client.post(NEW, lower)
    row = Directive.objects.get(number_key="12/UBND-NC")
    pages = [text_of(client.get(f"/directives/{pk}/")) for pk in (row.pk, upper.pk)]

    assert [(link.kind, link.target) for link in row.links_up.all()] == [("CARRIES_OUT", upper)]
    assert f'href="/directives/{upper.pk}/"' in pages[0]
    assert f'href="/directives/{row.pk}/"' in pages[1]


def test_what_replaces_a_document_is_said_on_its_page(write, world, sign_in):
    old, new = write("968/CĐ-TTg"), write("12/CĐ-TTg", date(2024, 1, 1))
    new.links_up.create(target=old, kind="REPLACES")

    page = text_of(sign_in(world.officer).get(f"/directives/{old.pk}/"))

    assert re.search(rf'(?s)note-soon.*href="/directives/{new.pk}/"', page)


# --- correcting ---------------------------------------------------------------------------------
def test_two_people_who_correct_one_document_meet_both_versions(write, world, sign_in):
    row = write("968/CĐ-TTg")
    path = f"/directives/{row.pk}/edit/"
    first, second = sign_in(world.specialist), sign_in(world.office_head)
    first.post(path, PAPER | {"revision": "0", "title_vi": "Bản thứ nhất"})

    meeting = second.post(path, PAPER | {"revision": "0", "title_vi": "Bản thứ hai"})
    page = text_of(meeting)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    form = second.post(path, fields | {"resolve": "1"})
    second.post(path, fields)

    assert meeting.status_code == 409
    assert "Bản thứ nhất" in page
    assert "Bản thứ hai" in page
    assert "Bản thứ hai" in text_of(form)
    assert "Bản thứ nhất" not in text_of(form)
    row.refresh_from_db()
    assert (row.title_vi, row.revision) == ("Bản thứ hai", 2)


def test_a_form_without_its_revision_never_overwrites(write, world, sign_in):
    row = write("968/CĐ-TTg")

    answer = sign_in(world.specialist).post(f"/directives/{row.pk}/edit/", PAPER)

    assert answer.status_code == 409


def test_the_history_tells_who_changed_what(write, world, sign_in):
    row = write("968/CĐ-TTg")
    client = sign_in(world.specialist)
    client.post(f"/directives/{row.pk}/edit/", PAPER | {"revision": "0", "title_vi": "Mới hơn"})

    page = text_of(client.get(f"/directives/{row.pk}/"))

    assert world.specialist.person in page
    assert "Tiếp tục chấn chỉnh kỷ luật, kỷ cương → Mới hơn" in page


# --- receipts -----------------------------------------------------------------------------------
def test_a_body_notes_its_receipt_on_the_page(write, world, sign_in):
    row = write("968/CĐ-TTg")
    path = f"/directives/{row.pk}/receive/"
    client = sign_in(world.contact)

    refused = client.post(path, {"agency": world.justice.pk, "received_on": "01/01/2023"})
    foreign = client.post(path, {"agency": world.health.pk, "received_on": "18/10/2023"})
    saved = client.post(path, {"agency": world.justice.pk, "received_on": "18/10/2023"})

    assert (refused.status_code, foreign.status_code, saved.status_code) == (200, 200, 302)
    assert [receipt.agency for receipt in row.receipts.all()] == [world.justice]
