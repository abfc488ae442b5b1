"""What an administrator does to an account: each act on a page of its own, with its effect."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actions import person as actions
from agencies.forms.person import WordForm
from agencies.models import User
from agencies.views.asking import ask_page, is_sent, refusing, typed

LINK = "one_time_link"


class Key(NamedTuple):
    """An act on an account: its title names the person, the effect says what happens."""

    act: Callable[..., Any]
    title: Promise
    effect: Promise
    button: Promise
    is_grave: bool = False


KEYS = {
    "link": Key(
        actions.make_link,
        gettext_lazy("One-time link for %(name)s"),
        gettext_lazy(
            "The link lets whoever has it set the password. It is shown once, works once and for "
            "three days. Hand it over in person or by a channel that only this person reads."
        ),
        gettext_lazy("Make the link"),
    ),
    "disable": Key(
        actions.disable,
        gettext_lazy("Switch off sign-in of %(name)s"),
        gettext_lazy(
            "The person is signed out everywhere at once, the password and every link stop "
            "working. Seats and open work stay: end the seats if the person left."
        ),
        gettext_lazy("Switch off sign-in"),
        is_grave=True,
    ),
    "enable": Key(
        actions.enable,
        gettext_lazy("Switch on sign-in of %(name)s"),
        gettext_lazy("The old password does not come back: make a new one-time link afterwards."),
        gettext_lazy("Switch on sign-in"),
    ),
    "sign-out": Key(
        actions.sign_out,
        gettext_lazy("Sign out %(name)s everywhere"),
        gettext_lazy("Every open session ends at once. The password stays."),
        gettext_lazy("Sign out everywhere"),
    ),
    "second-step": Key(
        actions.drop_second_factor,
        gettext_lazy("Drop the second step of %(name)s"),
        gettext_lazy(
            "For a lost phone. The next sign-in asks to set it up again where it is required."
        ),
        gettext_lazy("Drop the second step"),
        is_grave=True,
    ),
}


def person_access(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One page to confirm what is done to an account."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if what not in KEYS:
        raise Http404
    key, here = KEYS[what], reverse("person-detail", args=[pk])
    form = WordForm(typed(request))
    if is_sent(request, form):
        with refusing(form):
            done = key.act(person, **form.cleaned_data, by=request.user.seat, at=request.now)
            return _answer(request, person, what, done)
    return ask_page(
        request,
        form,
        title=key.title % {"name": person.full_name},
        submit=str(key.button),
        back_url=here,
        crumbs=[(_("People"), reverse("people-list")), (person.full_name, here)],
        notes=[("soon" if key.is_grave else "info", str(key.effect))],
        is_grave=key.is_grave,
    )


def _answer(request: HttpRequest, person: User, what: str, done: Any) -> HttpResponse:
    if what == "link":
        request.session[LINK] = [person.pk, request.build_absolute_uri(done)]
        return redirect("person-link", person.pk)
    messages.success(request, _("Done."))
    return redirect("person-detail", person.pk)


def person_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the link once; a second look finds it gone."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    owner, link = request.session.pop(LINK, (None, ""))
    context = {"person": person, "link": link if owner == person.pk else ""}
    response = render(request, "agencies/person_link.html", context)
    response["Cache-Control"] = "no-store"
    return response
