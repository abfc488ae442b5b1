"""The product's site with one guard switched off, for the control of the concurrency tests:
whoever saves last wins, whatever the row was when they read it."""

from typing import Any

from config.wsgi import application

# The models only after the site is set up.
# isort: split
from assignments.actions import moving
from assignments.models import Assignment

__all__ = ["application"]

_guarded = moving.lock


def _lock(assignment: Assignment, **_: Any) -> Assignment:
    return _guarded(assignment)


moving.lock = _lock
