"""The other end of `up` and `services`."""

from typing import Any

from django.core.management import BaseCommand

from config.start import keeper
from config.start.addresses import home


class Command(BaseCommand):
    help = "End a running start and the background services of this folder."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        if not keeper.stop_all(home(), lambda name: self.stdout.write(f"Ended {name}.")):
            self.stdout.write("Nothing is running from this folder.")
