"""What every page needs: the bar on top, who is signed in, the time."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from agencies.models import User
from agencies.models.agency import Agency
from audit import replay
from config.navigation import entries, may_open


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of templates/base.html."""
    # A page that does not ask it, such as that of a broken database, does not read it.
    common = {"is_demo": replay.is_demo, "now": getattr(request, "now", None)}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(user, "standing"):
        return common
    return common | {
        "nav": entries(request),
        "search_url": reverse("search") if may_open(request, "search") else "",
        "me": _me(user),
        "session_seconds": _seconds_left(request),
    }


def _me(user: User) -> dict[str, str]:
    return {
        "name": user.full_name,
        "line": _line(user),
        "initials": initials(user.full_name),
        "url": reverse("account"),
        "help_url": reverse("help"),
    }


def _line(user: User) -> str:
    """The seat in one line; a leader's body already names the seat."""
    if user.seat is None:
        return ""
    if user.seat.agency.kind == Agency.Kind.LEADER and user.seat.decides:
        return user.seat.agency.name
    return user.seat.label


def initials(name: str) -> str:
    """First letters of the family name and of the given name: Trần Thị B is TB."""
    words = name.split()
    return "".join(word[0] for word in (words[0], words[-1])).upper() if words else ""


def _seconds_left(request: HttpRequest) -> int:
    """Until the session ends: when idle, or at its longest."""
    now = int(request.now.timestamp())
    started = request.session.get("started", now)
    return min(settings.SESSION_IDLE_SECONDS, settings.SESSION_MAX_SECONDS - (now - started))
