"""One box: documents, assignments, bodies; only what the person may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from agencies.rules.text import tidy
from assignments.models.filters import Criteria
from assignments.models.search import SHOWN, Found, find
from assignments.views.tallies import figure, list_url
from assignments.views.viewing import viewer_of

LONGEST = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = tidy(request.GET.get("q", "")[:LONGEST])
    viewer = viewer_of(request)
    found = find(text, viewer) if text else None
    context = {
        "text": text,
        "title": _title(text, found),
        "found": found,
        "counts": _counts(found) if found else {},
        "groups": [{"rows": found.assignments}] if found else [],
        "list_url": list_url(Criteria(state="all", q=text)),
        "has_more": bool(found) and found.assignment_count > SHOWN,
    }
    return render(request, "assignments/search.html", context)


def _title(text: str, found: Found | None) -> str:
    if found is None:
        return _("Search")
    if not found.total:
        return _("Nothing found for “%(text)s”") % {"text": text}
    count = ngettext("%(n)s hit for “%(text)s”", "%(n)s hits for “%(text)s”", found.total)
    return count % {"n": figure(found.total), "text": text}


def _counts(found: Found) -> dict[str, Any]:
    return {
        "directives": figure(found.directive_count),
        "assignments": figure(found.assignment_count),
        "bodies": figure(found.body_count),
    }
