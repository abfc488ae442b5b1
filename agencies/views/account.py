"""One's own account: language, safety, seats, absences."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.actions import person as people
from agencies.adapter import CHOSEN_LANGUAGE
from agencies.forms.person import LanguageForm
from agencies.models.person import is_not_over
from agencies.views.delegation import rows_of

YEAR = 365 * 24 * 3600


def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, and where the rest is."""
    user = request.user
    seats = [s.pk for s in user.seats_now]
    own = Q(absent__in=seats) | Q(substitute__in=seats)
    rows = rows_of(request, own & is_not_over(request.today))
    context: dict[str, Any] = {
        "languages": settings.LANGUAGES,
        "has_second_factor": is_mfa_enabled(user),
        "session_count": UserSession.objects.filter(user=user).count(),
        "seats": [
            {"seat": s, "is_current": s.pk == (user.seat and user.seat.pk)} for s in user.seats_now
        ],
        "given": [r for r in rows if r["row"].absent_id in seats],
        "received": [r for r in rows if r["row"].substitute_id in seats],
    }
    return render(request, "agencies/account.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of the account; before sign-in, of the browser and of whom signs in next."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        people.choose_language(request.user, chosen)
    else:
        request.session[CHOSEN_LANGUAGE] = chosen
    response = back(request, "account" if request.user.is_authenticated else "account_login")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=not settings.IS_LOCAL,
    )
    return response


@require_POST
def seat_switch(request: HttpRequest) -> HttpResponse:
    """Act in another of one's seats from now on."""
    seat = next((s for s in request.user.seats_now if str(s.pk) == request.POST.get("seat")), None)
    if seat is None:
        raise Http404
    request.session["seat"] = seat.pk
    messages.success(request, _("Now acting as: %(seat)s") % {"seat": seat.label})
    return back(request, "account")


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the page that asked, when it is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return HttpResponseRedirect(wanted)
    return redirect(otherwise)
