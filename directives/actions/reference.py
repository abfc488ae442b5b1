"""Loading the shipped documents, their catalogues, demands and legal parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from agencies.actions.reference import Record, Shipped, Values, agencies_by_code, day
from directives.models import (
    Directive,
    DirectiveLink,
    DocumentType,
    Issuer,
    Obligation,
    ObligationLink,
    Provision,
)
from directives.rules.catalogue import PARTY, Catalogue, catalogue_of
from directives.rules.numbers import parse

DATA = Path(__file__).resolve().parent.parent / "data"


def _document_types(records: list[Record]) -> Iterator[Values]:
    for r in records:
        yield {
            "code": r["code"],
            "system": r["system"],
            "name_vi": r["name_vi"],
            "name_en": r["name_en"],
            "pattern": r["pattern"],
            "numbering_restarts": r["numbering_restarts"],
            "aliases": r["aliases"],
            "source": r["source"],
        }


def _issuers(records: list[Record]) -> Iterator[Values]:
    bodies = agencies_by_code()
    for r in records:
        yield {
            "abbrev": r["abbrev"],
            "name_vi": r["name_vi"],
            "name_en": r["name_en"],
            "level": r["level"],
            "system": r["system"],
            "valid_from": day(r["valid_from"]),
            "valid_to": day(r["valid_to"]),
            "agency_id": bodies.get(r["body_code"]),
            "aliases": r["aliases"],
            "source": r["source"],
            "note": r["note"],
        }


def _directives(records: list[Record]) -> Iterator[Values]:
    """A document whose number or date is not public keeps them empty until they are entered."""
    types = {(c, s): pk for c, s, pk in DocumentType.objects.values_list("code", "system", "pk")}
    catalogue = catalogue_of(DocumentType.objects.values(), Issuer.objects.values())
    for r in records:
        issued_on = day(r["issued_on"])
        yield {
            "code": r["code"],
            "document_type_id": types[r["type"], r["system"]],
            "number": r["number"],
            "number_key": _canonical(r["number"], catalogue),
            "issuer_id": _issuer(r["issuer_code"], r["system"], issued_on),
            "issued_on": issued_on,
            "month": day(r["month"]),
            "signer_capacity": r["signer_capacity"],
            "title_vi": r["title_vi"],
            "title_en": r["title_en"],
            "source": r["source"],
            "note": r["note"],
        }


def _canonical(number: str, catalogue: Catalogue) -> str:
    return parse(number, catalogue).canonical if number else ""


def _issuer(abbrev: str, system: str, on: date | None) -> int:
    """Who bore the abbreviation on that day, in the Party's or the State's numbering."""
    rows = Issuer.objects.filter(abbrev=abbrev, system="party" if system == PARTY else "state")
    holding = [
        i.pk
        for i in rows.order_by("pk")
        if on is None or ((i.valid_from or on) <= on and (i.valid_to is None or on < i.valid_to))
    ]
    return holding[0]


def _links(records: list[Record]) -> Iterator[Values]:
    ids = dict(Directive.objects.exclude(code="").order_by("-pk").values_list("code", "pk"))
    for r in records:
        for basis in filter(None, r["basis_codes"].split(";")):
            yield {
                "source_id": ids[r["code"]],
                "target_id": ids[basis],
                "kind": DirectiveLink.Kind.BASED_ON.value,
            }


def _obligations(records: list[Record]) -> Iterator[Values]:
    directives = dict(Directive.objects.exclude(code="").order_by("-pk").values_list("code", "pk"))
    for position, r in enumerate(records):
        yield {
            "code": r["code"],
            "directive_id": directives[r["directive_code"]],
            "clause": r["clause"],
            "text_vi": r["text_vi"],
            "text_en": r["text_en"],
            "group_code": r["group_code"],
            "indicator_vi": r["indicator_vi"],
            "indicator_en": r["indicator_en"],
            "mode": r["mode"],
            "figure": r["figure"],
            "threshold": r["threshold"],
            "period": r["period"],
            "reported_to": r["reported_to"],
            "position": position,
            "source": r["source"],
        }


def _obligation_links(records: list[Record]) -> Iterator[Values]:
    """Which upper demands a demand carries out; "assumed" where its source says so."""
    ids = dict(Obligation.objects.values_list("code", "pk"))
    for r in records:
        for upper in filter(None, r["carries_out"].split(";")):
            yield {
                "lower_id": ids[r["code"]],
                "upper_id": ids[upper],
                "is_assumed": "carries_out: assumed" in r["source"],
            }


def _provisions(records: list[Record]) -> Iterator[Values]:
    for r in records:
        yield {
            "key": r["key"],
            "name_vi": r["name_vi"],
            "name_en": r["name_en"],
            "unit": r["unit"],
            "value": r["value"],
            "valid_from": None,
            "valid_to": None,
            "is_assumed": True,
            "source": r["source"],
            "owner": r["owner"],
        }


_DIRECTIVES = Shipped("directives", DATA / "directives.csv", Directive, ("code",), _directives)
_OBLIGATIONS = Shipped("obligations", DATA / "obligations.csv", Obligation, ("code",), _obligations)
TABLES = (
    Shipped(
        "document_types",
        DATA / "document_types.csv",
        DocumentType,
        ("code", "system"),
        _document_types,
    ),
    Shipped(
        "issuers",
        DATA / "issuers.csv",
        Issuer,
        ("abbrev", "system", "valid_from", "name_vi"),
        _issuers,
    ),
    _DIRECTIVES,
    replace(
        _DIRECTIVES,
        name="directive_links",
        model=DirectiveLink,
        key=("source_id", "target_id", "kind"),
        shape=_links,
    ),
    _OBLIGATIONS,
    replace(
        _OBLIGATIONS,
        name="obligation_links",
        model=ObligationLink,
        key=("lower_id", "upper_id"),
        shape=_obligation_links,
    ),
    Shipped("provisions", DATA / "provisions.csv", Provision, ("key", "valid_from"), _provisions),
)
