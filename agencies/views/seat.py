"""Correcting a seat. Opening and ending move work, so their pages are upstairs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.actions import seat as actions
from agencies.forms.seat import SeatDetails
from agencies.models import Seat
from agencies.rules.refusal import Stale
from agencies.rules.roles import Role
from agencies.views.asking import ask_page, conflict_page, is_sent, refusing, typed


def seat_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, unit and fields; another role or body is another seat."""
    seat = get_object_or_404(
        Seat.objects.visible_to(request.user).select_related("user", "agency", "unit"), pk=pk
    )
    now = {"title": seat.title, "unit": seat.unit, "functions": tuple(seat.functions.all())}
    form = SeatDetails(
        typed(request),
        agency=seat.agency,
        role=Role(seat.role),
        on=request.today,
        initial={**now, "revision": seat.revision},
    )
    here = reverse("person-detail", args=[seat.user_id])
    title = _("Correct the seat of %(name)s") % {"name": seat.person}
    if is_sent(request, form):
        form.cleaned_data["functions"] = tuple(form.cleaned_data.get("functions", ()))
        try:
            with refusing(form):
                actions.correct_seat(
                    seat, **form.cleaned_data, by=request.user.seat, at=request.now
                )
                messages.success(request, _("Saved."))
                return redirect(here)
        except Stale as stale:
            return conflict_page(request, form, stale, title=title, now=now, back_url=here)
    crumbs = [(_("People"), reverse("people-list")), (seat.person, here)]
    return ask_page(
        request,
        form,
        title=title,
        lead=seat.label,
        submit=_("Save"),
        back_url=here,
        crumbs=crumbs,
    )
