"""One body: what it was, what it became, who works there, and its open work."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.actions.delegation import RUNS_THE_BODY
from agencies.models import Agency, Mandate, Routing, Seat, Succession, Unit
from agencies.models.agency import holds
from agencies.models.person import ROLE_LABELS, is_not_over
from agencies.rights import Who, allows
from agencies.rules.roles import MandateKind, Role
from agencies.views.delegation import rows_of
from assignments.models import Assignment
from assignments.models.filters import Criteria, bounded_counts
from assignments.models.states import STATES
from assignments.models.viewer import Viewer
from assignments.views.tallies import figure

FORMER_SHOWN = 30
SEATS_READ = 400
MANDATES = {
    MandateKind.LEADERSHIP: gettext_lazy("leads the province's administration"),
    MandateKind.PPC_OFFICE: gettext_lazy("office of the PPC: assigns, monitors, confirms"),
    MandateKind.HOME_AFFAIRS: gettext_lazy("Home Affairs: obligations, inspection, report"),
    MandateKind.INSPECTORATE: gettext_lazy("inspectorate"),
}
TALLIES: tuple[tuple[str, str | Promise, str, str], ...] = (
    ("open", gettext_lazy("Not done"), "list", ""),
    ("overdue", pgettext_lazy("state", "Overdue"), "late", "late"),
    ("soon", gettext_lazy("Due soon"), "soon", "soon"),
    ("acknowledge", gettext_lazy("To acknowledge"), "bell", ""),
    ("waiting", gettext_lazy("Waiting for confirmation"), "clock", ""),
)
_RANK = {role: rank for rank, role in enumerate(Role)}


def agency_detail(request: HttpRequest, pk: int) -> HttpResponse:
    body, namesakes = _body(pk, on=request.today)
    standing = request.user.standing
    work = _work(request, body) if standing.is_business else None
    context = {
        "body": body,
        "is_former": body.valid_to is not None and body.valid_to <= request.today,
        "title": _title(body, work),
        "tallies": work["tallies"] if work else [],
        "namesakes": namesakes,
        **_successions(body),
        "mandates": [_mandate(m) for m in body.powers],
        "functions": body.functions.select_related("function").order_by("function_id", "pk"),
        "units": body.divisions,
        "is_keeper": allows(Who.KEEPERS, standing, signed_in=True),
        "is_own": body.pk in standing.bodies and standing.is_business,
        **_people(request, body),
        "watchers": _watchers(request, body),
    }
    return render(request, "assignments/agency_detail.html", context)


# --- its work ---------------------------------------------------------------------------------
def _work(request: HttpRequest, body: Agency) -> dict[str, Any]:
    """Counts of the body's work, each with the list that the viewer may open.

    Heads and overseers see the whole count and how many of it they may open; others count what
    they may open (rules.md 2.7).
    """
    viewer = Viewer(request.user, request.today)
    asked = [Criteria(state=state, body=body.pk) for state, *_rest in TALLIES]
    led = Assignment.objects.filter(lead=body)
    whole = [STATES[c.state].rows(led, viewer) for c in asked] if _may_count(viewer) else []
    counts = bounded_counts([*(c.rows(viewer) for c in asked), *whole])
    seen, every = counts[: len(asked)], counts[len(asked) :] or counts
    home = reverse("assignment-list")
    tallies = [
        {
            "url": f"{home}?{criteria.query()}",
            "count": figure(count),
            "label": label,
            "note": "" if count == mine else _("of which you may open %(n)s") % {"n": mine},
            "icon": icon,
            "tone": tone,
        }
        for criteria, count, mine, (_state, label, icon, tone) in zip(
            asked, every, seen, TALLIES, strict=True
        )
    ]
    return {"tallies": tallies, "open": every[0], "overdue": every[1]}


def _may_count(viewer: Viewer) -> bool:
    return viewer.is_overseer or viewer.standing.role in {Role.HEAD, Role.DEPUTY}


def _title(body: Agency, work: dict[str, Any] | None) -> str:
    if not work or not work["open"]:
        return body.name
    values = {"body": body.name, "open": figure(work["open"]), "late": figure(work["overdue"])}
    if not work["overdue"]:
        text = _("%(body)s: %(open)s not done, none overdue")
    else:
        text = _("%(body)s: %(open)s not done, %(late)s overdue")
    return text % values


# --- what it was, what it became --------------------------------------------------------------
def _body(pk: int, *, on: date) -> tuple[Any, list[Agency]]:
    """The body with its powers and divisions, and the other bodies that bear or bore its name;
    one query."""
    name = Agency.objects.filter(pk=pk).values("name_vi")
    units = Unit.objects.filter(holds(on), agency=OuterRef("pk")).order_by("name", "pk")
    powers = Mandate.objects.filter(agency=OuterRef("pk")).order_by("pk")
    same = Agency.objects.filter(name_vi__in=name).select_related("parent")
    told = same.annotate(
        divisions=ArraySubquery(units.values(json=JSONObject(pk="pk", name="name"))),
        powers=ArraySubquery(
            powers.values(json=JSONObject(kind="kind", first="valid_from", end="valid_to"))
        ),
    )
    rows = list(told.order_by(F("valid_from").asc(nulls_first=True), "pk"))
    body = next((row for row in rows if row.pk == pk), None)
    if body is None:
        raise Http404
    return body, [row for row in rows if row is not body]


def _mandate(power: dict[str, Any]) -> dict[str, Any]:
    days = {"valid_from": power["first"], "valid_to": power["end"]}
    row = {name: date.fromisoformat(day) if day else None for name, day in days.items()}
    return {"row": row, "label": MANDATES[MandateKind(power["kind"])]}


def _successions(body: Agency) -> dict[str, list[dict[str, Any]]]:
    told = Succession.objects.exclude(status=Succession.Status.REJECTED)
    rows = told.filter(Q(old=body) | Q(new=body)).select_related("old", "new")
    found = sorted(rows, key=lambda r: (r.on, _other(r, body).sort_key, r.pk))
    return {
        "predecessors": [_succession(r, r.old) for r in found if r.new_id == body.pk],
        "heirs": [_succession(r, r.new) for r in found if r.old_id == body.pk],
    }


def _other(row: Succession, body: Agency) -> Agency:
    return row.old if row.new_id == body.pk else row.new


def _succession(row: Succession, other: Agency) -> dict[str, Any]:
    return {
        "row": row,
        "other": other,
        "is_unconfirmed": row.status == Succession.Status.UNCONFIRMED,
        "is_unverified": row.source in {"", "unverified", "assumed"},
    }


# --- its people -------------------------------------------------------------------------------
def _people(request: HttpRequest, body: Agency) -> dict[str, Any]:
    """Who holds seats today, chiefs first; for the body's own people and keepers also former
    ones, and who stands in for whom."""
    standing, user = request.user.standing, request.user
    seats = Seat.objects.visible_to(user).filter(agency=body, valid_from__lte=request.today)
    newest = seats.select_related("user", "unit").order_by("-valid_from", "-pk")[:SEATS_READ]
    held = [s for s in newest if s.valid_to is None or s.valid_to > request.today]
    former = [s for s in newest if s.valid_to and s.valid_to <= request.today]
    own = body.pk in standing.bodies
    away = Q(absent__in=[s.pk for s in held]) & is_not_over(request.today)
    return {
        "people": [_person(s) for s in sorted(held, key=_chiefs_first)],
        "former": [_person(s) for s in former[:FORMER_SHOWN]],
        "delegations": rows_of(request, away) if held else [],
        "may_delegate": own and standing.role in RUNS_THE_BODY,
    }


def _chiefs_first(seat: Seat) -> tuple[int, str, int]:
    return _RANK[Role(seat.role)], seat.user.sort_key, seat.pk


def _person(seat: Seat) -> dict[str, Any]:
    return {"seat": seat, "role": ROLE_LABELS[Role(seat.role)]}


def _watchers(request: HttpRequest, body: Agency) -> QuerySet[Routing]:
    rows = Routing.objects.filter(holds(request.today), agency=body)
    return rows.select_related(
        "function", "specialist__user", "leader__user", "leader__agency"
    ).order_by(F("function_id").asc(nulls_first=True), "pk")
