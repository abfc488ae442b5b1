"""Filters that a person named and kept."""

from django.db import models

from agencies.models import User


class SavedView(models.Model):
    user = models.ForeignKey(User, models.PROTECT, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_name")]

    def __str__(self) -> str:
        return self.name
