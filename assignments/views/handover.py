"""The hand-over list of a seat: what it carried or watched, and who has it now; to be printed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from agencies.models import Seat
from agencies.models.calendar import work_calendar
from assignments.models import Assignment, Holding
from assignments.models.due import due_view
from assignments.rules.assignment import OPEN
from audit.models import Event

PASSED = ("assignment.fall_to_head", "assignment.pass_watch")
SHOWN = 200


def may_read(request: HttpRequest, seat: Seat) -> bool:
    """The people of the body, and the person: an officer's name stays inside it (rules.md 2.5)."""
    standing = request.user.standing
    return standing.is_business and (
        seat.agency_id in standing.bodies or seat.user_id == request.user.pk
    )


def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """What passed from the seat when it ended, and what it still carries."""
    seats = Seat.objects.visible_to(request.user).select_related("user", "agency", "unit")
    seat = get_object_or_404(seats, pk=pk)
    if not may_read(request, seat):
        raise Http404
    passed = _passed(seat)
    still = Q(stage__in=OPEN) & (Q(officer=seat) | Q(specialist=seat))
    found = (
        Assignment.objects.visible_to(request.user)
        .filter(Q(pk__in=passed) | still)
        .select_related("lead", "directive", "officer__user", "specialist__user")
        .order_by("due_on", "pk")[: SHOWN + 1]
    )
    items = _items(found, seat, passed, request)
    context = {
        "seat": seat,
        "items": items[:SHOWN],
        "has_more": len(items) > SHOWN,
        "count": len(items[:SHOWN]),
    }
    return render(request, "assignments/handover.html", context)


def _days_late(seat: Seat, passed: dict[int, Event]) -> dict[tuple[int, date], int]:
    """How late the work was when the lead body's next officer took it over, by assignment and
    day."""
    taken = Holding.objects.filter(assignment__in=passed, holder=Holding.Holder.LEAD)
    found = taken.exclude(officer=seat).order_by("pk")
    days = found.values_list("assignment", "from_on", "received_overdue")
    return {(key, from_on): late for key, from_on, late in days}


def _passed(seat: Seat) -> dict[int, Event]:
    """The newest passing of each assignment from this seat, by the assignment."""
    events = Event.objects.filter(kind__in=PASSED, data__from_seat=seat.pk).order_by("pk")
    return {event.subject_id: event for event in events}


def _items(
    rows: Iterable[Assignment], seat: Seat, passed: dict[int, Event], request: HttpRequest
) -> list[dict[str, Any]]:
    calendar, days_late = work_calendar(), _days_late(seat, passed)
    items = []
    for row in rows:
        event = passed.get(row.pk)
        watched = event.kind == PASSED[1] if event else row.specialist_id == seat.pk
        receiver = row.specialist if watched else row.officer
        items.append(
            {
                "row": row,
                "url": reverse("assignment-detail", args=[row.pk]),
                "due": due_view(
                    due_on=row.due_on,
                    original_due_on=row.original_due_on,
                    submitted_on=row.submitted_on,
                    stopped_on=row.stopped_on,
                    stage=row.stage,
                    timing=row.timing,
                    calendar=calendar,
                    on=request.today,
                ),
                "is_watched": watched,
                "receiver": receiver if event else None,
                "passed_at": event.at if event else None,
                "received": _received(event, days_late),
            }
        )
    return items


def _received(event: Event | None, days_late: dict[tuple[int, date], int]) -> str:
    """How late it already was when it changed hands (rules.md 2.4)."""
    passed = (event.subject_id, localdate(event.at)) if event else None
    n = days_late.get(passed, 0) if passed else 0
    text = ngettext(
        "received when already overdue by %(n)d day",
        "received when already overdue by %(n)d days",
        n,
    )
    return text % {"n": n} if n else ""
