"""Pages on which a move stops: both versions meet, or it is not this person's (rules.md 3.13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.models.decision import ground_of
from agencies.models.standing import Standing
from agencies.rules.roles import BasisKind
from assignments.forms.decision import DecisionForm
from assignments.forms.results import ResultForm
from assignments.models import Assignment, Submission
from assignments.models.aftermath import is_inside
from assignments.models.story import NOUN, last_event
from assignments.models.verbs import STAGES, VERBS, Verb
from audit.models import Event
from directives.views.conflict import labels_of, words

_NOT_CARRIED = {"csrfmiddlewaretoken", "once", "revision", "resolve", "do"}


def conflict_page(
    request: HttpRequest, form: DecisionForm, current: Assignment, wording: Verb
) -> HttpResponse:
    """Both sides' fields; one button opens the form again on the newest version."""
    event, standing = last_event(current), request.user.standing
    by_oneself = event is not None and event.actor_id == request.user.pk
    conflict = {
        "title": _("You have changed this assignment yourself in the meantime")
        if by_oneself
        else _("Somebody else has changed this assignment"),
        "saved_by": _saved_by(event, standing),
        "saved_at": event.at if event else current.moved_at,
        "rows": [
            *_state(current, event, standing, wording),
            *_decision(form, event, standing),
            *_fields(form, current, standing),
        ],
        "fields": [*_typed(request, current), *form.kept_pairs()],
        "action": request.path,
        "back_url": reverse("assignment-detail", args=[current.pk]),
    }
    return render(request, "conflict.html", {"conflict": conflict}, status=409)


def _saved_by(event: Event | None, standing: Standing) -> str:
    """People of another body are named by their body alone (rules.md 2.5)."""
    if event is None or event.agency_id is None:
        return _("the system")
    if event.agency_id in standing.bodies:
        return event.actor
    return str(Agency.objects.get(pk=event.agency_id))


def refused_page(request: HttpRequest, row: Assignment, wording: Verb) -> HttpResponse:
    """Who sees the assignment but may not move it is told so; nothing is hidden from them."""
    context = {"row": row, "wording": wording}
    return render(request, "assignments/refused.html", context, status=403)


def _is_told(event: Event, standing: Standing) -> bool:
    """What a body does inside with a result is no matter of others."""
    return event.agency_id in standing.bodies or not is_inside(event)


def _state(
    current: Assignment, event: Event | None, standing: Standing, wording: Verb
) -> list[dict[str, Any]]:
    """What was done last and what it has become, beside what was about to be done to it."""
    now = str(STAGES[current.stage])
    if current.due_on:
        now = _("%(state)s; due %(day)s") % {"state": now, "day": f"{current.due_on:%d/%m/%Y}"}
    is_told = event is not None and _is_told(event, standing)
    last = VERBS.get(event.kind.removeprefix(NOUN)) if event and is_told else None
    return [
        _line(_("Step"), str(last.verb) if last else "", str(wording.verb)),
        _line(_("State"), now, "") | {"is_changed": False},
    ]


def _decision(
    form: DecisionForm, event: Event | None, standing: Standing
) -> Iterator[dict[str, Any]]:
    """Who decided and on what basis: the last change, beside what is typed."""
    typed = {field.name: field for field in form.decision_fields}
    if not typed:
        return
    facts = form.cleaned_data
    who = words(typed["decided_by"]) if "decided_by" in typed else ""
    yield _line(_("Decided by"), _decider(event, standing), who)
    kind = facts.get("basis_kind") or BasisKind.DOCUMENT
    ground = ground_of(kind, facts["basis"], facts.get("basis_on")) if facts.get("basis") else ""
    basis = event.basis if event and _is_told(event, standing) else ""
    yield _line(_("Basis of the decision"), basis, ground)


def _decider(event: Event | None, standing: Standing) -> str:
    if event is None or event.agency_id not in standing.bodies:
        return _saved_by(event, standing)
    return ", ".join(dict.fromkeys(event.decided_by.split(", ")))


def _line(label: Any, current: str, typed: str) -> dict[str, Any]:
    is_changed = bool(current and typed) and current != typed
    return {"label": label, "current": current or "–", "typed": typed or "–",
            "is_changed": is_changed}  # fmt: skip


def _shown(form: DecisionForm) -> list[forms.BoundField]:
    left = {"is_not_secret", *(field.name for field in form.decision_fields)}
    boxes = (f for f in form.visible_fields() if f.name not in left)
    return [f for f in boxes if not isinstance(f.field.widget, forms.FileInput)]


def _fields(form: DecisionForm, current: Assignment, standing: Standing) -> list[dict[str, Any]]:
    """A field of the assignment, or of the prepared result, stands beside its value now; another
    stands alone. Products that the form has no row for follow."""
    now = _prepared(form, current, standing)
    lines = []
    for field in _shown(form):
        value = now.pop(field.name, getattr(current, field.name, None))
        lines.append(_line(field.label, _in_words(field, value), words(field)))
    labels = {name: form.fields[f"{name}_0"].label for name in PRODUCT if now}
    rest = ((name.rpartition("_")[0], value) for name, value in now.items())
    return lines + [_line(labels[n], _said(value), "") for n, value in rest if value]


PRODUCT = ("kind", "number", "title", "issued_on")


def _prepared(form: DecisionForm, current: Assignment, standing: Standing) -> dict[str, Any]:
    """What waits for the head's approval now, as the fields of a result; inside the body alone."""
    if not isinstance(form, ResultForm) or current.lead_id not in standing.bodies:
        return {}
    found = current.submissions.filter(state=Submission.State.PREPARED).first()
    if found is None:
        return {}
    products = found.products.order_by("pk")
    rows = {f"{n}_{at}": getattr(p, n) for at, p in enumerate(products) for n in PRODUCT}
    return rows | {"note": found.note}


def _in_words(field: forms.BoundField, value: Any) -> str:
    """As the field itself would say it."""
    if value in (None, "", False):
        return ""
    if isinstance(field.field, forms.ChoiceField):
        key = str(getattr(value, "pk", value))
        return ", ".join(labels_of(field.field.choices, {key})) or str(value)
    if isinstance(field.field, forms.BooleanField):
        return "✓"
    return _said(value)


def _said(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(getattr(value, "citation", value))


def _typed(request: HttpRequest, current: Assignment) -> list[tuple[str, str]]:
    """Everything that was sent, with the revision of the newest version."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_CARRIED and not name.endswith("_kept")
    ]
    return [*sent, ("revision", str(current.revision))]
