"""Which first screen a seat has, and what waits there for its holder (design, 4)."""

from __future__ import annotations

from enum import StrEnum

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


def scope_of(viewer: Viewer) -> Criteria:
    """What of the body's work a chief answers for: all of it, the unit's, or that of the fields.

    A head answers for all; a unit head for work carried in the unit; a deputy for the fields
    that the seat names, for all when it names none. While another chief is away and names this
    one, or authorises it in writing, all of it.
    """
    seat, everything = viewer.user.seat, Criteria(role="lead")
    if seat is None or viewer.absent_chiefs or viewer.letters:
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
            return [*lent_waits(viewer), *(Criteria(state=s, role="mine") for s in states)]
        case Desk.CONTACT:
            approves = [Criteria("prepared", "lead")] if viewer.letters else []
            return [Criteria("acknowledge", "lead"), Criteria("part", "cooperating"), *approves]
        case Desk.HEAD:
            return [scope_of(viewer).but(state="overdue")]
        case Desk.OFFICE:
            watched = follows_bodies(viewer)
            return [*side_waits(watched=watched), Criteria("succession", watched=watched)]
        case Desk.LEADER:
            return decision_waits(viewer)
        case Desk.HOME_AFFAIRS:
            return side_waits()
        case _:
            return []


def lent_waits(viewer: Viewer) -> list[Criteria]:
    """What an officer does for chiefs of the body: receives for one who is away; approves results
    under a written authorisation."""
    return [
        *([Criteria("acknowledge", "lead")] if viewer.absent_chiefs else []),
        *([Criteria("prepared", "lead")] if viewer.letters else []),
    ]


def by_letters(viewer: Viewer) -> str:
    """The written authorisations of this seat: "TUQ. 3/GUQ-STP, Nguyễn Văn A"."""
    letters = "; ".join(f"{row.document}, {row.absent.person}" for row in viewer.letters)
    return f"TUQ. {letters}" if letters else ""


def follows_bodies(viewer: Viewer) -> bool:
    """A specialist, to whom the routing gives bodies; others of the office answer for all."""
    return viewer.standing.role == Role.OFFICER


def side_waits(*, watched: bool = False) -> list[Criteria]:
    """What a giving and monitoring body confirms, decides or prepares, in this order."""
    asked = [
        Criteria("waiting", "monitored"),
        Criteria("extension", "decided"),
        Criteria("return", "decided"),
        Criteria("returned", "given"),
        Criteria("cause", "monitored"),
    ]
    return [criteria.but(watched=watched) for criteria in asked]


def decision_waits(viewer: Viewer) -> list[Criteria]:
    """What waits for a leader: on own directions, then in the place of other leaders."""
    leaders = (viewer.leader, *viewer.stands_for)
    return [criteria for leader in leaders for criteria in leader_waits(leader)]


def leader_waits(leader: int) -> list[Criteria]:
    """What a leader decides: requests about own directions, and results and causes that only
    the leaders' side may confirm. ``row_words.next_action`` offers a leader nothing else."""
    return [
        Criteria("extension", decider=leader),
        Criteria("return", decider=leader),
        Criteria("waiting", "monitored", decider=leader),
        Criteria("cause", "monitored", decider=leader),
    ]
