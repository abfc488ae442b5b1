"""How a table and its history are filled from one SQL expression for each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, models

from audit.triggers import kept_columns


@dataclass(frozen=True)
class Table:
    """The versions of a table's rows: ``since`` when each was known, ``until`` when it was
    replaced; a table without history has neither, and one version a row.

    A column without an expression holds its model's default; a key without one is drawn from the
    table's sequence.
    """

    model: type[models.Model]
    source: str
    values: Mapping[str, str]
    since: str = ""
    until: str = "NULL::timestamptz"

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def has_history(self) -> bool:
        return bool(self.since)

    @property
    def columns(self) -> list[str]:
        return [f.column for f in self._fields()]

    def versions(self) -> str:
        """A SELECT of every version: the columns, then known_from and known_to."""
        unknown = set(self.values) - set(self.columns)
        if unknown:
            raise KeyError(f"{self.name} has no column {sorted(unknown)}")
        shown = [
            f"{self.values.get(f.column) or _default(f)} AS {f.column}" for f in self._fields()
        ]
        if self.has_history:
            shown += [f"{self.since} AS known_from", f"{self.until} AS known_to"]
        return f"SELECT {', '.join(shown)} FROM {self.source}"

    def statements(self) -> list[str]:
        """What fills the history of the table, and the table."""
        names = ", ".join(self.columns)
        if not self.has_history:
            return [f"INSERT INTO {self.name} ({names}) {self.versions()}"]
        live = f"SELECT {names} FROM ({self.versions()}) AS v WHERE known_to IS NULL"
        return [
            f"INSERT INTO {self.name}_history ({names}, known_from, known_to) {self.versions()}",
            f"INSERT INTO {self.name} ({names}) {live}",
        ]

    def _fields(self) -> list[models.Field]:
        fields = kept_columns(self.model)
        return [f for f in fields if f.column in self.values or not f.primary_key]


def _default(column: models.Field) -> str:
    if column.null:
        return f"NULL::{column.db_type(connection)}"
    value = column.get_default()
    if isinstance(value, bool | int):
        return str(value)
    return f"'{value}'" if isinstance(value, str) else "'{}'"
