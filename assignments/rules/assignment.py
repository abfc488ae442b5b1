"""The life of an assignment: stages, moves, parties, boxes (rules.md 3 and 4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Role


class Stage(StrEnum):
    """Where an assignment stands in its workflow; timeliness is never a stage."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    SUBMITTED = "SUBMITTED"
    DONE = "DONE"
    RETURNED = "RETURNED"
    WITHDRAWN = "WITHDRAWN"


class Party(StrEnum):
    """In what relation a seat stands to an assignment."""

    ASSIGNER = "ASSIGNER"
    LEAD = "LEAD"
    COOPERATING = "COOPERATING"
    MONITOR = "MONITOR"


class Box(StrEnum):
    """The four official boxes; without a deadline, open or done, counted apart."""

    DONE_ON_TIME = "DONE_ON_TIME"
    DONE_LATE = "DONE_LATE"
    OPEN_IN_TIME = "OPEN_IN_TIME"
    OPEN_OVERDUE = "OPEN_OVERDUE"
    NO_DEADLINE_OPEN = "NO_DEADLINE_OPEN"
    NO_DEADLINE_DONE = "NO_DEADLINE_DONE"


class Timing(StrEnum):
    """Kinds of timing (rules.md 1.8)."""

    DATED = "DATED"
    PERIODIC = "PERIODIC"
    CONTINUOUS = "CONTINUOUS"
    NONE = "NONE"


OPEN = frozenset({Stage.ISSUED, Stage.ACKNOWLEDGED, Stage.SUBMITTED, Stage.RETURNED})
HEADS = frozenset({Role.HEAD, Role.DEPUTY})
CHIEFS = HEADS | {Role.UNIT_HEAD}
RECEIVERS = CHIEFS | {Role.CONTACT}
STAFF = RECEIVERS | {Role.OFFICER, Role.SECRETARY}


@dataclass(frozen=True)
class Move:
    """One row of the moves table: from these stages, to that one, by this party in these roles.

    ``to=None`` keeps the stage. ``decides``: the move is a decision with its three facts;
    somebody of the party in ``recorders`` may record it for the decider, with a basis.
    """

    stages: frozenset[Stage]
    to: Stage | None
    party: Party
    roles: frozenset[Role]
    decides: bool = False
    recorders: frozenset[Role] = frozenset()


_BEFORE = frozenset({Stage.ISSUED, Stage.ACKNOWLEDGED})
_LIVE = frozenset({Stage.DRAFT}) | OPEN

MOVES: dict[str, Move] = {
    "edit": Move(frozenset({Stage.DRAFT}), None, Party.ASSIGNER, STAFF),
    "issue": Move(frozenset({Stage.DRAFT}), Stage.ISSUED, Party.ASSIGNER, HEADS, True, STAFF),
    "clarify": Move(_BEFORE, None, Party.ASSIGNER, HEADS, True, STAFF),
    "acknowledge": Move(
        frozenset({Stage.ISSUED}), Stage.ACKNOWLEDGED, Party.LEAD, RECEIVERS, True, RECEIVERS
    ),
    "change_officer": Move(
        frozenset({Stage.ACKNOWLEDGED}), None, Party.LEAD, CHIEFS, True, frozenset({Role.CONTACT})
    ),
    "report_progress": Move(frozenset({Stage.ACKNOWLEDGED}), None, Party.LEAD, STAFF),
    "prepare": Move(frozenset({Stage.ACKNOWLEDGED}), None, Party.LEAD, STAFF),
    "hand_back": Move(frozenset({Stage.ACKNOWLEDGED}), None, Party.LEAD, HEADS, True),
    "submit": Move(
        frozenset({Stage.ACKNOWLEDGED}), Stage.SUBMITTED, Party.LEAD, HEADS, True, RECEIVERS
    ),
    "send_back": Move(
        frozenset({Stage.SUBMITTED}), Stage.ACKNOWLEDGED, Party.MONITOR, STAFF, True, STAFF
    ),
    "confirm": Move(frozenset({Stage.SUBMITTED}), Stage.DONE, Party.MONITOR, STAFF, True, STAFF),
    "request_return": Move(_BEFORE, None, Party.LEAD, HEADS, True, RECEIVERS),
    "accept_return": Move(_BEFORE, Stage.RETURNED, Party.ASSIGNER, HEADS, True, STAFF),
    "refuse_return": Move(_BEFORE, None, Party.ASSIGNER, HEADS, True, STAFF),
    "reissue": Move(frozenset({Stage.RETURNED}), Stage.ISSUED, Party.ASSIGNER, HEADS, True, STAFF),
    "reassign": Move(_BEFORE, Stage.ISSUED, Party.ASSIGNER, HEADS, True, STAFF),
    "request_extension": Move(_BEFORE, None, Party.LEAD, HEADS, True, RECEIVERS),
    "put_up_extension": Move(_BEFORE, None, Party.ASSIGNER, STAFF),
    "grant_extension": Move(_BEFORE, None, Party.ASSIGNER, HEADS, True, STAFF),
    "refuse_extension": Move(_BEFORE, None, Party.ASSIGNER, HEADS, True, STAFF),
    "redate": Move(_BEFORE, None, Party.ASSIGNER, HEADS, True, STAFF),
    "pause": Move(_BEFORE, None, Party.ASSIGNER, HEADS, True, STAFF),
    "resume": Move(_BEFORE, None, Party.ASSIGNER, HEADS, True, STAFF),
    "request_cause": Move(OPEN | {Stage.DONE}, None, Party.LEAD, HEADS, True, RECEIVERS),
    "confirm_cause": Move(OPEN | {Stage.DONE}, None, Party.MONITOR, STAFF, True, STAFF),
    "refuse_cause": Move(OPEN | {Stage.DONE}, None, Party.MONITOR, STAFF, True, STAFF),
    "send_part": Move(OPEN, None, Party.COOPERATING, RECEIVERS, True, STAFF),
    "reopen": Move(frozenset({Stage.DONE}), Stage.ACKNOWLEDGED, Party.ASSIGNER, HEADS, True, STAFF),
    "withdraw": Move(_LIVE, Stage.WITHDRAWN, Party.ASSIGNER, HEADS, True, STAFF),
}


# Moves that carry a reason or the words themselves; their text is never empty.
NEEDS_WORDS = frozenset(
    {
        "hand_back",
        "pause",
        "redate",
        "refuse_cause",
        "refuse_extension",
        "refuse_return",
        "reopen",
        "report_progress",
        "request_cause",
        "request_extension",
        "request_return",
        "send_back",
        "withdraw",
    }
)


@dataclass(frozen=True)
class Situation:
    """What decides, beside stage and party, whether a move is open now."""

    is_paused: bool = False
    return_is_asked: bool = False
    extension_is_asked: bool = False
    extension_is_put_up: bool = False
    cause_is_asked: bool = False
    is_past_due: bool = False
    has_due: bool = False
    part_is_owed: bool = False
    result_is_prepared: bool = False
    # The lead was divided and a person has still to name its heir: no heir acts for it yet.
    waits_for_heir: bool = False


def _fits(move: str, s: Situation) -> bool:
    match move:
        case "request_return":
            return not s.return_is_asked and not s.is_paused
        case "accept_return" | "refuse_return":
            return s.return_is_asked
        case "request_extension":
            return s.has_due and not (s.extension_is_asked or s.is_past_due or s.is_paused)
        case "put_up_extension":
            return s.extension_is_asked and not s.extension_is_put_up
        case "grant_extension" | "refuse_extension":
            return s.extension_is_asked
        case "pause":
            return not (s.is_paused or s.return_is_asked)
        case "resume":
            return s.is_paused
        case "confirm_cause" | "refuse_cause":
            return s.cause_is_asked
        case "request_cause":
            return not s.cause_is_asked
        case "send_part":
            return s.part_is_owed
        case "submit" | "prepare":
            return not s.is_paused
        case "hand_back":
            return s.result_is_prepared
        case _:
            return True


def moves(
    stage: Stage,
    parties: dict[Party, Role],
    situation: Situation,
    *,
    lent: Collection[str] = (),
) -> list[str]:
    """The moves that a seat standing in these parties may make or record now; ``lent``: those
    that it has from others, by an absence or a written authorisation."""
    return [
        name
        for name, move in MOVES.items()
        if stage in move.stages
        and (name in lent or parties.get(move.party) in (move.roles | move.recorders))
        and not (situation.waits_for_heir and move.party is Party.LEAD)
        and _fits(name, situation)
    ]


def target(move: str, stage: Stage) -> Stage:
    """The stage after the move; raises NotAllowed when the table has no such row."""
    row = MOVES[move]
    if stage not in row.stages:
        raise NotAllowed("This is no longer possible: the assignment has moved on.")
    return row.to or stage


def box(
    due_on: date | None,
    submitted_on: date | None,
    confirmed_on: date | None,
    stopped_on: date | None,
    *,
    on: date,
) -> Box:
    """The official box on the day ``on`` (rules.md 3.1, 3.2, 3.6, 4.6).

    ``submitted_on``: day of the standing submission, if any; ``stopped_on``: day on which a pause
    or a return stopped the clock. Overdue means strictly after the due date.
    """
    is_done = confirmed_on is not None and confirmed_on <= on
    if due_on is None:
        return Box.NO_DEADLINE_DONE if is_done else Box.NO_DEADLINE_OPEN
    judged = submitted_on if submitted_on and submitted_on <= on else stopped_on or on
    if is_done:
        return Box.DONE_LATE if judged > due_on else Box.DONE_ON_TIME
    return Box.OPEN_OVERDUE if judged > due_on else Box.OPEN_IN_TIME


@dataclass(frozen=True)
class FiveClear:
    """Which of the five are clear (rules.md 3.12); responsibility, the assigner and the monitor,
    no row is without."""

    people: bool
    work: bool
    progress: bool
    results: bool

    @property
    def is_clear_order(self) -> bool:
        """What the assigner owes in words."""
        return self.work and self.progress and self.results


def five_clear(
    *,
    stage: Stage,
    head_is_known: bool,
    officer_is_named: bool,
    content: str,
    due_on: date | None,
    timing: Timing,
    timing_reason: str,
    product: str,
) -> FiveClear:
    """Judge an assignment: the officer is owed only once it was acknowledged."""
    needs_officer = stage in {Stage.ACKNOWLEDGED, Stage.SUBMITTED, Stage.DONE}
    dated = timing in {Timing.DATED, Timing.PERIODIC}
    return FiveClear(
        people=head_is_known and (officer_is_named or not needs_officer),
        work=bool(content.strip()),
        progress=due_on is not None if dated else bool(timing_reason.strip()),
        results=bool(product.strip()),
    )
