"""A count of days told to a person: the sum, each day counted or passed over, and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agencies.calendar import Count, Reason, Skipped, Unit, days_between

# A longer strip of days is no help: ten weeks still fit on a page.
MOST_DAYS = 70
MOST_NAMED = 40


def why_of(count: Count, *, is_open: bool = True) -> dict[str, Any]:
    """What components/why.html prints for a count."""
    fits = (count.due - count.start).days <= MOST_DAYS
    return {
        "title": _("Why is the due date %(day)s?") % {"day": _day(count.due)},
        "steps": _steps(count),
        "days": days_of(count) if fits else [],
        "days_label": days_label(count) if fits else "",
        "note": _("The deadline ends at 24:00."),
        "is_open": is_open,
        "is_provisional": count.is_provisional,
    }


def _steps(count: Count) -> list[dict[str, Any]]:
    """The sum: the first day, what is added, what was passed over, the answer."""
    steps = [
        {
            "label": _("Counted from"),
            "value": _day(count.start),
            "note": _("The first day is not counted"),
        },
        {"label": f"+ {units(count.unit, count.n)}", "value": "", "note": _rule(count)},
    ]
    if count.skipped:
        n = len(count.skipped)
        label = ngettext("%(n)d day off passed over", "%(n)d days off passed over", n) % {"n": n}
        steps.append({"label": label, "value": "", "note": _named(count)})
    steps.append({"label": _("Due date"), "value": _day(count.due)})
    return steps


def _rule(count: Count) -> str:
    if count.n == 0:
        return _("Zero: that very day, or the next working day when it is a day off")
    if count.unit == Unit.WORKING_DAYS:
        return _("Monday to Friday except days off, and the days worked instead")
    if count.unit == Unit.DAYS:
        return _("Every day counts; an end on a day off moves to the next working day")
    return _(
        "The same day of the month, or its last day; an end on a day off moves to the next "
        "working day"
    )


def _named(count: Count) -> str:
    """The days passed over by name; in a long count the weekends are left out."""
    if len(count.skipped) <= MOST_NAMED:
        return named_days(count.skipped)
    return named_days([s for s in count.skipped if s.reason == Reason.OFF][:MOST_NAMED])


# --- the counted calendar ---------------------------------------------------------------------
def days_of(count: Count) -> list[dict[str, Any]]:
    """The days from the first to the due date, as components/days.html draws them."""
    counts = count.unit is not Unit.MONTHS
    marks = {day: str(place) for place, day in enumerate(count.counted, 1)} if counts else {}
    off = {skip.day: skip for skip in count.skipped}
    days = [
        {"date": count.start, "mark": pgettext("first day of a count", "start"), "kind": "start"}
    ]
    for day in days_between(count.start, count.due):
        mark = _mark(off[day]) if day in off else marks.get(day, "")
        kind = "end" if day == count.due else "off" if day in off else ""
        days.append({"date": day, "mark": mark, "kind": kind})
    return days


def _mark(skip: Skipped) -> str:
    return pgettext("day off by decision", "off") if skip.reason == Reason.OFF else "–"


def days_label(count: Count) -> str:
    """The drawn calendar in one sentence."""
    return _("Calendar of the count from %(first)s to %(last)s") % {
        "first": _day(count.start),
        "last": _day(count.due),
    }


def named_days(skipped: Sequence[Skipped]) -> str:
    """ "23, 24/12 (weekend); 01/01 (Tết Dương lịch)": days passed over, with the reason."""
    weekend = [s.day for s in skipped if s.reason == Reason.WEEKEND]
    at_weekend, by_decision = _("weekend"), _("day off")
    words = [f"{_listed(weekend)} ({at_weekend})"] if weekend else []
    for name in dict.fromkeys(s.name for s in skipped if s.reason == Reason.OFF):
        days = [s.day for s in skipped if s.reason == Reason.OFF and s.name == name]
        words.append(f"{_listed(days)} ({name or by_decision})")
    return "; ".join(words)


def _listed(days: Sequence[date]) -> str:
    """Days of one month share it: "23, 24/12, 06/01"."""
    return ", ".join(
        f"{day:%d}" if follower and follower.month == day.month else f"{day:%d/%m}"
        for day, follower in zip(days, [*days[1:], None], strict=True)
    )


def units(unit: Unit, n: int) -> str:
    """ "10 working days"."""
    match unit:
        case Unit.WORKING_DAYS:
            text = ngettext("%(n)d working day", "%(n)d working days", n)
        case Unit.DAYS:
            text = ngettext("%(n)d calendar day", "%(n)d calendar days", n)
        case _:
            text = ngettext("%(n)d month", "%(n)d months", n)
    return text % {"n": n}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
