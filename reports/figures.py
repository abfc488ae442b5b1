"""Figures as named querysets, of two times: the day they describe, the moment they are known."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from assignments.models import (
    AssignmentHistory,
    DueChangeHistory,
    LeadChangeHistory,
    PauseHistory,
    ReturnRequestHistory,
    SubmissionHistory,
)
from assignments.rules.assignment import Box


def end_of(on: date) -> datetime:
    """24:00 of the day ``on``: the default moment up to which records count (rules.md 4.1)."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))


def _latest(rows: QuerySet[Any], column: str, *order: str) -> Subquery:
    ordered = rows.filter(assignment_id=OuterRef("id")).order_by(*order)
    return Subquery(ordered.values(column)[:1])


def _not_ended(column: str, on: date) -> Q:
    return Q(**{column: None}) | Q(**{f"{column}__gt": on})


def assignments_on(*, on: date, known: datetime | None = None) -> QuerySet[Any]:
    """Official assignments as they stood on the day ``on``, as recorded at ``known``.

    Rows carry ``lead_on``, ``due``, ``submitted``, ``confirmed``, ``stopped`` and ``box``, from
    dated facts alone, never from the stored stage (rules.md 4.2). Withdrawn ones are left out.
    """
    at = known or end_of(on)

    def facts(model: type[Model]) -> QuerySet[Any]:
        rows: QuerySet[Any] = model._default_manager.known(at)  # type: ignore[attr-defined]
        return rows

    leads = facts(LeadChangeHistory).filter(effective_on__lte=on)
    dues = facts(DueChangeHistory).filter(effective_on__lte=on)
    # Once handed in it stood from the day of its result until its end, whenever it was entered.
    stood = facts(SubmissionHistory).filter(
        *(_not_ended(end, on) for end in ("sent_back_on", "reopened_on", "dropped_on")),
        entered_on__isnull=False,
        submitted_on__lte=on,
    )
    pauses = facts(PauseHistory).filter(_not_ended("resumed_on", on), paused_on__lte=on)
    returns = facts(ReturnRequestHistory).filter(
        _not_ended("ended_on", on), outcome="ACCEPTED", requested_on__lte=on
    )
    rows = (
        facts(AssignmentHistory)
        .filter(_not_ended("withdrawn_on", on), issued_on__lte=on, is_internal=False)
        .exclude(stage="DRAFT")
        .annotate(
            lead_on=_latest(leads, "agency_id", "-effective_on", "-id"),
            due=_latest(dues, "due_on", "-effective_on", "-id"),
            submitted=_latest(stood, "submitted_on", "-id"),
            confirmed=_latest(stood.filter(confirmed_on__lte=on), "confirmed_on", "-id"),
            stopped=Coalesce(
                _latest(pauses, "paused_on", "-id"), _latest(returns, "requested_on", "-id")
            ),
        )
    )
    boxed: QuerySet[Any] = rows.annotate(box=_box(on))
    return boxed


def _box(on: date) -> Case:
    """``assignments.rules.box`` in SQL; a test holds the two equal."""
    judged = Coalesce(F("submitted"), F("stopped"), Value(on, output_field=DateField()))
    is_done, is_late = Q(confirmed__isnull=False), Q(due__lt=judged)
    undated = Q(due=None)
    return Case(
        When(undated & is_done, then=Value(Box.NO_DEADLINE_DONE.value)),
        When(undated, then=Value(Box.NO_DEADLINE_OPEN.value)),
        When(is_done & is_late, then=Value(Box.DONE_LATE.value)),
        When(is_done, then=Value(Box.DONE_ON_TIME.value)),
        When(is_late, then=Value(Box.OPEN_OVERDUE.value)),
        default=Value(Box.OPEN_IN_TIME.value),
        output_field=CharField(),
    )


def boxes(rows: QuerySet[Any]) -> dict[Box, int]:
    """How many rows of ``assignments_on`` stand in each box; boxes without rows say 0."""
    counted = dict(rows.values_list("box").annotate(n=Count("history_id")).order_by())
    return {box: counted.get(box.value, 0) for box in Box}


def boxes_by_lead(rows: QuerySet[Any]) -> dict[int, dict[Box, int]]:
    """The same, under the body that led on the day counted (rules.md 4.9)."""
    found: dict[int, dict[Box, int]] = {}
    counted = rows.values_list("lead_on", "box").annotate(n=Count("history_id")).order_by()
    for lead, box, n in counted:
        found.setdefault(lead, dict.fromkeys(Box, 0))[Box(box)] = n
    return found
