"""Legal parameters: a value between two dates, with its source."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from agencies.models.agency import holds
from agencies.models.memory import remembered
from agencies.rules.roles import MandateKind
from audit.history import history_of
from audit.triggers import KeepsHistory


class ProvisionQuerySet(models.QuerySet["Provision"]):
    def numbers(self, on: date) -> dict[str, int]:
        """All whole-number provisions in force on the day ``on``, by key."""
        rows = self.filter(holds(on)).order_by(F("valid_from").asc(nulls_first=True))
        return remembered(("provisions", on), lambda: _whole_numbers(rows))


def _whole_numbers(rows: ProvisionQuerySet) -> dict[str, int]:
    return {r.key: int(r.value) for r in rows if r.value.lstrip("-").isdigit()}


class Provision(models.Model):
    """One legal parameter by date; "assumed" until a source is entered (rules.md, head)."""

    key = models.CharField(max_length=60)
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    unit = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=100)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    is_assumed = models.BooleanField(default=True)
    source = models.TextField(blank=True)
    owner = models.CharField(max_length=20, choices=[(k.value, k.value) for k in MandateKind])
    revision = models.PositiveIntegerField(default=0)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "valid_from"], nulls_distinct=False, name="provision_by_date"
            ),
            models.CheckConstraint(
                condition=Q(is_assumed=True) | ~Q(source=""), name="provision_in_force_has_a_source"
            ),
        ]
        triggers = [KeepsHistory()]


ProvisionHistory = history_of(Provision)
