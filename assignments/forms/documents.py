"""A registered document, found by the number or the words that a person types (rules.md 7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.rules.text import fold, tidy
from directives.fields import DocumentField
from directives.models import Directive
from directives.models.recognition import catalogue
from directives.rules.numbers import NotANumber, parse, search_forms

MOST_NAMED = 5


class FoundField(DocumentField):
    """A document by its number, date and code, or by a part of its own number ("968 cd ttg").

    What only the title or another document speaks of is never taken, but offered: ``offered``.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered: list[Directive] = []

    def clean(self, value: Any) -> Directive | None:
        try:
            return super().clean(value)
        except ValidationError:
            text = tidy(str(value))
            found = list(self._searched(text))
            own = [row for row in found if _bears(row, text)]
            if len(own) == 1:
                return own[0]
            self.offered = found[:MOST_NAMED]
            if self.offered:
                message = _("No document has exactly the number “%(text)s”: choose one below.")
                raise ValidationError(message % {"text": text}) from None
            raise

    def _searched(self, text: str) -> Iterable[Directive]:
        rows = self.among.found_by(text).select_related("document_type", "issuer")
        return rows.newest_first()[: MOST_NAMED + 1]


def _bears(row: Directive, text: str) -> bool:
    """The number meant is the document's own."""
    number = fold(row.number_key)
    return bool(number) and any(number.startswith(p) for p in search_forms(text).prefixes)


def number_as_printed(text: str) -> str:
    """The canonical form of a number, or what was typed where it is none."""
    try:
        return parse(text, catalogue()).canonical
    except NotANumber:
        return tidy(text)


def recognised(directive: Directive) -> str:
    """ "Công điện 968/CĐ-TTg, 16/10/2023, Thủ tướng Chính phủ: title": what was understood."""
    day = f", {directive.issued_on:%d/%m/%Y}" if directive.issued_on else ""
    return f"{directive}{day}, {directive.issuer}: {directive.title}"
