"""Forget the demo, so that the next start replays it."""

import os
import shutil
from typing import Any

from django.core.management import BaseCommand

from config.demo import signins
from config.start import keeper, postgres
from config.start.account import StartError
from config.start.addresses import DEMO_DATABASE, home


class Command(BaseCommand):
    help = "Drop the demo database of this folder and its files; real data is not touched."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        if os.environ.get("DATABASE_URL"):
            raise StartError("DATABASE_URL names a database of your own: drop it there.")
        place = home()
        if keeper.lock(place, keeper.UP).holder():
            raise StartError("The product is running. End it first, with Ctrl-C or `make stop`.")
        with keeper.services_for_now(place):
            dropped = postgres.drop_database(place, DEMO_DATABASE)
        shutil.rmtree(place.files(is_demo=True), ignore_errors=True)
        signins.path().unlink(missing_ok=True)
        self.stdout.write("The demo is dropped." if dropped else "There was no demo.")
