"""Sample objects for the gallery of components; invented people, Tuesday 19/12/2023."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django import forms

from agencies.fields import DateField, FileDrop, KeptFile, RadioCards
from assignments.models.due import Due


def samples() -> dict[str, Any]:
    """Everything that components/gallery.html shows."""
    return {
        "pills": _pills(),
        "dues": _dues(),
        "tally": _tally(),
        "views": _views(),
        "decision": _decision(),
        "five": _five(),
        "meta": _meta(),
        "matrix": _matrix(),
        "held": _held(),
        "why": _why(),
        "story": _story(),
        "chain": _chain(),
        "bulk": [
            {"label": "Tiếp nhận", "name": "do", "value": "acknowledge"},
            {"label": "Xác nhận", "name": "do", "value": "confirm"},
        ],
        "filter_form": SampleFilter({"q": "ho so dat"}),
        "form": _refused_form(),
    }


class SampleFilter(forms.Form):
    """A filter bar."""

    box = forms.ChoiceField(
        label="Tình trạng", choices=[("", "Tất cả"), ("od", "Quá hạn")], required=False
    )
    q = forms.CharField(label="Từ khóa, không cần dấu", required=False)


class SampleForm(forms.Form):
    """One field of each kind."""

    lead = forms.ChoiceField(
        label="Cơ quan chủ trì",
        help_text="Chỉ một cơ quan",
        choices=[("", "Chọn"), ("Sở, ngành", [("1", "Sở Nội vụ"), ("2", "Sở Y tế")])],
    )
    text = forms.CharField(label="Nội dung nhiệm vụ", widget=forms.Textarea)
    due_on = DateField(label="Hạn xử lý", help_text="Ngày/tháng/năm")
    timing = forms.ChoiceField(
        label="Loại thời hạn",
        choices=[("d", "Có hạn"), ("p", "Định kỳ"), ("c", "Thường xuyên"), ("n", "Chưa có hạn")],
        widget=RadioCards(columns=4, hints={"n": "Nêu lý do"}),
    )
    bodies = forms.MultipleChoiceField(
        label="Cơ quan phối hợp",
        choices=[("Cấp xã", [("3", "UBND xã Kỳ Tân"), ("4", "UBND phường Thành Sen")])],
        widget=forms.CheckboxSelectMultiple,
    )
    paper = forms.FileField(
        label="Tệp văn bản", help_text="Tối đa 50 MB", widget=FileDrop, required=False
    )
    is_priority = forms.BooleanField(label="Nhiệm vụ trọng tâm", required=False)


def _refused_form() -> SampleForm:
    form = SampleForm({"due_on": "31/2/2024", "timing": "n", "text": "Rà soát"})
    form.fields["paper"].widget.kept = [KeptFile("a1", "Báo cáo 5120.pdf", "1,4 MB")]
    return form


def _pills() -> list[tuple[str, str]]:
    return [
        ("ok", "Hoàn thành đúng hạn"),
        ("donelate", "Hoàn thành quá hạn"),
        ("open", "Chưa hoàn thành, trong hạn"),
        ("late", "Chưa hoàn thành, quá hạn"),
        ("soon", "Sắp đến hạn"),
        ("none", "Chưa có hạn"),
        ("paused", "Tạm dừng"),
        ("sent_back", "Yêu cầu hoàn thiện"),
        ("return_requested", "Đề nghị giao lại"),
        ("unclear", "Văn bản giao chưa rõ"),
        ("new", "Mới giao"),
        ("waiting", "Chờ xác nhận"),
    ]


def _dues() -> list[Due]:
    return [
        Due(date(2024, 1, 10), "open", "còn 15 ngày"),
        Due(date(2023, 12, 21), "soon", "còn 2 ngày"),
        Due(date(2023, 12, 19), "soon", "hết hạn hôm nay"),
        Due(date(2023, 12, 12), "late", "quá hạn 5 ngày", date(2023, 12, 5)),
        Due(None, "none", "đề nghị bổ sung"),
        Due(date(2023, 12, 15), "ok", "trước hạn 1 ngày"),
        Due(date(2023, 12, 12), "donelate", "chậm 1 ngày"),
        Due(date(2023, 12, 29), "paused", "dừng từ 14/12"),
    ]


def _tally() -> list[dict[str, Any]]:
    return [
        {"url": "#", "count": 7, "label": "Quá hạn", "tone": "late", "icon": "late"},
        {"url": "#", "count": 4, "label": "Hết hạn trong 3 ngày", "tone": "soon", "icon": "soon"},
        {"url": "#", "count": 2, "label": "Cần tiếp nhận", "tone": "", "icon": "bell"},
        {"url": "#", "count": 0, "label": "Tạm dừng", "tone": "", "icon": "pause"},
    ]


def _views() -> list[dict[str, Any]]:
    return [
        {"url": "#", "label": "Quá hạn của Sở", "count": 7, "is_current": True},
        {"url": "#", "label": "Chờ Sở Tài chính", "count": 3, "is_current": False},
        {"url": "#", "label": "Công điện 968", "count": "trên 1.000", "is_current": False},
    ]


def _decision() -> dict[str, str]:
    return {
        "decided": "Phó Chủ tịch Nguyễn Văn T",
        "recorded": "Phạm Văn D, 04/12/2023 16:40",
        "basis": "Phiếu trình 88/PT-VP, 04/12/2023",
    }


def _five() -> dict[str, dict[str, Any]]:
    late = Due(date(2023, 12, 12), "late", "quá hạn 5 ngày", date(2023, 12, 5))
    return {
        "people": {
            "strong": "Sở Tài nguyên và Môi trường chủ trì",
            "text": "Trần Thị B thực hiện",
            "note": "Sở phân công khi tiếp nhận, 23/11/2023",
        },
        "work": {
            "strong": "Rà soát 52 dự án, đề xuất xử lý từng dự án",
            "note": "Phối hợp: Sở Kế hoạch và Đầu tư, UBND thị xã Kỳ Anh",
        },
        "progress": {"due": late, "url": "#why", "url_label": "Vì sao là ngày này?"},
        "responsibility": {
            "strong": "Nguyễn Văn A, Giám đốc",
            "text": "Người đứng đầu cơ quan chủ trì",
        },
        "results": {"missing": "Văn bản giao không ghi sản phẩm"},
    }


def _meta() -> list[dict[str, str]]:
    return [
        {"label": "Theo dõi, xác nhận", "value": "Văn phòng UBND tỉnh, Phạm Văn D"},
        {"label": "Thời điểm hoàn thành", "value": "khi ban hành"},
        {"label": "Loại thời hạn", "value": "có hạn"},
        {"label": "Trọng tâm", "value": "có"},
    ]


def _matrix() -> dict[str, Any]:
    counts = {
        "done_on_time": 148,
        "done_late": 11,
        "open_in_time": 44,
        "open_overdue": 9,
        "done": 159,
        "open": 53,
        "on_time": 192,
        "overdue": 20,
        "total": 1212,
    }
    cells = {name: {"count": count, "url": "#"} for name, count in counts.items()}
    return cells | {
        "caption": "Nhiệm vụ theo kết quả và thời hạn",
        "due_rate": Fraction(9, 168),
        "due_sum": "9 / (159 + 9)",
        "all_rate": Fraction(9, 212),
        "all_sum": "9 / 212",
        "identity": {
            "is_equal": False,
            "text": "1.212 ≠ 148 + 11 + 44 + 9",
            "culprit": "Lệch 1.000",
        },
    }


def _held() -> dict[str, Any]:
    segments = [
        {"days": 1, "kind": "out", "label": "Văn phòng UBND tỉnh", "detail": "phát hành, giao"},
        {"days": 20, "kind": "own", "label": "Sở Tài nguyên và Môi trường", "detail": ""},
    ]
    return {
        "segments": segments,
        "lines": segments,
        "waits": [
            {"start": 9, "days": 6, "label": "UBND huyện Kỳ Anh", "detail": "từ 01/12 đến 08/12"}
        ],
        "alt": "Văn phòng UBND tỉnh 1 ngày, Sở 20 ngày; trong đó 6 ngày chờ UBND huyện Kỳ Anh.",
        "identity": {"is_equal": True, "text": "21 = 1 + 20 ngày làm việc"},
    }


def _why() -> dict[str, Any]:
    first = date(2023, 12, 5)
    marks = [("đầu", "start"), ("1", ""), ("2", ""), ("3", ""), ("–", "off"), ("–", "off")]
    marks += [("4", ""), ("5", "end")]
    days = [
        {"date": first + timedelta(n), "mark": mark, "kind": kind}
        for n, (mark, kind) in enumerate(marks)
    ]
    return {
        "title": "Vì sao hạn là 12/12/2023?",
        "steps": [
            {"label": "Ngày phát hành văn bản", "value": "20/11/2023", "note": "412/TB-UBND"},
            {"label": "+ 11 ngày làm việc", "value": "05/12/2023", "note": "Hạn gốc"},
            {"label": "+ 5 ngày làm việc", "value": "12/12/2023", "note": "Gia hạn 1 lần"},
            {"label": "Đến hôm nay", "value": "quá 5 ngày", "is_late": True},
        ],
        "days": days,
        "days_label": "Lịch đếm ngày làm việc từ 05/12/2023 đến 12/12/2023",
        "note": "Hạn hết lúc 24:00.",
        "is_open": True,
    }


def _story() -> list[dict[str, Any]]:
    def at(day: int, hour: int) -> datetime:
        return datetime(2023, 12, day, hour, 30, tzinfo=UTC)

    return [
        {
            "when": at(13, 0),
            "tone": "late",
            "icon": "late",
            "parts": [{"text": "Quá hạn.", "is_strong": True}, {"text": "Hạn 12/12/2023 đã qua."}],
        },
        {
            "when": at(4, 9),
            "tone": "",
            "icon": "cal",
            "parts": [{"text": "Gia hạn", "is_strong": True}, {"text": "đến 12/12/2023"}],
            "decision": _decision(),
            "quote": "Bổ sung kết quả kiểm tra thực địa tại Khu kinh tế Vũng Áng.",
            "small": "Hạn gốc vẫn được giữ trong báo cáo.",
        },
        {
            "when": at(1, 3),
            "tone": "ok",
            "icon": "check",
            "parts": [{"text": "Tiếp nhận, phân công"}, {"text": "Trần Thị B", "url": "#"}],
            "is_late_entry": True,
        },
    ]


def _chain() -> list[dict[str, Any]]:
    return [
        {"title": "280/CĐ-TTg", "url": "#", "lines": ["19/4/2023, Thủ tướng"]},
        {"title": "968/CĐ-TTg", "lines": ["16/10/2023, Thủ tướng"], "is_here": True},
        {
            "title": "Văn bản của Chủ tịch UBND tỉnh",
            "url": "#",
            "lines": ["tháng 11/2023, 34 yêu cầu"],
            "missing": "chưa nhập số, ngày",
        },
    ]
