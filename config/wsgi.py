"""What a web server runs."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()


def _refuse_other_kind() -> None:
    """End the start on data of the other kind. A database that is away says it at each page."""
    from django.conf import settings
    from django.db import OperationalError, connection

    from audit import replay

    try:
        replay.refuse_other_kind(is_demo=settings.IS_DEMO)
    except OperationalError as error:
        logging.getLogger(__name__).warning("the database does not answer yet: %s", error)
    finally:
        connection.close()


_refuse_other_kind()
