"""Scans that come back with a result: confirmed to be no secret once, when they were sent."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assignments.actions import submission
from tests.assignments.situations import acknowledged, errors, product, sent, shown, today, url
from tests.directives.papers import PNG

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_files")]


def scanned(world, sign_in, move, who):
    """A result whose product is a scan, confirmed to be no secret."""
    row = acknowledged(world)
    scan = product() | {"file_0": SimpleUploadedFile("ban-quet.png", PNG), "is_not_secret": "on"}
    answer = sign_in(getattr(world, who)).post(url(move, row), sent(row, scan))
    assert answer.status_code == 302, errors(answer)
    return row


def given_again(client, move, row, **facts):
    text = client.get(url(move, row)).content.decode()
    (token,) = re.findall('name="file_0_kept" value="([^"]+)"', text)
    facts = product() | {"file_0": "", "file_0_kept": token} | facts
    return client.post(url(move, row), sent(row, facts))


@pytest.mark.parametrize(("move", "who"), [("prepare", "officer"), ("submit", "head")])
def test_a_scan_confirmed_before_is_not_asked_about_again(world, sign_in, move, who):
    row = scanned(world, sign_in, move, who)
    if move == "submit":
        submission.send_back(row, reason="Thiếu", by=world.specialist, at=timezone.now())
    else:
        submission.hand_back(row, reason="Thiếu", by=world.head, at=timezone.now())

    answer = given_again(sign_in(getattr(world, who)), move, row)

    assert answer.status_code == 302, errors(answer)
    assert row.submissions.latest("pk").products.get().file.name == "ban-quet.png"


def test_a_new_scan_beside_one_confirmed_before_is_asked_about(world, sign_in):
    row = scanned(world, sign_in, "submit", "head")
    submission.send_back(row, reason="Thiếu", by=world.specialist, at=timezone.now())
    client = sign_in(world.head)
    new = {"rows": "2", "number_1": "9/BC-STP", "issued_on_1": shown(today()),
           "file_1": SimpleUploadedFile("moi.png", PNG + b"2")}  # fmt: skip

    refused = given_again(client, "submit", row, **new)
    replaced = given_again(client, "submit", row, file_0=SimpleUploadedFile("thay.png", PNG))

    (said,) = refused.context["form"].errors["is_not_secret"]
    assert "moi.png" in said
    assert "ban-quet.png" not in said
    assert set(replaced.context["form"].errors) == {"is_not_secret"}
