"""Opening and ending a seat: both may pass open work to other hands."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.forms.seat import PlaceForm, SeatEndForm, SeatForm
from agencies.models import Seat, User
from agencies.models.person import ROLE_LABELS
from agencies.rules.roles import Role
from agencies.views.asking import ask_page, is_sent, refusing, typed
from assignments.actions import seats as actions
from assignments.actions.naming import receiver_of
from assignments.models import Assignment
from assignments.views.handover import may_read


def seat_new(request: HttpRequest, pk: int) -> HttpResponse:
    """First the body and the role, unless the address names them; then the place in it."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    first = PlaceForm(_asked(request), on=request.today, roles=_roles(request))
    if not first.is_valid():
        return _new_page(request, person, first, submit=_("Continue"), method="get")
    body, role = first.cleaned_data["agency"], Role(first.cleaned_data["role"])
    initial = {"valid_from": request.today}
    form = SeatForm(typed(request), agency=body, role=role, on=request.today, initial=initial)
    if is_sent(request, form):
        day = form.cleaned_data["valid_from"]
        with refusing(form):
            actions.open_seat(
                person, form.post(), valid_from=day, by=request.user.seat, at=request.now
            )
            messages.success(request, _("Seat opened."))
            return redirect("person-detail", pk)
    lead = f"{body.name} · {ROLE_LABELS[role]}"
    return _new_page(request, person, form, submit=_("Open the seat"), lead=lead)


def _new_page(request: HttpRequest, person: User, form: Form, **words: Any) -> HttpResponse:
    here = reverse("person-detail", args=[person.pk])
    return ask_page(
        request,
        form,
        title=_("New seat for %(name)s") % {"name": person.full_name},
        back_url=here,
        crumbs=[(_("People"), reverse("people-list")), (person.full_name, here)],
        **words,
    )


def _asked(request: HttpRequest) -> QueryDict | None:
    """What the first step has sent, if it was sent at all."""
    return request.GET if {"agency", "role"} & request.GET.keys() else None


def _roles(request: HttpRequest) -> frozenset[Role]:
    """Only an administrator makes an administrator."""
    may_all = request.user.standing.is_administrator
    return frozenset(Role) if may_all else frozenset(Role) - {Role.ADMINISTRATOR}


def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The page says what becomes of the open work before anybody presses the button."""
    seats = Seat.objects.visible_to(request.user).select_related("user", "agency")
    seat = get_object_or_404(seats.exclude(valid_to__lte=request.today), pk=pk)
    form = SeatEndForm(
        typed(request), initial={"revision": seat.revision, "last_day": request.today}
    )
    here = reverse("person-detail", args=[seat.user_id])
    if is_sent(request, form):
        with refusing(form):
            actions.end_seat(seat, **form.cleaned_data, by=request.user.seat, at=request.now)
            day = f"{form.cleaned_data['last_day']:%d/%m/%Y}"
            messages.success(request, _("The seat ends after %(day)s.") % {"day": day})
            mine = may_read(request, seat)
            return redirect("handover", seat.pk) if mine else redirect(here)
    return ask_page(
        request,
        form,
        title=_("End the seat of %(name)s") % {"name": seat.person},
        lead=seat.label,
        submit=_("End the seat"),
        back_url=here,
        crumbs=[(_("People"), reverse("people-list")), (seat.person, here)],
        notes=[("soon", text) for text in _effects(request, seat)],
        is_grave=True,
    )


def _effects(request: HttpRequest, seat: Seat) -> list[str]:
    receiver = receiver_of(seat.agency_id, but=seat, on=request.today)
    if receiver:
        who = _("Open work falls to %(name)s when the seat ends.") % {"name": str(receiver)}
    else:
        who = _(
            "This body has no other head or deputy: open work waits, under the old name, until "
            "one is entered."
        )
    rest = _(
        "Absences and authorisations of this seat end with it. The body finds the hand-over list "
        "on the page of this person."
    )
    return [f"{who} {_count(request, seat)}".strip(), rest]


def _count(request: HttpRequest, seat: Seat) -> str:
    """How much it is, for those who see business data."""
    if not request.user.standing.is_business:
        return ""
    carried = Q(officer=seat) | Q(specialist=seat)
    n = Assignment.objects.visible_to(request.user).open().filter(carried).count()
    text = ngettext("It is %(n)d assignment.", "They are %(n)d assignments.", n)
    return text % {"n": n} if n else ""
