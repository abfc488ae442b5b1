"""Days off and days worked, and the changes that someone approves."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.calendar import WorkCalendar, calendar_of
from agencies.models.memory import remembered
from agencies.models.person import Seat
from audit.history import history_of
from audit.triggers import KeepsHistory


class SpecialDay(models.Model):
    """A day that differs from Monday-Friday: off, or worked instead of another."""

    day = models.DateField(unique=True)
    is_worked = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    is_official = models.BooleanField(default=False)
    source = models.TextField(blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        triggers = [KeepsHistory()]


def work_calendar() -> WorkCalendar:
    """The calendar as it stands now, read once for a page or an action."""
    return remembered(("work_calendar",), _read_calendar)


def _read_calendar() -> WorkCalendar:
    return calendar_of(SpecialDay.objects.values_list("day", "is_worked", "name"))


class CalendarChange(models.Model):
    """A proposed change of one or more days; open deadlines move only when it is approved."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("proposed")
        APPROVED = "APPROVED", _("approved")
        REJECTED = "REJECTED", _("rejected")

    first_day = models.DateField()
    last_day = models.DateField()
    # None: the days become ordinary again.
    is_worked = models.BooleanField(null=True)
    name = models.CharField(max_length=200, blank=True)
    source = models.TextField()
    decided_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    moved = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")),
                name="calendar_change_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="calendar_change_is_approved_by_somebody",
            ),
        ]

    @property
    def days(self) -> list[date]:
        """Every day that it changes, both ends included."""
        span = (self.last_day - self.first_day).days
        return [self.first_day + timedelta(n) for n in range(span + 1)]


def calendar_with(change: CalendarChange) -> WorkCalendar:
    """The calendar as it would stand after this change."""
    rows = {
        day: (day, is_worked, name)
        for day, is_worked, name in SpecialDay.objects.values_list("day", "is_worked", "name")
    }
    for day in change.days:
        if change.is_worked is None:
            rows.pop(day, None)
        else:
            rows[day] = (day, change.is_worked, change.name)
    return calendar_of(rows.values())


SpecialDayHistory = history_of(SpecialDay)
