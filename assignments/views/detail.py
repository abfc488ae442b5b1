"""The page of one assignment: everything about it, for those who may read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models.calendar import work_calendar
from agencies.rules.roles import DECIDING
from agencies.rules.text import fold
from assignments.models import Assignment, Product, Submission, sheet
from assignments.models import detail as pages
from assignments.models.again import did_not_stand
from assignments.models.cap import is_spent
from assignments.models.dossier import Facts, facts_of
from assignments.models.due import Due
from assignments.models.offer import Offer, hints_of, offer_of
from assignments.models.parties import may_change_series as may_change
from assignments.models.parties import moves_of
from assignments.models.pausing import is_too_late
from assignments.models.periods import named, period_label
from assignments.models.sheet import Head
from assignments.models.story import Reader, events_of, story_of
from assignments.models.why import why_of
from assignments.rules.assignment import OPEN


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A stranger finds nothing; who may see the row but not its text gets the short page."""
    found = get_object_or_404(pages.for_page(request.user, on=request.today), pk=pk)
    row = pages.complete(found)
    context = _head(request, row)
    if row.is_readable:
        context |= _body(request, row, context)
    return render(request, "assignments/detail.html", context)


def _head(request: HttpRequest, row: Assignment) -> dict[str, Any]:
    """What even the lead of a parent sees: title, bodies, dates and box (rules.md 2.6)."""
    calendar = work_calendar()
    due = sheet.due_of(row, calendar=calendar, on=request.today)
    return {
        "row": row,
        "calendar": calendar,
        "due": due,
        "box": sheet.box_of(row, on=request.today),
        "crumbs": _crumbs(row),
    }


def _crumbs(row: Assignment) -> list[dict[str, str]]:
    crumbs = [{"label": _("Assignments"), "url": reverse("assignment-list")}]
    if row.document_is_visible:
        url = reverse("directive-detail", args=[row.directive_id])
        crumbs.append({"label": row.directive.short, "url": url})
    return [*crumbs, {"label": _("Assignment %(n)s") % {"n": row.pk}, "url": ""}]


def _body(request: HttpRequest, row: Assignment, head: dict[str, Any]) -> dict[str, Any]:
    """What those see who may read it."""
    facts = facts_of(row)
    products = list(pages.products_of(row, request.user))
    submissions = sheet.submissions_of(products)
    reader = Reader(
        is_insider=row.lead_id in request.user.standing.bodies,
        calendar=head["calendar"],
        on=request.today,
        parts=list(row.cooperations.all()),
        dues=facts.of("duechange"),
        results=list({p.submission_id: p.submission for p in products}.values()),
    )
    return {
        **_header(row, facts, submissions, reader, head["due"]),
        "time": sheet.time_of(row, facts, reader),
        "parts": sheet.parts_of(reader.parts, calendar=reader.calendar, on=reader.on),
        "children": _children(request, row, reader.calendar),
        "child_url": _child_url(request, row),
        "submissions": submissions,
        "files": facts.files_for(request.user.standing.bodies),
        "requests": sheet.requests_of(facts),
        **_story(request, row, reader),
        "why": why_of(row, facts.of("duechange"), due=head["due"], calendar=reader.calendar,
                      provision=_provision(request, row), on=reader.on),
        "occurrences": _occurrences(request, row),
        "series_url": _series_url(request, row),
        **_moves(request, row, products),
    }  # fmt: skip


def _header(
    row: Assignment, facts: Facts, submissions: list[dict[str, Any]], reader: Reader, due: Due
) -> dict[str, Any]:
    last = submissions[0]["row"].state if submissions else ""
    head = Head(row.head_name or "", row.head_title or "")
    sent_back = last == Submission.State.SENT_BACK
    return {
        "is_insider": reader.is_insider,
        "is_long": len(row.content.strip()) > sheet.LONG_TEXT,
        "pill": sheet.pill_of(row, due, facts, is_sent_back=sent_back),
        "five": sheet.five_of(row, due, head, is_insider=reader.is_insider),
        "meta": sheet.meta_of(row, batch_size=row.batch_size or 0, period=period_label(row)),
    }


def _story(request: HttpRequest, row: Assignment, reader: Reader) -> dict[str, Any]:
    only_due = "due" in request.GET
    story = story_of(row, events_of(row), reader, only_due=only_due)
    return {"story": story, "only_due": only_due}


def _provision(request: HttpRequest, row: Assignment) -> Any:
    says_before = fold(row.due_phrase).startswith("truoc")
    return pages.before_day_provision(on=request.today) if says_before else None


def _children(request: HttpRequest, row: Assignment, calendar: Any) -> list[dict[str, Any]]:
    if not row.has_children:
        return []
    return [
        {"row": child, "due": sheet.due_of(child, calendar=calendar, on=request.today),
         "box": sheet.box_of(child, on=request.today)}
        for child in pages.children_of(row, request.user)
    ]  # fmt: skip


def _child_url(request: HttpRequest, row: Assignment) -> str:
    """Where head and deputy of the lead body give a part of the open work to others."""
    standing = request.user.standing
    if standing.role not in DECIDING or row.lead_id not in standing.bodies or row.stage not in OPEN:
        return ""
    return f"{reverse('assignment-new')}?parent={row.pk}"


def _occurrences(request: HttpRequest, row: Assignment) -> list[dict[str, Any]]:
    if row.series is None:
        return []
    return [
        {"pk": other.pk, "label": named(row.series.every, other.period_first),
         "is_here": other.pk == row.pk, "due_on": other.due_on}
        for other in pages.occurrences_of(row, request.user)
        if other.period_first
    ]  # fmt: skip


def _series_url(request: HttpRequest, row: Assignment) -> str:
    if row.series_id is None or not may_change(row, request.user.seat, request.user.standing):
        return ""
    return reverse("series-edit", args=[row.series_id])


def _moves(request: HttpRequest, row: Assignment, products: list[Product]) -> dict[str, Any]:
    """Exactly the moves that this seat may make now: one stands out, the grave ones are folded."""
    names = moves_of(row, request.user.seat, request.user.standing)
    spent = "request_extension" in names and is_spent(row, on=request.today)
    late = "pause" in names and is_too_late(row, on=request.today)
    closed = {"request_extension": spent, "pause": late}
    names = [name for name in names if not closed.get(name)]
    prepared = any(p.submission.state == Submission.State.PREPARED for p in products)
    again = bool(products) and did_not_stand(products[-1].submission)
    offer: Offer = offer_of(row, names, is_prepared=prepared, is_again=again)
    return {"offer": offer, "hints": hints_of(row, names, is_spent=spent), "moves": names}
