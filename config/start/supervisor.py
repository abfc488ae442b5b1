"""Starts children in order, watches them, ends them in the opposite order."""

import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from config.start import postgres, valkey
from config.start.account import Account, StartError
from config.start.addresses import Home
from config.start.processes import Argv, Ledger, kill_session, spawn, wait_until

_PATIENCE = 15  # seconds a child has to end; then it is killed, which no row minds


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    ending: signal.Signals
    log: Path

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None


class Supervisor:
    """The children of one start. Use as a context: whatever happens, they end."""

    def __init__(self, home: Home, name: str) -> None:
        self.home = home
        self.children: list[Child] = []
        self._ledger = Ledger(home.run / f"{name}.json")

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def end_leftovers(self) -> list[str]:
        return self._ledger.end_leftovers()

    def start(
        self,
        name: str,
        argv: Argv,
        *,
        account: Account | None = None,
        ending: signal.Signals = signal.SIGTERM,
        cwd: Path = Path("/"),
    ) -> Child:
        log = self.home.logs / f"{name}.log"
        process = spawn(argv, log=log, account=account, ending=ending, cwd=cwd)
        child = Child(name, process, ending, log)
        self.children.append(child)
        self._note()
        return child

    def wait_for(self, child: Child, ready: Callable[[], bool], seconds: float) -> None:
        """Wait till `ready()`. StartError when the child ends before, or time runs out."""
        wait_until(lambda: not child.is_alive or ready(), seconds)
        if not child.is_alive or not ready():
            raise StartError(f"{child.name} did not start. {tail(child.log)}")

    def ended(self) -> Child | None:
        """A child that is gone although nobody ended it."""
        return next((child for child in self.children if not child.is_alive), None)

    def stop(self, say: Callable[[str], None] = lambda _: None) -> None:
        """End the children, the last started first, each before the next."""
        while self.children:
            child = self.children[-1]
            say(child.name)
            _end(child)
            self.children.pop()
            self._note()

    def _note(self) -> None:
        self._ledger.write((c.name, c.process.pid, c.ending) for c in self.children)


def start_services(
    supervisor: Supervisor,
    *,
    database: bool = True,
    broker: bool = True,
    settings: dict[str, str] | None = None,
) -> None:
    """Start the database and the broker and return when both answer."""
    home = supervisor.home
    children = []
    if database:
        argv = postgres.command(home, settings)
        child = supervisor.start("postgres", argv, account=home.account, ending=postgres.ENDING)
        children.append((child, postgres.is_ready))
    if broker:
        child = supervisor.start("valkey", valkey.command(home), account=home.account)
        children.append((child, valkey.is_ready))
    for child, ready in children:
        # A database that was killed replays its log first, which may take a while.
        supervisor.wait_for(child, partial(ready, home), 120)


def tail(log: Path, lines: int = 8) -> str:
    """The end of a log, to show under a message."""
    try:
        text = log.read_text(errors="replace").splitlines()[-lines:]
    except OSError:
        text = []
    return "\n".join([f"Its log, {log}, ends with:", *(f"    {line}" for line in text)])


def _end(child: Child) -> None:
    if not child.is_alive:
        return
    child.process.send_signal(child.ending)
    try:
        child.process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        kill_session(child.process.pid)
        child.process.wait()
