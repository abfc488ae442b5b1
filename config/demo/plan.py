"""What is ordered on which day. A day's orders depend on the day alone, never on the last day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from assignments.actions.rhythm import Rhythm
from config.demo import FIRST_DAY, local_texts
from config.demo.cast import OFFICE, Cast, has_people
from config.demo.directive_texts import AGAIN
from config.demo.outline import REQUESTS, SHORT, TURNS, Outline
from config.demo.state_texts import STATE
from config.demo.texts import BY_FIELD, Text, worded

# The number of assignments that the plan below makes by the end of 11/2026, about.
FULL = 1765
LENGTHS, WEIGHTS = (3, 5, 7, 10, 15, 20, 30), (1, 3, 4, 6, 5, 2, 1)
TEXTS = BY_FIELD | STATE
TURN_LENGTHS, TURN_WEIGHTS = (10, 12, 15), (5, 3, 2)


@dataclass(frozen=True)
class Task:
    """One order to one body, or to several at once (a batch). Codes name bodies and fields."""

    key: str
    leads: tuple[str, ...]
    text: Text
    outline: Outline | None = None
    field: str = ""
    length: int = 10
    terms: str = "WORKING_DAYS"
    giver: str = "UBND"
    assigner: str = ""
    monitor: str = OFFICE
    parts: tuple[str, ...] = ()
    directive: str = ""
    obligation: str = ""
    is_priority: bool = False
    is_internal: bool = False
    is_part: bool = False
    is_unclear: bool = False
    is_late_order: bool = False
    restriction: str = ""
    system_code: str = ""
    rhythm: Rhythm | None = None


@dataclass(frozen=True)
class Stream:
    """Orders to one body after another: one every so many working days, ever more often.

    Without ``leads`` they go to any listed body; without ``turns`` their lives go by chance.
    """

    name: str
    leads: tuple[str, ...]
    every: tuple[float, float, float, float]
    turns: tuple[Outline, ...] = TURNS


PHASES = (date(2025, 1, 1), date(2026, 1, 1), date(2026, 7, 1))
# The bodies of the people who try the demo have streams of their own, so that their first
# screens are full on any day.
STREAMS = (
    Stream("justice", ("STP",), (10, 8, 4, 1.6)),
    Stream("agriculture", ("SNNPTNT", "STNMT", "SNNMT"), (7, 6, 4, 1.6)),
    Stream("home affairs", ("SNV", "SNV-2025"), (12, 9, 6, 2.5)),
    Stream("office", (OFFICE,), (20, 16, 12, 6)),
    Stream("city", ("D436", "18073"), (14, 10, 7, 2.5)),
    # Work of the chairman's directive, which Home Affairs follows.
    Stream("discipline", (), (30, 20, 10, 3.5)),
    Stream("requests", (), (60, 40, 12, 1.7), REQUESTS),
    Stream("others", (), (3, 2.5, 2.5, 2.8), ()),
)
IN_STREAMS = {code for stream in STREAMS for code in stream.leads}


class Plan:
    """The orders of each day, for a number of assignments in all."""

    def __init__(self, cast: Cast, count: int) -> None:
        self.cast = cast
        self.dice = cast.stage.dice
        self.scale = count / FULL
        self._working_days = 0
        self._steps = {stream.name: 0.0 for stream in STREAMS}
        self._fields = _fields()

    def of_day(self, day: date) -> list[Task]:
        """The orders of a working day; call it once for each, in order of time."""
        tasks = [task for stream in STREAMS for task in self._of_stream(stream, day)]
        tasks += self._batches(day)
        self._working_days += 1
        return tasks

    # --- streams --------------------------------------------------------------------------
    def _of_stream(self, stream: Stream, day: date) -> Iterator[Task]:
        """As many as the rate has grown by a whole since yesterday."""
        before = self._steps[stream.name]
        phase = sum(day >= start for start in PHASES)
        after = self._steps[stream.name] = before + self.scale / stream.every[phase]
        for n in range(int(before), int(after)):
            lead = self._lead(stream, n)
            if lead:
                task = self._task(stream, n, lead, day)
                yield self._of_directive(task, n) if stream.name == "discipline" else task

    def _lead(self, stream: Stream, n: int) -> str | None:
        codes = stream.leads or tuple(
            c for c, b in self.cast.bodies.items() if b.is_listed and c not in IN_STREAMS
        )
        found = self.cast.existing(codes)
        if stream.leads:
            return found[n % len(found)].code if found else None
        weights = [4 if b.kind == "department" else 1 for b in found]
        return self.dice.of(stream.name, n).choices(found, weights)[0].code

    def _task(self, stream: Stream, n: int, lead: str, day: date) -> Task:
        dice = self.dice.of("task", stream.name, n)
        field, text = self._words(lead, day, n if stream.turns else dice.randrange(100))
        outline = stream.turns[n % len(stream.turns)] if stream.turns else None
        is_short = outline is SHORT
        long, weights = (LENGTHS, WEIGHTS) if outline is None else (TURN_LENGTHS, TURN_WEIGHTS)
        chance = dice.random()
        return Task(
            key=f"{stream.name}-{n}",
            leads=(lead,),
            text=text,
            outline=outline,
            field=field,
            length=3 if is_short else dice.choices(long, weights)[0],
            terms=_terms(dice, is_in_turn=outline is not None),
            giver=_giver(dice),
            monitor="UBND" if lead == OFFICE else OFFICE,
            parts=self._parts(lead, field, dice),
            is_priority=is_short or dice.random() < 0.12,
            is_unclear=0.1 < chance < 0.14,
            is_late_order=0.2 < chance < 0.22,
        )

    def _of_directive(self, task: Task, n: int) -> Task:
        """Given by the chairman under his directive, confirmed by the PPC office like all his
        work."""
        obligation, text = AGAIN[n % len(AGAIN)]
        return replace(
            task,
            text=worded(text, self.cast.stage.on),
            field="",
            giver="CT",
            directive="HT",
            obligation=obligation,
            is_unclear=False,
            is_late_order=False,
        )

    def _words(self, lead: str, day: date, n: int) -> tuple[str, Text]:
        """The field and the text of the ``n``-th work for this body: one after another."""
        fields = [f for f in self._fields_of(lead, day) if f in TEXTS]
        choices = [(field, text) for field in fields for text in TEXTS[field]]
        if self.cast.bodies[lead].kind == "public_service_unit":
            choices = [(fields[0] if fields else "", text) for text in local_texts.UNIT]
        choices = choices or [("", text) for text in local_texts.LOCAL]
        field, text = choices[n % len(choices)]
        return field, worded(text, day)

    def _fields_of(self, code: str, day: date) -> list[str]:
        return [f for f, start, end in self._fields.get(code, ()) if start <= day < end]

    def _parts(self, lead: str, field: str, dice: Random) -> tuple[str, ...]:
        """One order in four asks others for a part; now and then a central agency."""
        if dice.random() > 0.27:
            return ()
        kinds = {"department", "inspectorate", "central_agency", "police", "district"}
        others = [
            b.code
            for b in self.cast.existing(self.cast.bodies)
            if b.kind in kinds and b.code != lead and has_people(b)
        ]
        return tuple(dice.sample(others, dice.choice((1, 1, 2, 3))))

    # --- batches --------------------------------------------------------------------------
    def _batches(self, day: date) -> Iterator[Task]:
        n = self._working_days
        if n % 40 == 21 and day < date(2025, 6, 26):
            yield self._batch("districts", n, day, local_texts.TO_DISTRICTS, ("district",), 1.0)
        if n % 55 == 12:
            yield self._batch(
                "departments", n, day, local_texts.TO_DEPARTMENTS, ("department",), 0.45
            )
        if day >= date(2025, 7, 10):
            yield from self._to_communes(n, day)

    def _to_communes(self, n: int, day: date) -> Iterator[Task]:
        share = 1.0 if n % 160 == 3 else 0.2
        if n % 160 == 3 or n % 40 == 23:
            kinds = ("commune", "ward")
            yield self._batch("communes", n, day, local_texts.TO_COMMUNES, kinds, share)

    def _batch(
        self,
        name: str,
        n: int,
        day: date,
        texts: tuple[Text, ...],
        kinds: tuple[str, ...],
        share: float,
    ) -> Task:
        dice = self.dice.of("batch", name, n)
        leads = [b.code for b in self.cast.existing(self.cast.bodies) if b.kind in kinds]
        text = worded(texts[n // 40 % len(texts)], day)
        return Task(
            key=f"{name}-{n}",
            leads=self.some(leads, share, f"{name}-{n}"),
            text=text,
            length=dice.choice((10, 12, 15)),
            giver="CT" if dice.random() < 0.4 else "UBND",
            is_priority=dice.random() < 0.3,
        )

    def some(self, codes: list[str], share: float, name: str) -> tuple[str, ...]:
        """A share of these bodies, the same ones for the same name; at least one."""
        wanted = min(1.0, share * self.scale)
        chosen = [c for c in codes if self.dice.of("some", name, c).random() < wanted]
        return tuple(chosen or codes[:1])


def _terms(dice: Random, *, is_in_turn: bool) -> str:
    """How the due date is given. Lives told in turn all have one."""
    kinds = ("WORKING_DAYS", "STATED", "BEFORE", "DAYS", "MONTHS", "NONE", "CONTINUOUS")
    weights = (55, 18, 12, 9, 3, 2, 1)
    offered = 3 if is_in_turn else len(kinds)
    return dice.choices(kinds[:offered], weights[:offered])[0]


def _giver(dice: Random) -> str:
    return dice.choices(("UBND", "CT", "PCT", "TTG", "CP", "TU", "HDND"), (38, 20, 30, 5, 2, 3, 2))[
        0
    ]


def _fields() -> dict[str, list[tuple[str, date, date]]]:
    """Body -> its fields with their days (from included, to excluded)."""
    from agencies.models import AgencyFunction

    found: dict[str, list[tuple[str, date, date]]] = {}
    rows = AgencyFunction.objects.select_related("agency", "function").order_by("pk")
    for row in rows:
        days = (row.valid_from or date.min, row.valid_to or date.max)
        found.setdefault(row.agency.code, []).append((row.function.code, *days))
    return found


__all__ = ["FIRST_DAY", "Plan", "Task"]
