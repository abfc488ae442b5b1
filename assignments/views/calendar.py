"""A change of the calendar: which deadlines it moves, its approval or refusal."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.actions import calendar as calendars
from agencies.calendar import WorkCalendar
from agencies.forms.person import WordForm
from agencies.models import CalendarChange
from agencies.models.calendar import work_calendar
from agencies.views.asking import refusing, typed
from assignments.actions import calendar as actions
from assignments.actions.calendar import Moved
from assignments.models import Assignment, DueChange
from audit.models import Event

SHOWN = 200
PEOPLE = ("proposed_by__user", "proposed_by__agency", "approved_by__user", "approved_by__agency")


def calendar_change_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the decision: what would move. After it: what moved."""
    change = get_object_or_404(CalendarChange.objects.select_related(*PEOPLE), pk=pk)
    form = WordForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusing(form):
            return _decide(request, change, form.cleaned_data["note"])
    is_waiting = change.state == CalendarChange.State.PROPOSED
    moves = actions.what_moves(change, on=request.today) if is_waiting else []
    listed = _before(request, moves) if is_waiting else _after(request, change)
    count = len(moves) if is_waiting else change.moved or 0
    context = {
        "change": change,
        "form": form,
        "title": _title(change, count, is_waiting),
        "days": actions.cause_in_words(change),
        "is_waiting": is_waiting,
        "count": count,
        "listed": listed,
        "hidden": max(0, count - len(listed)),
        "digest": actions.digest(moves),
        "may_approve": is_waiting and calendars.may_approve(change, request.user.standing),
        "may_take_back": is_waiting and change.proposed_by.user_id == request.user.pk,
        "rejection": _rejection(change),
    }
    return render(request, "assignments/calendar_change.html", context)


def _decide(request: HttpRequest, change: CalendarChange, note: str) -> HttpResponse:
    by, at = request.user.seat, request.now
    match request.POST.get("do"):
        case "approve":
            seen = request.POST.get("seen", "")
            moved = len(actions.approve(change, seen=seen, by=by, at=at))
            text = ngettext(
                "Approved. %(n)d deadline has moved.",
                "Approved. %(n)d deadlines have moved.",
                moved,
            )
            messages.success(request, text % {"n": moved})
        case "reject":
            calendars.reject(change, note=note, by=by, at=at)
            messages.success(request, _("Not approved. The calendar stays."))
        case _:
            raise Http404
    return redirect("calendar-change-detail", change.pk)


def _title(change: CalendarChange, n: int, is_waiting: bool) -> str:
    if change.state == CalendarChange.State.REJECTED:
        return _("Not approved: nothing has moved")
    if is_waiting:
        text = ngettext(
            "This change would move %(n)d deadline", "This change would move %(n)d deadlines", n
        )
    else:
        text = ngettext(
            "This change has moved %(n)d deadline", "This change has moved %(n)d deadlines", n
        )
    return text % {"n": n}


def _before(request: HttpRequest, moves: list[Moved]) -> list[dict[str, Any]]:
    """The rows that the viewer may see, soonest first."""
    ids = [m.assignment.pk for m in moves]
    seen = Assignment.objects.visible_to(request.user).filter(pk__in=ids)
    rows = {row.pk: row for row in seen.select_related("lead").defer("content")}
    days = work_calendar()
    return [
        _line(rows[m.assignment.pk], m.due_on, m.new_due_on, days)
        for m in moves
        if m.assignment.pk in rows
    ][:SHOWN]


def _after(request: HttpRequest, change: CalendarChange) -> list[dict[str, Any]]:
    """What moved at the moment of the approval, by the dated rows."""
    if change.approved_at is None or not change.moved:
        return []
    told = Event.objects.filter(kind="assignment.recompute", data__change=change.pk)
    ids = list(told.values_list("subject_id", flat=True))
    seen = Assignment.objects.visible_to(request.user).filter(pk__in=ids)
    rows = DueChange.objects.filter(
        cause=DueChange.Cause.CALENDAR,
        recorded_at=change.approved_at,
        assignment__in=seen.values("pk"),
    )
    found = rows.select_related("assignment__lead").order_by("due_on", "pk")[:SHOWN]
    days = work_calendar()
    return [_line(row.assignment, row.previous_due_on, row.due_on, days) for row in found]


def _line(row: Assignment, old: Any, new: Any, days: WorkCalendar) -> dict[str, Any]:
    return {
        "is_provisional": days.is_provisional(new),
        "url": reverse("assignment-detail", args=[row.pk]),
        "title": row.title,
        "lead": row.lead.name,
        "old": old,
        "new": new,
    }


def _rejection(change: CalendarChange) -> str:
    if change.state != CalendarChange.State.REJECTED:
        return ""
    told = Event.objects.filter(
        kind="calendar_change.reject",
        subject_type=change._meta.label_lower,
        subject_id=change.pk,
    )
    return told.values_list("note", flat=True).first() or ""
