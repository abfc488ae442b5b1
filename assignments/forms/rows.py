"""Any number of like rows in one form, added by a button that works without script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

MOST_ROWS = 40


class HasRows(forms.Form):
    """A form with rows: `rows` of them, each with the fields of `ROW` under NAME_0, NAME_1 …

    The number travels in the hidden field `rows`; the button `do=add_row` asks for one more.
    Refused forms keep every row.
    """

    ROW: Mapping[str, Callable[[], forms.Field]] = {}
    FIRST_ROWS = 1

    def add_rows(self) -> None:
        """Make the fields; called once, before the form is cleaned or printed."""
        self.row_count = self._count()
        for place in range(self.row_count):
            for name, make in self.ROW.items():
                self.fields[f"{name}_{place}"] = make()

    def _count(self) -> int:
        sent = self.data.get("rows", "") if self.is_bound else self.initial.get("rows", "")
        asked = int(sent) if str(sent).isdigit() else self.FIRST_ROWS
        more = 1 if self.data.get("do") == "add_row" else 0
        return max(self.FIRST_ROWS, min(asked + more, MOST_ROWS))

    @property
    def row_fields(self) -> list[list[Any]]:
        """The bound fields, row by row."""
        return [[self[f"{n}_{place}"] for n in self.ROW] for place in range(self.row_count)]

    @property
    def named_rows(self) -> list[dict[str, Any]]:
        """The same, each bound field under its short name."""
        return [{n: self[f"{n}_{place}"] for n in self.ROW} for place in range(self.row_count)]

    def row_values(self, place: int) -> dict[str, Any]:
        """What was entered in one row, cleaned."""
        return {n: self.cleaned_data.get(f"{n}_{place}") for n in self.ROW}

    def filled_rows(self) -> list[tuple[int, dict[str, Any]]]:
        """The rows in which anything was entered, with their places."""
        rows = ((place, self.row_values(place)) for place in range(self.row_count))
        return [(place, values) for place, values in rows if any(values.values())]
