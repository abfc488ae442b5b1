"""The way in: one administrator, by a one-time link; there is no default account."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from agencies.actions.beginning import first_administrator
from agencies.models.agency import bearer
from agencies.rules.refusal import NotAllowed


class Command(BaseCommand):
    help = "Make the first administrator and print a one-time link, valid for three days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name", metavar='"Full name"')
        parser.add_argument("--body", default="VPUB", help="code of the body; default VPUB")
        parser.add_argument(
            "--base-url",
            default=os.environ.get("BASE_URL", "http://localhost:8000"),
            help="address of the site; default BASE_URL, else http://localhost:8000",
        )

    def handle(self, **options: Any) -> None:
        at = timezone.now()
        body = bearer(options["body"], on=timezone.localdate(at))
        if body is None:
            raise CommandError(f"No body {options['body']}: run load_reference first.")
        try:
            validate_email(options["email"])
            link = first_administrator(
                email=options["email"], full_name=options["full_name"], body=body, at=at
            )
        except ValidationError:
            raise CommandError(f"{options['email']} is no e-mail address.") from None
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{options['base_url'].rstrip('/')}{link}")
        self.stdout.write("Mở liên kết để đặt mật khẩu; dùng một lần, trong ba ngày.")
