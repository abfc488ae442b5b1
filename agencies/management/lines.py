"""Commands that answer standard input line by line."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from django.core.management.base import BaseCommand, CommandError


class LineCommand(BaseCommand):
    """One answer a line; a refused line gives an empty one, its reason goes to standard error."""

    requires_system_checks: list[str] = []

    def answer_lines(self, answer: Callable[[str], str]) -> None:
        """Answers every line of standard input; raises CommandError at the end if any failed.

        `answer` raises ValueError with the reason for a line that it refuses.
        """
        refused = 0
        for place, line in enumerate(_lines(sys.stdin), start=1):
            try:
                self.stdout.write(answer(line))
            except ValueError as reason:
                refused += 1
                self.stdout.write("")
                self.stderr.write(f"line {place}: {reason}")
        if refused:
            raise CommandError(f"{refused} of the lines were refused.")


def _lines(stream: TextIO) -> Iterator[str]:
    """The lines without their ends; UTF-8 whatever the locale, without a byte-order mark."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8-sig", errors="replace")
    lines: Iterable[str] = stream
    return (line.rstrip("\r\n") for line in lines)
