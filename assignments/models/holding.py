"""Time at each body: which working days of an assignment lay with whom (rules.md 3.8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
    """Working days with one holder: a day belongs to whoever holds it at its 24:00."""

    holder: str
    body: str
    person: str
    days: int


@dataclass(frozen=True)
class Time:
    """What components/heldbar.html prints, with the sum it rests on.

    ``segments``: stretch by stretch, for the bar; ``lines``: the same, one for each holder.
    """

    segments: list[dict[str, object]]
    lines: list[dict[str, object]]
    waits: list[dict[str, object]]
    total: int
    is_over: bool

    @property
    def parts(self) -> list[int]:
        return [int(str(line["days"])) for line in self.lines]

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
        return ", ".join(f"{s['label']} {s['days']}" for s in (*self.lines, *self.waits))


def time_at_each_body(
    rows: Sequence[Held],
    waits: Iterable[Wait],
    *,
    issued_on: date,
    calendar: WorkCalendar,
    on: date,
) -> Time:
    """The working days since the day of issue, up to and including the day ``on``, by holder.

    The day of issue is not counted (rules.md 1.2); today counts to whoever holds the assignment
    now, and the day on which it was finished to whoever finished it. ``rows`` in the order of
    recording: a later row that begins earlier takes the days over (an accepted request for
    return). A finished assignment stops counting on its last day.
    """
    turns = [_from_the_day_after(turn) for turn in _in_force(rows)]
    is_over = bool(turns) and turns[-1].holder == Holder.NOBODY
    after = min(on + ONE_DAY, turns[-1].from_on) if is_over else on + ONE_DAY
    spans = [span for span in _spans(turns, issued_on, after, calendar) if span.days]
    return Time(
        segments=[_segment(group) for group in _together(spans)],
        lines=[_segment(group) for group in _by_holder(spans)],
        waits=_waiting(waits, issued_on, after, calendar),
        total=calendar.working_days_between(issued_on, after - ONE_DAY),
        is_over=is_over,
    )


def _from_the_day_after(turn: Held) -> Held:
    """Nobody holds it from the day after its end."""
    if turn.holder != Holder.NOBODY:
        return turn
    return replace(turn, from_on=turn.from_on + ONE_DAY)


def _in_force(rows: Sequence[Held]) -> list[Held]:
    """The turns that count: a later record displaces what begins on its day or after it."""
    turns: list[Held] = []
    for row in rows:
        while turns and turns[-1].from_on >= row.from_on:
            turns.pop()
        turns.append(row)
    return turns


def _spans(
    turns: Sequence[Held], issued_on: date, after: date, calendar: WorkCalendar
) -> list[Span]:
    """Of each turn the working days d with issued_on < d < after."""
    ends = [turn.from_on for turn in turns[1:]] + [after]
    return [
        Span(
            turn.holder,
            turn.body,
            turn.person,
            calendar.working_days_between(
                max(turn.from_on - ONE_DAY, issued_on), min(end, after) - ONE_DAY
            ),
        )
        for turn, end in zip(turns, ends, strict=True)
        if turn.from_on < after
    ]


def _together(spans: Iterable[Span]) -> list[list[Span]]:
    """Neighbouring turns of one holder and body."""
    return [list(group) for _key, group in groupby(spans, key=lambda s: (s.holder, s.body))]


def _by_holder(spans: Iterable[Span]) -> list[list[Span]]:
    """All turns of one holder and body together, in the order of the first."""
    found: dict[tuple[str, str], list[Span]] = {}
    for span in spans:
        found.setdefault((span.holder, span.body), []).append(span)
    return list(found.values())


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
            return ", ".join(_turn(name, days) for name, days in _by_person(spans).items())


def _by_person(spans: Iterable[Span]) -> Counter[str]:
    days: Counter[str] = Counter()
    for span in spans:
        days[span.person] += span.days
    return days


def _turn(person: str, days: int) -> str:
    return f"{person} {days}" if person else _("acknowledging %(days)s") % {"days": days}


# --- waiting for others -----------------------------------------------------------------------
def _waiting(
    waits: Iterable[Wait], issued_on: date, after: date, calendar: WorkCalendar
) -> list[dict[str, object]]:
    """Stretches in which at least one cooperating body was still owed its part, and in time."""
    open_now = []
    for wait in waits:
        end = min(wait.sent_on or after, wait.due_on + ONE_DAY if wait.due_on else after, after)
        start = max(wait.asked_on, issued_on + ONE_DAY)
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
        "start": calendar.working_days_between(issued_on, first - ONE_DAY),
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
