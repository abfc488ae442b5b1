"""Pages of no app: errors."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from directives.actions import file as files
from directives.actions.file import NotKept, Refused

# Sign-in and the safety of the account: pages of the library.
ACCOUNTS = "/tai-khoan/"


TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    context = {"is_too_big": isinstance(exception, TOO_BIG)}
    return render(request, "400.html", context, status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def failure(request: HttpRequest) -> HttpResponse:
    # Without the request: what the pages have in common asks the database, which may be away.
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of ours that was opened before a new sign-in keeps what was typed in it."""
    if request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}":
        return typed_again(request)
    return render(request, "csrf.html", status=403)


def typed_again(request: HttpRequest) -> HttpResponse:
    """Nothing was done, nothing is lost: the page holds what was typed, to be sent once more by a
    person who is signed in. The database keeps none of it; passwords are never carried."""
    if request.path.startswith(ACCOUNTS):
        return render(request, "csrf.html", status=403)
    kept, lost = _put_aside(request)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    context = {
        # With a file missing the form is printed again, not carried out.
        "fields": [*typed, *kept, *([("resolve", "1")] if lost else [])],
        "texts": [value for _name, value in typed if " " in value.strip()],
        "lost": lost,
        "action": request.get_full_path(),
    }
    return render(request, "typed_again.html", context, status=403)


def _put_aside(request: HttpRequest) -> tuple[list[tuple[str, str]], list[str]]:
    """The files that were sent: tokens of those kept for their owner, names of the others."""
    owner = request.user.pk or getattr(request, "left_by", None)
    kept, lost = [], []
    for name, sent in request.FILES.lists():
        for one in sent:
            try:
                if owner is None:
                    raise NotKept
                upload = files.examine(one.name or "", one.file)
                kept.append((f"{name}_kept", files.keep(upload, owner=owner)))
            except (NotKept, Refused, OSError):
                lost.append(one.name or "")
    return kept, lost
