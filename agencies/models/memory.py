"""Facts that many moves ask in a row, read once: rights of a seat, days off, legal parameters.

A request reads them anew for each question, so nothing here outlives a change. Whoever makes
many moves in one go (a batch, a day of the demo's replay) says so with ``remembering`` and
changes no body, seat, day or provision inside.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Fact = TypeVar("Fact")
_memory: ContextVar[dict[Any, Any] | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within this block the same question is asked of the database once."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remembered(question: tuple[Any, ...], read: Callable[[], Fact]) -> Fact:
    """The answer to ``question``: kept within ``remembering``, else read."""
    memory = _memory.get()
    if memory is None:
        return read()
    if question not in memory:
        memory[question] = read()
    fact: Fact = memory[question]
    return fact
