"""Whether the open work of a body passes by rule, by a decision, or not at all (rules.md 2.10)."""

from collections.abc import Sequence
from enum import StrEnum

# The old body goes on as this one.
WHOLE = frozenset({"rename", "merge", "transfer", "unchanged"})
# The old body ends and its parts have several heirs.
DIVIDING = frozenset({"split", "abolish_split"})
# The old body lives on and gives a part away.
PARTIAL = frozenset({"partial_transfer"})


class Heritage(StrEnum):
    """How open work passes on."""

    BY_RULE = "BY_RULE"
    BY_DECISION = "BY_DECISION"
    STAYS = "STAYS"


def heritage(kinds: Sequence[str]) -> Heritage:
    """How the work of one body passes, by the kinds of all its successions of one day.

    One heir of the whole: by rule. Parts only: the body lives on and its work stays. Everything
    else (divided, several heirs, or a rest that merged while parts went elsewhere): a person
    decides on each assignment.
    """
    if all(kind in PARTIAL for kind in kinds):
        return Heritage.STAYS
    if len(kinds) == 1 and kinds[0] in WHOLE:
        return Heritage.BY_RULE
    return Heritage.BY_DECISION


def ends(kinds: Sequence[str]) -> bool:
    """Whether the old body is gone from that day on."""
    return any(kind not in PARTIAL for kind in kinds)
