"""What every page with a form does: bind it, call one action, show what was refused."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from agencies.rules.refusal import NotAllowed, Stale
from audit.models import Event

Crumb = tuple[str, str]


@contextmanager
def refusing(form: forms.Form) -> Iterator[None]:
    """A refusal of the action becomes an error of the form."""
    try:
        yield
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))


def is_sent(request: HttpRequest, form: forms.Form) -> bool:
    """The form came back to be saved, and is whole. From the conflict page it comes to be read."""
    return request.method == "POST" and "resolve" not in request.POST and form.is_valid()


def typed(request: HttpRequest) -> Any:
    """What was sent, or nothing yet: the first argument of every form."""
    return request.POST if request.method == "POST" else None


def trail(*crumbs: Crumb) -> list[dict[str, str]]:
    """For components/breadcrumb.html; the last one is this page."""
    return [{"label": str(label), "url": url} for label, url in crumbs]


def ask_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    back_url: str,
    crumbs: Sequence[Crumb] = (),
    lead: str = "",
    notes: Sequence[tuple[str, str]] = (),
    method: str = "post",
    is_grave: bool = False,
) -> HttpResponse:
    """One form on a page of its own. ``notes``: pairs of tone and text above the fields."""
    page = {
        "title": title,
        "lead": lead,
        "crumbs": trail(*crumbs, (title, "")) if crumbs else [],
        "submit": submit,
        "back_url": back_url,
        "notes": [{"tone": tone, "text": text} for tone, text in notes],
        "method": method,
        "is_grave": is_grave,
    }
    return render(request, "agencies/form.html", {"form": form, "page": page})


def conflict_page(
    request: HttpRequest,
    form: forms.Form,
    stale: Stale,
    *,
    title: str,
    now: dict[str, Any],
    back_url: str,
) -> HttpResponse:
    """Both versions side by side. ``now``: the newest value of each field, by its name."""
    last = _last_event(stale.current)
    conflict = {
        "title": title,
        "saved_by": last.actor if last and last.actor else _("another person"),
        "saved_at": last.at if last else request.now,
        "rows": [_both(field, now) for field in form.visible_fields() if field.name in now],
        "fields": [*_carried(request), ("revision", stale.current.revision)],
        "action": request.get_full_path(),
        "back_url": back_url,
    }
    return render(request, "conflict.html", {"conflict": conflict}, status=409)


def _last_event(row: Any) -> Event | None:
    told = Event.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk)
    return told.order_by("-pk").first()


def _both(field: forms.BoundField, now: dict[str, Any]) -> dict[str, Any]:
    written = field.form.cleaned_data.get(field.name)
    return {
        "label": field.label,
        "current": _shown(field, now[field.name]),
        "typed": _shown(field, written),
        "is_changed": now[field.name] != written,
    }


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed goes along, all but what belongs to that one sending."""
    left_out = {"csrfmiddlewaretoken", "once", "revision", "resolve"}
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in left_out
    ]


def _shown(field: forms.BoundField, value: Any) -> Any:
    """A value as the page shows it."""
    if value in (None, "", ()):
        return "–"
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    if isinstance(field.field, forms.ModelMultipleChoiceField):
        return format_html_join(", ", "{}", ((str(item),) for item in value)) or "–"
    if isinstance(field.field, forms.ChoiceField) and not hasattr(value, "pk"):
        return dict(field.field.choices).get(value, value)  # type: ignore[arg-type]
    return str(value)
