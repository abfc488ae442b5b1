from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import translations


class Command(BaseCommand):
    help = "Bring locale/vi up to the source and compile it; lists what has no Vietnamese yet."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, only list")

    def handle(self, *, check: bool, **options: Any) -> None:
        if not check:
            translations.update()
            translations.compile_catalogue()
        lacking = translations.missing()
        for line in lacking:
            self.stdout.write(line)
        if lacking:
            raise CommandError(f"{len(lacking)} texts have no Vietnamese")
