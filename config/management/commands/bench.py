"""How fast the pages are on a large database, beside what the database alone needs."""

import sys
import time
from argparse import ArgumentParser
from contextlib import closing
from datetime import datetime
from typing import Any

from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management import BaseCommand
from django.db import connection
from django.utils import timezone

from config import prepare
from config.bench import database, floors
from config.bench.measuring import Bench
from config.bench.report import HEADING
from config.bench.site import Site
from config.start import keeper
from config.start.addresses import home

_COUNTED = ("assignments_assignment", "assignments_assignment_history", "audit_event")


class Command(BaseCommand):
    help = (
        "Measure list, overdue board, search, assignment page and one change on a large database "
        "of made-up work, each beside its floor taken in the same run. Exit code 1 when one of "
        "them is over its target."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=200_000, help="assignments (200000)")
        parser.add_argument("--times", type=int, default=60, help="how often each is asked (60)")
        parser.add_argument("--slack", type=float, default=1, help="multiplies each target (1)")
        parser.add_argument("--fresh", action="store_true", help="load the database anew")
        parser.add_argument("--database", default=database.NAME, help="its name (tracker_bench)")

    def handle(self, **options: Any) -> None:
        self._began = time.monotonic()
        keeper.stop_on_signals()
        try:
            with database.server():
                over = self._run(timezone.now(), options)
        except keeper.Stop:
            sys.exit(130)
        if over:
            sys.exit(1)

    def _run(self, at: datetime, options: dict[str, Any]) -> int:
        name, rows, on = options["database"], options["rows"], timezone.localdate(at)
        database.ensure(name, rows, fresh=options["fresh"], say=self._say, on=on, at=at)
        if isinstance(staticfiles_storage, ManifestFilesMixin):
            prepare.collect_static(home(), self._say)
        self._describe()
        over = self._measure(rows, options["times"], options["slack"])
        self._write(f"{over} over" if over else "all ok")
        connection.close()
        return over

    def _measure(self, rows: int, times: int, slack: float) -> int:
        """Print every line as it is measured; how many are over."""
        at = timezone.now()
        over = 0
        self._write(HEADING)
        with closing(floors.link()) as link:
            bench = Bench(Site(), link, times, rows, slack)
            for line in bench.lines(on=timezone.localdate(at), at=at):
                self._write(str(line))
                over += line.is_over
        return over

    def _describe(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            self._write(f"PostgreSQL {cursor.fetchone()[0]}")
            for table in _COUNTED:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (our own tables)
                self._write(f"{cursor.fetchone()[0]:>12,} {table}")

    def _say(self, text: str) -> None:
        self._write(f"[{time.monotonic() - self._began:5.1f} s] {text}")

    def _write(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
