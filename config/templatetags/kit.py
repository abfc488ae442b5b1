"""Tags and filters of the kit: icons, and dates and figures as people here write them.

The library is a template builtin: no `{% load %}` is needed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm, BooleanField, BoundField
from django.forms.utils import flatatt
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from agencies.views.source import pieces
from config.navigation import may_open

register = template.Library()

ICONS = frozenset(
    [
        "back",
        "bell",
        "book",
        "building",
        "cal",
        "camera",
        "chart",
        "chat",
        "check",
        "clip",
        "clock",
        "diff",
        "doc",
        "done",
        "donelate",
        "down",
        "edit",
        "flag",
        "help",
        "home",
        "info",
        "late",
        "left",
        "list",
        "lock",
        "mute",
        "none",
        "open",
        "out",
        "paste",
        "pause",
        "person",
        "plus",
        "print",
        "right",
        "search",
        "send",
        "soon",
        "up",
        "x",
    ]
)
# A state is drawn by the icon of another name, so that `{% icon kind %}` needs no choice.
STATE_ICONS = {
    "ok": "done",
    "paused": "pause",
    "return_requested": "send",
    "sent_back": "back",
    "unclear": "info",
    "new": "bell",
    "waiting": "clock",
}
SWAP = str.maketrans(",.", ".,")


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """The icon `name`, or the one that draws the state `name`; hidden from screen readers.

    Raises ValueError for an unknown name.
    """
    name = STATE_ICONS.get(name, name)
    if name not in ICONS:
        raise ValueError(f"no icon called {name!r}")
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>', static("icons.svg"), name
    )


@register.simple_tag(takes_context=True)
def may(context: Context, route: str) -> bool:
    """Whether the table of rights opens the page called `route` to whoever reads this one."""
    return may_open(context["request"], route)


@register.filter
def in_force(form: BaseForm) -> list[str]:
    """The conditions of a filter that were set, in words: "State: Overdue"."""
    fields = [field for field in form.visible_fields() if _is_set(field)]
    return [f"{f.label}: {said}" if (said := _said(f)) else str(f.label) for f in fields]


def _is_set(field: BoundField) -> bool:
    return field.value() not in (None, "", [], False, "False", field.field.initial)


def _said(field: BoundField) -> str:
    """What was chosen or typed; nothing for a box that is ticked."""
    if isinstance(field.field, BooleanField):
        return ""
    value = field.value()
    asked = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
    named = [str(label) for key, label in _flat(field) if str(key) in asked]
    return ", ".join(named or sorted(asked))


def _flat(field: BoundField) -> Iterator[tuple[Any, Any]]:
    for key, label in getattr(field.field.widget, "choices", ()):
        yield from label if isinstance(label, list | tuple) else [(key, label)]


@register.simple_tag
def pill(kind: str, label: str) -> SafeString:
    """What components/pill.html draws; lists of many rows call it without the include."""
    return format_html('<span class="pill p-{}">{}{}</span>', kind, icon(kind), label)


@register.simple_tag
def due(value: Any) -> SafeString:
    """What components/due.html draws; lists of many rows call it without the include."""
    if value.date:
        day = format_html(
            '<time datetime="{}">{}</time>', value.date.isoformat(), vn_date(value.date)
        )
    else:
        day = value.label or gettext("No due date yet")
    text = original = ""
    if value.text:
        text = format_html(
            '<span class="d-{}">{}{}</span>', value.tone, icon(value.tone), value.text
        )
    if value.original:
        words = gettext("original due date")
        original = format_html("<span>{} {}</span>", words, vn_date(value.original))
    return format_html('<span class="due"><b>{}</b>{}{}</span>', day, text, original)


@register.simple_tag
def options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a select box, in their groups.

    A template for each of hundreds would cost more than all the rest of the page, and most
    boxes offer what they offered before, so a group that was drawn is not drawn again.
    """
    return format_html_join("", "{}", ((_option_group(*_drawn(*group)),) for group in groups))


def _drawn(name: str | None, choices: list[dict[str, Any]], _place: int) -> tuple[Any, ...]:
    """All that a group of options shows, as plain text in the language of the page."""
    shown = ((f"{c['value']}", tuple(c["attrs"].items()), f"{c['label']}") for c in choices)
    return f"{name or ''}", tuple(shown)


@lru_cache(maxsize=512)
def _option_group(
    name: str, choices: tuple[tuple[str, tuple[tuple[str, Any], ...], str], ...]
) -> SafeString:
    made = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, flatatt(dict(attrs)), label) for value, attrs, label in choices),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, made) if name else made


@register.simple_tag
def once() -> SafeString:
    """The one-time token of a form that changes something: sent twice, it has one effect."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid4())


@register.filter
def sources(text: str) -> list[dict[str, str]]:
    """The parts of a source, each `text` with its `url`, if any."""
    return pieces(text)


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """dd/mm/yyyy in both languages; an aware datetime is read in local time. None is empty."""
    return _written(value, "%d/%m/%Y")


@register.filter
def vn_day(value: date | datetime | None) -> str:
    """dd/mm, where the year is plain from the page. None is empty."""
    return _written(value, "%d/%m")


@register.filter
def vn_time(value: datetime | None) -> str:
    """HH:MM in local time. None is empty."""
    return _written(value, "%H:%M")


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """dd/mm/yyyy HH:MM in local time. None is empty."""
    return _written(value, "%d/%m/%Y %H:%M")


def _written(value: date | datetime | None, pattern: str) -> str:
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return value.strftime(pattern)


@register.filter
def last_day(value: date | None) -> date | None:
    """The last day of a row whose end is the first day on which it no longer holds."""
    return value - timedelta(days=1) if value else None


@register.filter
def vn_number(value: int | Decimal | float | str | None) -> str:
    """1.420 and 6,5; in English 1,420 and 6.5. None is empty; a text such as "trên 1.000" stays."""
    if value is None or isinstance(value, str):
        return value or ""
    return _marks(f"{value:,}")


@register.filter
def vn_percent(value: Fraction | Decimal | float | None) -> str:
    """A ratio from 0 to 1 with one decimal, halves up: 0.063 is 6,3%. None (0 of 0) is empty."""
    if value is None:
        return ""
    ratio = value.as_integer_ratio()
    percent = Decimal(ratio[0] * 100) / Decimal(ratio[1])
    return _marks(f"{percent.quantize(Decimal('0.1'), ROUND_HALF_UP):,}") + "%"


def _marks(text: str) -> str:
    return text if (get_language() or "").startswith("en") else text.translate(SWAP)


@register.simple_tag
def held_bars(
    segments: Sequence[dict[str, Any]], waits: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Geometry of the bar "time at each body", in percent of its width, as SVG wants it.

    A segment has `days` and `kind` (own or out), in order; a wait has `start` (working days
    from the issue to its first day) and `days`. Segments of 0 days are left out.
    """
    total = sum(segment["days"] for segment in segments)
    bars, start = [], 0
    for segment in segments:
        if segment["days"]:
            bars.append({**segment, **_span(start, segment["days"], total)})
        start += segment["days"]
    lower = [{**wait, **_span(wait["start"], wait["days"], total)} for wait in waits if total]
    return {"total": total, "bars": bars, "waits": lower}


def _span(start: int, days: int, total: int) -> dict[str, str]:
    left, width = 100 * start / total, 100 * days / total
    return {
        "x": f"{left:.2f}%",
        "width": f"{max(width - 0.4, 0.4):.2f}%",
        "middle": f"{left + width / 2:.2f}%",
        "is_wide": "yes" if width > 4 else "",
    }


@register.simple_tag
def week_grid(days: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cells of a calendar from Monday to Sunday around consecutive `days`.

    A day has `date`, `mark` (the count, or why it is skipped) and `kind`
    (start, end, off or empty).
    """
    cells = [{"number": name, "mark": "", "kind": "dow"} for name in _weekday_names()]
    counted = [
        {"number": d["date"].day, "mark": d["mark"], "kind": d["kind"], "date": d["date"]}
        for d in days
    ]
    if not counted:
        return []
    first, last = counted[0]["date"], counted[-1]["date"]
    before = [{"number": "", "mark": "", "kind": "nul"} for _ in range(first.weekday())]
    after = [_plain(last + timedelta(n)) for n in range(1, 7 - last.weekday())]
    return cells + before + counted + after


def _plain(on: date) -> dict[str, Any]:
    return {"number": on.day, "mark": "", "kind": "muted"}


@register.simple_tag
def calc_words(calendar: dict[str, list[str]]) -> dict[str, Any]:
    """What the due-date hint of kit.js needs: days off and worked (ISO), and its words."""
    sunday_first = (6, 0, 1, 2, 3, 4, 5)
    return {
        "off": calendar["off"],
        "worked": calendar["worked"],
        "days": _weekday_names(),
        "weekdays": [str(WEEKDAYS[n]) for n in sunday_first],
        "start": pgettext("first day of a count", "start"),
        "holiday": pgettext("day off by decision", "off"),
    }


def _weekday_names() -> list[str]:
    return [
        pgettext("column of a calendar", "Mon"),
        pgettext("column of a calendar", "Tue"),
        pgettext("column of a calendar", "Wed"),
        pgettext("column of a calendar", "Thu"),
        pgettext("column of a calendar", "Fri"),
        pgettext("column of a calendar", "Sat"),
        pgettext("column of a calendar", "Sun"),
    ]
