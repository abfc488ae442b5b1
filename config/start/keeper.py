"""Keeps database and broker running in the background (`make services`, `make stop`)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from config.start import postgres, processes, valkey
from config.start.account import StartError
from config.start.addresses import PROJECT, Home, home
from config.start.folders import require_writing
from config.start.locks import Lock
from config.start.supervisor import Supervisor, start_services, tail

UP, SERVICES = "up", "services"
Say = Callable[[str], None]


class Stop(BaseException):
    """Somebody asked us to end. Not an Exception, so that no library swallows it."""


def stop_on_signals() -> None:
    """Turn the usual ways of ending a program into `Stop`, so that children end in order."""

    def stop(*_: object) -> None:
        ignore_signals()
        raise Stop

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup stays nohup
            signal.signal(number, stop)


def ignore_signals() -> None:
    """While ending: a second Ctrl-C must not leave half of it running."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def lock(place: Home, name: str) -> Lock:
    return Lock(place.run / f"{name}.lock")


def answer(place: Home) -> bool:
    """True when both services answer."""
    return valkey.is_ready(place) and postgres.is_ready(place)


def start_in_background(place: Home) -> bool:
    """Return when both services answer; False when they already did.

    They end by `stop`, not with the caller.
    """
    require_writing(place)
    for name in (SERVICES, UP):
        if lock(place, name).holder():
            if processes.wait_until(lambda: answer(place), 60):
                return False
            raise StartError("The services are running but do not answer. Try `make stop`.")
    log = place.logs / "services.log"
    with processes.open_log(log) as out:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.start.keeper"], cwd=PROJECT, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    processes.wait_until(lambda: keeper.poll() is not None or answer(place), 180)
    if keeper.poll() is not None or not answer(place):
        raise StartError(f"The services did not start. {tail(log)}")
    keeper.returncode = 0  # it lives on by design; spare the warning about a child left behind
    return True


@contextmanager
def services_for_now(place: Home) -> Iterator[None]:
    """The services that run already, or our own for the length of the block."""
    require_writing(place)
    mine = lock(place, UP)
    if lock(place, SERVICES).holder() or not mine.take():
        start_in_background(place)  # waits till they answer
        yield
        return
    try:
        with Supervisor(place, UP) as supervisor:
            supervisor.end_leftovers()
            Supervisor(place, SERVICES).end_leftovers()
            start_services(supervisor)
            yield
    finally:
        mine.give_back()


def stop_all(place: Home, say: Say) -> bool:
    """End a start and background services of this home; False when there was nothing."""
    found = [name for name in (UP, SERVICES) if _stop_holder(place, name)]
    for name in (UP, SERVICES):
        found += Supervisor(place, name).end_leftovers()
    for name in found:
        say(name)
    return bool(found)


def _stop_holder(place: Home, name: str) -> bool:
    held = lock(place, name).holder()
    if not held:
        return False
    process = processes.Known.of(held[0])
    if process:
        try:
            process.end(signal.SIGTERM, 90)
        except PermissionError:
            raise StartError(
                f"Process {process.pid} belongs to another account: stop it from there."
            ) from None
    return True


def _keep(place: Home) -> None:
    mine = lock(place, SERVICES)
    if not mine.take():
        return
    with Supervisor(place, SERVICES) as supervisor:
        try:
            supervisor.end_leftovers()
            Supervisor(place, UP).end_leftovers()
            start_services(supervisor)
            while not supervisor.ended():
                time.sleep(0.5)
            print(f"{supervisor.ended().name} ended by itself", flush=True)  # type: ignore[union-attr]
        except Stop:
            pass
        except StartError as error:
            sys.exit(str(error))
        finally:
            ignore_signals()


if __name__ == "__main__":
    os.chdir(PROJECT)
    stop_on_signals()
    _keep(home())
