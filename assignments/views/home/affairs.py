"""The plain first screen of Home Affairs: its obligations, its own confirmations, the table."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.models import Assignment
from assignments.models.filters import Criteria
from assignments.models.querysets import HOME_AFFAIRS_DIRECTIVES
from assignments.rules.assignment import Stage
from assignments.views.home.groups import Columns, Group, groups_page
from assignments.views.matrix import matrix_of
from assignments.views.tallies import figure
from assignments.views.viewing import viewer_of
from directives.models import Obligation

OWNED = "owned"


def page(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    groups = [
        Group(Criteria("waiting", "monitored"), _("Waiting for confirmation"), "done"),
        Group(Criteria("extension", "given"), _("Extension requested"), "cal", "soon"),
        Group(Criteria("return", "given"), _("Return requested"), "back"),
        Group(
            Criteria("overdue", OWNED),
            _("Overdue under the obligations of Home Affairs"),
            "late",
            "late",
        ),
        Group(Criteria("soon", OWNED), _("Due within 3 working days"), "soon", "soon"),
    ]
    owned = Assignment.objects.filter(directive__code__in=HOME_AFFAIRS_DIRECTIVES)
    context = {
        "matrix": matrix_of(
            owned,
            Criteria(role=OWNED),
            viewer,
            caption=_("Assignments under the obligations of Home Affairs"),
        ),
        "gaps": _gaps(),
    }
    return groups_page(
        request,
        viewer,
        groups,
        _title,
        columns=Columns(has_lead=True),
        context=context,
        template="assignments/home_affairs.html",
    )


def _title(counts: list[int]) -> str:
    waiting, extensions, returns, late, _soon = counts
    values = {"n": figure(waiting + extensions + returns), "late": figure(late)}
    return _("Home Affairs: %(n)s waiting, %(late)s overdue under its obligations") % values


def _gaps() -> list[dict[str, Any]]:
    """For each document of ours: its obligations that are met by assignments, and which of them
    are not given to anybody yet."""
    given = Assignment.objects.filter(obligation=OuterRef("pk")).exclude(
        stage__in=[Stage.DRAFT, Stage.WITHDRAWN]
    )
    rows = (
        Obligation.objects.filter(
            directive__code__in=HOME_AFFAIRS_DIRECTIVES, mode=Obligation.Mode.ASSIGNED
        )
        .select_related("directive__document_type")
        .annotate(is_given=Exists(given))
        .order_by("directive_id", "position", "pk")
    )
    return [_gap(list(group)) for _key, group in groupby(rows, key=lambda row: row.directive_id)]


def _gap(rows: list[Any]) -> dict[str, Any]:
    missing = [row for row in rows if not row.is_given]
    return {
        "directive": rows[0].directive,
        "url": reverse("directive-clauses", args=[rows[0].directive_id]),
        "total": len(rows),
        "given": len(rows) - len(missing),
        "missing": missing,
    }
