"""A registered document, found by the number or the words that a person types (rules.md 7)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.rules.text import tidy
from directives.fields import DocumentField
from directives.models import Directive
from directives.models.recognition import catalogue
from directives.rules.numbers import NotANumber, parse

MOST_NAMED = 3


class FoundField(DocumentField):
    """A document by its number, date and code; or by what a search box understands ("968 cd ttg",
    words of the title), when that is one document alone."""

    def clean(self, value: Any) -> Directive | None:
        try:
            return super().clean(value)
        except ValidationError:
            if found := self._searched(tidy(str(value))):
                return found
            raise

    def _searched(self, text: str) -> Directive | None:
        rows = self.among.found_by(text).select_related("document_type", "issuer").newest_first()
        found = list(rows[: MOST_NAMED + 1])
        if len(found) > 1:
            names = "; ".join(row.citation for row in found[:MOST_NAMED])
            message = _("Several documents fit “%(text)s”: %(names)s. Write number and date.")
            raise ValidationError(message % {"text": text, "names": names})
        return found[0] if found else None


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
