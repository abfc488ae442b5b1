"""The site in this process: its real WSGI application, asked by a signed-in person.

Time is the server's: from the call to the last byte, every middleware included, without network
and without compression, which the floors have not either.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application
from django.db import connection

from agencies.models import Seat

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Answer:
    """What came back: the status line, the body, the milliseconds it took."""

    status: str
    body: bytes
    ms: float

    @property
    def gzip_kb(self) -> float:
        return len(gzip.compress(self.body, 6)) / 1000


def ask(application: Application, environ: dict[str, Any]) -> Answer:
    """One request, read to its end."""
    told: list[str] = []
    began = perf_counter()
    answer = application(environ, lambda status, headers, exc_info=None: told.append(status))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return Answer(told[0], body, (perf_counter() - began) * 1000)


def environ(path: str, *, cookie: str = "") -> dict[str, Any]:
    """A GET of the path as a server hands it over, from behind a proxy that speaks TLS."""
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": (settings.ALLOWED_HOSTS or ["localhost"])[0].lstrip(".*") or "localhost",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_COOKIE": cookie,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


@dataclass(frozen=True)
class Sent:
    """One statement, and the milliseconds until the database answered."""

    sql: str
    params: Any
    ms: float


class Site:
    """The application, and who asks it."""

    def __init__(self) -> None:
        self._application = get_wsgi_application()

    def visit(self, path: str, cookie: str) -> Answer:
        """The page, which must be there."""
        answer = ask(self._application, environ(path, cookie=cookie))
        if not answer.status.startswith("200"):
            raise RuntimeError(f"{path} answered {answer.status}")
        return answer

    def statements(self, path: str, cookie: str) -> list[Sent]:
        """Every statement that the page sends."""
        sent: list[Sent] = []
        with noting(sent):
            self.visit(path, cookie)
        return sent


@contextmanager
def noting(sent: list[Sent]) -> Iterator[None]:
    """Notes the statements that are sent meanwhile."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            sent.append(Sent(sql, params, (perf_counter() - began) * 1000))

    with connection.execute_wrapper(note):
        yield


def sign_in(seat: Seat) -> str:
    """A session of the person in this seat; the cookie that carries it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(seat.user.pk)
    session[BACKEND_SESSION_KEY] = _BACKEND
    session[HASH_SESSION_KEY] = seat.user.get_session_auth_hash()
    session["seat"] = seat.pk
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
