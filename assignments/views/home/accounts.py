"""The administrator's first screen: who cannot sign in, which seats end; no business data."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Seat, User
from assignments.views.tallies import figure

ENDING_DAYS = 30
SHOWN = 20


def page(request: HttpRequest) -> HttpResponse:
    """Each figure is the list behind it: of people, or of the seats on this page."""
    unusable = {"is_active": True, "password__startswith": UNUSABLE_PASSWORD_PREFIX}
    held = Seat.objects.held(request.today).select_related("agency").order_by("pk")
    waiting = (
        User.objects.visible_to(request.user)
        .filter(**unusable)
        .prefetch_related(Prefetch("seats", held, to_attr="now_held"))
        .order_by("sort_key", "pk")
    )
    seats = (
        Seat.objects.held(request.today)
        .select_related("user", "agency", "unit")
        .order_by("valid_to", "user__sort_key", "pk")
    )
    ending = list(seats.filter(valid_to__lte=request.today + timedelta(ENDING_DAYS)))
    count, url = waiting.count(), f"{reverse('people-list')}?state=waiting"
    values = {"n": figure(count), "ending": len(ending), "days": ENDING_DAYS}
    title = _("Accounts: %(n)s without a password yet, %(ending)s seats ending in %(days)s days")
    context = {
        "title": title % values,
        "tallies": [
            {"url": url, "count": count, "label": _("People without a password yet"),
             "icon": "lock", "tone": ""},
            {"url": "#ending", "count": len(ending), "label": _("Seats that end within 30 days"),
             "icon": "cal", "tone": "soon"},
        ],
        "waiting": waiting[:SHOWN],
        "waiting_url": url if count > SHOWN else "",
        "count": count,
        "ending": ending,
    }  # fmt: skip
    return render(request, "assignments/home_accounts.html", context)
