"""Start the whole product on this machine; see config/start."""

import os
import shutil
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, call_command, get_commands
from django.db import connection, connections

from config import prepare
from config.start import keeper, postgres, processes, web
from config.start.account import StartError
from config.start.addresses import PROJECT, Home, database_name, home, is_demo
from config.start.folders import require_writing
from config.start.locks import Lock
from config.start.supervisor import Supervisor, start_services, tail


class Command(BaseCommand):
    help = "Start database, broker, site, worker and schedule; keep them until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.epilog = "DEMO, PORT, VAR_DIR, DATABASE_URL and REDIS_URL are read from outside."

    def handle(self, **options: Any) -> None:
        self._began = time.monotonic()
        keeper.stop_on_signals()
        if "MAKELEVEL" in os.environ:  # whoever kills make means us
            processes.die_with_parent()
        place = home()
        require_writing(place)
        self._port = web.wanted_port()
        self._lock = _take_lock(place)
        with Supervisor(place, keeper.UP) as supervisor:
            try:
                self._run(supervisor)
            except keeper.Stop:
                pass
            except PermissionError as error:
                raise StartError(_whose(error.filename, place)) from None
            finally:
                keeper.ignore_signals()
                self._stop(supervisor)

    def _run(self, supervisor: Supervisor) -> None:
        place = supervisor.home
        for name in supervisor.end_leftovers():
            self._say(f"Ended {name}, left over from a start that was killed")
        self._start_services(supervisor)
        self._prepare(place)
        port = self._start_site(supervisor)
        self._announce(port, place)
        _watch(supervisor)

    def _start_services(self, supervisor: Supervisor) -> None:
        """The services named from outside, those of `make services`, or our own."""
        place = supervisor.home
        database = not os.environ.get("DATABASE_URL")
        broker = not os.environ.get("REDIS_URL")
        if keeper.lock(place, keeper.SERVICES).holder():
            self._say("Using the services that run in the background")
            keeper.start_in_background(place)
        elif database or broker:
            self._say("Starting PostgreSQL and Valkey / Đang khởi động cơ sở dữ liệu")
            Supervisor(place, keeper.SERVICES).end_leftovers()
            start_services(supervisor, database=database, broker=broker)
        if database:
            postgres.create_database(place, database_name())
        prepare.check_connection()

    def _prepare(self, place: Home) -> None:
        prepare.refuse_other_kind()
        mark = self._whole_or_new(place)
        prepare.migrate(self._say)
        prepare.load_reference(mark, self._say)
        prepare.replay_demo(mark, self._say)
        prepare.collect_static(place, self._say)
        connections.close_all()

    def _whole_or_new(self, place: Home) -> dict[str, str]:
        """The mark of the database; a demo that was cut short is dropped and begun anew."""
        mark = prepare.read_mark()
        if not prepare.is_half_replayed(mark):
            return mark
        if os.environ.get("DATABASE_URL"):
            raise StartError("The demo in this database was cut short: start on an empty one.")
        self._say("The demo was cut short last time: beginning anew")
        connection.close()
        postgres.drop_database(place, database_name())
        shutil.rmtree(place.files(is_demo=True), ignore_errors=True)
        postgres.create_database(place, database_name())
        return {}

    def _start_site(self, supervisor: Supervisor) -> int:
        taken = self._port
        port = web.free_port(taken)
        if port != taken:
            self._say(f"Port {taken} is taken, using {port} / Cổng {taken} bận, dùng {port}")
        self._say("Starting the site / Đang khởi động trang")
        place = supervisor.home
        site = supervisor.start("web", web.web(port, place), cwd=PROJECT)
        supervisor.wait_for(site, lambda: web.answers(port), 60)
        supervisor.start("worker", web.worker(), cwd=PROJECT)
        supervisor.start("beat", web.beat(place), cwd=PROJECT)
        return port

    def _announce(self, port: int, place: Home) -> None:
        address = f"http://{web.HOST}:{port}/"
        self._lock.note(address)
        self._say(f"Ready / Đã sẵn sàng: {address}")
        if is_demo() and "trial_signins" in get_commands():
            call_command("trial_signins")
            connections.close_all()
        self._write(f"Logs / Nhật ký: {place.logs}")
        self._write("Ctrl-C ends everything, data stays / Ctrl-C để dừng, dữ liệu được giữ lại")

    def _stop(self, supervisor: Supervisor) -> None:
        connections.close_all()
        if supervisor.children:
            self._write("Stopping / Đang dừng")
            supervisor.stop(lambda name: self._write(f"  {name}"))

    def _say(self, text: str) -> None:
        self._write(f"[{time.monotonic() - self._began:5.1f} s] {text}")

    def _write(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _take_lock(place: Home) -> Lock:
    lock = keeper.lock(place, keeper.UP)
    if not lock.take():
        pid, address = lock.holder() or (0, "")
        raise StartError(
            f"Already running from this folder, as process {pid} {address}. "
            "Stop it there with Ctrl-C, or from anywhere with `make stop`."
        )
    return lock


def _whose(path: str | None, place: Home) -> str:
    return (
        f"No access to {path}: another account made it. Start as that account, or give this "
        f"one the whole folder: chown -R ACCOUNT {place.var}   (as root)"
    )


def _watch(supervisor: Supervisor) -> None:
    while True:
        gone = supervisor.ended()
        if gone:
            raise StartError(f"{gone.name} ended by itself. {tail(gone.log)}")
        time.sleep(0.5)
