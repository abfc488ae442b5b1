"""The way in: one administrator, by a one-time link; there is no default account."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.management.base import no_translations
from django.core.validators import validate_email
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from agencies.actions.beginning import first_administrator
from agencies.models.agency import bearer
from agencies.rules.refusal import NotAllowed
from config.start import keeper, web
from config.start.addresses import home


class Command(BaseCommand):
    help = "Make the first administrator and print a one-time link, valid for three days."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name", metavar='"Full name"')
        parser.add_argument("--body", default="VPUB", help="code of the body; default VPUB")
        parser.add_argument("--force", action="store_true", help="although administrators stand")
        parser.add_argument(
            "--base-url", help="address of the site; default SITE_URL, else that of `make run`"
        )

    @no_translations
    def handle(self, **options: Any) -> None:
        try:
            link = self._link(options)
        except ValidationError:
            raise CommandError(f"{options['email']} is no e-mail address.") from None
        except NotAllowed as refusal:
            more = "" if options["force"] else " Make one all the same: --force"
            raise CommandError(f"{refusal}{more}") from None
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}".strip()) from None
        except ProgrammingError:
            raise CommandError(
                "The database has no tables of this version: run `manage.py migrate`, then"
                " `manage.py load_reference`, first."
            ) from None
        self.stdout.write(f"{(options['base_url'] or _site()).rstrip('/')}{link}")
        self.stdout.write("Open the link to set a password; it works once, for three days.")

    def _link(self, options: dict[str, Any]) -> str:
        at = timezone.now()
        validate_email(options["email"])
        body = bearer(options["body"], on=timezone.localdate(at))
        if body is None:
            raise CommandError(f"No body {options['body']}: run load_reference first.")
        return first_administrator(
            email=options["email"],
            full_name=options["full_name"],
            body=body,
            is_forced=options["force"],
            at=at,
        )


def _site() -> str:
    """SITE_URL, or where the start of this folder runs now, or where it would."""
    holder = keeper.lock(home(), keeper.UP).holder()
    running = holder[1] if holder else ""
    port = os.environ.get("PORT") or web.FIRST_PORT
    return settings.SITE_URL or running or f"http://{web.HOST}:{port}"
