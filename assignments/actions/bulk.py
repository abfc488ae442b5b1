"""The same move on many assignments: each is judged alone, and each refusal is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Seat
from agencies.rules.refusal import NotAllowed, Stale
from assignments.actions import assignment as assignments
from assignments.actions import submission
from assignments.models import Assignment


@dataclass
class Done:
    """Which ones were moved, and which not, each with its reason in words."""

    moved: list[Assignment] = field(default_factory=list)
    refused: list[tuple[Assignment, str]] = field(default_factory=list)


@transaction.atomic
def acknowledge_each(
    asked: Iterable[tuple[Assignment, int]], *, officer: Seat, by: Seat, at: datetime
) -> Done:
    """Take all of them on and name one officer; each pair tells the revision that was seen."""
    return _each(
        asked,
        lambda row, revision: assignments.acknowledge(
            row, officer=officer, revision=revision, by=by, at=at
        ),
    )


@transaction.atomic
def confirm_each(asked: Iterable[tuple[Assignment, int]], *, by: Seat, at: datetime) -> Done:
    """Confirm all of them; one that needs its giver's recognition is refused and told."""
    return _each(
        asked, lambda row, revision: submission.confirm(row, revision=revision, by=by, at=at)
    )


def _each(
    asked: Iterable[tuple[Assignment, int]], move: Callable[[Assignment, int], Assignment]
) -> Done:
    done = Done()
    for row, revision in asked:
        try:
            done.moved.append(move(row, revision))
        except NotAllowed as refusal:
            done.refused.append((row, str(refusal)))
        except Stale:
            done.refused.append((row, _("Somebody has changed it in the meantime: look again.")))
    return done
