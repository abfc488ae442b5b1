"""Prints the canonical form of document numbers, however they are typed."""

import re
from typing import Any

from django.core.management.base import CommandError, CommandParser

from agencies.management.lines import LineCommand
from directives.management.catalogues import catalogue
from directives.rules.catalogue import Catalogue
from directives.rules.numbers import DocumentNumber, NotANumber, parse


class Command(LineCommand):
    help = (
        "Prints the canonical form of a document number, then type and issuer. "
        "With - it reads one text a line and prints one canonical form a line."
    )

    def run_from_argv(self, argv: list[str]) -> None:
        """A text may begin with a dash ("-5/CĐ-TTg"): a blank before it keeps it a text."""
        texts = [f" {word}" if re.match(r"-[^-a-zA-Z]", word) else word for word in argv[2:]]
        super().run_from_argv([*argv[:2], *texts])

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", nargs="+", help="the number as typed; or - for lines")

    def handle(self, *args: Any, **options: Any) -> None:
        tables = catalogue(self.stderr)
        if options["text"] == ["-"]:
            self.answer_lines(lambda line: parse(line, tables).canonical)
            return
        try:
            number = parse(" ".join(options["text"]), tables)
        except NotANumber as refusal:
            raise CommandError(str(refusal)) from None
        for line in _described(number, tables):
            self.stdout.write(line)


def _described(number: DocumentNumber, tables: Catalogue) -> list[str]:
    row = tables.type_named(number.type_code, number.system)
    names = dict.fromkeys(issuer.name_vi for issuer in tables.issuers_named(number.issuer))
    type_name = f"{row.code} ({row.name_vi})" if row else "not told by the number"
    issuer_name = ", ".join(names) or "not in the table"
    return [
        number.canonical,
        f"type: {type_name}",
        f"issuer: {number.issuer} ({issuer_name})",
    ]
