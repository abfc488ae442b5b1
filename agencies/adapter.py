"""What we decide about sign-in beyond the library's defaults."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from agencies.actions import person as people
from agencies.models import User

# What was chosen on the page of sign-in; it is meant to last beyond it.
CHOSEN_LANGUAGE = "chosen_language"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: people are entered by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        chosen = request.session.pop(CHOSEN_LANGUAGE, "")
        super().login(request, user)
        if chosen:
            people.choose_language(user, chosen)


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from, behind PROXY_COUNT proxies: one answer for every counter.

    None when neither the connection nor a proxy tells.
    """
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def account_named(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The sign-in name that wrong passwords count for, however its letters were typed.

    The form passes it as "email", django-axes itself as "username"; at most 255 letters are kept.
    """
    written = credentials or {}
    name = written.get("email") or written.get("username") or request.POST.get("login", "")
    return str(name).strip().lower()[:255]
