"""What every action here asks first: may this seat do it, is the row the one that was read."""

from datetime import datetime
from typing import TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Seat
from agencies.models.standing import Standing, standing_of
from agencies.rights import Who, allows
from agencies.rules.refusal import NotAllowed, Stale

Row = TypeVar("Row", bound=models.Model)


def ask(who: Who, *, by: Seat | None, at: datetime) -> Standing:
    """The standing of the seat that acts; a command of the system (``by=None``) may do all."""
    standing = standing_of(by, on=timezone.localdate(at))
    if by is not None and not allows(who, standing, signed_in=True):
        raise NotAllowed(_("Your seat may not do this."))
    return standing


def locked(row: Row, *, revision: int | None = None) -> Row:
    """The row, locked; raises Stale when it is not at the revision that the person saw."""
    found = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if revision is not None and revision != found.revision:  # type: ignore[attr-defined]
        raise Stale(found)
    return found


def keep(row: models.Model, *fields: str) -> None:
    """Save these fields and count the revision on."""
    row.revision += 1  # type: ignore[attr-defined]
    row.save(update_fields=[*fields, "revision"])
