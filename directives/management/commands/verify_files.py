"""Compares every file row with the disk: sha256 of each, and what is on one side only."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directives import storage
from directives.models import File


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
        bad = list(_bad_rows())
        for line in bad:
            self.stdout.write(line)
        orphans = sorted(set(storage.stored()) - set(File.objects.values_list("path", flat=True)))
        yesterday = (timezone.now() - timedelta(days=1)).timestamp()
        for path in orphans:
            is_gone = remove_orphans and storage.forget(path, before=yesterday)
            self.stdout.write(f"orphan {'removed ' if is_gone else ''}{path}")
        self.stdout.write(
            f"{File.objects.count()} rows, {len(bad)} wrong, {len(orphans)} files without a row"
        )
        if bad:
            raise CommandError("Stored files are missing or changed.")


def _bad_rows() -> Iterator[str]:
    for row in File.objects.order_by("pk").iterator():
        try:
            found = storage.sha256_of(row.path)
        except FileNotFoundError:
            yield f"missing {row.pk} {row.path} {row.name}"
            continue
        if found != row.sha256:
            yield f"changed {row.pk} {row.path} {row.name}"
