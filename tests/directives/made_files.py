"""Small files made for the tests, byte by byte where a library would refuse."""

import io
import struct
import zipfile
import zlib

import docx

TYPES = '<?xml version="1.0"?><Types xmlns="t"/>'


def word(*paragraphs: str) -> bytes:
    """A Word document with these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def container(parts: dict[str, str | bytes], *, folder: str = "word/document.xml") -> bytes:
    """An Office container with just these parts beside the least that it must hold."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ({"[Content_Types].xml": TYPES, folder: "<a/>"} | parts).items():
            archive.writestr(name, content)
    return kept.getvalue()


def compound(*streams: str) -> bytes:
    """The head of an old Office file whose directory names these streams."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<H", 2 * len(name) + 2).ljust(64, b"\0")
        for name in streams
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries.ljust(1024, b"\0")


def png() -> bytes:
    """One white dot."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checked

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff")
    chunks = (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pdf(*pages: str) -> bytes:
    """A PDF whose pages hold these lines as text; an empty page is like a scan."""
    letters = sorted(set("".join(pages)) - {"\n"}) or ["a"]
    count = len(pages)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 4 0 R"
        "/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>",
        _stream(_letters_map(letters)),
    ]
    for number, page in enumerate(pages):
        objects += [
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {6 + 2 * number} 0 R>>",
            _stream(_drawn(page)),
        ]
    return _file(objects)


def _letters_map(letters: list[str]) -> str:
    pairs = "\n".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in letters)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )


def _drawn(page: str) -> str:
    lines = "".join(
        f"<{''.join(f'{ord(char):04x}' for char in line)}> Tj T*\n" for line in page.splitlines()
    )
    return f"BT /F 12 Tf 14 TL 50 800 Td\n{lines}ET" if lines else ""


def _stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def _file(objects: list[str]) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + (end + trailer).encode()
