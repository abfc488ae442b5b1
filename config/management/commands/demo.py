"""Replays the demo into an empty demo database."""

import os
import sys
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from audit import replay
from config.demo import FIRST_DAY
from config.demo.play import play
from config.demo.signins import give_passwords


class Command(BaseCommand):
    help = "Replay a made-up province through the product's own actions, once, from 16/10/2023."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            default=os.environ.get("DEMO_UNTIL"),
            help="last day; default DEMO_UNTIL, else yesterday",
        )
        parser.add_argument("--seed", type=int, default=968)
        parser.add_argument(
            "--count",
            type=int,
            default=os.environ.get("DEMO_COUNT", "1500"),
            help="assignments by the end of 11/2026, about; default DEMO_COUNT, else 1500",
        )

    def handle(self, **options: Any) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        until = options["until"] or yesterday
        if not FIRST_DAY <= until <= yesterday:
            raise CommandError(f"--until is between {FIRST_DAY} and {yesterday}.")
        if not replay.is_replayable():
            raise CommandError("Only a demo database that was not replayed yet can be replayed.")
        play(
            seed=options["seed"],
            until=until,
            count=options["count"],
            tell=Bar(FIRST_DAY, until).show,
        )
        give_passwords(at=timezone.now())


class Bar:
    """A line on stderr that grows with the days replayed."""

    WIDTH = 40

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        self.days = (last - first).days + 1

    def show(self, day: date) -> None:
        done = (day - self.first).days + 1
        is_terminal = sys.stderr.isatty()
        if not is_terminal and done != self.days and day.day != 1:
            return
        filled = self.WIDTH * done // self.days
        bar = "#" * filled + "." * (self.WIDTH - filled)
        end = "\r" if is_terminal and done < self.days else "\n"
        sys.stderr.write(f"  [{bar}] {day:%d/%m/%Y}{end}")
        sys.stderr.flush()
