"""A real site for the tests that need committed rows: its own database, its own gunicorn.

The database is a clone of a migrated template with the reference data, made once a run; Django's
flush is never used, the guards would refuse it. A travelling site lives on a day of the test's
choice: its clock is a file, and its database a demo whose replay clock shows the same moment.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
_LOCK = 968_280


def connect(database: str = "postgres") -> Any:
    """To the database server of this run, through the settings' own address."""
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
    facts = settings.DATABASES["default"]
    host, port = facts["HOST"], facts["PORT"]
    if host.startswith("/"):
        return f"postgres://{facts['USER']}@/{host}/{database}"
    secret = f":{facts['PASSWORD']}" if facts["PASSWORD"] else ""
    return f"postgres://{facts['USER']}{secret}@{host}{f':{port}' if port else ''}/{database}"


def _environment(database: str, **told: str) -> dict[str, str]:
    base = {
        "DATABASE_URL": _address(database),
        "LOCAL_START": "1",
        "MFA_REQUIRED": "0",
        "LOG_LEVEL": "ERROR",
        # As served for real: collected, hashed and compressed, and by one process for all sites.
        "STATICFILES_BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "STATIC_ROOT": f"{settings.VAR_DIR}/site_static",
    }
    return os.environ | base | told


def manage(database: str, *arguments: str, **told: str) -> str:
    """What the command says on this database; RuntimeError with its words when it fails."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        check=False,
        env=_environment(database, **told),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {arguments}: {done.stdout}\n{done.stderr}")
    return done.stdout


def _template(demo: str) -> str:
    """The migrated database with the reference data, made by the first test that asks."""
    link = connect()
    with link.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        migrated = _made_once(cursor, "site_migrated", "template1", _migrate)
        name = _made_once(
            cursor, f"site_template_{demo}", migrated, lambda half: _load(half, demo=demo)
        )
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    link.close()
    return name


def _made_once(cursor: Any, name: str, source: str, fill: Callable[[str], None]) -> str:
    """The database of this name: a filled copy of the source, whole or not there at all."""
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if not cursor.fetchone():
        cursor.execute(f"CREATE DATABASE {name}_half TEMPLATE {source}")
        fill(f"{name}_half")
        cursor.execute(f"ALTER DATABASE {name}_half RENAME TO {name}")
    return name


def _migrate(database: str) -> None:
    manage(database, "migrate", "--verbosity", "0")
    manage(database, "collectstatic", "--noinput", "--verbosity", "0")


def _load(database: str, *, demo: str) -> None:
    manage(database, "load_reference", DEMO=demo)


@dataclass
class Site:
    """A running site: its address, its database, and what the seed printed."""

    url: str
    database: str
    seeded: dict[str, Any]
    clock: Path

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        link = connect(self.database)
        with link.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchall() if cursor.description else []
        link.close()
        return found

    def session(self, key: str) -> str:
        """The session key of the person whom the seed calls ``key``."""
        return str(self.seeded["sessions"][key])

    def go_to(self, moment: datetime) -> None:
        """Let the site and its records live at this moment; only forward."""
        self.clock.write_text(moment.isoformat())
        self.rows(
            "INSERT INTO audit_replayclock (id, now_at) VALUES (1, %s)"
            " ON CONFLICT (id) DO UPDATE SET now_at = excluded.now_at",
            moment,
        )


def own(name: str) -> str:
    """What the database is called here: the tests of one file may run in several workers."""
    return f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@contextmanager
def cloned_database(name: str, *, demo: str) -> Iterator[str]:
    """A migrated database with the reference data, gone with the block."""
    name = own(name)
    link = connect()
    with link.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {_template(demo)}")
    try:
        yield name
    finally:
        with link.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        link.close()


@contextmanager
def running_site(
    name: str, seed: str, *, travels: bool = False, threads: int = 4, application: str = ""
) -> Iterator[Site]:
    """A site on a free port with the rows of ``seed``, text run inside ``manage.py shell``.

    The seed prints one line of JSON at its end. Everything ends with the block. ``application``
    names another one than the product's, for controls.
    """
    demo = "1" if travels else "0"
    with cloned_database(name, demo=demo) as database, tempfile.TemporaryDirectory() as folder:
        said = manage(database, "shell", "-v", "0", "-c", seed, DEMO=demo)
        clock = Path(folder) / "clock"
        port = _free_port()
        site = Site(
            f"http://127.0.0.1:{port}", database, json.loads(said.strip().splitlines()[-1]), clock
        )
        application = application or (
            "tests.travelling:application" if travels else "config.wsgi:application"
        )
        web = _serve(site, port, application, travels=travels, threads=threads)
        try:
            _wait(site.url, web)
            yield site
        finally:
            web.terminate()
            web.wait(timeout=30)


def _serve(
    site: Site, port: int, application: str, *, travels: bool, threads: int
) -> subprocess.Popen[bytes]:
    """A travelling site is one process with one thread: there is one clock in it."""
    workers = ["1", "1"] if travels else ["2", str(threads)]
    told = {"DEMO": "1" if travels else "0", "CLOCK": str(site.clock)}
    if travels:  # weeks pass while somebody stays signed in
        told |= {"SESSION_IDLE_SECONDS": "99999999", "SESSION_MAX_SECONDS": "99999999"}
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
         "--workers", workers[0], "--threads", workers[1], "--timeout", "120",
         "--no-control-socket", "--log-level", "error"],
        cwd=ROOT,
        env=_environment(site.database, **told),
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, web: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
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
