"""How the life of one assignment is meant to go, before anything of it has happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random


@dataclass(frozen=True)
class Outline:
    """``slip``: working days of the result after (+) or before (-) the due date; None: never.

    Days are working days. ``extension``: granted, refused, over (the cap) or open; ``asked_back``:
    refused, accepted (given to another body), or open (never decided in time).
    """

    acknowledge: int = 1
    slip: int | None = -1
    confirm: int = 2
    sent_back: int = 0
    prepared: int = 1
    extension: str = ""
    extension_waits: int = 2
    asked_back: str = ""
    return_waits: int = 2
    pause: int = 0
    withdraw_after: int | None = None
    cause: str = ""
    progress: int = 0
    change_officer: bool = False
    entered_late: int = 0
    reopened: bool = False
    redate: int = 0


PLAIN = Outline()
# The lives of bodies that people try, in turn: among a dozen in a row each state is met.
TURNS = (
    Outline(acknowledge=2, slip=-2, progress=1, prepared=3),
    Outline(acknowledge=2, slip=0, confirm=3, prepared=3),
    Outline(acknowledge=2, extension="granted", extension_waits=6, slip=-1, prepared=3),
    Outline(acknowledge=2, slip=-1, prepared=3, confirm=3),
    Outline(acknowledge=2, slip=30, progress=2, cause="accepted", prepared=3),
    Outline(acknowledge=2, slip=-5, sent_back=1, confirm=2, prepared=3),
    Outline(acknowledge=0, slip=0, prepared=0, confirm=1),
    Outline(acknowledge=2, asked_back="refused", return_waits=5, slip=0, prepared=3),
    Outline(
        acknowledge=2,
        extension="granted",
        extension_waits=5,
        slip=-1,
        change_officer=True,
        prepared=3,
    ),
    Outline(acknowledge=2, slip=14, cause="refused", prepared=3),
    Outline(acknowledge=2, extension="refused", extension_waits=3, slip=0, prepared=3),
    Outline(acknowledge=2, slip=-2, progress=2, confirm=3, prepared=3),
    Outline(acknowledge=2, asked_back="accepted", return_waits=5, slip=-1, prepared=3),
    Outline(acknowledge=4, slip=-2, entered_late=4, prepared=3),
)
SHORT = TURNS[6]
# Requests that wait on the desks of the PPC office and the leaders, some on any day.
REQUESTS = (
    Outline(acknowledge=1, extension="granted", extension_waits=6, slip=-1, prepared=2),
    Outline(acknowledge=1, asked_back="refused", return_waits=6, slip=0, prepared=2),
)


def thrown(dice: Random, *, length: int, strain: float = 1.0) -> Outline:
    """An outline by chance; ``length`` is the time given, in working days. Under ``strain`` (a
    young body with few people) more is very late."""
    o = replace(
        PLAIN,
        acknowledge=_receipt(dice, length),
        slip=_slip(dice, length, strain),
        confirm=dice.choices((1, 2, 3, 5), (35, 40, 18, 7))[0],
        prepared=dice.randint(0, 2),
        progress=dice.choices((0, 1, 2), (6, 3, 1))[0] if length >= 10 else 0,
        change_officer=dice.random() < 0.04,
        entered_late=dice.choices((0, 3, 5), (92, 5, 3))[0],
    )
    back = dice.choices((0, 1, 2), (88, 10, 2))[0]
    if back and length >= 10 and o.slip is not None and o.slip <= 0:
        o = replace(o, sent_back=back, slip=-5 * back)
    return _with_incident(o, dice, length)


def _receipt(dice: Random, length: int) -> int:
    days, weights = (0, 1, 2, 3, 5), (15, 40, 32, 9, 4)
    return min(dice.choices(days, weights)[0], length // 3)


def _slip(dice: Random, length: int, strain: float) -> int | None:
    """Nine in ten in time; one in twenty very late, a few never."""
    chance = dice.random()
    if chance < 0.01 * strain:
        return None
    if chance < 0.055 * strain:
        return dice.randint(40, 260)
    if chance < 0.055 * strain + 0.05:
        return dice.choice((1, 1, 2, 3, 5, 8, 13, 20))
    return -dice.randint(0, max(1, length // 2))


def _with_incident(o: Outline, dice: Random, length: int) -> Outline:
    """At most one thing out of the ordinary."""
    chance = dice.random()
    if chance < 0.12 and length >= 5:
        kind = dice.choices(("granted", "refused", "over"), (75, 17, 8))[0]
        return replace(o, extension=kind, extension_waits=dice.randint(1, 4))
    if chance < 0.155:
        kind = dice.choices(("refused", "accepted"), (55, 45))[0]
        return replace(o, asked_back=kind, return_waits=dice.randint(1, 4))
    if chance < 0.175 and length >= 7:
        return replace(o, pause=dice.randint(5, 25))
    if chance < 0.2:
        return replace(o, withdraw_after=dice.choice((3, 8, length + 6)))
    if chance < 0.21:
        return replace(o, redate=dice.randint(5, 15))
    if chance < 0.215:
        return replace(o, reopened=True)
    if o.slip and o.slip > 0 and dice.random() < 0.4:
        return replace(o, cause=dice.choices(("accepted", "refused"), (60, 40))[0])
    return o
