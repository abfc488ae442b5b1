"""The panel of the own body's work, on first screens that are about the work of others."""

from __future__ import annotations

from assignments.models.desk import scope_of
from assignments.models.viewer import Viewer
from assignments.views.home.groups import Group
from assignments.views.home.head import tallies_of

# Of the figures so many have rows below: those that the board of any other head lists.
LISTED = 4


def own_groups(viewer: Viewer) -> list[Group]:
    """For a chief: what the head of any other body meets first, in its order."""
    tallies = tallies_of(scope_of(viewer)) if viewer.is_chief else []
    return [
        Group(t.criteria, t.label, t.icon, t.tone, has_rows=n < LISTED)
        for n, t in enumerate(tallies)
    ]
