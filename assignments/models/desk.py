"""Which first screen a seat has, and what waits there for its holder (design, 4)."""

from __future__ import annotations

from enum import StrEnum

from agencies.models import Seat
from agencies.models.standing import Standing
from agencies.rules.roles import Role
from assignments.models.filters import Criteria
from assignments.models.viewer import Viewer
from assignments.rules.assignment import CHIEFS


class Desk(StrEnum):
    """The first screens. The body's mandate comes before the role in it."""

    NONE = "NONE"
    ADMINISTRATOR = "ADMINISTRATOR"
    LEADER = "LEADER"
    OFFICE = "OFFICE"
    HOME_AFFAIRS = "HOME_AFFAIRS"
    HEAD = "HEAD"
    CONTACT = "CONTACT"
    OFFICER = "OFFICER"


def desk_of(standing: Standing) -> Desk:
    """The first screen of a seat of this standing."""
    asked = (
        (Desk.NONE, standing.role is None),
        (Desk.ADMINISTRATOR, standing.is_administrator),
        (Desk.LEADER, standing.is_leadership),
        (Desk.OFFICE, standing.is_ppc_office),
        (Desk.HOME_AFFAIRS, standing.is_home_affairs),
        (Desk.HEAD, standing.role in CHIEFS),
        (Desk.CONTACT, standing.role == Role.CONTACT),
    )
    return next((desk for desk, holds in asked if holds), Desk.OFFICER)


def leader_of(seat: Seat) -> int:
    """The person whose decisions the screen is about: the leader, also for the secretary."""
    return seat.assists.user_id if seat.assists_id and seat.assists else seat.user_id


def scope_of(viewer: Viewer) -> Criteria:
    """What of the body's work a chief answers for: all of it, the unit's, or that of the fields.

    A head answers for all; a unit head for work carried in the unit; a deputy for the fields
    that the seat names, for all when it names none.
    """
    seat, everything = viewer.user.seat, Criteria(role="lead")
    if seat is None:
        return everything
    if seat.role == Role.UNIT_HEAD and seat.unit_id:
        return everything.but(unit=seat.unit_id)
    if seat.role == Role.DEPUTY:
        return everything.but(field=viewer.fields)
    return everything


def waiting_for(viewer: Viewer) -> list[Criteria]:
    """What waits for this person; the badge in the frame is the sum of these lists."""
    seat = viewer.user.seat
    if seat is None:
        return []
    match desk_of(viewer.standing):
        case Desk.OFFICER:
            states = ("overdue_running", "today", "week")
            return [Criteria(state=state, role="mine") for state in states]
        case Desk.CONTACT:
            return [Criteria("acknowledge", "lead"), Criteria("part", "cooperating")]
        case Desk.HEAD:
            return [scope_of(viewer).but(state="overdue")]
        case Desk.OFFICE:
            asked = [Criteria(state=s, role="given") for s in ("extension", "return", "returned")]
            return [Criteria("waiting", "monitored"), *asked, Criteria("succession")]
        case Desk.LEADER:
            return leader_waits(leader_of(seat))
        case Desk.HOME_AFFAIRS:
            asked = [Criteria(state=s, role="given") for s in ("extension", "return", "returned")]
            return [Criteria("waiting", "monitored"), *asked]
        case _:
            return []


def leader_waits(leader: int) -> list[Criteria]:
    """What a leader decides: requests about own directions, and results that only the leaders'
    side may confirm."""
    return [
        Criteria("extension", decider=leader),
        Criteria("return", decider=leader),
        Criteria("waiting", "monitored", decider=leader),
    ]
