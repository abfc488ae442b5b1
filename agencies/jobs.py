"""What is cleared away by itself."""

import logging
from datetime import timedelta

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from audit.record import forget_effects

logger = logging.getLogger(__name__)
# A form older than this is no longer open in anybody's browser.
TOKENS_LIVE = timedelta(days=30)


@shared_task
def clear_away() -> None:
    """Sessions that ended, and one-time tokens of forms that nobody can send again."""
    call_command("clearsessions")
    forgotten = forget_effects(before=timezone.now() - TOKENS_LIVE)
    logger.info("clear_away: %d tokens", forgotten)
