"""The plain first screen of Home Affairs: its obligations, its own confirmations, the table."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Succession
from assignments.models import Assignment
from assignments.models.desk import side_waits
from assignments.models.filters import Criteria
from assignments.models.given import Given, given_of
from assignments.models.heritage import waiting_cases
from assignments.views.home.groups import Columns, Group, Title, groups_page
from assignments.views.home.own import own_groups, own_title
from assignments.views.matrix import matrix_of
from assignments.views.tallies import figure, list_url
from assignments.views.viewing import viewer_of
from directives.models import Obligation
from directives.models.keeping import OF_HOME_AFFAIRS

OWNED = "owned"
OVERDUE = Criteria("overdue", OWNED)


def page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    late = _("Overdue under the obligations of Home Affairs")
    groups = [
        *_waiting(),
        Group(OVERDUE, late, "late", "late"),
        Group(Criteria("soon", OWNED), _("Due soon"), "soon", "soon"),
    ]
    owned = Assignment.objects.filter(directive__code__in=OF_HOME_AFFAIRS)
    context = {
        "matrix": matrix_of(
            owned,
            Criteria(role=OWNED),
            viewer,
            caption=_("Assignments under the obligations of Home Affairs"),
        ),
        "given": _given(request),
        "own_title": own_title(viewer),
        "after_mergers": {
            "work": _waiting_for_heirs(request),
            "bodies": Succession.objects.unconfirmed().count(),
        },
    }
    return groups_page(
        request,
        viewer,
        groups,
        _title,
        columns=Columns(has_lead=True),
        own=own_groups(viewer),
        has_drafts=True,
        context=context,
        template="assignments/home_affairs.html",
    )


def _waiting_for_heirs(request: HttpRequest) -> int:
    return waiting_cases().visible_to(request.user).values("assignment").distinct().count()


def _waiting() -> list[Group]:
    words = {
        "waiting": (_("Waiting for confirmation"), "done", ""),
        "extension": (_("Extension requested"), "cal", "soon"),
        "return": (_("Return requested"), "back", ""),
        "returned": (_("Taken back, to be given again"), "send", ""),
        "cause": (_("Objective cause to confirm"), "flag", ""),
    }
    asked = side_waits()
    return [Group(c, *words[c.state], has_tally=c.state != "returned") for c in asked]


def _title(counts: list[int]) -> Title:
    *waiting, late, _soon = counts
    words = _("Home Affairs: %(n)s waiting, %(late)s overdue under its obligations")
    values = {"n": figure(sum(waiting)), "late": figure(late)}
    return Title(words, values, {"late": list_url(OVERDUE)})


# --- what of the obligations is given --------------------------------------------------------
def _given(request: HttpRequest) -> list[dict[str, Any]]:
    """For each document of ours how many of its obligations are given to all, to some, to none;
    each number opens the clauses that it counts."""
    rows = Obligation.objects.filter(directive__code__in=OF_HOME_AFFAIRS)
    rows = rows.select_related("directive__document_type")
    rows = rows.order_by("directive_id", "position", "pk")
    found = given_of(rows, on=request.today)
    return [
        _document(list(group), found) for _key, group in groupby(rows, key=lambda r: r.directive_id)
    ]


def _document(rows: list[Obligation], found: dict[int, Given]) -> dict[str, Any]:
    counts = Counter(found[row.pk] for row in rows)
    url = reverse("directive-clauses", args=[rows[0].directive_id])
    cells = [
        {"label": given.label, "count": counts[given], "url": f"{url}?given={given.value}"}
        for given in Given
    ]
    return {"directive": rows[0].directive, "url": url, "total": len(rows), "cells": cells}
