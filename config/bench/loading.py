"""Fills a migrated database with a made-up province: lives, their histories and their story.

History is written in sets, as the triggers would have written it; the test of this package plays
the same versions through the triggers and compares. Triggers, foreign keys and indexes are laid
aside while rows are loaded and put back after, which checks every foreign key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connection

from config.bench import documents, people
from config.bench.rows import tables
from config.bench.tables import Table
from config.bench.words import THINGS, VERBS

Say = Callable[[str], None]
SQL = Path(__file__).parent / "sql"
# Whole batches of twenty; small enough for the memory of a small machine.
CHUNK = 20_000
WORKERS = 2
_FAST = """
SET statement_timeout = 0; SET synchronous_commit = off; SET work_mem = '64MB';
SET maintenance_work_mem = '256MB'; SET jit = off;
"""


def load(rows: int, *, say: Say, on: date, at: datetime) -> None:
    """Load this many assignments issued in the five years before the day ``on``."""
    with connection.cursor() as cursor:
        cursor.execute(_FAST)
        cursor.execute(sql("prelude"))
    facts = {"rows": rows, "on": on, "at": at, "bodies": people.settle(on=on)}
    with connection.cursor() as cursor:
        cursor.execute(sql("seats"))
    words = {"verbs": list(VERBS), "things": list(THINGS)}
    filled = tables(documents=documents.issue(rows, words=words, on=on))
    with _bare(filled, say):
        _fill(filled, rows, facts, say)
    _finish(filled, say)


def sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text()


# --- rows -------------------------------------------------------------------------------------
def _fill(filled: list[Table], rows: int, facts: dict[str, Any], say: Say) -> None:
    starts = range(0, rows + 1, CHUNK)
    done = 0
    with ThreadPoolExecutor(WORKERS) as pool:
        jobs = [
            {**facts, "first": max(1, start), "last": min(rows, start + CHUNK - 1)}
            for start in starts
        ]
        for written in pool.map(lambda job: _fill_chunk(filled, job), jobs):
            done += written
            say(f"Loading: {done:,} of {rows:,} assignments")


def _fill_chunk(filled: list[Table], job: dict[str, Any]) -> int:
    """Make the plan of the chunk's lives, then the rows of every table from it."""
    facts = connection.get_connection_params()
    with closing(psycopg2.connect(**facts)) as link, link, link.cursor() as cursor:
        cursor.execute(_FAST)
        cursor.execute(f"CREATE TEMP TABLE plan AS {sql('plan')}", job)
        cursor.execute("ALTER TABLE plan ADD PRIMARY KEY (i); ANALYZE plan")
        cursor.execute(f"CREATE TEMP TABLE step AS {sql('steps')}")
        cursor.execute("ANALYZE step")
        for table in filled:
            for statement in table.statements():
                cursor.execute(statement)
    return int(job["last"] - job["first"] + 1)


def _finish(filled: list[Table], say: Say) -> None:
    """Move the sequences past the keys that were given, and let the planner know the rows."""
    with connection.cursor() as cursor:
        for table in filled:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"
                f" (SELECT 1 + coalesce(max(id), 0) FROM {table.name}))"
            )
        say("Loading: a twin of the assignments with keys alone")
        cursor.execute(sql("twin"))
        say("Loading: counting rows for the planner")
        cursor.execute("VACUUM ANALYZE")


# --- what is laid aside -----------------------------------------------------------------------
@contextmanager
def _bare(filled: list[Table], say: Say) -> Iterator[None]:
    names = [
        n for t in filled for n in ([t.name, f"{t.name}_history"] if t.has_history else [t.name])
    ]
    with connection.cursor() as cursor:
        keys = _definitions(cursor, _FOREIGN_KEYS, names)
        indexes = _definitions(cursor, _INDEXES, names)
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        for table, name, _made in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for _table, name, _made in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    say("Loading: indexes")
    with connection.cursor() as cursor:
        for _table, _name, made in indexes:
            cursor.execute(made)
        say("Loading: foreign keys")
        for table, name, made in keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}')
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conrelid::regclass::text = ANY (%s) ORDER BY conname
"""
_INDEXES = """
SELECT indrelid::regclass::text, relname, pg_get_indexdef(indexrelid)
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid::regclass::text = ANY (%s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY relname
"""


def _definitions(cursor: Any, question: str, names: list[str]) -> list[tuple[str, str, str]]:
    cursor.execute(question, [names])
    return list(cursor.fetchall())
