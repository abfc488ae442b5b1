"""The page where two versions of one row meet; what was typed is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies.fields import FileDrop
from audit.models import Event

# What belongs to one sending of the form, not to its content.
NOT_CONTENT = {"csrfmiddlewaretoken", "once", "revision", "resolve"}
# Files are carried over, not compared.
OF_FILES = {"is_not_secret"}


def conflict_page(
    request: HttpRequest, typed: forms.Form, current: forms.Form, row: Any, *, title: str, back: str
) -> HttpResponse:
    """`typed` is the refused form, `current` a fresh one of the row as it stands now."""
    last = _last_event(row)
    conflict = {
        "title": title,
        "saved_by": last.actor if last else "",
        "saved_at": last.at if last else None,
        "rows": list(_rows(typed, current)),
        "fields": [*_pairs(request, typed), ("revision", row.revision)],
        "action": request.path,
        "back_url": back,
    }
    return render(request, "conflict.html", {"conflict": conflict}, status=409)


def _last_event(row: Model) -> Event | None:
    label = row._meta.label_lower
    return Event.objects.filter(subject_type=label, subject_id=row.pk).order_by("-pk").first()


def _rows(typed: forms.Form, current: forms.Form) -> Iterator[dict[str, Any]]:
    """What either side says; boxes that are empty on both sides are left out."""
    for field in typed.visible_fields():
        if field.name in OF_FILES or isinstance(field.field.widget, FileDrop):
            continue
        here, there = words(field), words(current[field.name])
        if (here or there) and not (here == there and field.name.startswith("link_")):
            yield {
                "label": field.label,
                "current": there or "–",
                "typed": here or "–",
                "is_changed": here != there,
            }


def words(field: forms.BoundField) -> str:
    """The value of a field as a person reads it."""
    value = field.value()
    if isinstance(field.field, forms.ChoiceField | forms.ModelChoiceField):
        chosen = {str(v) for v in (value if isinstance(value, list | tuple) else [value])}
        return ", ".join(labels_of(field.field.choices, chosen))
    if isinstance(field.field, forms.BooleanField):
        return "✓" if value else ""
    shown = field.field.widget.format_value(field.field.prepare_value(value))
    return str(shown or "")


def labels_of(choices: Any, chosen: set[str]) -> Iterator[str]:
    """The words of the chosen values, also of choices under headings."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from labels_of(label, chosen)
        elif str(value) in chosen and str(value):
            yield str(label)


def _pairs(request: HttpRequest, typed: forms.Form) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in NOT_CONTENT and not name.endswith("_kept"):
            yield from ((name, value) for value in values)
    if hasattr(typed, "kept_pairs"):
        yield from typed.kept_pairs()
