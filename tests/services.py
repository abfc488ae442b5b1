"""Real services for the suite: one PostgreSQL and one Valkey per run, gone with it.

A pytest plugin, named in pyproject.toml so that it speaks before Django reads its settings.
With DATABASE_URL or REDIS_URL set, that service is used and none is started for it. Parallel
workers inherit the addresses from the run that started them.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest

from config.start import folders, postgres
from config.start.addresses import Home, short_folder
from config.start.locks import Lock
from config.start.supervisor import Supervisor, start_services

_PREFIX = "htdc-test-"
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_LOCK = "tests.lock"


class Services:
    """What this run started itself."""

    def __init__(self, home: Home, *, database: bool, broker: bool) -> None:
        self.home = home
        self.database = database
        self.broker = broker
        folders.require_writing(home)
        self._lock = Lock(home.run / _LOCK)
        self._lock.take()
        self._supervisor = Supervisor(home, "tests")

    def start(self) -> None:
        start_services(
            self._supervisor,
            database=self.database,
            broker=self.broker,
            settings=postgres.THROWAWAY,
        )

    def stop(self) -> None:
        self._supervisor.stop()
        self._lock.give_back()
        folders.remove(self.home)


services_key = pytest.StashKey[Services]()
not_run_key = pytest.StashKey[int]()


def chromium() -> str | None:
    """The browser of the journeys: the program CHROMIUM names, or one on the PATH."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _CHROMIUM)), None)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Say where the services will be, before the settings ask."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    os.environ |= {"LOCAL_START": "1", "DEMO": "0"}
    os.environ.setdefault("SECRET_KEY", "known to everybody, good for nothing but tests")
    # Pages are drawn without collecting and hashing the static files first.
    os.environ.setdefault(
        "STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    home = _new_home()
    services = Services(
        home,
        database=not os.environ.get("DATABASE_URL"),
        broker=not os.environ.get("REDIS_URL"),
    )
    early_config.stash[services_key] = services
    os.environ["VAR_DIR"] = str(home.var)
    if services.database:
        os.environ["DATABASE_URL"] = home.database_url("tracker")
    if services.broker:
        os.environ["REDIS_URL"] = home.broker_url()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    services = session.config.stash.get(services_key, None)
    if services is None or session.config.option.collectonly:
        return
    if os.environ.get("REQUIRE_BROWSER") == "1" and not chromium():
        raise pytest.UsageError("REQUIRE_BROWSER=1, and there is no Chromium on this machine.")
    services.start()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if chromium():
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    for item in browser:
        item.add_marker(pytest.mark.skip(reason="no Chromium"))
    config.stash[not_run_key] = len(browser)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A parallel worker tells the run that started it how many it left out."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["not_run"] = session.config.stash.get(not_run_key, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Every worker collects all tests, so any of them knows the whole number."""
    told = getattr(node, "workeroutput", {}).get("not_run", 0)
    stash = node.config.stash  # type: ignore[attr-defined]
    stash[not_run_key] = max(told, stash.get(not_run_key, 0))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    services = config.stash.get(services_key, None)
    if services is None:
        return
    services.stop()
    if not chromium():
        config.get_terminal_writer().line(
            f"browser tests not run: {config.stash.get(not_run_key, 0)}"
        )


def _new_home() -> Home:
    """A folder for this run; those of runs that were killed are cleared away."""
    for left in short_folder().glob(f"{_PREFIX}*"):
        if left.stat().st_uid == os.geteuid() and _is_abandoned(left):
            folders.remove(Home(left))
    made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=short_folder()))
    made.chmod(0o711)  # the services' account passes through it to its own files
    return Home(made)


def _is_abandoned(left: Path) -> bool:
    lock = left / "run" / _LOCK
    if lock.exists():
        return Lock(lock).holder() is None
    return time.time() - left.stat().st_mtime > 3600  # perhaps one is only beginning
