"""The calendar of working days: a year, the calculator, proposing a change."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.actions import calendar as actions
from agencies.calendar import FIRST_YEAR, LAST_YEAR, CannotCount, Unit, WorkCalendar
from agencies.forms.calendar import ChangeForm, CountForm
from agencies.models import CalendarChange, SpecialDay
from agencies.models.calendar import work_calendar
from agencies.models.counting import why_of
from agencies.views.asking import ask_page, is_sent, refusing, typed

CHANGES_SHOWN = 20


def calendar(request: HttpRequest) -> HttpResponse:
    """One year, month by month, with the source of every special day; and the calculator."""
    days = work_calendar()
    year = _year(request)
    special = SpecialDay.objects.filter(day__year=year).order_by("day")
    changes = CalendarChange.objects.select_related("proposed_by__user", "approved_by__user")
    context = {
        "year": year,
        "previous_year": year - 1 if year > FIRST_YEAR else None,
        "next_year": year + 1 if year < LAST_YEAR else None,
        "months": [_month(year, n, days, request.today) for n in range(1, 13)],
        "spans": _spans(list(special)),
        "known_until": days.known_until,
        "is_provisional": days.is_provisional(date(year, 12, 31)),
        "waiting": changes.filter(state=CalendarChange.State.PROPOSED).order_by("first_day", "pk"),
        "decided": changes.exclude(state=CalendarChange.State.PROPOSED).order_by("-pk")[
            :CHANGES_SHOWN
        ],
        "may_propose": request.user.standing.is_home_affairs,
        **_calculated(request, days),
    }
    return render(request, "agencies/calendar.html", context)


def _year(request: HttpRequest) -> int:
    wanted = request.GET.get("year", "")
    if wanted.isascii() and wanted.isdigit() and FIRST_YEAR <= int(wanted[:5]) <= LAST_YEAR:
        return int(wanted[:5])
    return request.today.year


def _month(year: int, number: int, days: WorkCalendar, today: date) -> dict[str, Any]:
    """The name of a month and its cells, Monday to Sunday, as components/days.html draws them."""
    before, length = monthrange(year, number)
    names = [{"number": name, "mark": "", "kind": "dow"} for name in _weekdays()]
    blank = [{"number": "", "mark": "", "kind": "nul"}] * before
    cells = [_cell(date(year, number, n), days, today) for n in range(1, length + 1)]
    return {"name": MONTHS[number], "cells": [*names, *blank, *cells]}


def _weekdays() -> list[str]:
    return [
        pgettext("column of a calendar", "Mon"),
        pgettext("column of a calendar", "Tue"),
        pgettext("column of a calendar", "Wed"),
        pgettext("column of a calendar", "Thu"),
        pgettext("column of a calendar", "Fri"),
        pgettext("column of a calendar", "Sat"),
        pgettext("column of a calendar", "Sun"),
    ]


def _cell(day: date, days: WorkCalendar, today: date) -> dict[str, Any]:
    kind, mark = _day(day, days)
    return {"number": day.day, "mark": mark, "kind": f"{kind} now" if day == today else kind}


def _day(day: date, days: WorkCalendar) -> tuple[str, str]:
    if day in days.worked:
        return "start", pgettext("day worked, in a small cell", "work")
    if day in days.off:
        return "off", pgettext("day off by decision", "off")
    return ("", "") if days.is_working_day(day) else ("off", "")


def _spans(rows: list[SpecialDay]) -> list[dict[str, Any]]:
    """Neighbouring days of one occasion in one line."""
    spans: list[dict[str, Any]] = []
    for row in rows:
        last = spans[-1] if spans else None
        if last and _continues(last["row"], last["last"], row):
            last["last"] = row.day
        else:
            spans.append({"row": row, "first": row.day, "last": row.day})
    return spans


def _continues(span: SpecialDay, last: date, row: SpecialDay) -> bool:
    same = (span.name, span.is_worked, span.source, span.is_official)
    return same == (row.name, row.is_worked, row.source, row.is_official) and (
        row.day.toordinal() == last.toordinal() + 1
    )


def _calculated(request: HttpRequest, days: WorkCalendar) -> dict[str, Any]:
    """The calculator's form and, once it was asked, its answer with every day explained."""
    if "start" not in request.GET:
        initial = {"start": request.today, "n": 5, "unit": Unit.WORKING_DAYS.value}
        return {"form": CountForm(initial=initial)}
    form = CountForm(request.GET)
    if not form.is_valid():
        return {"form": form}
    given = form.cleaned_data
    try:
        count = days.count(given["start"], Unit(given["unit"]), given["n"])
    except CannotCount:
        form.add_error("n", _("The date is too far away."))
        return {"form": form}
    return {"form": form, "count": count, "why": why_of(count)}


def calendar_change_new(request: HttpRequest) -> HttpResponse:
    """Put a change up; the next page shows which deadlines it would move."""
    form = ChangeForm(typed(request))
    if is_sent(request, form):
        with refusing(form):
            change = actions.propose(form.days(), by=request.user.seat, at=request.now)
            messages.success(request, _("Put up for approval. Nothing has moved yet."))
            return redirect("calendar-change-detail", change.pk)
    return ask_page(
        request,
        form,
        title=_("Propose a change of the calendar"),
        lead=_("The next page shows which deadlines would move. They move only on approval."),
        submit=_("Put up for approval"),
        back_url=reverse("calendar"),
        crumbs=[(_("Working days"), reverse("calendar"))],
    )
