"""What happens around every page: the seat, the language, the rights, one effect per form."""

from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone, translation

from agencies.models import Seat
from agencies.models.standing import Standing, standing_of
from agencies.rights import Who, allows
from audit import replay
from audit.models import Effect
from config.views import ACCOUNTS, typed_again

Answer = Callable[[HttpRequest], HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS"}


class SeatMiddleware:
    """Puts the seat that the person acts in, and its standing, on ``request.user``."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()
        request.today = timezone.localdate(request.now)
        user = request.user
        if user.is_authenticated:
            seats = list(
                Seat.objects.held(request.today)
                .filter(user=user)
                .select_related("agency", "unit", "user", "assists__user", "assists__agency")
                .order_by("pk")
            )
            wanted = request.session.get("seat")
            user.seats_now = seats
            user.seat = next((s for s in seats if s.pk == wanted), seats[0] if seats else None)
            user.standing = standing_of(user.seat, on=request.today)
        else:
            user.seat, user.standing = None, Standing(on=request.today)
        return self.get_response(request)


class LanguageMiddleware:
    """The language of the account, else of the cookie, else Vietnamese; never the browser's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(
            settings.LANGUAGE_COOKIE_NAME, ""
        )
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            return self.get_response(request)


class SessionLimitMiddleware:
    """Ends a session that was idle too long or lasted too long."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._is_over(request):
            # Whose form this may be: the files in it are put aside for that person.
            request.left_by = request.user.pk
            logout(request)
            request.user.seat, request.user.standing = None, Standing(on=request.today)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        now = int(request.now.timestamp())
        started = request.session.setdefault("started", now)
        seen = request.session.get("seen", now)
        # One write a minute is enough to know who is idle.
        if now - seen > 60 or "seen" not in request.session:
            request.session["seen"] = now
        return now - seen > settings.SESSION_IDLE_SECONDS or (
            now - started > settings.SESSION_MAX_SECONDS
        )


class RightsMiddleware:
    """Opens a page only to those whom the table of rights names; a stranger gets 404."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.pages: dict[str, Who] = import_module(settings.RIGHTS_TABLE).PAGES

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        who = self.pages.get(match.view_name if match else "")
        if who is None or who == Who.NOBODY:
            raise Http404
        signed_in = request.user.is_authenticated
        if not signed_in and who != Who.EVERYONE:
            if request.method not in SAFE and not request.path.startswith(ACCOUNTS):
                return typed_again(request)
            return redirect_to_login(request.get_full_path())
        if signed_in and who != Who.EVERYONE and self._owes_second_factor(request):
            return redirect("mfa_activate_totp")
        if not allows(who, request.user.standing, signed_in=signed_in):
            raise Http404
        return None

    def _owes_second_factor(self, request: HttpRequest) -> bool:
        """Administrators and Home Affairs must have a second factor outside the demo."""
        standing = request.user.standing
        if not (standing.is_administrator or standing.is_home_affairs):
            return False
        told = settings.MFA_REQUIRED
        if not (told if told is not None else not replay.is_demo()):
            return False
        if request.resolver_match.view_name.startswith(("mfa_", "account_")):
            return False
        from allauth.mfa.utils import is_mfa_enabled

        return not is_mfa_enabled(request.user)


class WriteOnGetError(RuntimeError):
    """A page tried to change data while it was only read."""


def _only_reads(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    text = str(sql).lstrip("( \n").upper()
    if not text.startswith(("SELECT", "WITH", "SAVEPOINT", "RELEASE", "EXPLAIN", "SET", "SHOW")):
        raise WriteOnGetError(text[:120])
    return execute(sql, params, many, context)


class ReadOnlyGetMiddleware:
    """No view of ours writes on GET; sign-in pages of the library keep their own state."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match_path = request.path.startswith(ACCOUNTS)
        if request.method in SAFE and not match_path:
            with connection.execute_wrapper(_only_reads):
                return self.get_response(request)
        return self.get_response(request)


class OneEffectMiddleware:
    """A form's one-time token and its effect are one transaction; the same token again gets the
    first answer. An answer that is not a redirect (errors, conflict) leaves nothing behind.

    It stands around the view itself: what the rights turn away before never spends a token.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        token = _token(request)
        if token is None:
            return None
        try:
            with transaction.atomic():
                return self._once(request, token, lambda: view(request, *args, **kwargs))
        except _UndoError as undo:
            return undo.response

    def _once(
        self, request: HttpRequest, token: UUID, answer: Callable[[], HttpResponse]
    ) -> HttpResponse:
        user_id = request.user.pk or 0
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_effect (token, user_id, answer, at) VALUES (%s, %s, '', now())"
                " ON CONFLICT (token) DO NOTHING",
                [str(token), user_id],
            )
            if not cursor.rowcount:
                first = Effect.objects.get(pk=token)
                return HttpResponseRedirect(first.answer if first.user_id == user_id else "/")
        response = answer()
        if not isinstance(response, HttpResponseRedirect):
            raise _UndoError(response)
        Effect.objects.filter(pk=token).update(answer=response.url[:500])
        return response


class _UndoError(Exception):
    """Carries an answer out of the transaction that it must undo."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def _token(request: HttpRequest) -> UUID | None:
    if request.method in SAFE or request.path.startswith(ACCOUNTS):
        return None
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid4()
