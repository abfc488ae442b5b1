"""What the filter offers to choose from, all of it read in one query."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import get_language

from agencies.models import Function, Group, Mandate, Seat
from agencies.models.agency import holds
from agencies.rules.roles import DECIDING, MandateKind, Role
from assignments.models.bodies import bodies_for_work
from assignments.models.viewer import Viewer

Choices = dict[str, list[tuple[str, str, str]]]


def filter_choices(viewer: Viewer) -> Choices:
    """Under ``body``, ``field``, ``decider``, ``officer``, ``group``: value, label, heading."""
    found: Choices = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(*_statement(get_language() or "", viewer.own, viewer.on))
        rows = cursor.fetchall()
    for part, value, label, heading, _place in sorted(
        rows, key=lambda row: (row[0], row[4], row[1])
    ):
        found[part].append((value, label, heading))
    return found


@lru_cache(maxsize=256)
def _statement(_language: str, own: frozenset[int], on: date) -> tuple[str, tuple[Any, ...]]:
    """The question for what the bodies ``own`` may choose on the day, as SQL: to build it takes
    several times as long as to run it, and it is the same all day."""
    leading = Mandate.objects.filter(holds(on), kind=MandateKind.LEADERSHIP).values("agency")
    seats = Seat.objects.held(on)
    leaders = seats.filter(agency__in=leading, role__in=DECIDING).order_by()
    officers = seats.filter(agency__in=own).exclude(role=Role.ADMINISTRATOR).order_by()
    parts = [
        _part("body", bodies_for_work(on=on).order_by(), "pk", _name(), F("kind"), F("sort_key")),
        _part("field", Function.objects.all(), "pk", _name(), _no, F("name_vi")),
        _part("decider", leaders, "user_id", F("user__full_name"), F("title"), F("role")),
        _part("officer", officers, "pk", F("user__full_name"), _no, F("user__sort_key")),
        _part("group", Group.objects.filter(holds(on)), "code", _name(), _no, F("code")),
    ]
    sql, values = parts[0].union(*parts[1:]).query.sql_with_params()
    return sql, tuple(values)


_no = Value("", output_field=TextField())


def _name() -> Any:
    if get_language() == "en":
        return Coalesce(NullIf("name_en", Value("")), "name_vi", output_field=TextField())
    return F("name_vi")


def _part(
    part: str, rows: QuerySet[Any], value: str, label: Any, heading: Any, place: Any
) -> QuerySet[Any]:
    text = TextField()
    return rows.values_list(
        Value(part, output_field=text),
        Cast(value, text),
        Cast(label, text),
        Cast(heading, text),
        Cast(place, text),
    )
