"""What happens to assignments by themselves, when a day comes."""

import logging

from celery import shared_task
from django.utils import timezone

from assignments.actions import seats, series, succession
from assignments.actions.succession import Followed

logger = logging.getLogger(__name__)


@shared_task
def follow_successions() -> None:
    """Open work of bodies that ended by today follows their heirs; one bad body stops no other."""
    at = timezone.now()
    done, failed = Followed(), 0
    for old, since in list(succession.pending(on=timezone.localdate(at))):
        try:
            done += succession.follow_body(old, since, at=at)
        except Exception:
            failed += 1
            logger.exception("follow_successions: body %s of %s", old.pk, since)
    logger.info(
        "follow_successions: %d moved, %d queued, %d assignments and %d bodies failed",
        done.moved,
        done.queued,
        done.failed,
        failed,
    )


@shared_task
def pass_on_seats() -> None:
    """Open work of seats that ended by today falls to the heads; one bad seat stops no other."""
    at = timezone.now()
    moved, failed = 0, 0
    for seat in list(seats.left_behind(on=timezone.localdate(at))):
        try:
            moved += seats.fall_to_head(seat, by=None, at=at)
        except Exception:
            failed += 1
            logger.exception("pass_on_seats: seat %s", seat.pk)
    logger.info("pass_on_seats: %d moved, %d failed", moved, failed)


@shared_task
def name_chiefs() -> None:
    """Heads who took office by today see their body's restricted work; one bad body stops no
    other."""
    at = timezone.now()
    named, failed = 0, 0
    for body in list(seats.with_restricted_work()):
        try:
            named += seats.name_chief(body, by=None, at=at)
        except Exception:
            failed += 1
            logger.exception("name_chiefs: body %s", body.pk)
    logger.info("name_chiefs: %d named, %d failed", named, failed)


@shared_task
def make_occurrences() -> None:
    """Occurrences of periodic work are made before their period; one bad series stops no other."""
    at = timezone.now()
    made, failed = 0, 0
    for row in series.due_for_making(on=timezone.localdate(at)):
        try:
            made += len(series.make_ahead(row, at=at))
        except Exception:
            failed += 1
            logger.exception("make_occurrences: series %s", row.pk)
    logger.info("make_occurrences: %d made, %d failed", made, failed)
