"""Time at each body: which working days of an assignment lay with whom (rules.md 3.8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from agencies.calendar import WorkCalendar
from assignments.models.facts import Holding

Holder = Holding.Holder
ONE_DAY = timedelta(days=1)
MOST_NAMES = 3


@dataclass(frozen=True)
class Held:
    """From ``from_on`` on, the assignment lies with this holder; ``person`` is its officer."""

    holder: str
    body: str
    from_on: date
    person: str = ""


@dataclass(frozen=True)
class Wait:
    """A cooperating body was asked on ``asked_on``; waiting for it ends with ``due_on``."""

    body: str
    asked_on: date
    due_on: date | None = None
    sent_on: date | None = None


@dataclass(frozen=True)
class Span:
    """Working days in [first, after): a day belongs to whoever holds it at its 24:00."""

    holder: str
    body: str
    person: str
    days: int


@dataclass(frozen=True)
class Time:
    """What components/heldbar.html prints, with the sum it rests on."""

    segments: list[dict[str, object]]
    waits: list[dict[str, object]]
    total: int
    is_over: bool

    @property
    def parts(self) -> list[int]:
        return [int(str(segment["days"])) for segment in self.segments]

    @property
    def identity(self) -> dict[str, object]:
        """Total of the calendar against the parts of the rows: it must add up."""
        sums = " + ".join(map(str, self.parts)) or "0"
        is_equal = self.total == sum(self.parts)
        sign = "=" if is_equal else "≠"
        text = _("%(sum)s working days") % {"sum": f"{self.total} {sign} {sums}"}
        return {"is_equal": is_equal, "text": text}

    @property
    def alt(self) -> str:
        """The bar in one sentence, for those who do not see it."""
        return ", ".join(f"{s['label']} {s['days']}" for s in (*self.segments, *self.waits))


def time_at_each_body(
    rows: Sequence[Held],
    waits: Iterable[Wait],
    *,
    issued_on: date,
    calendar: WorkCalendar,
    on: date,
) -> Time:
    """The working days from the day of issue up to, and without, the day ``on``, by holder.

    ``rows`` in the order of recording: a later row that begins earlier takes the days over (an
    accepted request for return). A finished assignment stops counting on its last day.
    """
    turns = _in_force(rows)
    is_over = bool(turns) and turns[-1].holder == Holder.NOBODY
    until = min(on, turns[-1].from_on) if is_over else on
    spans = _spans(turns, issued_on, until, calendar)
    return Time(
        segments=[_segment(group) for group in _together(spans)],
        waits=_waiting(waits, issued_on, until, calendar),
        total=calendar.working_days_between(issued_on - ONE_DAY, until - ONE_DAY),
        is_over=is_over,
    )


def _in_force(rows: Sequence[Held]) -> list[Held]:
    """The turns that count: a later record displaces what begins on its day or after it."""
    turns: list[Held] = []
    for row in rows:
        while turns and turns[-1].from_on >= row.from_on:
            turns.pop()
        turns.append(row)
    return turns


def _spans(
    turns: Sequence[Held], issued_on: date, until: date, calendar: WorkCalendar
) -> list[Span]:
    ends = [turn.from_on for turn in turns[1:]] + [until]
    return [
        Span(
            turn.holder,
            turn.body,
            turn.person,
            calendar.working_days_between(
                max(turn.from_on, issued_on) - ONE_DAY, min(end, until) - ONE_DAY
            ),
        )
        for turn, end in zip(turns, ends, strict=True)
        if turn.from_on < until
    ]


def _together(spans: Iterable[Span]) -> list[list[Span]]:
    """Neighbouring turns of one holder and body; those of no working day are left out."""
    counted = (span for span in spans if span.days)
    return [list(group) for _key, group in groupby(counted, key=lambda s: (s.holder, s.body))]


def _segment(spans: Sequence[Span]) -> dict[str, object]:
    holder = spans[0].holder
    return {
        "days": sum(span.days for span in spans),
        "kind": "own" if holder == Holder.LEAD else "out",
        "label": spans[0].body or _NAMELESS[holder],
        "detail": _detail(holder, spans),
    }


_NAMELESS = {
    Holder.ASSIGNER: Holder.ASSIGNER.label,
    Holder.LEAD: Holder.LEAD.label,
    Holder.MONITOR: Holder.MONITOR.label,
    Holder.PAUSED: Holder.PAUSED.label,
    Holder.NOBODY: Holder.NOBODY.label,
}


def _detail(holder: str, spans: Sequence[Span]) -> str:
    match holder:
        case Holder.ASSIGNER:
            return _("issuing, handing over")
        case Holder.MONITOR:
            return _("waiting for confirmation")
        case Holder.NOBODY:
            return _("finished, then reopened")
        case Holder.PAUSED:
            return _("the clock stands")
        case _:
            return ", ".join(_turn(span) for span in spans)


def _turn(span: Span) -> str:
    if span.person:
        return f"{span.person} {span.days}"
    return _("acknowledging %(days)s") % {"days": span.days}


# --- waiting for others -----------------------------------------------------------------------
def _waiting(
    waits: Iterable[Wait], issued_on: date, until: date, calendar: WorkCalendar
) -> list[dict[str, object]]:
    """Stretches in which at least one cooperating body was still owed its part, and in time."""
    open_now = []
    for wait in waits:
        end = min(wait.sent_on or until, wait.due_on + ONE_DAY if wait.due_on else until, until)
        start = max(wait.asked_on, issued_on)
        if start < end:
            open_now.append((start, end, wait.body))
    return [
        found
        for group in _overlapping(sorted(open_now))
        if (found := _wait(group, issued_on, calendar))["days"]
    ]


def _overlapping(
    stretches: Iterable[tuple[date, date, str]],
) -> list[list[tuple[date, date, str]]]:
    groups: list[list[tuple[date, date, str]]] = []
    for stretch in stretches:
        if groups and stretch[0] <= max(end for _start, end, _body in groups[-1]):
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    return groups


def _wait(
    group: Sequence[tuple[date, date, str]], issued_on: date, calendar: WorkCalendar
) -> dict[str, object]:
    first = min(start for start, _end, _body in group)
    last = max(end for _start, end, _body in group) - ONE_DAY
    return {
        "start": calendar.working_days_between(issued_on - ONE_DAY, first - ONE_DAY),
        "days": calendar.working_days_between(first - ONE_DAY, last),
        "label": named([body for _start, _end, body in group]),
        "detail": _("from %(first)s to %(last)s")
        % {"first": f"{first:%d/%m}", "last": f"{last:%d/%m}"},
    }


def named(names: Sequence[str]) -> str:
    """At most three names, then how many more."""
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return shown if more <= 0 else _("%(names)s and %(n)s more") % {"names": shown, "n": more}
