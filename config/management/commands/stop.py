"""The other end of `up` and `services`."""

from typing import Any

from django.core.management import BaseCommand

from config.start import keeper
from config.start.addresses import home

NAMES = {keeper.UP: "the start (make run)", keeper.SERVICES: "the background services"}


class Command(BaseCommand):
    help = "End a running start and the background services of this folder."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        if not keeper.stop_all(home(), self._say):
            self.stdout.write("Nothing is running from this folder.")

    def _say(self, name: str) -> None:
        self.stdout.write(f"Ended {NAMES.get(name, name)}.")
