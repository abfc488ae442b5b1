"""Documents and files for the tests of this folder."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from directives.models import DocumentType, Issuer

LONG = "Văn bản này nêu yêu cầu rà soát, sửa đổi quy chế làm việc của cơ quan, đơn vị. "


def catalogues() -> None:
    """Types and issuers enough to read the numbers that the tests type."""
    for code, name, pattern in [
        ("CĐ", "Công điện", "<no>/CĐ-<issuer>"),
        ("QĐ", "Quyết định", "<no>/QĐ-<issuer>"),
        ("CV", "Công văn", "<no>/<issuer>-<unit>"),
    ]:
        DocumentType.objects.create(
            code=code, system="state_admin", name_vi=name, pattern=pattern, name_en=f"{name} (en)"
        )
    DocumentType.objects.create(
        code="KL", system="party", name_vi="Kết luận", pattern="<no>-KL/<organ>"
    )


def issuer(abbrev: str, name: str, **facts: object) -> Issuer:
    defaults = {"level": "central", "system": "state"}
    return Issuer.objects.create(abbrev=abbrev, name_vi=name, **(defaults | facts))


def docx(text: str = LONG, *, header: str = "") -> bytes:
    paper = Document()
    paper.add_paragraph(text)
    if header:
        paper.sections[0].header.paragraphs[0].text = header
    made = BytesIO()
    paper.save(made)
    return made.getvalue()


def bomb() -> bytes:
    """A Word file whose text unpacks to 400 MB."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            part.write(b"<w:document>")
            for _ in range(400):
                part.write(b"a" * 2**20)
    return made.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
