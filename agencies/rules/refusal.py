"""What an action answers when it does not do what it was asked."""

from typing import Any


class NotAllowed(Exception):
    """A rule, a right or a date refuses; the reason is already in the person's language."""


class Stale(Exception):
    """The row was changed since the person read it; both versions are to be shown."""

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.current = current
