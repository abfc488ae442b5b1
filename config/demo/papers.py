"""The document behind each product: a small Word file, the same bytes for the same facts."""

import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from xml.sax.saxutils import escape

from agencies.models import Agency, Seat
from assignments.actions.attaching import ProductEntry, results_of
from assignments.actions.submission import Result
from config.demo.local_texts import NOTE
from directives.actions.file import of_bytes

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PLACE = "http://schemas.openxmlformats.org"
_TYPE = "application/vnd.openxmlformats"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PLACE}/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_TYPE}-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    f' ContentType="{_TYPE}-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PLACE}/package/2006/relationships"><Relationship Id="rId1"'
    f' Type="{_PLACE}/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def with_paper(
    entry: ProductEntry, body: Agency, *, issued_on: date, by: Seat, at: datetime
) -> list[Result]:
    """The product as that body issues it, its document stored."""
    name = f"{entry.number.replace('/', '-')}.docx"
    upload = of_bytes(name, _word(_lines(entry, body, issued_on)))
    return results_of([replace(entry, issued_on=issued_on, upload=upload)], by=by, at=at)


def _lines(entry: ProductEntry, body: Agency, on: date) -> list[str]:
    return [
        body.name_vi,
        f"Số: {entry.number}",
        f"Hà Tĩnh, ngày {on:%d} tháng {on:%m} năm {on:%Y}",
        entry.kind.upper(),
        entry.title,
        NOTE,
    ]


def _word(lines: list[str]) -> bytes:
    """Stored, not packed, and without a date: no library's version changes a byte."""
    text = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    words = f'<w:document xmlns:w="{_PLACE}/wordprocessingml/2006/main"><w:body>{text}</w:body>'
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", f"{_HEAD}{words}</w:document>"),
        ):
            archive.writestr(zipfile.ZipInfo(name), part)
    return made.getvalue()
