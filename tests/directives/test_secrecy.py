"""Markings of secrecy are found where they stand as markings, and nowhere else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.rules.secrecy import Marking, Where, markings

SPELLINGS = [
    pytest.param(lambda text: unicodedata.normalize("NFC", text), id="composed"),
    pytest.param(lambda text: unicodedata.normalize("NFD", text), id="decomposed"),
]
CAPITALS = [*SPELLINGS, pytest.param(str.upper, id="capitals")]


@pytest.mark.parametrize("retyped", CAPITALS)
@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("Mật", "Mật"),
        ("* Mật *", "Mật"),
        ("M Ậ T", "Mật"),
        ("T ố i  m ậ t", "Tối mật"),
        ("Tuyệt\u00a0mật", "Tuyệt mật"),
        ("M\u200bật", "Mật"),
        ("UBND TỈNH HÀ TĨNH\nTối mật\nSố: 12/BC-UBND", "Tối mật"),
        ("UBND TỈNH\tMật\tCỘNG HÒA", "Mật"),
        ("Số: 12/BC-UBND     Mật", "Mật"),
        ("| Tuyệt mật |", "Tuyệt mật"),
        ("Độ mật: Mật", "Mật"),
        ("Mức độ mật: Tối mật", "Tối mật"),
        ("Số: 5 Độ mật: Mật Độ khẩn: Hỏa tốc", "Mật"),
        ("Báo cáo tình hình (Mật)", "Mật"),
        ("[Tối mật] Kế hoạch", "Tối mật"),
        ("SỐ: 12/BC-UBND MẬT", "Mật"),
        ("ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH MẬT", "Mật"),
        ("MẬT ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH", "Mật"),
        ("BÁO CÁO TUYỆT MẬT", "Tuyệt mật"),
        ("HỎA TỐC MẬT", "Mật"),
        ("MẬT KHẨN", "Mật"),
        ("MẬT NGHỊ QUYẾT CỦA TỈNH ỦY", "Mật"),
        ("TỐI  MẬT A", "Tối mật"),
        ("Đây là việc TUYỆT MẬT cần làm ngay", "Tuyệt mật"),
        ("MẬT\nĐộ khẩn: Hỏa tốc", "Mật"),
        ("MẬT\nMã số: 12", "Mật"),
    ],
)
def test_a_marking_in_the_text_is_found(text: str, marking: str, retyped) -> None:
    assert marking in [found.marking for found in markings(text=retyped(text))]


@pytest.mark.parametrize("retyped", SPELLINGS)
def test_a_stamp_run_together_with_the_number_is_found(retyped) -> None:
    [found] = markings(text=retyped("Số: 12/BC-UBND MẬT\nKính gửi: Bộ Nội vụ"))

    assert found == Marking("Mật", Where.TEXT, "Số: 12/BC-UBND MẬT")


@pytest.mark.parametrize("where", ["title", "text"])
@pytest.mark.parametrize("retyped", CAPITALS)
@pytest.mark.parametrize(
    "text",
    [
        "Tăng cường bảo mật thông tin",
        "An toàn, bảo mật hệ thống",
        "Mật độ dân số năm 2023",
        "Mật độ xây dựng: 40%",
        "Luật Bảo vệ bí mật nhà nước",
        "Mật khẩu đăng nhập",
        "Phát triển nghề nuôi ong lấy mật ong",
        "Quy định quản lý tài liệu mật, tối mật, tuyệt mật",
        "các độ mật (Tuyệt mật, Tối mật, Mật)",
        "Độ mật",
        "Độ mật: Không",
        "Độ mật: Thường",
        "(bảo mật)",
        "Danh mục tài liệu mật",
        "Ban Cơ yếu, mật mã quốc gia",
        "cơ mật",
        "Bề mặt đường, mất mát, mắt",
        "Quy chế\nbảo\nmật\nthông tin",
        "Công tác bảo mật",
        "Báo cáo mật\nđộ dân số",
        "Mối quan hệ mật thiết",
        "Mật ong, mật mía, mật hoa dừa",
        "Nghề nuôi ong lấy mật",
        "Khám sỏi mật, túi mật",
        "Khiếu nại của ông Nguyễn Văn Mật",
        "Khiếu nại của bà Trần Thị Mật ở xã Kỳ Hoa",
        "Bảo quản hồ sơ mật",
        "",
    ],
)
def test_speaking_of_secrecy_is_no_marking(text: str, retyped, where: str) -> None:
    assert markings(**{where: retyped(text)}) == []


@pytest.mark.parametrize(
    ("title", "marking"),
    [
        ("Mật: Báo cáo tình hình", "Mật"),
        ("TỐI MẬT - Kế hoạch phòng thủ", "Tối mật"),
        ("Kế hoạch phòng thủ – Mật", "Mật"),
        ("Kế hoạch phòng thủ (Tuyệt mật)", "Tuyệt mật"),
        ("Báo cáo MẬT", "Mật"),
        ("Văn bản Mật", "Mật"),
        ("Văn bản tuyệt mật về quốc phòng", "Tuyệt mật"),
        ("Buổi tối mật độ xe cao; kế hoạch tối mật", "Tối mật"),
        ("Tài liệu mật số 5", "Mật"),
        ("Chỉ thị mật về biên giới", "Mật"),
        ("Công văn mật của Bộ Công an", "Mật"),
        ("Kế hoạch M Ậ T", "Mật"),
        ("Kế hoạch phòng thủ mật", "Mật"),
        ("Mật Báo cáo tình hình", "Mật"),
        ("BÁO CÁO MẬT VỀ BẢO MẬT", "Mật"),
    ],
)
def test_a_marking_before_or_after_the_title_is_found(title: str, marking: str) -> None:
    assert [(found.marking, found.where) for found in markings(title=title)] == [
        (marking, Where.TITLE)
    ]


@pytest.mark.parametrize("retyped", SPELLINGS)
@pytest.mark.parametrize(
    ("name", "marking"),
    [
        ("Báo cáo tháng 11 (Mật).pdf", "Mật"),
        ("MẬT.pdf", "Mật"),
        ("CV_mật_12.pdf", "Mật"),
        ("Mật - CV 12.docx", "Mật"),
        ("CV 12 Mật.docx", "Mật"),
        ("968-CĐ-TTg_MẬT.pdf", "Mật"),
        ("bao cao (mat).pdf", "Mật"),
        ("kế hoạch tối mật.pdf", "Tối mật"),
        ("TOI_MAT.pdf", "Tối mật"),
        ("ke-hoach-tuyet-mat.docx", "Tuyệt mật"),
        ("tuyetmat.pdf", "Tuyệt mật"),
        ("TốiMật.pdf", "Tối mật"),
        ("12-CV-UBND MẬT.docx", "Mật"),
        ("CÔNG VĂN MẬT.docx", "Mật"),
        ("Công văn mật.docx", "Mật"),
        ("CÔNG_VĂN_MẬT.docx", "Mật"),
        ("công  văn  mật số 5.docx", "Mật"),
        ("công-văn mật số 5.docx", "Mật"),
        ("hồ sơ mật.pdf", "Mật"),
        ("toi mat.docx", "Tối mật"),
        ("ke hoach tuyet mat 2023.docx", "Tuyệt mật"),
    ],
)
def test_a_marking_in_a_file_name_is_found(name: str, marking: str, retyped) -> None:
    found = markings(file_name=retyped(name))

    assert (found[0].marking, found[0].where) == (marking, Where.FILE_NAME)


@pytest.mark.parametrize("retyped", SPELLINGS)
@pytest.mark.parametrize(
    "name",
    [
        "bảo mật.pdf",
        "bao_mat.pdf",
        "Bảo-mật-2023.pdf",
        "mat_bang.pdf",
        "MAT_TRAN.pdf",
        "Mật độ dân số.xlsx",
        "mật khẩu.docx",
        "BÍ MẬT NHÀ NƯỚC.pdf",
        "QUY ĐỊNH TÀI LIỆU MẬT.pdf",
        "Mật mía.docx",
        "Mật hoa dừa.docx",
        "MẬT MÍA.docx",
        "MẬT ĐỘ DÂN SỐ.docx",
        "Toi mat do.docx",
        "bao cao mat bang.docx",
        "tôi mất ví.pdf",
        "format.pdf",
    ],
)
def test_a_file_name_may_speak_of_secrecy(name: str, retyped) -> None:
    assert markings(file_name=retyped(name)) == []


def test_unaccented_words_in_a_text_are_no_marking() -> None:
    assert markings(text="TOI MAT\nTUYET MAT", title="toi mat") == []


def test_the_same_marking_is_told_once_and_never_more_than_ten() -> None:
    assert len(markings(text="MẬT\nMẬT\nMẬT")) == 1
    assert len(markings(text="\n".join(f"báo cáo {n} (Mật)" for n in range(50)))) == 10


@given(st.text(max_size=200))
def test_no_text_makes_the_search_fail(text: str) -> None:
    markings(title=text, file_name=text, text=text)
