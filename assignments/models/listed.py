"""What a column with a list of choices may hold, asked of the database as well."""

from typing import TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=type[models.Model])


def values_are_listed(model: M) -> M:
    """Gives the table a constraint for each such column: no value outside its list; empty only
    where the column may be. For models that name constraints of their own in ``Meta``."""
    for field in model._meta.local_fields:
        if field.choices:
            values = [value for value, _label in field.flatchoices] + [""] * field.blank
            name = f"{model._meta.model_name}_{field.name}_is_of_its_list"
            condition = Q(**{f"{field.name}__in": values})
            model._meta.constraints.append(models.CheckConstraint(condition=condition, name=name))
    return model
