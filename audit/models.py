"""The append-only story, the clock of the records, and the one-time tokens of forms."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from audit.triggers import Refuse


class Event(models.Model):
    """One thing that happened to one row, told in text and ids so that it outlives both.

    The database refuses UPDATE, DELETE and TRUNCATE, and, outside a replay, an ``at`` more than
    five minutes from its clock (rules.md 4.5). Counted figures never read ``data``.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=200, blank=True)
    seat_id = models.BigIntegerField(null=True)
    seat = models.CharField(max_length=300, blank=True)
    agency_id = models.BigIntegerField(null=True)
    decided_by = models.CharField(max_length=300, blank=True)
    capacity = models.CharField(max_length=10, blank=True)
    basis = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["kind", "id"], name="event_by_kind"),
        ]
        triggers = [Refuse(name="event_is_append_only")]


class Origin(models.Model):
    """How this database began: real, or a demo that may be replayed once."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    is_demo = models.BooleanField()
    replayed_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="origin_is_one_row"),
        ]


class ReplayClock(models.Model):
    """The clock of a running replay; the row exists only while one runs (rules.md 4.5)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    now_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="replay_clock_is_one_row"),
        ]


class Effect(models.Model):
    """A form's one-time token, written in the transaction of its effect.

    The same token again gets the first answer instead of a second effect.
    """

    token = models.UUIDField(primary_key=True, db_default=RandomUUID())
    user_id = models.BigIntegerField()
    answer = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="effect_by_age")]
