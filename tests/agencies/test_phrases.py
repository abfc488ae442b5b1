"""Deadlines written in Vietnamese mean what rules.md 1.3 says."""

import time as clock
import unicodedata
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.calendar import CannotCount
from agencies.rules.phrases import Deadline, Every, Kind, Rule, Start, parse
from agencies.rules.text import Refusal
from tests.agencies.test_calendar import CALENDAR
from tests.cases import rows

GIVEN_ON = date(2023, 11, 15)
CASES = rows("due_phrases.csv")


def read(text: str, given_on: date = GIVEN_ON) -> Deadline:
    return parse(text, given_on=given_on, calendar=CALENDAR)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
@pytest.mark.parametrize(
    "retyped",
    [str, str.upper, lambda text: unicodedata.normalize("NFD", text)],
    ids=["as is", "capitals", "decomposed"],
)
def test_phrases_mean_the_dates_worked_out_by_hand(case: dict[str, str], retyped) -> None:
    found = read(retyped(case["text"]), date.fromisoformat(case["given_on"]))

    assert (found.due.isoformat() if found.due else "") == case["due"]
    assert ("kept as written" in case["note"]) == found.is_on_day_off


@pytest.mark.parametrize(
    ("text", "due", "rule"),
    [
        ("truoc ngay 15/12/2023", date(2023, 12, 14), Rule.DAY_BEFORE),
        ("đến trước ngày 30/6/2024", date(2024, 6, 29), Rule.DAY_BEFORE),
        ("chậm nhất trước ngày 15/12/2023", date(2023, 12, 14), Rule.DAY_BEFORE),
        ("trước 0 giờ ngày 15/12/2023", date(2023, 12, 14), Rule.DAY_BEFORE),
        ("trước 24 giờ ngày 15/12/2023", date(2023, 12, 15), Rule.STATED),
        ("trước quý II/2024", date(2024, 3, 31), Rule.DAY_BEFORE),
        ("Thời hạn hoàn thành: 20/12/2023", date(2023, 12, 20), Rule.STATED),
        ("không quá ngày 15/12/2023", date(2023, 12, 15), Rule.STATED),
        ("ngày 5/12/23", date(2023, 12, 5), Rule.STATED),
        ("từ ngày 01/12/2023 đến ngày 29/12/2023", date(2023, 12, 29), Rule.STATED),
        ("chậm nhất ngày 29/02", date(2024, 2, 29), Rule.STATED),
        ("6 tháng đầu năm 2024", date(2024, 6, 30), Rule.END_OF_PERIOD),
        ("trong 9 tháng năm 2024", date(2024, 9, 30), Rule.END_OF_PERIOD),
        ("Quý I/2024", date(2024, 3, 31), Rule.END_OF_PERIOD),
        ("trong tháng này", date(2023, 11, 30), Rule.END_OF_PERIOD),
        ("trong tháng tới", date(2023, 12, 31), Rule.END_OF_PERIOD),
        ("trong quý này", date(2023, 12, 31), Rule.END_OF_PERIOD),
        ("cuối năm", date(2023, 12, 31), Rule.END_OF_PERIOD),
        ("đến năm 2025", date(2025, 12, 31), Rule.END_OF_PERIOD),
        ("trong vòng ba ngày làm việc", date(2023, 11, 20), Rule.WORKING_DAYS),
        ("trong thời hạn 05 (năm) ngày làm việc", date(2023, 11, 22), Rule.WORKING_DAYS),
        ("trong 02 tuần", date(2023, 11, 29), Rule.DAYS),
        ("trong 01 năm", date(2024, 11, 15), Rule.MONTHS),
    ],
)
def test_other_wordings_of_official_letters(text: str, due: date, rule: Rule) -> None:
    found = read(text)

    assert (found.kind, found.due, found.rule) == (Kind.DATED, due, rule)


def test_the_date_of_a_cited_document_is_no_deadline() -> None:
    cited = "Thực hiện Công văn số 123/UBND-NC ngày 10/11/2023 của UBND tỉnh"

    assert read(cited).kind is Kind.NONE
    assert read(cited + ", báo cáo trước ngày 15/12/2023").due == date(2023, 12, 14)


def test_an_hour_is_kept_beside_the_day() -> None:
    found = read("trước 16 giờ 30, thứ Sáu, ngày 15/12/2023")

    assert (found.due, found.hour, found.rule) == (date(2023, 12, 15), time(16, 30), Rule.STATED)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("trong 05 ngày làm việc kể từ ngày ký", Start.SIGNED),
        ("trong 05 ngày làm việc, kể từ ngày nhận được Công văn này", Start.RECEIVED),
        ("trong 05 ngày làm việc sau khi tiếp nhận văn bản", Start.RECEIVED),
        ("trong 05 ngày làm việc kể từ ngày ban hành", Start.ISSUED),
        ("trong 05 ngày làm việc kể từ ngày Quyết định có hiệu lực thi hành", Start.IN_FORCE),
        ("trong 05 ngày làm việc từ khi kết thúc cuộc họp", Start.OTHER),
        ("trong 05 ngày làm việc", None),
    ],
)
def test_a_count_says_from_what_it_runs(text: str, start: Start | None) -> None:
    found = read(text)

    assert (found.n, found.counted_from, found.start) == (5, start, GIVEN_ON)


def test_a_count_from_a_stated_day_runs_from_that_day() -> None:
    found = read("trong 10 ngày kể từ ngày 01/12/2023")

    assert (found.start, found.due) == (date(2023, 12, 1), date(2023, 12, 11))
    assert found.counted_from is Start.STATED_DAY


@pytest.mark.parametrize(
    "text",
    [
        "chậm nhất 03 ngày trước ngày 20/12/2023",
        "gửi trước ít nhất 05 ngày làm việc",
        "tập huấn 10 ngày cho cán bộ",
        "đến 10/12 đơn vị đã báo cáo",
        "trong 10-12 ngày",
        "giai đoạn trong 05 năm 2021-2025",
        "tăng cường kiểm tra đột xuất",
        "trong ngày hội văn hóa",
        "thực hiện ngay",
        "",
    ],
)
def test_words_that_fix_no_day_are_left_to_the_person(text: str) -> None:
    assert read(text).kind is Kind.NONE


@pytest.mark.parametrize(
    "text",
    [
        "trước ngày 31/02/2024",
        "chậm nhất ngày 00/12/2023",
        "trong tháng 13/2023",
        "trước 27 giờ ngày 15/12/2023",
        "hằng tháng, trước ngày 32",
        "chậm nhất ngày 30/02",
    ],
)
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read(text)


def test_a_count_past_a_century_is_refused() -> None:
    with pytest.raises(CannotCount):
        read("trong 99999 ngày")


def test_a_provision_may_read_before_a_day_as_that_day() -> None:
    found = parse(
        "trước ngày 15/12/2023", given_on=GIVEN_ON, calendar=CALENDAR, is_day_before=False
    )

    assert (found.due, found.rule) == (date(2023, 12, 15), Rule.STATED)


def test_the_first_date_still_ahead_is_taken_and_the_others_are_named() -> None:
    found = read("Trước ngày 10/10/2023 đã xong; báo cáo trước 15/12/2023, chậm nhất 20/12/2023")

    assert found.due == date(2023, 12, 14)
    assert found.others == ("Trước ngày 10/10/2023", "chậm nhất 20/12/2023")


def test_the_deciding_words_are_quoted_as_written() -> None:
    found = read("Báo cáo trong thời hạn 07 ngày làm việc, kể từ ngày ký, về Sở Nội vụ.")

    assert found.phrase == "trong thời hạn 07 ngày làm việc, kể từ ngày ký"


@pytest.mark.parametrize(
    ("text", "every", "day", "month", "rule"),
    [
        ("hằng tháng, trước ngày 25", (Every.MONTH,), 25, None, Rule.DAY_BEFORE),
        ("hàng tháng, chậm nhất ngày 15", (Every.MONTH,), 15, None, Rule.STATED),
        ("định kỳ hằng năm, trước ngày 15/12", (Every.YEAR,), 15, 12, Rule.DAY_BEFORE),
        ("định kỳ 6 tháng, năm", (Every.SIX_MONTHS, Every.YEAR), None, None, None),
        (
            "Định kỳ hàng tháng (trước ngày 25), quý, 6 tháng và năm",
            (Every.MONTH, Every.QUARTER, Every.SIX_MONTHS, Every.YEAR),
            25, None, Rule.DAY_BEFORE,
        ),
        ("hằng tuần", (Every.WEEK,), None, None, None),
        ("hằng tháng, ngày cuối tháng", (Every.MONTH,), 31, None, Rule.STATED),
    ],
)  # fmt: skip
def test_periodic_work_names_its_period_and_its_day(text, every, day, month, rule) -> None:
    found = read(text)

    assert found.kind is Kind.PERIODIC
    assert (found.every, found.day, found.month, found.rule) == (every, day, month, rule)


@pytest.mark.parametrize(
    ("text", "period_ends_in", "due"),
    [
        ("hằng tháng, trước ngày 25", date(2024, 2, 1), date(2024, 2, 24)),
        ("hằng tháng, trước ngày 01", date(2024, 3, 1), date(2024, 2, 29)),
        ("hằng tháng, ngày cuối tháng", date(2024, 2, 1), date(2024, 2, 29)),
        ("hằng quý, trước ngày 15 của tháng cuối quý", date(2024, 6, 30), date(2024, 6, 14)),
        ("hằng quý, trước ngày 05 của tháng đầu quý sau", date(2023, 12, 31), date(2024, 1, 4)),
        ("định kỳ hằng năm, trước ngày 15/12", date(2024, 12, 1), date(2024, 12, 14)),
        ("định kỳ 6 tháng, năm", date(2024, 6, 1), None),
    ],
)
def test_periodic_work_falls_due_in_each_period(text: str, period_ends_in: date, due) -> None:
    assert read(text).due_in(period_ends_in) == due


def test_one_full_date_outweighs_a_loose_yearly() -> None:
    found = read("Các chỉ tiêu hằng năm phải hoàn thành trước ngày 15/12/2023")

    assert (found.kind, found.due) == (Kind.DATED, date(2023, 12, 14))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("thường xuyên, liên tục", Kind.CONTINUOUS),
        ("hằng ngày", Kind.CONTINUOUS),
        ("khi có yêu cầu", Kind.ON_DEMAND),
        ("Theo yêu cầu", Kind.ON_DEMAND),
        ("theo quy định", Kind.NONE),
    ],
)
def test_work_without_a_date_is_told_apart(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


@given(
    day=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    shape=st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d tháng %m năm %Y"]),
    before=st.sampled_from(["chậm nhất ngày ", "đến hết ngày ", "trong ngày ", "ngày "]),
)
def test_every_written_form_of_a_day_is_that_day(day: date, shape: str, before: str) -> None:
    assert read(before + day.strftime(shape)).due == day


@given(n=st.integers(1, 300))
def test_a_count_in_words_is_the_count_of_the_calendar(n: int) -> None:
    found = read(f"trong thời hạn {n:02d} ngày làm việc kể từ ngày ký")

    assert found.due == CALENDAR.add_working_days(GIVEN_ON, n)


@given(st.text(max_size=80) | st.text("trướcngàyđếnhạm nhất0123456789/. ", max_size=80))
def test_no_text_makes_it_fail_otherwise_than_by_refusing(text: str) -> None:
    try:
        found = read(text)
    except ValueError:
        return
    assert (found.due is not None) == (found.kind is Kind.DATED)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["trước đến ", "trong 5 (", "5 ngày trước ngày ", "kể từ 1/1 "])
def test_a_megabyte_is_read_within_the_second(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))

    started = clock.process_time()
    read(text)

    assert clock.process_time() - started < 1
