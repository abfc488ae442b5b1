"""Files: kept outside the web root under random names, reached only through their owner."""

from django.db import models
from django.db.models import Q

from agencies.models import Seat


class File(models.Model):
    """One uploaded file. It has no address of its own; the owner's page serves it."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=80, unique=True)
    # True: text was read and no marking found; False: a scan that a person confirmed.
    has_text = models.BooleanField()
    uploaded_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_has_its_sha256"
            ),
        ]

    def __str__(self) -> str:
        return self.name
