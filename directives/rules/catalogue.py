"""Types of documents and abbreviations of issuers, as values to read numbers with."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from agencies.rules.text import fold

STATE, NORMATIVE, PARTY = "state_admin", "legal_normative", "party"
SUFFIX = "suffix"
# "<no>/<year>/QĐ-<issuer>", "<no>/<year>/QH<term>"; "<no>-KL/<organ>"
_STATE_PATTERN = re.compile(r"<no>/(?:<year>/)?(?P<symbol>[^<>/-]+)(?:-(?P<issuer>.+))?")
_PARTY_PATTERN = re.compile(r"<no>-(?P<symbol>[^<>/]+)/")


@dataclass(frozen=True)
class TypeRow:
    """One type of document in one system of numbering (data/document_types.csv)."""

    code: str
    name_vi: str
    system: str
    pattern: str
    aliases: tuple[str, ...] = ()

    @cached_property
    def symbol(self) -> str:
        """What is printed for the type: QĐ; empty for a letter, which prints none."""
        shape = _PARTY_PATTERN if self.system == PARTY else _STATE_PATTERN
        found = shape.match(self.pattern)
        return found["symbol"] if found else ""

    @cached_property
    def issuer(self) -> str:
        """The one issuer that the pattern names (CP for NĐ); empty when any may issue it."""
        found = _STATE_PATTERN.match(self.pattern)
        named = (found["issuer"] or "") if found else ""
        return re.sub(r"<.*", "", named)

    @cached_property
    def has_year(self) -> bool:
        """Whether the year stands in the number."""
        return "<year>" in self.pattern


@dataclass(frozen=True)
class IssuerRow:
    """Who signs under an abbreviation, by date; `valid_to` is exclusive (data/issuers.csv)."""

    abbrev: str
    name_vi: str
    system: str
    level: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()

    def holds(self, on: date) -> bool:
        """Whether the abbreviation stood for this body on that day."""
        has_begun = self.valid_from is None or self.valid_from <= on
        return has_begun and (self.valid_to is None or on < self.valid_to)


class Spellings:
    """Official spellings, found case-blind with accents, or else without accents."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        for written, official in pairs:
            self._exact.setdefault(written.casefold(), official)
            self._plain.setdefault(fold(written), official)

    def exact(self, typed: str) -> str:
        """The official spelling of what was typed with its accents; empty when unknown."""
        return self._exact.get(typed.casefold(), "")

    def plain(self, typed: str) -> str:
        """The same, accents left out of account; the first row of the table wins."""
        return self._plain.get(fold(typed), "")

    def any(self, typed: str) -> str:
        """An exact match wins over an unaccented one (rules.md 7)."""
        return self.exact(typed) or self.plain(typed)


@dataclass(frozen=True)
class Catalogue:
    """The tables that numbers are read with; build it with `catalogue_of`."""

    types: tuple[TypeRow, ...]
    issuers: tuple[IssuerRow, ...]

    @cached_property
    def state_symbols(self) -> Spellings:
        return Spellings(_symbols(row for row in self.types if row.system != PARTY))

    @cached_property
    def party_symbols(self) -> Spellings:
        """Those of the Party first; a type that only the State's table knows keeps its spelling."""
        own = [row for row in self.types if row.system == PARTY]
        return Spellings(_symbols([*own, *(row for row in self.types if row.system != PARTY)]))

    @cached_property
    def state_issuers(self) -> Spellings:
        return Spellings(_abbreviations(self.issuers, first="state"))

    @cached_property
    def party_issuers(self) -> Spellings:
        return Spellings(_abbreviations(self.issuers, first="party"))

    @cached_property
    def units(self) -> Spellings:
        """Drafting units, which stand last in a letter: NC, VX."""
        return Spellings(_spelled(row for row in self.issuers if row.system == SUFFIX))

    @cached_property
    def terms(self) -> Spellings:
        """Abbreviations that end in a figure, without it: the next QH16 is written like QH15."""
        stems = (row.abbrev.rstrip("0123456789") for row in self.issuers)
        numbered = (row.abbrev[-1:].isdigit() for row in self.issuers)
        return Spellings((stem, stem) for stem, is_so in zip(stems, numbered, strict=True) if is_so)

    def issuers_named(self, abbrev: str, *, on: date | None = None) -> tuple[IssuerRow, ...]:
        """Whom an official abbreviation may mean; with `on`, on that day."""
        return tuple(
            row
            for row in self.issuers
            if row.abbrev == abbrev and row.system != SUFFIX and (on is None or row.holds(on))
        )

    def type_named(self, code: str, system: str) -> TypeRow | None:
        """The row of a code in one system of numbering."""
        rows = (row for row in self.types if (row.code, row.system) == (code, system))
        return next(rows, None)


def _symbols(rows: Iterable[TypeRow]) -> list[tuple[str, str]]:
    return [
        (written, row.symbol)
        for row in rows
        if row.symbol
        for written in (row.symbol, *row.aliases)
    ]


def _spelled(rows: Iterable[IssuerRow]) -> list[tuple[str, str]]:
    return [(written, row.abbrev) for row in rows for written in (row.abbrev, *row.aliases)]


def _abbreviations(rows: Iterable[IssuerRow], *, first: str) -> list[tuple[str, str]]:
    issuers = [row for row in rows if row.system != SUFFIX]
    return _spelled(sorted(issuers, key=lambda row: row.system != first))


# --- building from rows ------------------------------------------------------------------------
def catalogue_of(
    types: Iterable[Mapping[str, Any]], issuers: Iterable[Mapping[str, Any]]
) -> Catalogue:
    """From rows of the tables (`.values()`) or of the files in data/, whose columns are the same.

    Aliases are parted by ";"; dates are dates, ISO text or empty.
    """
    return Catalogue(
        types=tuple(_type_row(row) for row in types),
        issuers=tuple(_issuer_row(row) for row in issuers),
    )


def _type_row(row: Mapping[str, Any]) -> TypeRow:
    return TypeRow(
        code=row["code"],
        name_vi=row["name_vi"],
        system=row["system"],
        pattern=row["pattern"],
        aliases=_parts(row["aliases"]),
    )


def _issuer_row(row: Mapping[str, Any]) -> IssuerRow:
    return IssuerRow(
        abbrev=row["abbrev"],
        name_vi=row["name_vi"],
        system=row["system"],
        level=row["level"],
        valid_from=_date(row["valid_from"]),
        valid_to=_date(row["valid_to"]),
        aliases=_parts(row["aliases"]),
    )


def _parts(written: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in written.split(";") if part.strip())


def _date(value: date | str | None) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value) if value else None
    return value
