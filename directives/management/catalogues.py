"""The tables that numbers are read with: from the database, or else those shipped."""

import csv
from pathlib import Path

from django.core.management.base import OutputWrapper
from django.db import DatabaseError, InterfaceError

from directives.models import DocumentType, Issuer
from directives.rules.catalogue import Catalogue, catalogue_of

DATA = Path(__file__).resolve().parent.parent / "data"
TYPE_COLUMNS = ("code", "name_vi", "system", "pattern", "aliases")
ISSUER_COLUMNS = (
    "abbrev", "name_vi", "system", "level", "valid_from", "valid_to", "aliases",
)  # fmt: skip


def catalogue(stderr: OutputWrapper) -> Catalogue:
    """Types and issuers in force; says in one line on `stderr` when they are the shipped ones."""
    try:
        types = list(DocumentType.objects.order_by("pk").values(*TYPE_COLUMNS))
        issuers = list(Issuer.objects.order_by("pk").values(*ISSUER_COLUMNS))
        cause = "holds no types of documents"
    except (DatabaseError, InterfaceError):
        types, cause = [], "cannot be read"
    if types:
        return catalogue_of(types, issuers)
    stderr.write(f"The database {cause}: reading with the tables shipped with the product.")
    return catalogue_of(_shipped("document_types.csv"), _shipped("issuers.csv"))


def _shipped(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
