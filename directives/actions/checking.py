"""Whether the disk still holds what the rows of files say, both ways round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from directives import storage
from directives.models import File


@dataclass(frozen=True)
class Check:
    """How many rows there are, a line for each whose file is missing or changed, and the paths
    of files without a row."""

    rows: int
    bad: list[str]
    orphans: list[str]


def check_files() -> Check:
    """Read every stored file and compare its sha256 with its row; this takes as long as the disk
    needs to read all of them."""
    bad = list(_bad_rows())
    orphans = sorted(set(storage.stored()) - set(File.objects.values_list("path", flat=True)))
    return Check(File.objects.count(), bad, orphans)


def _bad_rows() -> Iterator[str]:
    for row in File.objects.order_by("pk").iterator():
        try:
            found = storage.sha256_of(row.path)
        except FileNotFoundError:
            yield f"missing {row.pk} {row.path} {row.name}"
            continue
        if found != row.sha256:
            yield f"changed {row.pk} {row.path} {row.name}"
