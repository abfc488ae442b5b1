"""Child processes that never outlive the one that started them."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from config.start.account import Account

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
_LOG_BYTES = 5_000_000
Argv = Iterable[str | Path]


def die_with_parent(ending: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send `ending` to this process when its parent is gone (Linux).

    Elsewhere nothing of the kind exists: there `make stop` ends what a killed start left.
    """
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, ending)


def spawn(
    argv: Argv,
    *,
    log: Path,
    account: Account | None = None,
    ending: signal.Signals = signal.SIGTERM,
    cwd: Path = Path("/"),
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that Ctrl-C reaches only the starter.

    `ending` is what it gets when the starter is killed. Call from the main thread: the
    kernel watches the thread that forked, not the process.
    """
    with open_log(log) as out:
        return subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_tied(os.getpid(), ending),
            **(account.popen if account else {}),
        )


def open_log(log: Path) -> BinaryIO:
    """Open for appending; a long one is put aside first, and one such is kept."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_suffix(".old"))
    return log.open("ab")


def _tied(parent: int, ending: signal.Signals) -> Callable[[], None]:
    def tie() -> None:
        # After the change of account, which would clear the request.
        die_with_parent(ending)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return tie


@dataclass(frozen=True)
class Known:
    """A process by number and moment of birth, since numbers come round again."""

    pid: int
    born: str

    @classmethod
    def of(cls, pid: int) -> "Known | None":
        born = _born(pid)
        return cls(pid, born) if born else None

    @property
    def is_alive(self) -> bool:
        return _born(self.pid) == self.born

    def end(self, ending: signal.Signals, seconds: float) -> None:
        """Send `ending`; kill the whole session when it is still there after `seconds`."""
        _send(self.pid, ending)
        if not wait_until(lambda: not self.is_alive, seconds):
            kill_session(self.pid)
            wait_until(lambda: not self.is_alive, 5)


def kill_session(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        _send(pid, signal.SIGKILL)


def wait_until(holds: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    """Wait till `holds()`; False when it does not within `seconds`."""
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            return False
        time.sleep(pause)
    return True


class Ledger:
    """The children of the present start, on disk, for the start after a killed one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, children: Iterable[tuple[str, int, signal.Signals]]) -> None:
        rows = [
            {"name": name, "pid": pid, "born": _born(pid), "ending": int(ending)}
            for name, pid, ending in children
        ]
        half = self.path.with_suffix(".half")
        half.write_text(json.dumps(rows))
        half.replace(self.path)

    def end_leftovers(self) -> list[str]:
        """End what a killed start left behind, last started first; give the names."""
        ended = []
        for row in reversed(self._rows()):
            process = Known(row["pid"], row["born"])
            if row["born"] and process.is_alive:
                process.end(signal.Signals(row["ending"]), 20)
                ended.append(row["name"])
        self.path.unlink(missing_ok=True)
        return ended

    def _rows(self) -> list[dict[str, Any]]:
        try:
            return list(json.loads(self.path.read_text()))
        except (OSError, ValueError):  # none, or cut short: nothing is known
            return []


def _send(pid: int, ending: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, ending)


def _born(pid: int) -> str:
    """When the process began, as the system counts; "" when it is gone or only a zombie."""
    if sys.platform == "linux":
        return _born_by_proc(pid)
    asked = ["ps", "-o", "stat=,lstart=", "-p", str(pid)]
    state, _, born = subprocess.run(asked, capture_output=True, text=True).stdout.partition(" ")
    return "" if state.startswith("Z") else born.strip()


def _born_by_proc(pid: int) -> str:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    fields = text.rpartition(")")[2].split()  # the name before may hold blanks and brackets
    return "" if fields[0] == "Z" else fields[19]
