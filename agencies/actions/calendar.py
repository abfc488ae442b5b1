"""Changes of the calendar: proposed by one person, approved by another (rules.md 1.7).

Approval here writes the days; the deadlines that move with them are moved upstairs, in the same
transaction, by `assignments.actions.calendar.approve`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions.asking import ask
from agencies.calendar import SATURDAY
from agencies.models import CalendarChange, Seat, SpecialDay
from agencies.models.standing import Standing
from agencies.rights import Who
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Role
from agencies.rules.text import tidy
from audit.record import record

LONGEST = 31


@dataclass(frozen=True)
class Days:
    """What a proposal says about the days from first to last, both included.

    ``is_worked``: worked instead of another day, off, or None: ordinary again.
    """

    first: date
    last: date
    is_worked: bool | None
    name: str
    source: str
    decided_on: date | None = None


@transaction.atomic
def propose(days: Days, *, by: Seat, at: datetime) -> CalendarChange:
    """Put a change up for approval; nothing moves yet."""
    ask(Who.HOME_AFFAIRS, by=by, at=at)
    _ask_days(days)
    change = CalendarChange.objects.create(
        first_day=days.first,
        last_day=days.last,
        is_worked=days.is_worked,
        name=tidy(days.name),
        source=tidy(days.source),
        decided_on=days.decided_on,
        proposed_by=by,
        proposed_at=at,
    )
    record("calendar_change.propose", change, by=by, at=at, name=change.name)
    return change


def _ask_days(days: Days) -> None:
    if days.last < days.first:
        raise NotAllowed(_("The last day is before the first."))
    if (days.last - days.first).days >= LONGEST:
        raise NotAllowed(_("At most %(n)s days in one change.") % {"n": LONGEST})
    if not days.source.strip():
        raise NotAllowed(_("Name the document that says so."))
    if days.is_worked is not None and not days.name.strip():
        raise NotAllowed(_("Name the occasion, for example: Tết Nguyên đán."))
    span = range(days.first.toordinal(), days.last.toordinal() + 1)
    ordinary = any(date.fromordinal(n).weekday() < SATURDAY for n in span)
    if days.is_worked and ordinary:
        raise NotAllowed(_("Only a Saturday or a Sunday can be worked instead of another day."))


def lock_changes(change: CalendarChange) -> CalendarChange:
    """The change, locked together with all that wait, so that approvals come one by one."""
    waiting = CalendarChange.objects.select_for_update(of=("self",)).filter(
        state=CalendarChange.State.PROPOSED
    )
    list(waiting.order_by("pk").values_list("pk", flat=True))
    return CalendarChange.objects.select_related("proposed_by").get(pk=change.pk)


def may_approve(change: CalendarChange, standing: Standing) -> bool:
    """Another person of Home Affairs, or its head (rules.md 1.7)."""
    if not standing.is_home_affairs:
        return False
    return standing.role == Role.HEAD or standing.user_id != change.proposed_by.user_id


def _ask_decision(change: CalendarChange, *, by: Seat, at: datetime) -> None:
    standing = ask(Who.HOME_AFFAIRS, by=by, at=at)
    if change.state != CalendarChange.State.PROPOSED:
        raise NotAllowed(_("This change is already decided."))
    if not may_approve(change, standing):
        raise NotAllowed(_("Another person, or the head of Home Affairs, approves this change."))


@transaction.atomic
def approve(change: CalendarChange, *, moved: int, by: Seat, at: datetime) -> CalendarChange:
    """The days become what the change says; ``moved`` deadlines move with them, upstairs."""
    row = lock_changes(change)
    _ask_decision(row, by=by, at=at)
    if row.is_worked is None:
        SpecialDay.objects.filter(day__in=row.days).delete()
    else:
        for day in row.days:
            _write_day(row, day)
    row.state = CalendarChange.State.APPROVED
    row.approved_by, row.approved_at, row.moved = by, at, moved
    row.save(update_fields=["state", "approved_by", "approved_at", "moved"])
    record("calendar_change.approve", row, by=by, at=at, name=row.name, moved=moved)
    return row


def _write_day(change: CalendarChange, day: date) -> None:
    SpecialDay.objects.update_or_create(
        day=day,
        defaults={
            "is_worked": bool(change.is_worked),
            "name": change.name,
            "source": change.source,
            "is_official": change.decided_on is not None,
            "decided_on": change.decided_on,
        },
    )


@transaction.atomic
def reject(change: CalendarChange, *, note: str, by: Seat, at: datetime) -> CalendarChange:
    """Refuse the change; the calendar stays. Whoever proposed it may also take it back."""
    row = lock_changes(change)
    if row.state != CalendarChange.State.PROPOSED or by.user_id != row.proposed_by.user_id:
        _ask_decision(row, by=by, at=at)
    row.state = CalendarChange.State.REJECTED
    row.approved_by, row.approved_at = by, at
    row.save(update_fields=["state", "approved_by", "approved_at"])
    record("calendar_change.reject", row, note=note, by=by, at=at, name=row.name)
    return row
