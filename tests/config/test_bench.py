"""The bench: its lines, its exit code, and that what it loads is what the product would write."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from config.bench.report import Line
from config.bench.rows import tables

ROWS = "400"
HISTORIES = [table for table in tables(documents=(1, 1)) if table.has_history]


def bench(database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    told = [f"--database={database}", f"--rows={ROWS}", "--times=1", *arguments]
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", "bench", *told],
        cwd=settings.BASE_DIR,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The name of a database for the bench; it goes with the tests."""
    name = f"bench_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
    yield name
    with closing(psycopg2.connect(**_server())) as link:
        link.autocommit = True
        link.cursor().execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _server(database: str = "postgres") -> dict[str, Any]:
    return connection.get_connection_params() | {"dbname": database}


def test_a_line_is_over_when_its_ratio_is_above_the_target() -> None:
    assert not Line("page", value=12, floor=2, most=6).is_over
    assert Line("page", value=12.1, floor=2, most=6).is_over
    assert str(Line("page", value=12, floor=2, most=5)).split() == (
        ["page", "12.00", "2.00", "ms", "6.00", "≤", "5", "OVER"]
    )


@pytest.mark.slow
@pytest.mark.long
def test_the_bench_prints_its_lines_and_fails_when_one_is_over(database: str) -> None:
    easy = bench(database, "--slack=100000")
    hard = bench(database, "--slack=0")

    assert easy.returncode == 0, easy.stderr
    assert hard.returncode == 1
    assert "Using the database" in hard.stdout
    for line in (
        "list, page 1",
        "overdue board",
        "middle",
        "search: ",
        "assignment page",
        "update",
    ):
        assert line in easy.stdout
    assert easy.stdout.splitlines()[-1] == "all ok"
    assert "OVER" in hard.stdout


@pytest.mark.slow
@pytest.mark.long
def test_histories_are_those_that_the_triggers_write(database: str) -> None:
    bench(database)
    # Nothing is committed: the next test finds the database as it was.
    with closing(psycopg2.connect(**_server(database))) as link, link.cursor() as cursor:
        _keep(cursor)
        _empty(cursor)
        _replay(cursor)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        for table in HISTORIES:
            columns = f"{', '.join(table.columns)}, known_from, known_to"
            assert _many(cursor, f"{table.name}_history"), "nothing was compared"
            assert _differs(cursor, columns, f"kept_{table.name}", f"{table.name}_history") == []


def _keep(cursor: Any) -> None:
    for table in HISTORIES:
        cursor.execute(f"CREATE TEMP TABLE kept_{table.name} AS SELECT * FROM {table.name}_history")


def _empty(cursor: Any) -> None:
    """Forget the rows, and call the database a demo so that its past can be replayed."""
    names = [n for table in HISTORIES for n in (table.name, f"{table.name}_history")]
    for name in (*names, "assignments_holding", "assignments_progress", "audit_origin"):
        cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
    cursor.execute("UPDATE audit_origin SET is_demo = true")
    for name in (*names, "audit_origin"):
        cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _replay(cursor: Any) -> None:
    """Write every version in the order of recording, through the triggers."""
    order = " UNION ALL ".join(
        f"SELECT known_from, {n} AS place, history_id FROM kept_{table.name}"
        for n, table in enumerate(HISTORIES)
    )
    cursor.execute(f"{order} ORDER BY 1, 2, 3")
    for n, (at, place, version) in enumerate(cursor.fetchall()):
        clock = "INSERT INTO audit_replayclock VALUES (1, %s)"
        cursor.execute("UPDATE audit_replayclock SET now_at = %s" if n else clock, [at])
        table = HISTORIES[place]
        names = ", ".join(table.columns)
        news = ", ".join(f"EXCLUDED.{c}" for c in table.columns)
        cursor.execute(
            f"INSERT INTO {table.name} ({names})"
            f" SELECT {names} FROM kept_{table.name} WHERE history_id = %s"
            f" ON CONFLICT (id) DO UPDATE SET ({names}) = ROW({news})",
            [version],
        )


def _many(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    return int(cursor.fetchone()[0])


def _differs(cursor: Any, columns: str, one: str, other: str) -> list[Any]:
    """Rows that only one of the two tables holds."""
    cursor.execute(
        f"(SELECT {columns} FROM {one} EXCEPT ALL SELECT {columns} FROM {other})"
        f" UNION ALL (SELECT {columns} FROM {other} EXCEPT ALL SELECT {columns} FROM {one})"
    )
    return list(cursor.fetchall())
