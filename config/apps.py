from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        connection_created.connect(limit_transactions)


def limit_transactions(connection: Any, **_: object) -> None:
    """No transaction lives longer than two minutes (rules.md 4.5), where the server can see to it.

    PostgreSQL 17 and later; an older one ends long statements and long pauses only (settings).
    """
    if connection.pg_version >= 170000:
        with connection.cursor() as cursor:
            cursor.execute("SET transaction_timeout = '2min'")
