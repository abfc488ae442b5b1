"""Questions asked of assignments. Every one chains; rights are joins, never lists of rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from assignments.models.rights import LedVisible, Visible
from assignments.rules.assignment import OPEN, Stage
from directives.models.keeping import OF_HOME_AFFAIRS

if TYPE_CHECKING:
    from agencies.models import User


def _row(model: str, **filters: Any) -> Exists:
    rows = apps.get_model("assignments", model)._default_manager
    return Exists(rows.filter(assignment=OuterRef("pk"), **filters))


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    # --- who may see ------------------------------------------------------------------------
    def visible_to(self, user: User) -> AssignmentQuerySet:
        """The rows that the person may see in the present seat (rules.md 2.6).

        A restricted one is seen by those named alone; a draft by the assigner's side.
        """
        standing = user.standing
        if not standing.is_business:
            return self.none()
        return self.filter(Visible(standing))

    def led_visible_to(self, user: User) -> AssignmentQuerySet:
        """Of the rows that the person's bodies lead those that the person may see.

        The same as ``led_by(own).visible_to(user)``, said so that the index of what a body leads
        answers alone.
        """
        standing = user.standing
        if not standing.is_business:
            return self.none()
        return self.led_by(standing.bodies).filter(LedVisible(standing))

    def readable_by(self, user: User) -> AssignmentQuerySet:
        """Of the visible rows those whose text and files the person may open.

        Home Affairs reads the text of its own obligations' work only; the lead of the parent
        sees of a child its title, lead, dates and box.
        """
        return self.visible_to(user).filter(reads(user))

    # --- states -----------------------------------------------------------------------------
    def open(self) -> AssignmentQuerySet:
        return self.filter(stage__in=OPEN)

    def official(self) -> AssignmentQuerySet:
        """In the official boxes and rates: neither internal nor draft nor withdrawn."""
        return self.filter(is_internal=False).exclude(stage__in=[Stage.DRAFT, Stage.WITHDRAWN])

    def judged(self, on: date) -> AssignmentQuerySet:
        """With ``judged_on``: the day by which timeliness is judged (rules.md 3.2, 3.6)."""
        return self.annotate(
            judged_on=Coalesce(
                "submitted_on", "stopped_on", Value(on, output_field=models.DateField())
            )
        )

    def overdue(self, on: date) -> AssignmentQuerySet:
        """Open and overdue on the day ``on``; a waiting or stopped one by its own day."""
        return self.filter(is_overdue(on))

    def in_time(self, on: date) -> AssignmentQuerySet:
        """Open, with a due date, and not overdue on the day ``on``."""
        return self.filter(is_in_time(on))

    def dated(self) -> AssignmentQuerySet:
        """With a due date, so that it stands in one of the four boxes; neither draft nor
        withdrawn."""
        return self.filter(due_on__isnull=False, stage__in=OPEN | {Stage.DONE})

    def running(self) -> AssignmentQuerySet:
        """Open with the lead at work: not submitted, paused or returned."""
        return self.filter(stage__in=[Stage.ISSUED, Stage.ACKNOWLEDGED], stopped_on=None)

    def due_between(self, first: date, last: date) -> AssignmentQuerySet:
        """Running, due within [first, last]."""
        return self.running().filter(due_on__gte=first, due_on__lte=last)

    def to_acknowledge(self) -> AssignmentQuerySet:
        return self.filter(stage=Stage.ISSUED)

    def to_confirm(self) -> AssignmentQuerySet:
        return self.filter(stage=Stage.SUBMITTED)

    def done(self) -> AssignmentQuerySet:
        return self.filter(stage=Stage.DONE)

    def done_on_time(self) -> AssignmentQuerySet:
        return self.done().filter(due_on__gte=models.F("submitted_on"))

    def done_late(self) -> AssignmentQuerySet:
        return self.done().filter(due_on__lt=models.F("submitted_on"))

    # --- whose ------------------------------------------------------------------------------
    def led_by(self, bodies: frozenset[int]) -> AssignmentQuerySet:
        return self.filter(lead__in=bodies)

    def shared_with(self, bodies: frozenset[int]) -> AssignmentQuerySet:
        return self.filter(_row("Cooperation", agency__in=bodies))


def is_overdue(on: date) -> Q:
    """Open and overdue on the day ``on``; a waiting or stopped one by its own day.

    Each of the three is due before ``on``; said first, so that an index on the day finds them.
    """
    return Q(stage__in=OPEN, due_on__lt=on) & (
        Q(due_on__lt=on, submitted_on=None, stopped_on=None)
        | Q(submitted_on__isnull=False, due_on__lt=models.F("submitted_on"))
        | Q(submitted_on=None, stopped_on__isnull=False, due_on__lt=models.F("stopped_on"))
    )


def is_in_time(on: date) -> Q:
    """Open, with a due date, and not overdue on the day ``on``."""
    return Q(stage__in=OPEN) & (
        Q(due_on__gte=on, submitted_on=None, stopped_on=None)
        | Q(submitted_on__isnull=False, due_on__gte=models.F("submitted_on"))
        | Q(submitted_on=None, stopped_on__isnull=False, due_on__gte=models.F("stopped_on"))
    )


def reads(user: User) -> Q:
    """Which of the rows that the person sees show their text (see ``readable_by``)."""
    standing = user.standing
    if standing.is_ppc_office or standing.is_leadership:
        return Q(pk__isnull=False)
    own = standing.bodies
    readable = (
        Q(assigner__in=own)
        | Q(lead__in=own)
        | Q(monitor__in=own)
        | Q(_row("Cooperation", agency__in=own))
        | ~Q(restriction="")
    )
    if standing.is_home_affairs:
        readable |= Q(directive__code__in=OF_HOME_AFFAIRS)
    return readable
