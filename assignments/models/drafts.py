"""A draft as the form shows it again: everything that was typed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from agencies.models import User
from assignments.models.assignment import Assignment
from assignments.models.parties import offered, relation
from assignments.rules.assignment import Situation, Stage, Timing


def for_editing(user: User) -> QuerySet[Assignment]:
    """The rows that the person sees, with all that the form shows of one."""
    rows = Assignment.objects.visible_to(user).select_related(
        "directive__document_type", "directive__issuer", "parent", "series", "batch", "assigner",
        "monitor", "lead",
    )  # fmt: skip
    return rows.prefetch_related("cooperations")


def may_edit(row: Assignment, user: User) -> bool:
    """Whether the person rewrites it: a draft, on the assigner's side."""
    if user.seat is None:
        return False
    related = relation(row, user.seat, user.standing)
    return "edit" in offered(Stage(row.stage), related, Situation())


_SAME = ("title", "content", "product", "completion_point", "clause", "giver", "is_priority",
         "is_internal", "restriction", "government_code", "system_code", "timing",
         "timing_reason", "due_phrase", "capacity", "basis_kind", "basis", "basis_on",
         "revision")  # fmt: skip
_KEYS = ("lead", "monitor", "function", "obligation", "decided_by")


def initial_of(row: Assignment) -> dict[str, Any]:
    """First values of the order form for a draft."""
    initial: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    initial |= {name: getattr(row, f"{name}_id") for name in _KEYS}
    initial["document"] = row.directive.citation if row.directive else ""
    initial["readers"] = _readers(row) if row.is_restricted else ""
    return initial | _timing(row) | _parts(row)


def _readers(row: Assignment) -> str:
    named = row.readers.select_related("user").order_by("pk")
    return "\n".join(reader.user.email or reader.user.full_name for reader in named)


def _timing(row: Assignment) -> dict[str, Any]:
    if row.timing == Timing.PERIODIC and row.series:
        series = row.series
        return {"every": series.every, "due_day": series.due_day or None,
                "due_month_offset": series.due_month_offset, "ends_on": series.ends_on}  # fmt: skip
    if row.due_count is not None:
        signed_on = row.directive and row.directive.issued_on
        is_typed = row.due_from and row.due_from != signed_on
        return {"count": row.due_count, "unit": row.due_rule,
                "count_event": "TYPED" if is_typed else "SIGNED",
                "count_from": row.due_from if is_typed else None}  # fmt: skip
    return {"due_on": row.due_on}


def _parts(row: Assignment) -> dict[str, Any]:
    parts = sorted(row.cooperations.all(), key=lambda part: part.pk)
    initial: dict[str, Any] = {"rows": len(parts)}
    for place, part in enumerate(parts):
        initial[f"part_agency_{place}"] = part.agency_id
        initial[f"part_text_{place}"] = part.part
        initial[f"part_due_{place}"] = part.due_on
    return initial
