"""What was shipped with the product and loaded, so that a later load tells edits from old rows."""

from django.db import models


class ReferenceTable(models.Model):
    """One shipped table as it was loaded last.

    ``rows`` keeps the loaded values by key: a row of the database that differs from them was
    edited by a person, and one that is gone was removed by a person; a load leaves both alone.
    """

    name = models.CharField(max_length=40, unique=True)
    checksum = models.CharField(max_length=64)
    rows = models.JSONField(default=dict)
    loaded_at = models.DateTimeField()
