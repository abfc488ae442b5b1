"""The first screen: each kind of seat has its own (design, 4)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from assignments.models.desk import Desk, desk_of
from assignments.views.home import (
    accounts,
    affairs,
    contact,
    head,
    leader,
    nobody,
    office,
    officer,
)

PAGES = {
    Desk.NONE: nobody.page,
    Desk.ADMINISTRATOR: accounts.page,
    Desk.LEADER: leader.page,
    Desk.OFFICE: office.page,
    Desk.HOME_AFFAIRS: affairs.page,
    Desk.HEAD: head.page,
    Desk.CONTACT: contact.page,
    Desk.OFFICER: officer.page,
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this person comes for."""
    return PAGES[desk_of(request.user.standing)](request)
