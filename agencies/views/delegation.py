"""Absences and written authorisations: the list, a new one, an early end."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actions import delegation as actions
from agencies.forms.delegation import AbsenceForm, AuthorisationForm, WhoForm
from agencies.forms.person import WordForm
from agencies.models import Delegation, Seat
from agencies.models.person import SeatQuerySet
from agencies.views.asking import ask_page, is_sent, refusing, typed

SIDES = ("absent__user", "absent__agency", "substitute__user", "substitute__agency")
PAST_SHOWN = 30
LIST_SHOWN = 200
# Kind of pill and its words.
STATES = {
    "running": ("open", gettext_lazy("running")),
    "later": ("new", gettext_lazy("to come")),
    "past": ("none", gettext_lazy("ended")),
}


def rows_of(request: HttpRequest, wanted: Q) -> list[dict[str, Any]]:
    """Delegations for the table: both sides, days, state, the chain, and whether one may end it.

    One query: the chain of today's substitutes is read along with the rows.
    """
    on = request.today
    away_today = Q(kind=Delegation.Kind.ABSENCE, first_day__lte=on, last_day__gte=on, ended_at=None)
    read = (
        Delegation.objects.visible_to(request.user)
        .filter(wanted | away_today)
        .annotate(is_wanted=Case(When(wanted, then=True), default=False))
        .select_related(*SIDES, "created_by__user")
        .order_by("-is_wanted", "first_day", "pk")[:LIST_SHOWN]
    )
    rows = list(read)
    away = {r.absent_id: r.substitute for r in rows if _is_away(r, on)}
    return [_row(r, away, request) for r in rows if getattr(r, "is_wanted", False)]


def _is_away(row: Delegation, on: date) -> bool:
    return (
        row.kind == Delegation.Kind.ABSENCE
        and row.ended_at is None
        and row.first_day <= on <= row.last_day
    )


def _row(row: Delegation, away: dict[int, Seat], request: HttpRequest) -> dict[str, Any]:
    is_tuq = row.kind == Delegation.Kind.TUQ
    code = _when(row, request)
    may_end = code != "past" and _may_end(row.absent, request)
    return {
        "row": row,
        "is_tuq": is_tuq,
        "code": code,
        "state": STATES[code],
        "chain": [] if is_tuq or code != "running" else _chain(row, away),
        "end_url": reverse("delegation-end", args=[row.pk]) if may_end else "",
    }


def _may_end(absent: Seat, request: HttpRequest) -> bool:
    """As `actions.absentees` says it, without a query for each row."""
    seat, standing = request.user.seat, request.user.standing
    if seat is None or not standing.is_business:
        return False
    runs_it = absent.agency_id == seat.agency_id and seat.role in actions.RUNS_THE_BODY
    for_leader = standing.is_ppc_office and absent.agency.kind in {"ppc", "leader"}
    own = absent.user_id == request.user.pk or absent.pk == seat.assists_id
    return own or runs_it or for_leader


def _mine(request: HttpRequest) -> SeatQuerySet:
    """The seats for which the viewer may enter and end absences."""
    return actions.absentees(request.user.seat, request.user.standing)


def _when(row: Delegation, request: HttpRequest) -> str:
    if row.ended_at or row.last_day < request.today:
        return "past"
    return "later" if row.first_day > request.today else "running"


def _chain(row: Delegation, away: dict[int, Seat]) -> list[str]:
    """The names from the absent person to whoever receives today, when one link is not enough."""
    names, seat = [row.absent.person, row.substitute.person], row.substitute
    seen = {row.absent_id}
    while seat.pk in away and seat.pk not in seen:
        seen.add(seat.pk)
        seat = away[seat.pk]
        names.append(seat.person)
    return names if len(names) > 2 else []


def delegation_list(request: HttpRequest) -> HttpResponse:
    """Those of one's own seats and of one's body; for the PPC office also the leaders'."""
    mine = list(_mine(request).values_list("pk", flat=True))
    own = Q(absent__in=mine) | Q(substitute__in=mine) | Q(substitute__user=request.user)
    over = Q(last_day__lt=request.today) | Q(ended_at__isnull=False)
    ended = (
        Delegation.objects.visible_to(request.user).filter(own, over).order_by("-last_day", "-pk")
    )
    past = list(ended.values_list("pk", flat=True)[:PAST_SHOWN])
    rows = rows_of(request, Q(pk__in=past) | (own & ~over))
    states = {code: [r for r in rows if r["code"] == code] for code in ("running", "later", "past")}
    context = states | {"past": states["past"][::-1]}
    return render(request, "agencies/delegation_list.html", context)


def delegation_new(request: HttpRequest) -> HttpResponse:
    """First for whom, unless the address says so; then the days and the substitute."""
    absentees = _mine(request)
    is_tuq = request.GET.get("kind") == Delegation.Kind.TUQ
    absent = _wanted(request, absentees.deciding() if is_tuq else absentees)
    if absent is None:
        return _ask_whom(request, absentees.deciding() if is_tuq else absentees, is_tuq)
    kind = Delegation.Kind.TUQ if is_tuq else Delegation.Kind.ABSENCE
    form_class = AuthorisationForm if is_tuq else AbsenceForm
    substitutes = actions.substitutes(absent, kind, on=request.today)
    form = form_class(
        typed(request),
        substitutes=substitutes.select_related("user", "agency").order_by("user__sort_key", "pk"),
    )
    if is_sent(request, form):
        act = actions.authorise if is_tuq else actions.stand_in
        with refusing(form):
            act(absent, by=request.user.seat, at=request.now, **form.cleaned_data)
            messages.success(request, _("Saved. It ends by itself after its last day."))
            return redirect("delegation-list")
    return ask_page(
        request,
        form,
        title=_title(is_tuq, absent),
        lead=absent.label,
        submit=_("Save"),
        back_url=reverse("delegation-list"),
        crumbs=[(_("Absence and authorisation"), reverse("delegation-list"))],
        notes=[("info", _rule(is_tuq))],
    )


def _wanted(request: HttpRequest, absentees: SeatQuerySet) -> Seat | None:
    wanted = request.GET.get("absent", "")
    if not (wanted.isascii() and wanted.isdigit()):
        return None
    return get_object_or_404(absentees.select_related("user", "agency"), pk=int(wanted))


def _title(is_tuq: bool, absent: Seat) -> str:
    if is_tuq:
        return _("Written authorisation by %(name)s") % {"name": absent.person}
    return _("Absence of %(name)s") % {"name": absent.person}


def _rule(is_tuq: bool) -> str:
    if is_tuq:
        return _(
            "Only the person named here decides, and only what the document names. It never passes "
            "on to a further substitute."
        )
    return _(
        "A substitute receives and prepares. Decisions wait, or are taken by the head or a deputy, "
        "or by written authorisation."
    )


def _ask_whom(request: HttpRequest, seats: SeatQuerySet, is_tuq: bool) -> HttpResponse:
    choices = seats.select_related("user", "agency").order_by("user__sort_key", "pk")
    form = WhoForm(seats=choices, own=request.user.seat, is_tuq=is_tuq)
    return ask_page(
        request,
        form,
        title=_("New written authorisation") if is_tuq else _("New absence"),
        submit=_("Continue"),
        back_url=reverse("delegation-list"),
        crumbs=[(_("Absence and authorisation"), reverse("delegation-list"))],
        method="get",
    )


def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it before its last day."""
    mine = _mine(request).values("pk")
    row = get_object_or_404(
        Delegation.objects.not_over(request.today).filter(absent__in=mine).select_related(*SIDES),
        pk=pk,
    )
    form = WordForm(typed(request))
    if is_sent(request, form):
        with refusing(form):
            actions.end_early(row, **form.cleaned_data, by=request.user.seat, at=request.now)
            messages.success(request, _("Ended."))
            return redirect("delegation-list")
    names = {"absent": row.absent.person, "substitute": row.substitute.person}
    return ask_page(
        request,
        form,
        title=_("End it today: %(substitute)s for %(absent)s") % names,
        submit=_("End it today"),
        back_url=reverse("delegation-list"),
        crumbs=[(_("Absence and authorisation"), reverse("delegation-list"))],
    )
