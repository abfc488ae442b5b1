"""Database and broker in the background, for tools and editors."""

import os
from typing import Any

from django.core.management import BaseCommand

from config.start import keeper, postgres
from config.start.addresses import database_name, database_url, home


class Command(BaseCommand):
    help = "Start database and broker in the background and return; `stop` ends them."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
            self.stdout.write("DATABASE_URL and REDIS_URL name services: none started.")
            return
        place = home()
        is_new = keeper.start_in_background(place)
        postgres.create_database(place, database_name())
        self.stdout.write("Services started." if is_new else "Services were running already.")
        self.stdout.write(f"DATABASE_URL={database_url()}\nREDIS_URL={place.broker_url()}")
