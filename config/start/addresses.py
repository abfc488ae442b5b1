"""Where the files and the sockets of this copy of the product are."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.start.account import Account, service_account

PROJECT = Path(__file__).resolve().parents[2]
DATABASE_USER = "tracker"
DEMO_DATABASE = "tracker_demo"
REAL_DATABASE = "tracker_real"
# The path of a Unix socket may have 107 bytes; this leaves room for the name of the socket.
LONGEST_FOLDER = 80
_YES = {"true", "on", "ok", "y", "yes", "1"}  # as django-environ reads a flag


@dataclass(frozen=True)
class Home:
    """The folder that holds everything a start writes (git-ignored `var/` unless told)."""

    var: Path

    @property
    def database(self) -> Path:
        """The files of PostgreSQL; a link when root keeps them elsewhere."""
        return self.var / "postgres"

    @property
    def broker(self) -> Path:
        return self.var / "valkey"

    @property
    def run(self) -> Path:
        """What only matters while something runs: locks, process numbers, stamps."""
        return self.var / "run"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    def files(self, *, is_demo: bool) -> Path:
        """Uploaded files; those of the demo go when it is dropped."""
        return self.var / "files" / ("demo" if is_demo else "real")

    @property
    def account(self) -> Account:
        return service_account(self.database)

    @property
    def sockets(self) -> Path:
        """A short path, the same from every shell, that only the services' account can enter."""
        name = hashlib.sha256(str(self.var).encode()).hexdigest()[:12]
        return short_folder() / f"htdc-{self.account.uid}-{name}"

    @property
    def broker_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    def database_url(self, name: str) -> str:
        return f"postgres://{DATABASE_USER}@/{self.sockets}/{name}"

    def broker_url(self) -> str:
        return f"redis+socket://{self.broker_socket}?virtual_host=0"


def home() -> Home:
    """The folder named by VAR_DIR, or `var/` in the project."""
    return Home(Path(os.environ.get("VAR_DIR") or PROJECT / "var").absolute())


def is_demo() -> bool:
    return is_yes(os.environ.get("DEMO", ""))


def is_yes(flag: str) -> bool:
    return flag.lower() in _YES


def database_name() -> str:
    """Demo and real data never share a database: DEMO chooses."""
    return DEMO_DATABASE if is_demo() else REAL_DATABASE


def database_url() -> str:
    """Address of the product's own PostgreSQL, for when DATABASE_URL is absent."""
    return home().database_url(database_name())


def broker_url() -> str:
    """Address of the product's own broker, for when REDIS_URL is absent."""
    return home().broker_url()


def short_folder() -> Path:
    """/tmp, and not TMPDIR, for the address must not change from one shell to the next."""
    tmp = Path("/tmp")  # anybody may write here: what is made in it is checked before use
    if os.access(tmp, os.W_OK | os.X_OK):
        return tmp
    return Path(tempfile.gettempdir())
