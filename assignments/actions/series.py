"""Periodic work: one series, an occurrence a period, made before the period begins (rules.md 1.8).

Every occurrence is an assignment with its own life. A change of the series never touches an
occurrence that exists already.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, Seat
from agencies.models.calendar import work_calendar
from agencies.models.decision import decision_of
from agencies.models.standing import standing_of
from assignments.actions.assignment import name_readers, specialist_of
from assignments.actions.moving import day, due_from, hand_over, lead_from
from assignments.actions.rhythm import Rhythm
from assignments.actions.succession import queue
from assignments.models import (
    Assignment,
    Cooperation,
    DueChange,
    Holding,
    LeadChange,
    Reader,
    Series,
)
from assignments.models.heritage import successors
from assignments.models.parties import may_change_series
from assignments.models.periods import due_in, following
from assignments.rules.assignment import NotAllowed, Stage, Timing
from audit.record import record
from directives.models import Provision

# How many working days before its period an occurrence is made, unless a provision says else.
AHEAD_DAYS = 5


def change(series: Series, rhythm: Rhythm, *, by: Seat, at: datetime) -> Series:
    """Another due day, or an end: only periods not made yet are concerned; the period stays."""
    with transaction.atomic():
        locked = Series.objects.select_for_update().get(pk=series.pk)
        rows = locked.assignments.select_related("assigner", "lead", "monitor")
        latest = rows.order_by("pk").last()
        standing = standing_of(by, on=day(at))
        if latest is None or not may_change_series(latest, by, standing):
            raise NotAllowed(_("Only the assigner's side changes periodic work."))
        locked.due_day = rhythm.due_day
        locked.due_month_offset = rhythm.due_month_offset
        locked.ends_on = rhythm.ends_on
        locked.save()
        ends = f"{rhythm.ends_on:%d/%m/%Y}" if rhythm.ends_on else ""
        for row in _latest(locked):
            record("assignment.change_series", row, by=by, at=at, ends=ends)
    return locked


# --- making ahead -------------------------------------------------------------------------------
def due_for_making(*, on: date) -> list[Series]:
    """Series that have not ended by the day; which periods they lack is asked of each."""
    running = Series.objects.exclude(ends_on__lt=on).filter(made_until__isnull=False)
    return list(running.order_by("pk"))


@transaction.atomic
def make_ahead(series: Series, *, at: datetime) -> list[Assignment]:
    """Make every occurrence whose time has come; twice is the same as once, a missed night heals.

    An occurrence copies the latest one of its lead, as it stands: order, cooperating bodies,
    readers and the decision that gave the work.
    """
    locked = Series.objects.select_for_update().get(pk=series.pk)
    made: list[Assignment] = []
    while first := _next(locked, on=day(at)):
        templates = _latest(locked)
        made += [_occurrence(locked, row, first, at=at) for row in templates]
        locked.made_until = first
        locked.save(update_fields=["made_until"])
    return made


def _next(series: Series, *, on: date) -> date | None:
    """The first day of the next period, once it is near enough."""
    if series.made_until is None:
        return None
    first = following(series.every, series.made_until)
    ahead = Provision.objects.numbers(on).get("series_ahead_days", AHEAD_DAYS)
    is_near = work_calendar().warn_day(first, ahead) <= on
    has_ended = series.ends_on is not None and first > series.ends_on
    return first if is_near and not has_ended else None


def _latest(series: Series) -> list[Assignment]:
    """One occurrence a lead, of the last period made; drafts and others' work stay out."""
    rows = (
        series.assignments.filter(period_first=series.made_until)
        .exclude(stage=Stage.DRAFT)
        .select_related("lead", "assigner", "monitor", "decided_by__agency", "recorded_by__agency")
        .order_by("lead_id", "pk")
    )
    return list({row.lead_id: row for row in rows}.values())


def _occurrence(series: Series, model: Assignment, first: date, *, at: datetime) -> Assignment:
    """The occurrence of the period that begins on ``first``, issued on the same decision."""
    on = day(at)
    row = Assignment(entered_at=at, moved_at=at, stage=Stage.ISSUED, issued_on=on)
    for name in _COPIED:
        setattr(row, name, getattr(model, name))
    row.series, row.period_first = series, first
    heirs = _heirs(model.lead, on=on)
    row.lead = heirs[0] if len(heirs) == 1 else model.lead
    due_on = due_in(series, first)
    row.due_rule, row.timing = Assignment.DueRule.STATED, Timing.PERIODIC
    row.due_on = row.original_due_on = due_on
    row.specialist = specialist_of(row, on=on)
    row.save()
    _begin_life(row, model, due_on, on=on, at=at)
    if len(heirs) > 1:
        queue(row, model.lead, on, at=at)
    return row


_COPIED = (
    "batch", "directive", "obligation", "clause", "parent", "function", "title", "content",
    "product", "completion_point", "giver", "assigner", "monitor", "is_priority", "is_internal",
    "restriction", "government_code", "system_code", "due_hour", "due_phrase", "decided_by",
    "capacity", "recorded_by", "basis_kind", "basis", "basis_on", "decided_on",
)  # fmt: skip


def _heirs(body: Agency, *, on: date) -> list[Agency]:
    """The body itself while it exists, else its successors; several: a person decides."""
    if body.valid_to is None or body.valid_to > on:
        return [body]
    return successors(body, on=on)


def _begin_life(
    row: Assignment, model: Assignment, due_on: date, *, on: date, at: datetime
) -> None:
    """What issuing writes: lead, due date, hand-overs, parts, readers, and the event."""
    decision = decision_of(model)
    lead_from(row, LeadChange.Cause.ISSUE, decision=decision, on=on, at=at)
    row.due_on = None
    due_from(row, due_on, DueChange.Cause.ISSUE, decision=decision, on=on, at=at)
    hand_over(row, Holding.Holder.ASSIGNER, row.assigner, on=on)
    hand_over(row, Holding.Holder.LEAD, row.lead, on=on)
    _ask_parts(row, model, due_on, on=on)
    named = Reader.objects.filter(assignment=model).select_related("user")
    name_readers(row, [reader.user for reader in named], at=at)
    record("assignment.make", row, decision=decision, by=None, at=at, series=row.series_id)


def _ask_parts(row: Assignment, model: Assignment, due_on: date, *, on: date) -> None:
    """The cooperating bodies of the model, or their heirs, each asked once."""
    asked = {
        heir.pk: part.part
        for part in model.cooperations.select_related("agency").order_by("pk")
        for heir in _heirs(part.agency, on=on)
        if heir.pk != row.lead_id
    }
    Cooperation.objects.bulk_create(
        Cooperation(assignment=row, agency_id=pk, part=text, due_on=due_on, asked_on=on)
        for pk, text in asked.items()
    )
