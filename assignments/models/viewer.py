"""For whom and on which day rows are asked for: what many questions share is read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agencies.calendar import WorkCalendar
from agencies.models import Seat, User
from agencies.models.calendar import work_calendar
from agencies.models.standing import Standing
from agencies.rules.roles import Role
from assignments.models.assignment import Assignment
from assignments.models.parties import stands_in_for
from assignments.models.querysets import AssignmentQuerySet
from assignments.rules.assignment import CHIEFS
from directives.models import Provision

STALE_DAYS = 10


@dataclass(frozen=True)
class Viewer:
    """A person in the present seat, on the day ``on``; each answer is read at most once."""

    user: User
    on: date

    @property
    def standing(self) -> Standing:
        return self.user.standing

    @property
    def own(self) -> frozenset[int]:
        """The person's body and those that it is the heir of."""
        return self.standing.bodies

    @property
    def is_overseer(self) -> bool:
        """Sees rows of the whole province: PPC office, leaders' side, Home Affairs."""
        s = self.standing
        return s.is_ppc_office or s.is_leadership or s.is_home_affairs

    @property
    def is_above(self) -> bool:
        """Acts for what the PPC and its leaders assigned."""
        return self.standing.is_ppc_office or self.standing.is_leadership

    @property
    def is_chief(self) -> bool:
        return self.standing.role in CHIEFS

    @cached_property
    def visible(self) -> AssignmentQuerySet:
        """The rows that the person may see; every list and count of the page starts here."""
        return Assignment.objects.visible_to(self.user)

    @cached_property
    def led(self) -> AssignmentQuerySet:
        """Of what the viewer's bodies lead the rows that the viewer may see."""
        return Assignment.objects.led_visible_to(self.user)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return work_calendar()

    @cached_property
    def limits(self) -> dict[str, int]:
        """The provisions in force, as whole numbers."""
        return Provision.objects.numbers(self.on)

    @cached_property
    def stood_in(self) -> frozenset[int]:
        """Seats that this one stands in for today."""
        seat = self.user.seat
        if seat is None or self.standing.role == Role.ADMINISTRATOR:
            return frozenset()
        return frozenset(stands_in_for(seat, on=self.on))

    @cached_property
    def absent(self) -> dict[int, str]:
        """The same seats with the names of their holders."""
        if not self.stood_in:
            return {}
        rows = Seat.objects.filter(pk__in=self.stood_in).values_list("pk", "user__full_name")
        return dict(rows)

    @cached_property
    def fields(self) -> tuple[int, ...]:
        """The fields of management that the seat names, for a deputy by field."""
        seat = self.user.seat
        if seat is None:
            return ()
        return tuple(seat.functions.order_by("pk").values_list("pk", flat=True))

    @cached_property
    def numbered(self) -> dict[str, list[int]]:
        """What ``filters.numbered`` found already, by text."""
        return {}

    @property
    def carried_seats(self) -> frozenset[int]:
        """The person's seat and those that come to it by absence."""
        return self.stood_in | {self.standing.seat_id}

    def older_than(self, days: int) -> date:
        """The last day that lies more than ``days`` working days before today."""
        return self.calendar.warn_day(self.on, days + 1)
