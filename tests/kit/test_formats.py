"""Dates and figures as they are written here, in both languages; icons."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.utils.translation import override

from config.templatetags import kit

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SPRITE = Path(settings.BASE_DIR) / "static" / "icons.svg"


def test_dates_are_day_first_in_both_languages() -> None:
    late_evening_in_utc = datetime(2023, 12, 18, 18, 30, tzinfo=UTC)

    for language in ("vi", "en"):
        with override(language):
            assert kit.vn_date(date(2023, 12, 9)) == "09/12/2023"
            assert kit.vn_day(date(2023, 12, 9)) == "09/12"
            assert kit.vn_date(late_evening_in_utc) == "19/12/2023"
            assert kit.vn_datetime(late_evening_in_utc) == "19/12/2023 01:30"
            assert kit.vn_time(late_evening_in_utc) == "01:30"
    assert kit.vn_date(None) == kit.vn_datetime(None) == ""


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [(1420, "1.420", "1,420"), (7, "7", "7"), (Decimal("1234.5"), "1.234,5", "1,234.5"),
     ("trên 1.000", "trên 1.000", "trên 1.000"), (None, "", "")],
)  # fmt: skip
def test_thousands_and_decimals_are_parted(value: object, vietnamese: str, english: str) -> None:
    with override("vi"):
        assert kit.vn_number(value) == vietnamese
    with override("en"):
        assert kit.vn_number(value) == english


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [(Fraction(9, 142), "6,3%", "6.3%"), (Decimal("0.0625"), "6,3%", "6.3%"),
     (0.5, "50,0%", "50.0%"),
     (Fraction(0, 1), "0,0%", "0.0%"), (None, "", "")],
)  # fmt: skip
def test_a_rate_has_one_decimal_and_halves_go_up(
    value: object, vietnamese: str, english: str
) -> None:
    with override("vi"):
        assert kit.vn_percent(value) == vietnamese
    with override("en"):
        assert kit.vn_percent(value) == english


def test_every_icon_is_drawn_once_and_nothing_else_is() -> None:
    drawn = re.findall(r'<symbol id="i-(\w+)"', SPRITE.read_text())

    assert sorted(drawn) == sorted(kit.ICONS | {"brand"})
    assert set(kit.STATE_ICONS.values()) <= kit.ICONS


def test_icons_take_their_colour_from_the_text() -> None:
    sprite = SPRITE.read_text().split("i-brand", 1)[1].split("</symbol>", 1)[1]

    assert "class=" not in sprite
    assert "style" not in sprite
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', sprite)) <= {"currentColor", "none"}


def test_no_template_asks_for_an_icon_that_is_not_drawn() -> None:
    known = kit.ICONS | set(kit.STATE_ICONS)

    for path in TEMPLATES.rglob("*.html"):
        asked = set(re.findall(r'\{% icon "(\w+)" %\}', path.read_text()))
        assert asked <= known, path


def test_an_unknown_icon_is_an_error_not_a_hole() -> None:
    with pytest.raises(ValueError, match="no icon"):
        kit.icon("unicorn")


def test_the_bars_of_time_fill_the_width_without_a_comma() -> None:
    segments = [{"kind": "out", "days": 1}, {"kind": "out", "days": 0}, {"kind": "own", "days": 20}]
    waits = [{"start": 9, "days": 6}]

    with override("vi"):
        geometry = kit.held_bars(segments, waits)

    assert geometry["total"] == 21
    assert [bar["x"] for bar in geometry["bars"]] == ["0.00%", "4.76%"]
    assert geometry["waits"][0]["x"] == "42.86%"
    assert kit.held_bars([], waits) == {"total": 0, "bars": [], "waits": []}


def test_the_counted_calendar_starts_on_a_monday_and_ends_on_a_sunday() -> None:
    days = [
        {"date": date(2023, 12, 5), "mark": "đầu", "kind": "start"},
        {"date": date(2023, 12, 6), "mark": "1", "kind": "end"},
    ]

    cells = kit.week_grid(days)

    assert len(cells) == 14
    assert [cell["kind"] for cell in cells[7:]] == ["nul", "start", "end", *["muted"] * 4]
    assert cells[-1]["number"] == 10
    assert kit.week_grid([]) == []


def test_the_library_needs_no_load() -> None:
    template = engines["django"].from_string("{{ day|vn_date }}{% icon 'late' %}")

    assert template.render({"day": date(2024, 1, 2)}).startswith("02/01/2024<svg")
