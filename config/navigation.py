"""The bar on top of every page: at most six entries, each only with its capability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.rights import allows
from assignments.models.desk import Desk, desk_of, waiting_for
from assignments.models.filters import Criteria, counts_of
from assignments.views.tallies import figure
from assignments.views.viewing import viewer_of
from config.rights import PAGES


@dataclass(frozen=True)
class Entry:
    """One entry: its page, its words, its icon, and the pages that belong to it."""

    route: str
    label: str | Promise
    icon: str
    stems: tuple[str, ...] = ()


HOME = {
    Desk.NONE: _("Start"),
    Desk.ADMINISTRATOR: _("Accounts"),
    Desk.LEADER: _("My directions"),
    Desk.OFFICE: _("Assigning work"),
    Desk.HOME_AFFAIRS: _("Overview"),
    Desk.HEAD: pgettext_lazy("state", "Overdue"),
    Desk.CONTACT: _("Work of the body"),
    Desk.OFFICER: _("My work"),
}
ASSIGNMENTS = Entry(
    "assignment-list", _("Assignments"), "list", ("assignment", "batch", "saved-view", "search")
)
DIRECTIVES = Entry("directive-list", _("Directives"), "book", ("directive", "obligation"))
# A leader's first entry is already called after directions.
DOCUMENTS = Entry("directive-list", _("Documents"), "book", ("directive", "obligation"))
AGENCIES = Entry("agency-list", _("Bodies"), "building", ("agency", "unit"))
PEOPLE = Entry("people-list", _("People"), "person", ("people", "person", "seat", "handover"))
CALENDAR = Entry("calendar", _("Calendar"), "cal", ("calendar",))
SUCCESSION = Entry("succession-queue", _("After mergers"), "diff", ("succession",))
DELEGATION = Entry("delegation-list", _("Delegation"), "clip", ("delegation",))
MENUS: dict[Desk, tuple[Entry, ...]] = {
    Desk.NONE: (AGENCIES, CALENDAR),
    Desk.ADMINISTRATOR: (PEOPLE, AGENCIES, CALENDAR),
    Desk.LEADER: (ASSIGNMENTS, DOCUMENTS, AGENCIES, CALENDAR),
    Desk.OFFICE: (ASSIGNMENTS, DIRECTIVES, SUCCESSION, AGENCIES, CALENDAR),
    Desk.HOME_AFFAIRS: (ASSIGNMENTS, DIRECTIVES, AGENCIES, PEOPLE, CALENDAR),
    Desk.HEAD: (ASSIGNMENTS, DIRECTIVES, DELEGATION, AGENCIES, CALENDAR),
    Desk.CONTACT: (ASSIGNMENTS, DIRECTIVES, DELEGATION, AGENCIES, CALENDAR),
    Desk.OFFICER: (ASSIGNMENTS, DIRECTIVES, DELEGATION, AGENCIES, CALENDAR),
}


def entries(request: HttpRequest) -> list[dict[str, Any]]:
    """What templates/base.html prints. Costs one query, and one more where absences count."""
    viewer = viewer_of(request)
    desk = desk_of(viewer.standing)
    menu = [entry for entry in MENUS[desk] if may_open(request, entry.route)]
    here = request.resolver_match.url_name if request.resolver_match else ""
    waiting = waiting_for(viewer)
    asks_succession = SUCCESSION in menu
    asked = [*waiting, *([Criteria("succession")] if asks_succession else [])]
    counts = counts_of(asked, viewer)
    badges = {"home": sum(counts[: len(waiting)])}
    if asks_succession:
        badges[SUCCESSION.route] = counts[-1]
    home = Entry("home", HOME[desk], "home")
    return [_printed(entry, here, badges) for entry in (home, *menu)]


def may_open(request: HttpRequest, route: str) -> bool:
    """A page that the table of rights opens to this person."""
    who = PAGES.get(route)
    return who is not None and allows(who, request.user.standing, signed_in=True)


def _printed(entry: Entry, here: str, badges: dict[str, int]) -> dict[str, Any]:
    count = badges.get(entry.route, 0)
    is_current = here == entry.route or any(
        here == stem or here.startswith(f"{stem}-") or here.startswith(f"{stem}s-")
        for stem in entry.stems
    )
    return {
        "url": reverse(entry.route),
        "label": entry.label,
        "icon": entry.icon,
        "count": figure(count) if count else 0,
        "is_current": is_current,
    }
