"""Bodies, days, documents and legal parameters, from the tables shipped with the product."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.utils import timezone

from agencies.actions import reference
from agencies.actions.reference import load
from audit import replay
from config.demo import BEGINS_AT
from directives.actions import reference as directives


class Command(BaseCommand):
    help = (
        "Load the shipped reference tables: only what is missing or unchanged since the last "
        "load is written; rows that people edited stay as they are."
    )

    def handle(self, **options: Any) -> None:
        replay.begin(is_demo=settings.IS_DEMO)
        if replay.is_replayable():
            # What the demo's people know from its first day must be recorded by then.
            replay.open_clock(BEGINS_AT)
        at = replay.stamp(timezone.now())
        done = load([*reference.TABLES, *directives.TABLES], at=at)
        self.stdout.write(
            f"Reference data: {done.inserted} new, {done.updated} updated, "
            f"{done.kept} kept as edited"
        )
