"""The viewer of a request: made once, so that page and frame share what it has read."""

from __future__ import annotations

from django.http import HttpRequest

from assignments.models.viewer import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in person, in the present seat, today."""
    found: Viewer | None = getattr(request, "viewer", None)
    if found is None:
        found = request.viewer = Viewer(request.user, request.today)
    return found
