"""Pages on which a move stops: both versions meet, or it is not this person's (rules.md 3.13)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.models import Assignment
from assignments.models.story import last_event
from assignments.models.verbs import STAGES, Verb
from directives.fields import KeepsFiles

_NOT_CARRIED = {"csrfmiddlewaretoken", "once", "revision", "resolve", "do"}


def conflict_page(
    request: HttpRequest, form: KeepsFiles, current: Assignment, wording: Verb
) -> HttpResponse:
    """Both sides' fields; one button opens the form again on the newest version."""
    event = last_event(current)
    conflict = {
        "title": _("Somebody else has changed this assignment"),
        "saved_by": event.actor if event else "",
        "saved_at": event.at if event else current.moved_at,
        "rows": [_state(current, wording), *(_row(f, current) for f in _shown(form))],
        "fields": [*_typed(request, current), *form.kept_pairs()],
        "action": request.path,
        "back_url": reverse("assignment-detail", args=[current.pk]),
    }
    return render(request, "conflict.html", {"conflict": conflict}, status=409)


def refused_page(request: HttpRequest, row: Assignment, wording: Verb) -> HttpResponse:
    """Who sees the assignment but may not move it is told so; nothing is hidden from them."""
    context = {"row": row, "wording": wording}
    return render(request, "assignments/refused.html", context, status=403)


def _state(current: Assignment, wording: Verb) -> dict[str, Any]:
    """What it has become, beside what was about to be done to it."""
    now = str(STAGES[current.stage])
    if current.due_on:
        now = _("%(state)s; due %(day)s") % {"state": now, "day": f"{current.due_on:%d/%m/%Y}"}
    return {"label": _("State"), "current": now, "typed": wording.verb, "is_changed": True}


def _shown(form: forms.Form) -> list[forms.BoundField]:
    boxes = (f for f in form.visible_fields() if f.name != "is_not_secret")
    return [f for f in boxes if not isinstance(f.field.widget, forms.FileInput)]


def _row(field: forms.BoundField, current: Assignment) -> dict[str, Any]:
    typed = _as_text(field.form.cleaned_data.get(field.name))
    now = _as_text(getattr(current, field.name, "")) if hasattr(current, field.name) else "–"
    return {
        "label": field.label,
        "current": now or "–",
        "typed": typed or "–",
        "is_changed": now not in ("–", typed),
    }


def _as_text(value: Any) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return _("yes")
        case date():
            return f"{value:%d/%m/%Y}"
        case models.QuerySet() | list() | tuple():
            return ", ".join(map(_as_text, value))
        case _:
            return str(value)


def _typed(request: HttpRequest, current: Assignment) -> list[tuple[str, str]]:
    """Everything that was sent, with the revision of the newest version."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_CARRIED and not name.endswith("_kept")
    ]
    return [*sent, ("revision", str(current.revision))]
