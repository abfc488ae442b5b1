"""For whom and on which day rows are asked for: what many questions share is read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agencies.calendar import WorkCalendar
from agencies.models import Agency, Delegation, Seat, User
from agencies.models.calendar import work_calendar
from agencies.models.standing import Standing
from assignments.models.assignment import Assignment
from assignments.models.querysets import AssignmentQuerySet
from assignments.models.stand_ins import NOBODY, StandIns, stand_ins
from assignments.rules.assignment import CHIEFS, RECEIVERS
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

    @property
    def leader(self) -> int:
        """The person whose decisions this is about: the leader, also for the secretary."""
        seat = self.user.seat
        return seat.assists.user_id if seat and seat.assists_id and seat.assists else self.user.pk

    @cached_property
    def leader_seats(self) -> frozenset[int]:
        """The seats in which that leader decided, and those in whose place it does so today."""
        people = [self.leader, *self.stands_for]
        return frozenset(Seat.objects.filter(user__in=people).values_list("pk", flat=True))

    @cached_property
    def stands_for(self) -> dict[int, Delegation]:
        """By person, the other leaders for whom that leader decides today: those who named it
        themselves, since deciding never chains (rules.md 2.3)."""
        seat, standing = self.user.seat, self.standing
        if seat is None or not standing.is_leadership:
            return {}
        if not (standing.stands_in or seat.assists_id):
            return {}
        rows = Delegation.objects.running(self.on).filter(
            substitute=seat.assists_id or seat.pk,
            absent__agency__kind__in=[Agency.Kind.PPC, Agency.Kind.LEADER],
        )
        found = rows.select_related("absent__user").order_by("kind", "pk")
        return {row.absent.user_id: row for row in found}

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
    def stand_ins(self) -> StandIns:
        """For whom this seat acts today besides itself."""
        seat = self.user.seat
        return stand_ins(seat, self.standing) if seat and self.standing.is_business else NOBODY

    @property
    def absent_chiefs(self) -> list[Seat]:
        """Who of the own body is away, would have received its work, and left that to this seat."""
        return [
            seat
            for seat in self.stand_ins.absent.values()
            if seat.role in RECEIVERS and seat.agency_id in self.own
        ]

    @property
    def letters(self) -> list[Delegation]:
        """Written authorisations of this seat by chiefs of the own body."""
        return [row for row, _of in self.stand_ins.letters if row.absent.agency_id in self.own]

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

    @cached_property
    def produced(self) -> dict[str, list[int]]:
        """The same of ``filters.produced``."""
        return {}

    @property
    def carried_seats(self) -> frozenset[int]:
        """The person's seat and those that come to it by absence."""
        return frozenset(self.stand_ins.absent) | {self.standing.seat_id}

    def older_than(self, days: int) -> date:
        """The last day that lies more than ``days`` working days before today."""
        return self.calendar.warn_day(self.on, days + 1)
