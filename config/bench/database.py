"""The bench database: its server, and whether what it holds is what is asked for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from audit import replay
from config import prepare
from config.bench.loading import load
from config.start import keeper
from config.start.account import StartError
from config.start.addresses import PROJECT, home
from config.start.folders import require_writing
from config.start.supervisor import Supervisor, start_services

NAME = "tracker_bench"
Say = Callable[[str], None]


@contextmanager
def server() -> Iterator[None]:
    """The server that DATABASE_URL names, the one that runs here already, or our own meanwhile."""
    place = home()
    if os.environ.get("DATABASE_URL"):
        yield
        return
    require_writing(place)
    lock = keeper.lock(place, keeper.UP)
    if keeper.lock(place, keeper.SERVICES).holder() or not lock.take():
        yield
        return
    with Supervisor(place, keeper.UP) as supervisor:
        supervisor.end_leftovers()
        start_services(supervisor, broker=False)
        yield
        connection.close()


def ensure(name: str, rows: int, *, fresh: bool, say: Say, on: date, at: datetime) -> None:
    """Make ``name`` this process's database, holding ``rows`` assignments of today's schema."""
    wanted = {"kind": "bench", "rows": str(rows), "schema": _schema()}
    if not _exists(name):
        _ask(f'CREATE DATABASE "{name}"')
    _switch(name)
    mark = prepare.read_mark()
    if mark == wanted and not fresh:
        say(f"Using the database {name}")
        return
    if not _is_empty():
        _begin_anew(name, mark)
    _make(rows, wanted, say, on=on, at=at)


def _begin_anew(name: str, mark: dict[str, str]) -> None:
    if mark.get("kind") != "bench":
        raise StartError(f"The database {name} holds data that this command did not make.")
    connection.close()
    _ask(f'DROP DATABASE "{name}" WITH (FORCE)')
    _ask(f'CREATE DATABASE "{name}"')


def _make(rows: int, mark: dict[str, str], say: Say, *, on: date, at: datetime) -> None:
    prepare.write_mark({"kind": "bench"})
    prepare.migrate(say)
    # Never replayed: the database's own clock stamps what the bench changes.
    replay.begin(is_demo=False)
    call_command("load_reference", verbosity=0, stdout=_Silence())
    load(rows, say=say, on=on, at=at)
    prepare.write_mark(mark)


class _Silence:
    def write(self, text: str) -> None:
        """What a command says is of no interest here."""

    def flush(self) -> None:
        """Nothing is kept back."""


def _is_empty() -> bool:
    """No assignment in it, perhaps not even a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('assignments_assignment') IS NULL")
        if cursor.fetchone()[0]:
            return True
        cursor.execute("SELECT NOT EXISTS (SELECT FROM assignments_assignment)")
        return bool(cursor.fetchone()[0])


def _schema() -> str:
    """What the rows depend on: the migrations, and the statements that make the rows."""
    digest = hashlib.sha256()
    files = [*PROJECT.glob("*/migrations/*.py"), *Path(__file__).parent.rglob("*.sql")]
    files += [Path(__file__).with_name(f"{name}.py") for name in ("people", "rows", "tables")]
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _switch(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _exists(name: str) -> bool:
    return bool(_ask("SELECT 1 FROM pg_database WHERE datname = %s", name))


def _ask(statement: str, *values: str) -> list[tuple[object, ...]]:
    """Asked of the server from outside the database."""
    facts = connection.get_connection_params() | {"dbname": "postgres"}
    with closing(psycopg2.connect(**facts)) as link:
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []
