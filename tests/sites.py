"""A real site for the tests that need committed rows: its own database, its own gunicorn.

The database is a clone of a migrated template with the reference data, made once a run; Django's
flush is never used, the guards would refuse it.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "site_template"
_LOCK = 968_280


def _connection(database: str = "postgres") -> Any:
    """To the server of this run, through the settings' own address."""
    from django.conf import settings

    facts = settings.DATABASES["default"]
    link = psycopg2.connect(
        dbname=database,
        user=facts["USER"],
        password=facts["PASSWORD"],
        host=facts["HOST"],
        port=facts["PORT"] or None,
    )
    link.autocommit = True
    return link


def _address(database: str) -> str:
    from django.conf import settings

    facts = settings.DATABASES["default"]
    host, port = facts["HOST"], facts["PORT"]
    if host.startswith("/"):
        return f"postgres://{facts['USER']}@/{host}/{database}"
    secret = f":{facts['PASSWORD']}" if facts["PASSWORD"] else ""
    return f"postgres://{facts['USER']}{secret}@{host}{f':{port}' if port else ''}/{database}"


def _environment(database: str) -> dict[str, str]:
    told = {
        "DATABASE_URL": _address(database),
        "LOCAL_START": "1",
        "DEMO": "0",
        "MFA_REQUIRED": "0",
        "LOG_LEVEL": "ERROR",
    }
    return os.environ | told


def _manage(database: str, *arguments: str, text: str | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        check=False,
        env=_environment(database),
        input=text,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {arguments}: {done.stdout}\n{done.stderr}")
    return done.stdout


def _make_template() -> None:
    link = _connection()
    with link.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {TEMPLATE}_half")
            _manage(f"{TEMPLATE}_half", "migrate", "--verbosity", "0")
            _manage(f"{TEMPLATE}_half", "load_reference")
            cursor.execute(f"ALTER DATABASE {TEMPLATE}_half RENAME TO {TEMPLATE}")
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    link.close()


@dataclass
class Site:
    """A running site: its address, its database, and what the seed printed."""

    url: str
    database: str
    seeded: dict[str, Any]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        link = _connection(self.database)
        with link.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchall() if cursor.description else []
        link.close()
        return found

    def cookies(self, seat: int) -> str:
        """The session cookie of a person who acts in this seat."""
        return str(self.seeded["sessions"][str(seat)])


@contextmanager
def running_site(name: str, seed: str, *, workers: int = 2, threads: int = 4) -> Iterator[Site]:
    """A site on a free port with the rows of ``seed``, a module run inside ``manage.py shell``.

    The seed prints one line of JSON at its end. Everything ends with the block.
    """
    _make_template()
    link = _connection()
    with link.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    seeded = json.loads(_manage(name, "shell", "-v", "0", "-c", seed).strip().splitlines()[-1])
    port = _free_port()
    web = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi:application",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            str(workers),
            "--threads",
            str(threads),
            "--timeout",
            "120",
            "--no-control-socket",
            "--log-level",
            "error",
        ],
        cwd=ROOT,
        env=_environment(name),
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, web)
        yield Site(url, name, seeded)
    finally:
        web.terminate()
        web.wait(timeout=30)
        with link.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        link.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, web: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if web.poll() is not None:
            raise RuntimeError("the site ended while it began")
        try:
            urllib.request.urlopen(f"{url}/tai-khoan/login/", timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the site does not answer")
