#!/usr/bin/env python3
"""The product's commands: `manage.py help` lists them."""

import os
import sys

from config.start import local
from config.start.account import StartError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    local.prepare(os.environ, sys.argv[1] if len(sys.argv) > 1 else "help")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        raise StartError(str(error)) from None


if __name__ == "__main__":
    try:
        main()
    except StartError as error:
        sys.exit(f"{error}")
