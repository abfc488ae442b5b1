"""Compares every file row with the disk: sha256 of each, and what is on one side only."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directives import storage
from directives.actions.checking import check_files


class Command(BaseCommand):
    help = (
        "Checks the sha256 of every stored file and lists rows without a file and files without"
        " a row. Exit code 1 when a row's file is missing or changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove-orphans",
            action="store_true",
            help="delete files that no row points to and that are older than a day",
        )

    def handle(self, *, remove_orphans: bool, **options: Any) -> None:
        check = check_files()
        for line in check.bad:
            self.stdout.write(line)
        yesterday = (timezone.now() - timedelta(days=1)).timestamp()
        for path in check.orphans:
            is_gone = remove_orphans and storage.forget(path, before=yesterday)
            self.stdout.write(f"orphan {'removed ' if is_gone else ''}{path}")
        self.stdout.write(
            f"{check.rows} rows, {len(check.bad)} wrong, {len(check.orphans)} files without a row"
        )
        if check.bad:
            raise CommandError("Stored files are missing or changed.")
