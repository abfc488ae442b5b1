"""What a typed number says: type, issuer, and the registered document it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agencies.fields import parse_date
from agencies.models import Agency
from agencies.models.agency import holds
from directives.models.directive import DirectiveQuerySet, DocumentType, Issuer
from directives.rules.catalogue import PARTY, SUFFIX, Catalogue, catalogue_of
from directives.rules.numbers import DocumentNumber, NotANumber, parse

_DATE = re.compile(r"\b\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}\b")
# The level of issuers that people entered for bodies below the province.
LOCAL = "local"
_ROW = re.compile(r"(?:^|\()#(\d{1,18})\)?$")


@dataclass(frozen=True)
class Recognised:
    """A number as read, its type where the number tells it, and whom the abbreviation may mean."""

    number: DocumentNumber
    document_type: DocumentType | None
    issuers: tuple[Issuer, ...]

    def issuer_for(self, body: Agency | None) -> Issuer | None:
        """Who issued it, when the abbreviation leaves no doubt for somebody of this body.

        UBND is the province's, unless the reader's own body signs under the same letters.
        """
        is_own = body is not None and body.symbol == self.number.issuer
        first = self.issuers[0].agency if self.issuers else None
        if is_own and first != body:
            return None
        wide = [issuer for issuer in self.issuers if issuer.level != LOCAL]
        return wide[0] if len(wide) == 1 else None

    def __str__(self) -> str:
        """As it is cited: "Công điện số 968/CĐ-TTg"."""
        name = self.document_type.name_vi if self.document_type else ""
        return f"{name} số {self.number.canonical}" if name else self.number.canonical


def catalogue() -> Catalogue:
    """The tables that numbers are read with."""
    return catalogue_of(
        DocumentType.objects.order_by("pk").values(), Issuer.objects.order_by("pk").values()
    )


def recognise(text: str, *, on: date) -> Recognised:
    """Read a typed number; issuers are those of the day ``on``. Raises NotANumber."""
    number = parse(text, catalogue())
    system = "party" if number.system == PARTY else "state"
    named = Issuer.objects.filter(holds(on), abbrev=number.issuer, system=system)
    kind = DocumentType.objects.filter(code=number.type_code, system=number.system).first()
    return Recognised(number, kind, tuple(named.select_related("agency").order_by("pk")))


def borne_on(issuer: Issuer, on: date) -> Issuer | None:
    """The row that bears this issuer's name and abbreviation on the day; None when none did."""
    same = Q(abbrev=issuer.abbrev, name_vi=issuer.name_vi, system=issuer.system)
    return Issuer.objects.filter(holds(on), same).order_by("pk").first()


def named_issuers() -> list[Issuer]:
    """One row for each name and abbreviation, to choose from; the date finds the right row."""
    rows = Issuer.objects.exclude(system=SUFFIX).order_by("level", "name_vi", "pk")
    chosen: dict[tuple[str, str, str], Issuer] = {}
    for row in rows:
        chosen[row.abbrev, row.name_vi, row.system] = row
    return list(chosen.values())


def cited(text: str, among: DirectiveQuerySet) -> DirectiveQuerySet:
    """The documents that a person means by a number (with its date, when several bear it), by a
    code such as HT, or by #12, which may stand at the end of other words. Empty when the text names
    none."""
    text = text.strip()
    if found := _ROW.search(text):
        return among.filter(pk=int(found[1]))
    by_code = among.filter(code__iexact=text).exclude(code="")
    if by_code.exists():
        return by_code
    try:
        rows = among.filter(number_key=parse(text, catalogue()).canonical)
    except NotANumber:
        return among.none()
    day = _date_in(text)
    return rows.filter(issued_on=day) if day else rows


def _date_in(text: str) -> date | None:
    found = _DATE.search(text)
    try:
        return parse_date(found.group()) if found else None
    except ValueError:
        return None
