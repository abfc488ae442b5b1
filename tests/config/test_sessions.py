"""A session that ends in the middle of a form costs neither its effect nor what was typed."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from assignments.models import Assignment, AssignmentFile
from assignments.rules.assignment import Stage
from audit.models import Effect

pytestmark = pytest.mark.django_db
TEXT = "Đã làm được một nửa, chờ số liệu"


@pytest.fixture(autouse=True)
def files_go_to_a_folder_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def form_of(world, row, **facts):
    return {"once": str(uuid4()), "officer": world.officer.pk, "revision": row.revision} | facts


def carried(answer):
    """The hidden fields of the page, as a browser would send them."""
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.content.decode()
    )
    return {unescape(name): unescape(value) for name, value in found}


def ended(client):
    """The session has been idle for longer than it may."""
    session = client.session
    session["started"] = session["seen"] = int(timezone.now().timestamp()) - 10**6
    session.save()
    return client


def test_a_form_sent_without_a_sign_in_has_its_effect_after_it(world, sign_in):
    row = world.issued()
    url, sent = f"/assignments/{row.pk}/acknowledge/", form_of(world, row)

    refused = Client().post(url, sent)
    answer = sign_in(world.head).post(url, sent)

    assert refused.status_code == 403
    assert answer.status_code == 302
    assert Assignment.objects.get(pk=row.pk).stage == Stage.ACKNOWLEDGED
    assert Effect.objects.get().user_id == world.head.user_id


def test_a_page_asked_for_without_a_sign_in_still_leads_to_it(world):
    answer = Client().get("/assignments/")

    assert answer.status_code == 302
    assert "/tai-khoan/" in answer["Location"]


def test_what_was_typed_when_the_session_ended_is_on_the_page(world, sign_in):
    row = world.acknowledged()
    url = f"/assignments/{row.pk}/report-progress/"
    client = ended(sign_in(world.officer))

    answer = client.post(url, form_of(world, row, text=f"{TEXT}\r\n<b>"))
    fields = carried(answer)
    again = sign_in(world.officer).post(url, fields)

    assert answer.status_code == 403
    assert fields["text"] == f"{TEXT}\r\n<b>"
    assert TEXT in re.sub(r"<input[^>]+>", "", answer.content.decode())
    assert again.status_code == 302
    assert row.progress.get().text.startswith(TEXT)


def test_files_sent_when_the_session_ended_are_kept(world, sign_in):
    row = world.acknowledged()
    url = f"/assignments/{row.pk}/report-progress/"
    paper = SimpleUploadedFile("so-lieu.png", _png())
    sent = form_of(world, row, text=TEXT, attachments=paper, is_not_secret="on")

    fields = carried(ended(sign_in(world.officer)).post(url, sent))
    sign_in(world.officer).post(url, fields)

    assert AssignmentFile.objects.get(assignment=row).file.name == "so-lieu.png"


def test_without_knowing_whose_files_they_are_they_are_asked_for_again(world, sign_in):
    row = world.acknowledged()
    url = f"/assignments/{row.pk}/report-progress/"
    paper = SimpleUploadedFile("so-lieu.png", _png())

    answer = Client().post(url, form_of(world, row, text=TEXT, attachments=paper))
    again = sign_in(world.officer).post(url, carried(answer))

    assert "so-lieu.png" in answer.content.decode()
    assert again.status_code == 200
    assert again.context["form"]["text"].value() == TEXT


def test_a_form_of_an_older_sign_in_keeps_what_was_typed(world, sign_in):
    row = world.acknowledged()
    url = f"/assignments/{row.pk}/report-progress/"
    client = Client(enforce_csrf_checks=True)
    client.cookies.update(sign_in(world.officer).cookies)
    client.get(url)
    sent = form_of(world, row, text=TEXT, csrfmiddlewaretoken="x" * 64)

    ours = client.post(url, sent, headers={"origin": "http://testserver"})
    foreign = client.post(url, sent, headers={"origin": "http://elsewhere.test"})

    assert carried(ours)["text"] == TEXT
    assert carried(ours)["csrfmiddlewaretoken"] != "x" * 64
    assert TEXT not in foreign.content.decode()
    assert client.post(url, carried(ours), headers={"origin": "http://testserver"}).status_code == (
        302
    )


def test_a_password_is_never_carried(world):
    client = Client(enforce_csrf_checks=True)

    for url in ("/tai-khoan/password/change/", "/tai-khoan/login/"):
        answer = client.post(
            url, {"oldpassword": "bi mat lam"}, headers={"origin": "http://testserver"}
        )
        assert "bi mat lam" not in answer.content.decode()


def _png() -> bytes:
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6364"
        "f8cf500f0003860180b5a0d34b0000000049454e44ae426082"
    )
