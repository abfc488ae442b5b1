"""Runs the cases: warm up, then page and floor in turn, and the median of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median
from time import perf_counter
from typing import Any

from config.bench import cases, change, floors
from config.bench.cases import Case, Cast
from config.bench.report import Line
from config.bench.site import Answer, Site, ask, environ

WARM = 5
# Matched, not merely read: the rows of people and bodies carry their search keys along.
_SEARCH = re.compile(r'search_key"(::text)? LIKE ')


@dataclass(frozen=True)
class Bench:
    """One run: the site, a bare connection, how often each case is asked, how many assignments
    there are, and by what every target is multiplied."""

    site: Site
    link: Any
    times: int
    rows: int
    slack: float = 1

    def lines(self, *, on: date, at: datetime) -> Iterator[Line]:
        """Every line of the report, as it is measured."""
        for line in self._lines(on=on, at=at):
            yield replace(line, most=line.most * self.slack)

    def _lines(self, *, on: date, at: datetime) -> Iterator[Line]:
        cast = Cast.of_database()
        first = 0.0
        for case in cases.pages(cast, rows=self.rows, on=on):
            page = self._page(case)
            yield page
            first = first or page.value
            if case.is_middle:
                yield Line("  beside page 1", page.value, first, cases.MIDDLE)
            yield self._weight(case)
        for case in cases.searches(cast, on=on):
            yield self._page(case)
            if case.is_without_hit:
                yield self._search_alone(case)
        yield change.measure(self.times, at=at)

    def _page(self, case: Case) -> Line:
        floor = floors.Floor(self.link, case.floor)
        bare = environ("/")

        def visit() -> Answer:
            return self.site.visit(case.path, case.cookie)

        page, least = self._in_turn(lambda: visit().ms, lambda: ask(floor, bare).ms)
        return Line(case.name, page, least, case.most, note=self._note(case))

    def _note(self, case: Case) -> str:
        """How many statements the page sends; and what its lines alone need, without figures."""
        sent = len(self.site.statements(case.path, case.cookie))
        if len(case.floor) == 1:
            return f"{sent} statements"
        floor, bare = floors.Floor(self.link, case.floor[:1]), environ("/")
        alone = median(ask(floor, bare).ms for _ in range(self.times))
        return f"{sent} statements; floor of the lines alone {alone:.2f} ms"

    def _weight(self, case: Case) -> Line:
        answer = self.site.visit(case.path, case.cookie)
        return Line("  its HTML, gzip", answer.gzip_kb, cases.WEIGHT_KB, 1, unit="kB")

    def _search_alone(self, case: Case) -> Line:
        """What the page asks of the search indexes, beside a read by key."""

        def match() -> float:
            sent = self.site.statements(case.path, case.cookie)
            return sum(s.ms for s in sent if _SEARCH.search(s.sql))

        page, least = self._in_turn(match, lambda: self._read_by_key())
        return Line("  its statements that search", page, least, cases.NO_HIT)

    def _read_by_key(self) -> float:
        began = perf_counter()
        with self.link.cursor() as cursor:
            cursor.execute(floors.BY_KEY, (1 + self.rows // 2,))
            cursor.fetchall()
        return (perf_counter() - began) * 1000

    def _in_turn(self, one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float]:
        """The medians of two measures taken in turn, so that a busy moment meets both."""
        for _ in range(WARM):
            one(), other()
        pairs = [(one(), other()) for _ in range(self.times)]
        return median(a for a, _b in pairs), median(b for _a, b in pairs)
