"""Writing one event."""

from datetime import datetime
from typing import Any, Protocol

from django.db import models

from audit.models import Effect, Event


class Actor(Protocol):
    """Whoever acts in a seat: what an event keeps of them."""

    pk: int
    user_id: int
    agency_id: int

    @property
    def person(self) -> str: ...

    @property
    def label(self) -> str: ...


class Facts(Protocol):
    """A decision in words: who decided, in what capacity, on what basis."""

    @property
    def decider(self) -> str: ...

    @property
    def capacity(self) -> str: ...

    @property
    def ground(self) -> str: ...


def record(
    kind: str,
    row: models.Model,
    *,
    note: str = "",
    decision: Facts | None = None,
    by: Actor | None,
    at: datetime,
    **data: Any,
) -> Event:
    """Append one event named after the function that changed ``row``; ``by=None`` is a job."""
    return Event.objects.create(
        at=at,
        kind=kind,
        subject_type=row._meta.label_lower,
        subject_id=row.pk,
        actor_id=by.user_id if by else None,
        actor=by.person if by else "",
        seat_id=by.pk if by else None,
        seat=by.label if by else "",
        agency_id=by.agency_id if by else None,
        decided_by=decision.decider if decision else "",
        capacity=decision.capacity if decision else "",
        basis=decision.ground if decision else "",
        note=note,
        data=data,
    )


def forget_effects(*, before: datetime) -> int:
    """Drop the one-time tokens of forms sent before a moment; the number dropped."""
    return Effect.objects.filter(at__lt=before).delete()[0]
