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
from agencies.models.decision import Decision, decision_of
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed, Stale
from assignments.actions.inheriting import never_confirm_own, settle
from assignments.actions.moving import (
    ask_decision,
    day,
    due_from,
    hand_over,
    judge_notice,
    lead_from,
)
from assignments.actions.naming import name_readers, specialist_of
from assignments.actions.rhythm import Rhythm
from assignments.models import (
    Assignment,
    Cooperation,
    DueChange,
    Holding,
    LeadChange,
    Reader,
    Series,
)
from assignments.models.heritage import heir_by_rule
from assignments.models.parties import may_change_series, relation
from assignments.models.periods import due_in, following
from assignments.rules.assignment import Stage, Timing
from audit.record import record
from directives.models import Provision

# How many working days before its period an occurrence is made, unless a provision says else.
AHEAD_DAYS = 5


def change(
    series: Series,
    rhythm: Rhythm,
    *,
    decision: Decision,
    revision: int | None = None,
    by: Seat,
    at: datetime,
) -> Series:
    """Another due day, or an end: only periods not made yet are concerned; the period stays.

    Who may decide is who may give another due date (rules.md 2.2). Raises Stale on a lost race.
    """
    with transaction.atomic():
        locked = Series.objects.select_for_update().get(pk=series.pk)
        if revision is not None and revision != locked.revision:
            raise Stale(locked)
        latest = _latest(locked)
        _ask_change(latest, decision, by=by, at=at)
        locked.due_day, locked.due_month_offset = rhythm.due_day, rhythm.due_month_offset
        locked.ends_on = rhythm.ends_on
        for name, value in decision.columns.items():
            setattr(locked, name, value)
        locked.revision += 1
        locked.save()
        facts = {"ends": f"{rhythm.ends_on:%d/%m/%Y}" if rhythm.ends_on else ""}
        record("series.change", locked, decision=decision, by=by, at=at, **facts)
        for row in latest:
            record("assignment.change_series", row, decision=decision, by=by, at=at, **facts)
    return locked


def _ask_change(latest: list[Assignment], decision: Decision, *, by: Seat, at: datetime) -> None:
    standing = standing_of(by, on=day(at))
    if not latest:
        raise NotAllowed(
            _("The last occurrence was withdrawn: nothing more is made of this periodic work.")
        )
    if not all(may_change_series(row, by, standing) for row in latest):
        raise NotAllowed(_("Only the assigner's side changes periodic work."))
    related = relation(latest[0], by, standing)
    ask_decision(latest[0], "redate", decision, related, by=by, at=at)


# --- making ahead -------------------------------------------------------------------------------
def due_for_making(*, on: date) -> list[Series]:
    """Series that have not ended by the day; which periods they lack is asked of each."""
    running = Series.objects.exclude(ends_on__lt=on).filter(made_until__isnull=False)
    return list(running.order_by("pk"))


@transaction.atomic
def make_ahead(series: Series, *, at: datetime) -> list[Assignment]:
    """Make every occurrence whose time has come; twice is the same as once, a missed night heals.

    An occurrence copies the latest one of its lead, as it stands: order, cooperating bodies,
    readers and the decision that gave the work. Withdrawn with all later periods, nothing follows.
    """
    locked = Series.objects.select_for_update().get(pk=series.pk)
    made: list[Assignment] = []
    on = day(at)
    while first := _next(locked, on=on):
        models = _models(locked, on=on)
        made += [_occurrence(locked, row, lead, first, at=at) for row, lead in models]
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
    """One occurrence a lead, of the last period made; drafts stay out, and the last of a body.

    A lead that inherited a second one stands with that of its own.
    """
    rows = (
        series.assignments.filter(period_first=series.made_until)
        .exclude(stage=Stage.DRAFT)
        .exclude(series_end__isnull=False)
        .select_related("lead", "assigner", "monitor", "decided_by__agency", "recorded_by__agency")
    )
    in_order = sorted(rows, key=lambda r: (r.lead_id, r.made_for_id == r.lead_id, r.pk))
    return list({row.lead_id: row for row in in_order}.values())


def _models(series: Series, *, on: date) -> list[tuple[Assignment, Agency]]:
    """What the occurrences of a period copy, and who is asked: each body, or its heir, once. A
    divided body keeps its place until a person has named the heir."""
    found: dict[int, tuple[Assignment, Agency]] = {}
    for row in _latest(series):
        lead = heir_by_rule(row.lead, on=on) or row.lead
        if lead.pk not in found or lead.pk == row.lead_id:
            found[lead.pk] = (row, lead)
    return list(found.values())


def _occurrence(
    series: Series, model: Assignment, lead: Agency, first: date, *, at: datetime
) -> Assignment:
    """The occurrence of the period that begins on ``first``, issued on the same decision."""
    on = day(at)
    row = Assignment(entered_at=at, moved_at=at, stage=Stage.ISSUED, issued_on=on)
    for name in _COPIED:
        setattr(row, name, getattr(model, name))
    row.series, row.period_first = series, first
    row.lead = row.made_for = lead
    never_confirm_own(row, on=on)
    due_on = due_in(series, first)
    row.due_rule, row.timing = Assignment.DueRule.STATED, Timing.PERIODIC
    row.due_on = row.original_due_on = due_on
    row.specialist = specialist_of(row, on=on)
    row.save()
    _begin_life(row, model, due_on, on=on, at=at)
    return settle(row, by=None, at=at)


_COPIED = (
    "batch", "directive", "obligation", "clause", "parent", "function", "title", "content",
    "product", "completion_point", "giver", "assigner", "monitor", "is_priority", "is_internal",
    "restriction", "government_code", "system_code", "due_hour", "due_phrase", "decided_by",
    "capacity", "recorded_by", "basis_kind", "basis", "basis_on", "decided_on",
)  # fmt: skip


def _begin_life(
    row: Assignment, model: Assignment, due_on: date, *, on: date, at: datetime
) -> None:
    """What issuing writes: lead, due date, hand-overs, parts, readers, and the event."""
    decision = decision_of(model)
    lead_from(row, LeadChange.Cause.ISSUE, decision=decision, on=on, at=at)
    row.due_on = None
    due_from(row, due_on, DueChange.Cause.ISSUE, decision=decision, on=on, at=at)
    judge_notice(row)
    row.save(update_fields=["is_short_notice"])
    hand_over(row, Holding.Holder.ASSIGNER, row.assigner, on=on)
    hand_over(row, Holding.Holder.LEAD, row.lead, on=on)
    _ask_parts(row, model, due_on, on=on)
    named = Reader.objects.filter(assignment=model).select_related("user")
    name_readers(row, [reader.user for reader in named], at=at)
    record("assignment.make", row, decision=decision, by=None, at=at, series=row.series_id)


def _ask_parts(row: Assignment, model: Assignment, due_on: date, *, on: date) -> None:
    """The cooperating bodies of the model, or their sole heirs, each asked once; the part of a
    divided body waits for its heir like the lead does."""
    parts = model.cooperations.select_related("agency").order_by("pk")
    named = [(heir_by_rule(p.agency, on=on) or p.agency, p.part) for p in parts]
    asked = {body.pk: text for body, text in named if body.pk != row.lead_id}
    Cooperation.objects.bulk_create(
        Cooperation(assignment=row, agency_id=pk, part=text, due_on=due_on, asked_on=on)
        for pk, text in asked.items()
    )
