"""Loading the tables shipped with the product, without undoing what a person entered."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from agencies.calendar import shipped_days
from agencies.models import (
    Agency,
    AgencyFunction,
    Function,
    Group,
    Mandate,
    ReferenceTable,
    SpecialDay,
    Succession,
)
from agencies.rules.text import sort_key
from audit.record import record

DATA = Path(__file__).resolve().parent.parent / "data"

Record = Mapping[str, str]
Values = dict[str, Any]


@dataclass(frozen=True)
class Shipped:
    """One shipped table: where it is, which rows of which model it makes, and what names a row.

    ``shape`` turns the records of the file into values by column (``attname``), the same columns
    in each; ``key`` are the columns that find a row again.
    """

    name: str
    path: Path
    model: type[models.Model]
    key: tuple[str, ...]
    shape: Callable[[list[Record]], Iterable[Values]]


@dataclass(frozen=True)
class Loaded:
    """How many rows a load inserted, updated, and left as a person made them."""

    inserted: int = 0
    updated: int = 0
    kept: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(
            self.inserted + other.inserted, self.updated + other.updated, self.kept + other.kept
        )


@transaction.atomic
def load(tables: Sequence[Shipped], *, at: datetime) -> Loaded:
    """Bring the tables to what their files say; a table whose file is unchanged is not read.

    Missing rows are inserted; a row still equal to the previous load is updated; a row that a
    person edited or removed stays as they left it. Nothing is ever deleted.
    """
    known = dict(ReferenceTable.objects.values_list("name", "checksum"))
    total = Loaded()
    for table in tables:
        checksum = hashlib.sha256(table.path.read_bytes()).hexdigest()
        if known.get(table.name) != checksum:
            total += _load(table, checksum, at=at)
    return total


def _load(table: Shipped, checksum: str, *, at: datetime) -> Loaded:
    before, _ = ReferenceTable.objects.select_for_update().get_or_create(
        name=table.name, defaults={"checksum": checksum, "loaded_at": at}
    )
    wanted = list(table.shape(list(_records(table.path))))
    loaded, rows = _bring(table, wanted, before.rows)
    before.checksum, before.rows, before.loaded_at = checksum, rows, at
    before.save()
    record(
        "reference.load",
        before,
        note=table.name,
        by=None,
        at=at,
        inserted=loaded.inserted,
        updated=loaded.updated,
        kept=loaded.kept,
    )
    return loaded


def _bring(table: Shipped, wanted: list[Values], before: Values) -> tuple[Loaded, Values]:
    """Write what may be written; the second value is the load to remember."""
    present = _present(table, wanted)
    rows, fresh, loaded = dict(before), [], Loaded()
    for values in wanted:
        key, plain = _key(table, values), _plain(values)
        if key not in present:
            if key in before:
                loaded += Loaded(kept=1)
                continue
            fresh.append(table.model(**values))
        elif present[key][1] != plain:
            pk, now = present[key]
            if before.get(key) != now and not _is_blank(table, now):
                loaded += Loaded(kept=1)
                continue
            table.model._default_manager.filter(pk=pk).update(**values)
            loaded += Loaded(updated=1)
        rows[key] = plain
    table.model._default_manager.bulk_create(fresh)
    return loaded + Loaded(inserted=len(fresh)), rows


def _present(table: Shipped, wanted: list[Values]) -> dict[str, tuple[int, Values]]:
    """The rows of the database by key: id, and the values of the shipped columns."""
    columns = list(wanted[0]) if wanted else []
    found = table.model._default_manager.values("pk", *columns)
    return {_key(table, row): (row["pk"], _plain({c: row[c] for c in columns})) for row in found}


def _is_blank(table: Shipped, values: Values) -> bool:
    """Nobody ever filled these columns: a later look at a file that makes the rows earlier."""
    return all(value is None for column, value in values.items() if column not in table.key)


def _key(table: Shipped, values: Values) -> str:
    return json.dumps([_plain(values)[column] for column in table.key], ensure_ascii=False)


def _plain(values: Values) -> Values:
    """The values as JSON gives them back, to compare with those of an earlier load."""
    return dict(json.loads(json.dumps(values, cls=DjangoJSONEncoder)))


def _records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(written: str) -> date | None:
    """An ISO date of a shipped table; empty means open or unknown."""
    return date.fromisoformat(written) if written else None


def agencies_by_code() -> dict[str, int]:
    """The ids of all bodies by their code; of two with one code the older, the shipped one."""
    return dict(Agency.objects.order_by("-pk").values_list("code", "pk"))


def _span(record: Record) -> Values:
    return {"valid_from": day(record["valid_from"]), "valid_to": day(record["valid_to"])}


# --- the tables -----------------------------------------------------------------------------
def _bodies(records: list[Record]) -> Iterator[Values]:
    for r in records:
        yield {
            "code": r["code"],
            "name_vi": r["name_vi"],
            "name_en": r["name_en"],
            "kind": r["kind"],
            "symbol": r["doc_symbol"],
            "is_subordinate": r["subordinate"] == "true",
            "is_listed": r["listed"] == "true",
            "source": r["source"],
            "note": r["note"],
            "sort_key": sort_key(r["name_vi"]),
            **_span(r),
        }


def _parents(records: list[Record]) -> Iterator[Values]:
    """The second look at the same file, once every body has its id."""
    ids = agencies_by_code()
    for r in records:
        yield {
            "code": r["code"],
            "valid_from": day(r["valid_from"]),
            "parent_id": ids.get(r["parent_code"]),
        }


def _successions(records: list[Record]) -> Iterator[Values]:
    ids = agencies_by_code()
    for r in records:
        yield {
            "old_id": ids[r["old_code"]],
            "new_id": ids[r["new_code"]],
            "on": day(r["date"]),
            "kind": r["kind"],
            "passes": r["passes"],
            "status": r["status"],
            "source": r["source"],
        }


def _functions(records: list[Record]) -> Iterator[Values]:
    for r in records:
        yield {"code": r["code"], "name_vi": r["name_vi"], "name_en": r["name_en"]}


def _body_functions(records: list[Record]) -> Iterator[Values]:
    bodies = agencies_by_code()
    fields = dict(Function.objects.values_list("code", "pk"))
    for r in records:
        yield {
            "agency_id": bodies[r["body_code"]],
            "function_id": fields[r["function_code"]],
            "source": r["source"],
            **_span(r),
        }


def _groups(records: list[Record]) -> Iterator[Values]:
    for r in records:
        yield {
            "code": r["code"],
            "name_vi": r["name_vi"],
            "name_en": r["name_en"],
            "kinds": [k for k in r["kinds"].split(";") if k],
            "source": r["source"],
            **_span(r),
        }


def _mandates(records: list[Record]) -> Iterator[Values]:
    bodies = agencies_by_code()
    for r in records:
        yield {
            "agency_id": bodies[r["body_code"]],
            "kind": r["kind"],
            "source": r["source"],
            **_span(r),
        }


def _special_days(records: list[Record]) -> Iterator[Values]:
    for r in records:
        for special in shipped_days([r]):
            yield {
                "day": special.day,
                "is_worked": special.is_worked,
                "name": special.name,
                "is_official": r["status"] == "official",
                "source": r["source"],
            }


_BODIES = Shipped("bodies", DATA / "bodies.csv", Agency, ("code", "valid_from"), _bodies)
TABLES = (
    _BODIES,
    replace(_BODIES, name="body_parents", shape=_parents),
    Shipped(
        "succession", DATA / "succession.csv", Succession, ("old_id", "new_id", "on"), _successions
    ),
    Shipped("functions", DATA / "functions.csv", Function, ("code",), _functions),
    Shipped(
        "body_functions",
        DATA / "body_functions.csv",
        AgencyFunction,
        ("agency_id", "function_id", "valid_from"),
        _body_functions,
    ),
    Shipped("groups", DATA / "groups.csv", Group, ("code", "valid_from"), _groups),
    Shipped(
        "mandates", DATA / "mandates.csv", Mandate, ("agency_id", "kind", "valid_from"), _mandates
    ),
    Shipped("holidays", DATA / "holidays.csv", SpecialDay, ("day",), _special_days),
)
