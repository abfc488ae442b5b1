"""A body becomes another on a day: rows and moments that several tests of successions share."""

from collections.abc import Callable
from datetime import date, datetime

from agencies.models import Agency, Succession
from assignments.actions import succession as actions
from assignments.models import Assignment
from directives.models import Directive, DocumentType, Issuer

DAY = date(2025, 3, 1)
GIVEN = date(2025, 2, 17)


def becomes(old: Agency, new: Agency, kind: str = "merge", on: date = DAY) -> Succession:
    Agency.objects.filter(pk=old.pk).update(valid_to=on)
    return Succession.objects.create(old=old, new=new, on=on, kind=kind)


def follow(past: Callable[..., datetime], on: date = DAY) -> actions.Followed:
    return actions.follow(on=on, at=past(on, 0, 15))


def again(row: Assignment) -> Assignment:
    return Assignment.objects.get(pk=row.pk)


def chairmans_directive() -> Directive:
    letter = DocumentType.objects.create(code="CV", system="state_admin", name_vi="Công văn")
    ppc = Issuer.objects.create(abbrev="UBND", name_vi="Ủy ban nhân dân", system="state")
    return Directive.objects.create(code="HT", document_type=letter, issuer=ppc, title_vi="HT")
