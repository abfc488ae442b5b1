"""The panel of the own body's work, on first screens that are about the work of others."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agencies.rules.roles import Role
from assignments.models.desk import scope_of
from assignments.models.viewer import Viewer
from assignments.views.home import contact, officer
from assignments.views.home.groups import Group
from assignments.views.home.head import tallies_of

# Of the figures so many have rows below: those that the board of any other head lists.
LISTED = 4


def own_title(viewer: Viewer) -> str:
    """An officer meets what is theirs, everybody else what the body leads."""
    is_officer = viewer.standing.role == Role.OFFICER
    return _("My work") if is_officer else _("Work of the own body")


def own_groups(viewer: Viewer) -> list[Group]:
    """What the same seat of any other body meets on its first screen, in its order."""
    if viewer.standing.role == Role.CONTACT:
        return contact.groups_of(viewer)
    if viewer.standing.role == Role.OFFICER:
        return officer.groups_of(viewer)
    return [
        Group(t.criteria, t.label, t.icon, t.tone, has_rows=n < LISTED)
        for n, t in enumerate(tallies_of(scope_of(viewer)))
    ]
