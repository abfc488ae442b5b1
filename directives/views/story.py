"""The history of a document and of an obligation, for the timeline component."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from audit.models import Event
from directives.models import Directive, Obligation

ICONS = {"register": "plus", "add": "plus", "edit": "edit", "receive": "check"}
# The newest events are told; older ones stay in the table.
MOST = 200


def story_of(row: Model, form: type[forms.Form]) -> list[dict[str, Any]]:
    """Newest first; `form` lends the names of its fields to what was changed."""
    label = row._meta.label_lower
    events = Event.objects.filter(subject_type=label, subject_id=row.pk).order_by("-pk")[:MOST]
    return [_told(event, form) for event in events]


def _told(event: Event, form: type[forms.Form]) -> dict[str, Any]:
    act = event.kind.rpartition(".")[2]
    who = ", ".join(filter(None, (event.actor, event.seat)))
    return {
        "when": event.at,
        "tone": "",
        "icon": ICONS.get(act, "info"),
        "parts": [{"text": who, "is_strong": True}, {"text": _act(act, event.data)}],
        "small": "; ".join(_details(event.data, form)),
    }


def _act(act: str, facts: dict[str, Any]) -> str:
    match act:
        case "register":
            return _("registered the document")
        case "add":
            return _("entered the obligation")
        case "edit":
            return _("corrected it")
        case "receive":
            return _("noted the receipt: %(agency)s, %(on)s") % {
                "agency": facts["agency"],
                "on": _day(facts["received_on"]),
            }
    return act


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _details(facts: dict[str, Any], form: type[forms.Form]) -> Iterator[str]:
    for name, (before, after) in facts.get("changes", {}).items():
        yield f"{_label(name, form)}: {_value(name, before)} → {_value(name, after)}"
    if facts.get("files"):
        yield _("Files: %(names)s") % {"names": ", ".join(facts["files"])}
    if facts.get("before"):
        yield _("before: %(on)s") % {"on": _day(facts["before"])}


def _label(name: str, form: type[forms.Form]) -> str:
    if name == "links":
        return _("Legal chain")
    field = form.base_fields.get(name) or form.base_fields.get(f"{name}s")
    return str(field.label) if field and field.label else name


def _value(name: str, value: str) -> str:
    if not value:
        return _("(empty)")
    if name == "urgency":
        return str(Directive.Urgency(value).label)
    if name == "mode":
        return str(Obligation.Mode(value).label)
    return _("yes") if value == "True" else value
