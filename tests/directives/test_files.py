"""Files are judged by their content before anything opens them."""

import io
import struct
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.rules.files import FileRefused, Kind, Limits, check, safe_name
from directives.rules.readable import is_scan, text_of
from directives.rules.secrecy import markings
from tests.directives import made_files as made

LONG = "Thực hiện Công điện số 968/CĐ-TTg của Thủ tướng Chính phủ về kỷ luật, kỷ cương"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("công văn.pdf", made.pdf("a"), Kind.PDF),
        ("Báo cáo.DOCX", made.word("a"), Kind.DOCX),
        ("bảng.xlsx", made.container({}, folder="xl/workbook.xml"), Kind.XLSX),
        ("trình chiếu.pptx", made.container({}, folder="ppt/presentation.xml"), Kind.PPTX),
        ("cũ.doc", made.compound("Root Entry", "WordDocument"), Kind.DOC),
        ("cũ.xls", made.compound("Root Entry", "Workbook"), Kind.XLS),
        ("ảnh.png", made.png(), Kind.PNG),
        ("ảnh.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 64, Kind.JPG),
        ("ảnh.jpg", b"\xff\xd8\xff\xe1" + b"\0" * 64, Kind.JPG),
    ],
)
def test_the_accepted_types_are_known_by_their_content(name, content, kind) -> None:
    assert check(content, name=name) is kind


def test_a_file_is_left_at_its_beginning() -> None:
    file = io.BytesIO(made.word("a"))

    check(file, name="a.docx")

    assert file.tell() == 0


def refused(content: bytes, name: str, **limits: int) -> str:
    with pytest.raises(FileRefused) as refusal:
        check(content, name=name, limits=Limits(**limits))
    return str(refusal.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", made.container({})),
        ("a.exe", b"MZ" + b"\0" * 64),
        ("a.html", b"<html><script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.docm", made.word("a")),
        ("a.pdf.exe", made.pdf("a")),
        ("a", made.pdf("a")),
        ("a.pdf", b"MZ" + b"\0" * 64),
        ("a.docx", b"text"),
    ],
)
def test_other_types_are_refused(name: str, content: bytes) -> None:
    assert "not accepted" in refused(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", made.word("a")),
        ("a.docx", made.pdf("a")),
        ("a.png", b"\xff\xd8\xff\xe0" + b"\0" * 64),
        ("a.xlsx", made.word("a")),
        ("a.docx", made.container({}, folder="xl/workbook.xml")),
        ("a.doc", made.compound("Root Entry", "Workbook")),
        ("a.xls", made.compound("Root Entry", "PowerPoint Document")),
    ],
)
def test_a_name_that_lies_about_its_content_is_refused(name: str, content: bytes) -> None:
    assert "does not match" in refused(content, name)


def test_an_empty_and_a_too_large_file_are_refused() -> None:
    assert "empty" in refused(b"", "a.pdf")
    assert "larger than 1 MB" in refused(made.pdf("a") + b" " * 2**20, "a.pdf", size=2**20)


def test_macros_are_refused_in_new_and_old_files() -> None:
    assert "macros" in refused(made.container({"word/vbaProject.bin": b"x"}), "a.docx")
    types = '<Types ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    assert "macros" in refused(made.container({"[Content_Types].xml": types}), "a.docx")
    assert "macros" in refused(made.compound("WordDocument", "Macros", "VBA"), "a.doc")
    assert "macros" in refused(made.compound("Workbook", "_VBA_PROJECT_CUR"), "a.xls")


def test_a_protected_file_is_refused() -> None:
    protected = made.compound("EncryptionInfo", "EncryptedPackage")
    assert "password" in refused(protected, "a.doc")
    content = bytearray(made.container({}))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    assert "password" in refused(bytes(content), "a.docx")


@pytest.mark.parametrize("name", ["word/media/a.zip", "word/media/image1.png", "customXml/a.bin"])
def test_an_archive_inside_is_refused(name: str) -> None:
    assert "another archive" in refused(made.container({name: made.container({})}), "a.docx")


def test_the_table_behind_a_chart_is_no_archive() -> None:
    chart = {"word/embeddings/Microsoft_Excel_Sheet.xlsx": made.container({})}

    assert check(made.container(chart), name="a.docx") is Kind.DOCX


@pytest.mark.parametrize("name", ["a.pdf", "a.png"])
def test_a_file_that_is_two_types_at_once_is_refused(name: str) -> None:
    first = made.pdf("a") if name == "a.pdf" else made.png()

    assert "another archive" in refused(first + made.container({}), name)


def test_a_container_with_something_before_it_is_refused() -> None:
    content = made.container({})
    assert "damaged" in refused(content[:30] + b"#!/bin/sh\n" + content, "a.docx")
    assert "damaged" in refused(content[:-4], "a.docx")


@pytest.mark.parametrize(
    "part",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<!-- <a> --><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        "\ufeff<!DOCTYPE a><a/>",
        "<!DOCTYPE a><a/>".encode("utf-16"),
        "<!-- " + "x" * 70_000 + " --><!DOCTYPE a><a/>",
        "L".encode("cp037"),
    ],
)
def test_a_part_that_declares_entities_is_refused(part: str | bytes) -> None:
    assert "damaged" in refused(made.container({"word/styles.xml": part}), "a.docx")


def test_utf_16_and_comments_are_no_crime() -> None:
    parts = {
        "word/a.xml": '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"),
        "word/b.xml": "<?xml version='1.0'?>\n<!-- a -->\n<b/>",
    }

    assert check(made.container(parts), name="a.docx") is Kind.DOCX


def test_a_bomb_is_refused_by_its_directory_alone() -> None:
    bomb = made.container({"word/document.xml": b"<a>" + b" " * 40_000_000})
    many = made.container({f"word/media/{n}": b"" for n in range(60)})

    started = time.process_time()
    assert "unpacks to too much" in refused(bomb, "a.docx")
    assert time.process_time() - started < 0.1
    assert "damaged" in refused(many, "a.docx", entries=50)


def test_overlapping_parts_are_refused() -> None:
    content = bytearray(made.container({"word/a.bin": bytes(range(256)) * 40}))
    place = content.rindex(b"PK\x01\x02")
    content[place + 20 : place + 24] = struct.pack("<I", len(content) * 2)

    assert "damaged" in refused(bytes(content), "a.docx")


def test_two_parts_of_one_name_are_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", "<b/>")

    assert "damaged" in refused(kept.getvalue(), "a.docx")


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.docx", "a.doc", "a.png"]))
def test_no_bytes_make_the_check_fail_otherwise_than_by_refusing(tail: bytes, name: str) -> None:
    heads = {"a.pdf": b"%PDF-", "a.docx": b"PK\x03\x04", "a.doc": made.compound()[:512]}
    content = heads.get(name, b"\x89PNG\r\n\x1a\n") + tail
    try:
        kind = check(content, name=name)
    except FileRefused:
        return
    text_of(content, kind)


@given(st.integers(0, 5_000), st.integers(0, 255))
def test_a_spoilt_byte_makes_nothing_fail_otherwise_than_by_refusing(place, byte) -> None:
    content = bytearray(SOUND)
    content[place % len(content)] = byte
    try:
        kind = check(bytes(content), name="a.docx")
    except FileRefused:
        return
    text_of(bytes(content), kind)


SOUND = made.container({"word/document.xml": "<w><p><t>Mật</t></p></w>"})


# --- readable text --------------------------------------------------------------------------
def test_the_text_of_a_word_file_is_read_paragraph_by_paragraph() -> None:
    text = text_of(made.word("UBND TỈNH", "MẬT", LONG), Kind.DOCX)

    assert text.splitlines() == ["UBND TỈNH", "MẬT", LONG]
    assert [found.marking for found in markings(text=text)] == ["Mật"]


def test_cells_text_boxes_word_art_and_headers_are_read() -> None:
    body = (
        "<w><tbl><tr><tc><p><t>UBND</t></p></tc><tc><p><r><t>TỐI </t></r><r><t>MẬT</t></r></p>"
        "</tc></tr></tbl><p><r><t>trước</t><txbxContent><p><t>trong</t></p></txbxContent></r></p>"
        '<p><textpath string="TUYỆT MẬT"/></p></w>'
    )
    content = made.container(
        {"word/document.xml": body, "word/header1.xml": "<w><p><t>đầu trang</t></p></w>"}
    )

    lines = [line.strip() for line in text_of(content, Kind.DOCX).splitlines() if line.strip()]

    assert lines == ["UBND", "TỐI MẬT", "trước", "trong", "TUYỆT MẬT", "đầu trang"]


def test_the_text_of_a_pdf_is_read() -> None:
    text = text_of(made.pdf("UBND TỈNH\nTỐI MẬT\n" + LONG, "trang hai"), Kind.PDF)

    lines = [line for line in text.splitlines() if line]
    assert lines == ["UBND TỈNH", "TỐI MẬT", LONG, "trang hai"]
    assert [found.marking for found in markings(text=text)] == ["Tối mật"]


def test_words_of_sheets_and_slides_are_read() -> None:
    sheet = made.container(
        {"xl/sharedStrings.xml": "<sst><si><t>MẬT</t></si><si><t>b</t></si></sst>"},
        folder="xl/workbook.xml",
    )
    slide = made.container(
        {"ppt/slides/slide1.xml": "<s><p><r><t>MẬT</t></r></p></s>"},
        folder="ppt/presentation.xml",
    )

    assert text_of(sheet, Kind.XLSX).splitlines() == ["MẬT", "b"]
    assert text_of(slide, Kind.PPTX) == "MẬT"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (made.pdf("", ""), Kind.PDF),
        (made.png(), Kind.PNG),
        (made.compound("WordDocument"), Kind.DOC),
        (b"%PDF-1.7 damaged", Kind.PDF),
        (b"PK\x03\x04 damaged", Kind.DOCX),
    ],
)
def test_a_scan_and_a_damaged_file_have_no_text(content: bytes, kind: Kind) -> None:
    assert text_of(content, kind) == ""
    assert is_scan("")


def test_a_signature_line_alone_does_not_make_a_scan_readable() -> None:
    assert is_scan("Ký bởi: Sở Nội vụ, 05/02/2024")
    assert not is_scan(LONG)


def test_entities_are_refused_even_when_the_text_is_asked_for_alone() -> None:
    body = '<!DOCTYPE w [<!ENTITY a "MẬT">]><w><p><t>&a;</t></p></w>'

    assert text_of(made.container({"word/document.xml": body}), Kind.DOCX) == ""


@pytest.mark.slow
def test_a_million_rows_are_read_in_bounds() -> None:
    body = "<w>" + "<p><t>0123456789</t></p>" * 400_000 + "</w>"

    started = time.process_time()
    text = text_of(made.container({"word/document.xml": body}), Kind.DOCX)

    assert len(text) <= 1_000_000
    assert time.process_time() - started < 1


# --- names ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Báo cáo số 08.pdf", "Báo cáo số 08.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\Công văn.docx", "Công văn.docx"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        (".htaccess", "htaccess"),
        ("con.pdf", "_con.pdf"),
        ('a<b>"|?*.pdf', "a_b_____.pdf"),
        ("", "tep"),
        ("...", "tep"),
        (".pdf", "pdf"),
        ("/", "tep"),
    ],
)
def test_names_are_made_safe_to_save_under(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_extension() -> None:
    long = safe_name("Ệ" * 300 + ".docx")

    assert long.endswith("Ệ.docx")
    assert len(long) <= 150
    assert len(long.encode()) <= 240


@given(st.text(max_size=300))
def test_every_name_becomes_a_safe_one_and_stays_it(name: str) -> None:
    safe = safe_name(name)

    assert 0 < len(safe) <= 150
    assert not set(safe) & set('/\\<>:"|?*\0\r\n')
    assert not safe.startswith(".")
    assert safe_name(safe) == safe
