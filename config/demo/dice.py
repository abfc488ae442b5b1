"""Chance that depends on the thing decided, never on what was decided before it.

Every choice has dice of its own, thrown from the seed and a name. So the rows before a day are
the same however far the replay goes, and one more choice changes no other.
"""

from random import Random


class Dice:
    """A tree of dice: ``Dice(7).of("day", "2024-01-02")`` always throws the same."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def of(self, *name: object) -> Random:
        """The dice of one named choice."""
        return Random("/".join(map(str, (self.seed, *name))))  # noqa: S311  a demo, no secret
