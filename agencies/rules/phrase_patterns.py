"""How deadlines are written, as patterns over folded text (lower case, no accents).

Single blanks only (the text is tidied before), and every repetition is bounded, so that the
time grows with the length of the text alone.
"""

import re

QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WORDS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "muoi hai": 12, "muoi lam": 15, "hai muoi": 20, "ba muoi": 30,
}  # fmt: skip
_NUMBER = r"\d{1,5}|" + "|".join(sorted(_WORDS, key=len, reverse=True))

_HOUR = r"(?P<hour>\d{1,2}) ?(?:gio|h|g|:)(?: ?(?P<minute>\d{2})(?: ?(?:phut|p))?)?"
_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
_YEAR = r"(?:(?: ?/ ?|[.-]|,? nam )(?P<year>(?:19|20)\d{2})|[/.-](?P<short_year>\d{2}))"
_DATE = (
    r"(?P<day>\d{1,2})(?P<separator> ?/ ?|[.-]| thang )(?P<month>\d{1,2})"
    rf"{_YEAR}?(?!\d| ?/|[.-]\d)"
)
_WHEN = rf"(?:{_HOUR},? ?)?(?:{_WEEKDAY},? ?)?(?P<ngay>ngay )?{_DATE}"

_LIMIT = (
    r"(?:cham|muon|tre) nhat|khong (?:qua|muon hon|cham hon|tre hon|cham qua)|den|trong|vao|xong"
    r"|(?:thoi han|thoi gian|han)(?: hoan thanh| xu ly| gui| nop| bao cao| thuc hien"
    r"| cuoi cung| cuoi| chot)?"
)
_FILLER = r"(?:,? (?:la|den|vao|het|truoc|cuoi)){0,4}"

# "trước ngày 15/12/2023", "chậm nhất đến 17 giờ 30 ngày 20/12"
STATED = re.compile(rf"\b(?P<lead>(?:truoc|{_LIMIT}){_FILLER}):? {_WHEN}")
BARE = re.compile(rf"(?:vao |la )?{_WHEN}[ .;,]*")
DATE_ONLY = re.compile(rf"(?:ngay )?{_DATE}")
TODAY = re.compile(r"\btrong ngay(?: hom nay| lam viec)?(?= ?(?:[.,;:)]|$))")

_UNIT = r"ngay lam viec|ngay \(lam viec\)|ngay|tuan|thang|nam"
# "trong thời hạn 05 (năm) ngày làm việc"; not "6 tháng đầu năm", "trong 10 ngày qua"
COUNT = re.compile(
    r"(?:\b(?P<trigger>trong(?: thoi han| thoi gian| vong)?(?: toi da| khong qua| nhieu nhat)?"
    r"|khong qua|toi da|(?:cham|muon) nhat(?: la)?(?: sau| trong)?|thoi han(?: la| toi da)?:?) )?"
    rf"(?<![\w/.,-])(?P<n>{_NUMBER})(?: ?\([^()]{{1,40}}\))? (?P<unit>{_UNIT})\b"
    r"(?! ?\d)(?! (?:dau|cuoi|qua|vua|truoc|gan|nghi|nam \d))"
)
# "05 ngày làm việc trước ngày họp": counts backwards, from a day that people must enter
BACKWARD = re.compile(
    rf"\b(?:{_NUMBER})(?: ?\([^()]{{1,40}}\))? (?:{_UNIT}) truoc (?:khi|ngay|{_WEEKDAY})"
    rf"(?: {_DATE})?"
)
# "ít nhất 05 ngày làm việc", "quá 10 ngày": not a limit from above
NOT_A_COUNT = re.compile(r"\b(?:it nhat|toi thieu|truoc|(?<!khong )qua|hon|tren|moi|cu|muon) $")
LONGEST_NOT_A_COUNT = 16
COUNTED_FROM = re.compile(
    r",? ?(?:ke tu|tinh tu|tu|ke|sau)(?: sau)?(?: (?:ngay|khi|luc|thoi diem|day))? "
    r"(?P<event>[^.;]{1,60})"
)
EVENT = re.compile(
    r"\b(?:(?P<SIGNED>ky)|(?P<RECEIVED>(?:tiep )?nhan(?: duoc)?(?: van ban)?)"
    r"|(?P<ISSUED>ban hanh|phat hanh)|(?P<IN_FORCE>(?:co )?hieu luc))\b"
)

# "trong tháng 12", "đến hết quý II năm 2024", "6 tháng đầu năm", "cuối năm"
_OF_YEAR = r"(?:(?: ?/ ?|[.-]|,? nam |,? |(?<=nam ))(?P<year>(?:19|20)\d{2}))?(?![\d/]| ?- ?\d)"
_PERIOD = (
    r"(?:thang (?P<month>\d{1,2})(?!\d)|quy (?P<quarter>iv|i{1,3}|[1-4])\b"
    r"|(?P<part>0?[69]|sau|chin) thang(?: (?P<which>dau|cuoi))?(?= nam\b)(?: nam(?! \d))?"
    r"|nam (?=\d)|(?P<this>thang|quy|nam)(?: nay| (?P<shift>toi|sau))?(?= ?(?:[.,;:)]|$)))"
    rf"{_OF_YEAR}"
)
PERIOD = re.compile(rf"\b(?P<lead>(?:truoc|{_LIMIT}|cuoi|het){_FILLER}):? {_PERIOD}")
# A plan's column often says no more than "Quý I/2024".
BARE_PERIOD = re.compile(rf"(?P<lead>){_PERIOD}[ .;,]*")

PERIODIC = re.compile(r"\b(?:dinh ky|hang|moi)\b")
EVERY = re.compile(
    r"(?: ?\([^()]{1,40}\))?(?:,| va| hoac| hang| moi| theo| bao cao){0,4} ?(?:"
    r"(?P<SIX_MONTHS>(?:0?6|sau) thang(?: dau nam)?)|(?P<NINE_MONTHS>(?:0?9|chin) thang)"
    r"|(?P<WEEK>tuan)|(?P<MONTH>thang)|(?P<QUARTER>quy)|(?P<YEAR>nam))\b(?! \d)"
)
PERIODIC_DAY = re.compile(
    r"(?:\b(?P<lead>truoc|(?:cham|muon) nhat|den|vao|trong)(?: (?:la|den|vao|het|truoc)){0,3} )?"
    r"\bngay (?:(?P<day>\d{1,2})(?:(?: ?/ ?| thang )(?P<month>\d{1,2}))?(?![\d/])|cuoi\b)"
    r"(?: cung)?"
)
NEXT_PERIOD = re.compile(
    r" (?:cua )?(?:thang|quy|nam|ky)(?: (?:lien|dau|dau tien))?(?: cua)?(?: quy| nam| ky)?"
    r" (?:sau|tiep|ke)\b"
)
CONTINUOUS = re.compile(r"\b(?:thuong xuyen(?:, lien tuc)?|lien tuc|hang ngay)\b")
ON_DEMAND = re.compile(r"\b(?:khi (?:co )?yeu cau|khi phat sinh|bao cao dot xuat)\b|^theo yeu cau$")


def number(written: str) -> int:
    """The value of figures, or of a number word that stands in deadlines."""
    return int(written) if written.isdigit() else _WORDS[written]
