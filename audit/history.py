"""History tables: the same columns, and from when to when each row was known."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from audit.triggers import RefuseByHand, kept_columns


class HistoryQuerySet(models.QuerySet[Any]):
    def known(self, at: datetime) -> "HistoryQuerySet":
        """The rows as they were recorded at the moment ``at`` (half-open: from, not to)."""
        return self.filter(Q(known_to__gt=at) | Q(known_to=None), known_from__lte=at)


class HistoryRow(models.Model):
    """What every history table has besides the columns of its table."""

    history_id = models.BigAutoField(primary_key=True)
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        abstract = True


def _kept(field: models.Field) -> models.Field:
    """The field without keys, defaults and constraints; null where an old row lacks it."""
    source = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(source, models.AutoField):
        return models.BigIntegerField(null=field.name != "id", db_column=field.column)
    kept = source.clone()
    kept.primary_key = kept._unique = False
    kept.db_index = False
    kept.null = True
    kept.default = models.NOT_PROVIDED
    kept.db_default = models.NOT_PROVIDED
    kept.db_column = field.column
    return kept


def history_of(model: type[models.Model]) -> type[HistoryRow]:
    """Make the typed history model of ``model``; its rows are written by ``KeepsHistory``."""
    name = f"{model.__name__}History"
    table = f"{model._meta.db_table}_history"
    meta = type(
        "Meta",
        (),
        {
            "app_label": model._meta.app_label,
            "db_table": table,
            "indexes": [
                models.Index(fields=["id", "known_from"], name=f"{table[:22]}_known"),
            ],
            "constraints": [
                models.UniqueConstraint(
                    fields=["id"], condition=Q(known_to=None), name=f"{table}_has_one_open_row"
                ),
            ],
            "triggers": [RefuseByHand(name="history_is_kept")],
        },
    )
    fields = {f.attname: _kept(f) for f in kept_columns(model)}
    return type(name, (HistoryRow,), {"__module__": model.__module__, "Meta": meta, **fields})
