"""What is looked at by itself, each night."""

import logging

from celery import shared_task

from directives.actions.checking import check_files

logger = logging.getLogger(__name__)
# Reading the whole disk takes longer than any other job; below the hour after which the broker
# would hand an unfinished job out again.
LONGEST = 55 * 60
SHOWN = 20


@shared_task(time_limit=LONGEST, soft_time_limit=LONGEST - 60)
def verify_files() -> None:
    """Every stored file against its sha256; what is missing or changed is an error of the log."""
    check = check_files()
    named = check.bad[:SHOWN]
    logger.log(
        logging.ERROR if check.bad else logging.INFO,
        "verify_files: %d rows, %d wrong, %d files without a row%s",
        check.rows,
        len(check.bad),
        len(check.orphans),
        ": " + "; ".join(named) if named else "",
    )
