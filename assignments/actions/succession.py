"""Open work follows the bodies: by rule to a sole heir, else by a decision on each assignment.

No date is reset and no stage changes; finished work stays with the body that did it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions.succession import end_seats
from agencies.models import Agency, Seat, Succession
from agencies.models.decision import Decision
from agencies.models.standing import Standing, standing_of
from agencies.rules.refusal import NotAllowed
from agencies.rules.succession import Heritage, ends, heritage
from assignments.actions.inheriting import Passing, queue, succeed
from assignments.actions.moving import day
from assignments.models import Assignment, SuccessionCase
from assignments.models.heritage import (
    heir_deciders,
    in_hand,
    is_of_home_affairs,
    possible_heirs,
)
from assignments.models.parties import LED_BY_PPC, capacity_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Followed:
    """How many assignments passed by rule, how many wait for a decision, and how many failed."""

    moved: int = 0
    queued: int = 0
    failed: int = 0

    def __add__(self, other: Followed) -> Followed:
        return Followed(
            self.moved + other.moved, self.queued + other.queued, self.failed + other.failed
        )


# --- by rule --------------------------------------------------------------------------------
def pending(*, on: date) -> Iterator[tuple[Agency, date]]:
    """Each body and day whose applied successions were not worked yet, in order of time."""
    rows = Succession.objects.to_work(on).select_related("old").order_by("on", "old_id", "pk")
    seen = set()
    for row in rows:
        if (row.old_id, row.on) not in seen:
            seen.add((row.old_id, row.on))
            yield row.old, row.on


def follow(*, on: date, at: datetime) -> Followed:
    """Work all successions of the day ``on`` or earlier; twice is the same as once."""
    total = Followed()
    for old, since in list(pending(on=on)):
        total += follow_body(old, since, at=at)
    return total


@transaction.atomic
def follow_body(old: Agency, since: date, *, at: datetime) -> Followed:
    """Pass the open work of one body on as of the day ``since``, or queue it for decisions.

    One bad assignment stops no other; the body is tried again until none has failed.
    """
    rows = list(
        Succession.objects.select_for_update(of=("self",))
        .applied()
        .filter(old=old, on=since)
        .select_related("new")
        .order_by("pk")
    )
    fresh = [row for row in rows if row.worked_at is None]
    done = Followed()
    if ends([row.kind for row in fresh]):
        end_seats(old, on=since)
        if heritage([row.kind for row in rows]) is Heritage.BY_RULE:
            done = _pass_all(Passing(old, rows[0].new, since, succession=rows[0]), at=at)
        else:
            done = _queue_all(old, since, at=at)
    if not done.failed:
        Succession.objects.filter(pk__in=[row.pk for row in fresh]).update(worked_at=at)
    return done


def _pass_all(passing: Passing, *, at: datetime) -> Followed:
    found = list(in_hand(passing.old).order_by("pk"))
    failed = _each(found, lambda row: succeed(row, passing, by=None, at=at))
    return Followed(moved=len(found) - failed, failed=failed)


def _queue_all(old: Agency, since: date, *, at: datetime) -> Followed:
    found = list(in_hand(old).open().order_by("pk"))
    failed = _each(found, lambda row: queue(row, old, since, at=at))
    return Followed(queued=len(found) - failed, failed=failed)


def _each(found: Sequence[Assignment], step: Callable[[Assignment], object]) -> int:
    """Take the step for each assignment, each whole or not at all; how many failed."""
    failed = 0
    for row in found:
        try:
            with transaction.atomic():
                step(row)
        except Exception:
            failed += 1
            logger.exception("succession of assignment %s", row.pk)
    return failed


# --- by decision ----------------------------------------------------------------------------
@transaction.atomic
def decide(
    case: SuccessionCase, *, heir: Agency, decision: Decision, by: Seat, at: datetime
) -> SuccessionCase:
    """Name the heir of one assignment: one of the successors, or a department by its function."""
    locked = (
        SuccessionCase.objects.select_for_update(of=("self",))
        .select_related("old", "assignment__assigner", "assignment__directive")
        .get(pk=case.pk)
    )
    on = day(at)
    decision = _in_capacity(locked, decision)
    _ask(locked, decision, by=by, at=at)
    if not possible_heirs(locked.old, on=on).filter(pk=heir.pk).exists():
        raise NotAllowed(_("Choose one of the heirs, or a department."))
    locked.chosen = heir
    for name, value in decision.columns.items():
        setattr(locked, name, value)
    locked.save()
    steps = Succession.objects.applied().filter(old=locked.old, new=heir, on__lte=on)
    step = steps.order_by("on", "pk").last()
    passing = Passing(locked.old, heir, on, succession=step, decision=decision)
    succeed(locked.assignment, passing, by=by, at=at)
    return locked


def _in_capacity(case: SuccessionCase, decision: Decision) -> Decision:
    """One decision may name the heirs of work that several leaders gave."""
    if not decision.is_direct:
        return decision
    own = capacity_of(case.assignment, "reassign", decision.decided_by)
    return replace(decision, capacity=own)


@transaction.atomic
def decide_all(
    cases: Sequence[SuccessionCase], *, heir: Agency, decision: Decision, by: Seat, at: datetime
) -> list[SuccessionCase]:
    """Give several of one body's assignments to one heir; one refusal refuses all."""
    return [decide(case, heir=heir, decision=decision, by=by, at=at) for case in cases]


def may_record(case: SuccessionCase, standing: Standing) -> bool:
    """Whether this seat may enter a decision on the case."""
    row = case.assignment
    if not standing.is_business:
        return False
    if row.assigner.kind in LED_BY_PPC or row.assigner_id == case.old_id:
        leading = standing.is_ppc_office or standing.is_leadership
    else:
        leading = standing.agency_id == row.assigner_id
    return leading or (standing.is_home_affairs and is_of_home_affairs(row))


def _ask(case: SuccessionCase, decision: Decision, *, by: Seat, at: datetime) -> None:
    on = day(at)
    if case.chosen_id:
        raise NotAllowed(_("The heir of this assignment was decided already."))
    if not may_record(case, standing_of(by, on=on)):
        raise NotAllowed(_("This is not possible now, or not in your seat."))
    decision.ask(by=by, on=on)
    if decision.decided_on < case.arisen_on:
        raise NotAllowed(
            _("A decision cannot be older than what it answers, which is of %(day)s.")
            % {"day": f"{case.arisen_on:%d/%m/%Y}"}
        )
    if not heir_deciders(case, on=decision.decided_on).filter(pk=decision.decided_by.pk).exists():
        raise NotAllowed(_("The person named may not decide this."))
