"""Files: looked at before they are taken, kept when a form is refused, whole on the disk."""

import os
import re
import shutil
import time
from collections import namedtuple
from datetime import date
from io import StringIO
from urllib.parse import unquote

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from agencies.rules.refusal import NotAllowed
from config.celery import app
from directives import jobs, storage
from directives.actions import file as files
from directives.models import Directive, DirectiveFile, DocumentType, File, Issuer
from tests.directives.papers import LONG, PNG, bomb, catalogues, docx, issuer, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def stored(world):
    return files.store(
        files.of_bytes("Quyết định 12.docx", docx()), by=world.specialist, at=timezone.now()
    )


@pytest.fixture
def form(world):
    """The least that registers a document."""
    catalogues()
    issuer("TTg", "Thủ tướng Chính phủ")
    return {
        "number": "968/CĐ-TTg",
        "issued_on": "16/10/2023",
        "title_vi": "Tiếp tục chấn chỉnh kỷ luật, kỷ cương",
        "urgency": "NORMAL",
    }


def kept_tokens(answer) -> list[str]:
    return re.findall(r'name="attachments_kept" value="([^"]+)"', answer.content.decode())


def on_the_disk(disk) -> list[str]:
    return [str(p.relative_to(disk)) for p in disk.rglob("*") if p.is_file()]


# --- looking ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("quyet-dinh.pdf", b"MZ\x90\x00 this is a program" + bytes(200)),
        ("virus.exe", b"MZ\x90\x00" + bytes(200)),
        ("empty.pdf", b""),
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg onload='alert(1)'/>"),
        ("no-ending", PNG),
        ("picture.pdf", PNG),
        ("Tuyet mat.png", PNG),
    ],
)
def test_what_is_not_an_accepted_file_is_refused_by_name(name, content):
    with pytest.raises(files.Refused, match=name.split(".")[0]):
        files.of_bytes(name, content)


def test_a_packed_bomb_is_refused_before_it_is_opened():
    content = bomb()
    start = time.monotonic()

    with pytest.raises(files.Refused):
        files.of_bytes("bom.docx", content)

    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    ("text", "header"), [("MẬT\n" + LONG, ""), (LONG, "TUYỆT MẬT"), ("(Tối mật) " + LONG, "")]
)
def test_a_marking_in_readable_text_stops_the_file_and_says_which(text, header):
    with pytest.raises(files.Refused, match=r"(?i)mật"):
        files.of_bytes("cv.docx", docx(text, header=header))


def test_words_that_only_speak_of_secrecy_pass():
    upload = files.of_bytes("cv.docx", docx("Bảo mật thông tin, mật độ dân số. " + LONG))

    assert upload.has_text


def test_a_picture_has_no_text_so_a_person_must_confirm():
    assert not files.of_bytes("scan.png", PNG).has_text


def test_a_name_from_elsewhere_becomes_a_harmless_name():
    upload = files.of_bytes("..\\..\\etc/Quyết định\u202e\n12.png", PNG)

    assert upload.name == "Quyết định 12.png"


# --- storing ----------------------------------------------------------------------------------
def test_the_row_tells_what_lies_on_the_disk_under_a_random_name(stored, disk):
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{40}", stored.path)
    assert storage.sha256_of(stored.path) == stored.sha256
    assert (disk / stored.path).stat().st_size == stored.size
    assert (disk / stored.path).stat().st_mode & 0o007 == 0
    assert on_the_disk(disk) == [stored.path]


@pytest.fixture
def nearly_full(monkeypatch):
    """The machine's own disk is none of the suite's business."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 95 * 10**7, 5 * 10**7))


def test_a_nearly_full_disk_takes_what_leaves_the_share_free(nearly_full, settings):
    settings.DISK_FREE_SHARE = 0.04

    assert storage.has_room(10**7)
    assert not storage.has_room(10**7 + 1)


def test_a_full_disk_refuses_and_leaves_neither_row_nor_rest(world, disk, nearly_full, settings):
    settings.DISK_FREE_SHARE = 0.10
    upload = files.of_bytes("cv.docx", docx())

    with pytest.raises(NotAllowed):
        files.store(upload, by=world.specialist, at=timezone.now())

    assert not File.objects.exists()
    assert on_the_disk(disk) == []


def test_a_disk_that_fills_while_writing_leaves_nothing(world, disk):
    upload = files.of_bytes("cv.docx", docx())

    def broken():
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(storage.NoRoom):
        storage.save(broken(), size=upload.size)

    assert on_the_disk(disk) == []


def test_a_row_that_cannot_be_written_takes_its_file_along(world, disk):
    upload = files.of_bytes("cv.docx", docx())

    with pytest.raises(IntegrityError):
        files.store(upload, by=None, at=timezone.now())

    assert on_the_disk(disk) == []


def test_a_path_never_leaves_the_media_folder():
    with pytest.raises(ValueError, match="passwd"):
        storage.whole("../../etc/passwd")


# --- a refused form keeps its files --------------------------------------------------------------
def test_a_refused_form_keeps_the_file_and_saves_it_with_the_next(world, sign_in, form, disk):
    client = sign_in(world.specialist)
    paper = sent("Công điện 968.docx", docx())
    refused = client.post(reverse("directive-new"), form | {"title_vi": "", "attachments": paper})
    [token] = kept_tokens(refused)

    answer = client.post(reverse("directive-new"), form | {"attachments_kept": token})

    assert refused.status_code == 200
    assert "Công điện 968.docx" in refused.content.decode()
    assert answer.status_code == 302
    [attached] = Directive.objects.get().files.all()
    assert (attached.name, attached.has_text) == ("Công điện 968.docx", True)
    assert storage.sha256_of(attached.path) == attached.sha256


def test_the_good_file_is_kept_when_another_is_refused(world, sign_in, form):
    client = sign_in(world.specialist)
    both = [sent("tot.docx", docx()), sent("hong.pdf", b"MZ" + bytes(99))]

    refused = client.post(reverse("directive-new"), form | {"attachments": both})

    page = refused.content.decode()
    assert len(kept_tokens(refused)) == 1
    assert "hong.pdf" in page
    assert not Directive.objects.exists()


def test_a_kept_file_is_for_its_sender_only_and_for_a_day(world, sign_in, form, monkeypatch):
    client = sign_in(world.specialist)
    refused = client.post(reverse("directive-new"), {"attachments": sent("a.docx", docx())})
    [token] = kept_tokens(refused)

    other = sign_in(world.head).post(reverse("directive-new"), form | {"attachments_kept": token})
    forged = client.post(reverse("directive-new"), form | {"attachments_kept": token[:-2] + "xx"})
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 25 * 3600)
    late = client.post(reverse("directive-new"), form | {"attachments_kept": token})

    assert [a.status_code for a in (other, forged, late)] == [200, 200, 200]
    assert not Directive.objects.exists()


def test_an_unticked_file_is_dropped(world, sign_in, form):
    client = sign_in(world.specialist)
    client.post(reverse("directive-new"), {"attachments": sent("a.docx", docx())})

    client.post(reverse("directive-new"), form)

    assert not Directive.objects.get().files.exists()


def test_refused_forms_do_not_fill_the_disk(world, disk):
    for n in range(files.MOST_KEPT + 3):
        upload = files.of_bytes("a.docx", docx(f"{LONG} {n}"))
        files.keep(upload, owner=world.specialist.user_id)

    assert len(storage.stashed(world.specialist.user_id)) == files.MOST_KEPT


def test_a_kept_file_older_than_a_day_is_swept_with_the_next(world, disk):
    files.keep(files.of_bytes("a.docx", docx()), owner=1)
    [old] = storage.stashed()
    yesterday = time.time() - 25 * 3600
    os.utime(old, (yesterday, yesterday))

    files.keep(files.of_bytes("b.docx", docx()), owner=2)

    assert not old.exists()


def test_a_scan_needs_the_tick_that_it_is_not_secret(world, sign_in, form):
    client = sign_in(world.specialist)

    refused = client.post(reverse("directive-new"), form | {"attachments": sent("scan.png", PNG)})
    [token] = kept_tokens(refused)
    client.post(reverse("directive-new"), form | {"attachments_kept": token, "is_not_secret": "on"})

    assert not Directive.objects.get().files.get().has_text


def test_the_same_file_twice_is_attached_once(world, sign_in, form):
    twice = [sent("a.docx", content := docx()), sent("b.docx", content)]

    sign_in(world.specialist).post(reverse("directive-new"), form | {"attachments": twice})

    assert Directive.objects.get().files.count() == 1


def test_a_file_over_the_limit_is_refused_and_what_was_typed_stays(
    world, sign_in, form, settings, disk
):
    settings.UPLOAD_MAX_BYTES = 100_000
    large = sent("lon.png", b"\x89PNG\r\n\x1a\n" + os.urandom(5_000_000))

    answer = sign_in(world.specialist).post(reverse("directive-new"), form | {"attachments": large})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "lon.png" in page
    assert "Tiếp tục chấn chỉnh" in page
    assert on_the_disk(disk) == []


# --- sending ------------------------------------------------------------------------------------
@pytest.fixture
def attached(world, form, stored):
    row = Directive.objects.create(
        document_type=DocumentType.objects.get(code="CĐ"),
        issuer=Issuer.objects.get(),
        number="968/CĐ-TTg",
        number_key="968/CĐ-TTg",
        issued_on=date(2023, 10, 16),
        title_vi="x",
        registered_by=world.specialist,
    )
    DirectiveFile.objects.create(directive=row, file=stored)
    return row


def test_a_file_goes_out_as_an_attachment_under_its_vietnamese_name(
    world, sign_in, attached, stored
):
    url = reverse("directive-file", args=[attached.pk, stored.pk])

    answer = sign_in(world.officer).get(url)

    content = answer.getvalue()
    disposition = answer["Content-Disposition"]
    assert len(content) == stored.size
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition.partition("''")[2]) == "Quyết định 12.docx"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_file_has_no_address_but_its_owners(world, sign_in, attached, stored):
    client = sign_in(world.officer)
    other = files.store(
        files.of_bytes("khac.docx", docx("khác " + LONG)), by=world.head, at=timezone.now()
    )

    answers = [
        client.get(reverse("directive-file", args=[attached.pk, other.pk])),
        client.get(reverse("directive-file", args=[attached.pk + 1, stored.pk])),
        client.get(f"/files/{stored.pk}/"),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_a_file_of_a_restricted_document_is_not_there_for_a_stranger(
    world, sign_in, attached, stored
):
    Directive.objects.update(is_restricted=True)
    url = reverse("directive-file", args=[attached.pk, stored.pk])

    assert sign_in(world.officer).get(url).status_code == 404
    answer = sign_in(world.specialist).get(url)
    assert (answer.status_code, len(answer.getvalue())) == (200, stored.size)


# --- verifying ----------------------------------------------------------------------------------
def verify(*options: str) -> str:
    out = StringIO()
    call_command("verify_files", *options, stdout=out)
    return out.getvalue()


def test_verify_files_passes_when_rows_and_disk_agree(stored):
    assert "1 rows, 0 wrong, 0 files without a row" in verify()


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_verify_files_names_what_is_missing_or_changed(stored, disk, harm):
    place = disk / stored.path
    place.unlink() if harm == "missing" else place.write_bytes(b"other")
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("verify_files", stdout=out)

    assert f"{harm} {stored.pk}" in out.getvalue()


@pytest.mark.parametrize("harm", ["", "missing", "changed"])
def test_each_night_one_line_says_whether_the_disk_agrees(stored, disk, harm, caplog):
    place = disk / stored.path
    if harm:
        place.unlink() if harm == "missing" else place.write_bytes(b"other")

    with caplog.at_level("INFO", logger="directives.jobs"):
        jobs.verify_files()

    (line,) = caplog.records
    assert line.levelname == ("ERROR" if harm else "INFO")
    assert line.getMessage().startswith(
        f"verify_files: 1 rows, {int(bool(harm))} wrong, 0 files without a row"
    )
    assert (f"{harm} {stored.pk}" in line.getMessage()) == bool(harm)
    tasks = [entry["task"] for entry in app.conf.beat_schedule.values()]
    assert "directives.jobs.verify_files" in tasks


def test_verify_files_removes_only_old_orphans(stored, disk):
    young = storage.save([b"young"], size=5)
    old = storage.save([b"old"], size=3)
    os.utime(disk / old.path, (1_000_000_000, 1_000_000_000))

    said = verify("--remove-orphans")

    assert f"orphan removed {old.path}" in said
    assert (disk / young.path).exists()
    assert not (disk / old.path).exists()
    assert (disk / stored.path).exists()
