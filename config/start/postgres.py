"""The product's own PostgreSQL: made, started, asked whether it is ready."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg2

from config.start import binaries, folders
from config.start.account import Account, StartError
from config.start.addresses import DATABASE_USER, Home

ENDING = signal.SIGINT  # "fast": roll back what is open, write down what is done, leave
# Letters are told apart by Unicode and not by the machine's locale, so that a search finds
# the same everywhere; sorting is by stored keys.
_INITDB = (
    "--username", DATABASE_USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C",
    "--locale-provider", "builtin", "--builtin-locale", "PG_UNICODE_FAST", "--no-instructions",
)  # fmt: skip
_SETTINGS = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC"}
# For data that nobody needs after the run.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def command(home: Home, settings: Mapping[str, str] | None = None) -> list[str | Path]:
    """How to run the server on `home`, whose cluster is made first when it has none.

    Access is by the socket folder alone, which only one account may enter; there is no port.
    """
    account = home.account
    programs = binaries.postgres_bin(home, account)
    data = _ready_cluster(home, account, programs)
    options = [f"--{name}={value}" for name, value in {**_SETTINGS, **(settings or {})}.items()]
    return [programs / "postgres", "-D", data, "-k", folders.make_socket_folder(home), *options]


def is_ready(home: Home) -> bool:
    try:
        _connect(home).close()
    except psycopg2.OperationalError:
        return False
    return True


def create_database(home: Home, name: str) -> bool:
    """Create the database unless it is there; True when it is new."""
    found = _ask(home, "SELECT 1 FROM pg_database WHERE datname = %s", name)
    if not found:
        _do(home, f'CREATE DATABASE "{name}"')
    return not found


def drop_database(home: Home, name: str) -> bool:
    """Drop the database and whoever is connected to it; True when there was one."""
    found = _ask(home, "SELECT 1 FROM pg_database WHERE datname = %s", name)
    _do(home, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    return bool(found)


def _ready_cluster(home: Home, account: Account, programs: Path) -> Path:
    data = folders.reachable(home.database, home, account)
    if not (data / "PG_VERSION").exists():
        _make_cluster(data, account, programs)
    _check_version(data, programs)
    _forget_stale_number(data)
    return data


def _make_cluster(data: Path, account: Account, programs: Path) -> None:
    """Under another name first: a cluster that bears its name is a whole one."""
    if data.exists() and any(data.iterdir()):
        raise StartError(
            f"{data} holds files but no database (no PG_VERSION). Move the folder away and "
            "start again; a new database is then made."
        )
    half = data.with_name(data.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    folders.own(half, account)
    made = subprocess.run(
        [programs / "initdb", "-D", half, *_INITDB],
        cwd="/", capture_output=True, text=True, **account.popen,
    )  # fmt: skip
    if made.returncode:
        raise StartError(f"PostgreSQL could not make its files in {half}:\n{made.stderr.strip()}")
    if data.exists():
        data.rmdir()
    half.rename(data)


def _check_version(data: Path, programs: Path) -> None:
    has = (data / "PG_VERSION").read_text().strip()
    brings = subprocess.check_output([programs / "postgres", "--version"], cwd="/", text=True)
    if brings.split()[-1].split(".")[0] != has:
        raise StartError(
            f"The data in {data} is of PostgreSQL {has}, installed is {brings.strip()}. "
            "Dump it with the old version, or move the folder away to begin anew."
        )


def _forget_stale_number(data: Path) -> None:
    """Remove postmaster.pid when its number now belongs to some other program.

    PostgreSQL only looks whether a process of that number lives and would refuse to start.
    """
    lock = data / "postmaster.pid"
    if sys.platform != "linux" or not lock.exists():
        return
    number = lock.read_text().split("\n", 1)[0].strip()
    try:
        program = Path(f"/proc/{number}/comm").read_text().strip()
    except OSError:
        return
    if program != "postgres":
        lock.unlink()


def _connect(home: Home) -> psycopg2.extensions.connection:
    link = psycopg2.connect(
        host=str(home.sockets), user=DATABASE_USER, dbname="postgres", connect_timeout=5
    )
    link.autocommit = True
    return link


def _ask(home: Home, question: str, *values: str) -> list[tuple[Any, ...]]:
    link = _connect(home)
    try:
        with link.cursor() as cursor:
            cursor.execute(question, values)
            return list(cursor.fetchall())
    finally:
        link.close()


def _do(home: Home, statement: str) -> None:
    link = _connect(home)
    try:
        with link.cursor() as cursor:
            cursor.execute(statement)
    finally:
        link.close()
