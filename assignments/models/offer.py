"""What a person may do with an assignment now: one main move, others, and who does the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.models.assignment import Assignment
from assignments.models.sheet import is_clear_order
from assignments.models.verbs import RESUBMIT, RESULT_MOVES, REVIEW, VERBS, Text
from assignments.rules.assignment import OPEN, Stage

# The first of these that is open is the main one: what others wait for stands first.
_FIRST = (
    "acknowledge", "confirm", "grant_extension", "accept_return", "confirm_cause", "reissue",
    "issue", "send_part", "submit", "prepare", "resume", "report_progress", "clarify",
)  # fmt: skip
# Seldom needed: behind "More".
_FOLDED = frozenset({"withdraw", "reopen", "reassign", "redate", "pause", "clarify",
                     "change_officer"})  # fmt: skip
MOST_BESIDE = 4
_MAY_ASK = OPEN - {Stage.SUBMITTED, Stage.RETURNED}


@dataclass(frozen=True)
class Button:
    """A move as a link to its page."""

    move: str
    label: Text
    url: str
    icon: str


@dataclass(frozen=True)
class Offer:
    """The moves open now, as buttons; all empty: there is nothing to do for this person."""

    main: Button | None
    beside: list[Button]
    folded: list[Button]


def move_url(row: Assignment, move: str) -> str:
    """The page of a move: its route is named after it."""
    return reverse(f"assignment-{move.replace('_', '-')}", args=[row.pk])


def button_of(row: Assignment, move: str) -> Button:
    """The move as it is always called."""
    return Button(move, VERBS[move].verb, move_url(row, move), VERBS[move].icon)


def offer_of(
    row: Assignment, moves: Sequence[str], *, is_prepared: bool, is_again: bool = False
) -> Offer:
    """Every move that is open, none that is not; a prepared result is reviewed, not typed anew;
    one that did not stand is completed, as the first screen calls it (``is_again``)."""
    wanted = [move for move in _FIRST if move != "clarify" or not is_clear_order(row)]
    main = next((move for move in wanted if move in moves), None)
    rest = [move for move in moves if move != main]
    seldom = _FOLDED | ({"prepare"} if "submit" in moves else set())
    beside = [move for move in rest if move not in seldom][:MOST_BESIDE]
    folded = [move for move in rest if move not in beside]
    words = VERBS | ({"submit": REVIEW} if is_prepared else {})
    named = dict.fromkeys(RESULT_MOVES, RESUBMIT) if is_again and not is_prepared else {}

    def button(move: str) -> Button:
        label = named.get(move, words[move].verb)
        return Button(move, label, move_url(row, move), words[move].icon)

    return Offer(
        main=button(main) if main else None,
        beside=[button(move) for move in beside],
        folded=[button(move) for move in folded],
    )


def hints_of(row: Assignment, moves: Sequence[str], *, is_spent: bool = False) -> list[str]:
    """Who may do what this person may not, and until when; ``is_spent``: see models/cap.py."""
    if row.stage not in OPEN:
        return []
    names = {"lead": row.lead, "monitor": row.monitor, "assigner": row.assigner}
    hints = []
    if row.stage == Stage.ISSUED and "acknowledge" not in moves:
        hints.append(_("Acknowledge: head, deputy, unit head or contact of %(lead)s."))
    if is_spent:
        hints.append(_("Request extension: no date after the present due date is within the cap."))
    elif row.due_on and row.stage in _MAY_ASK and "request_extension" not in moves:
        hints.append(_("Request extension: head or deputy of %(lead)s, on or before the due date."))
    if "confirm" not in moves:
        hints.append(_("Confirm completion: %(monitor)s."))
    if "withdraw" not in moves:
        hints.append(_("Reassign, pause, withdraw: %(assigner)s."))
    return [hint % names for hint in hints]
