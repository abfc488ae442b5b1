"""Legal parameters: what is in force, since when, by which document, and what was."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from agencies.models.agency import holds
from agencies.rules.refusal import Stale
from agencies.rules.roles import MandateKind
from agencies.views.asking import conflict_page, is_sent, refusing, typed
from directives.actions import provision as actions
from directives.forms.provision import YES_NO, ProvisionForm
from directives.models import Provision

OWNERS = {
    MandateKind.PPC_OFFICE: gettext_lazy("Office of the PPC"),
    MandateKind.HOME_AFFAIRS: gettext_lazy("Home Affairs"),
    MandateKind.INSPECTORATE: gettext_lazy("Inspectorate"),
    MandateKind.LEADERSHIP: gettext_lazy("Leaders of the PPC"),
}
UNITS = {
    "working_days": ngettext_lazy("%(n)s working day", "%(n)s working days", "n"),
    "days": ngettext_lazy("%(n)s calendar day", "%(n)s calendar days", "n"),
    "times": ngettext_lazy("%(n)s time", "%(n)s times", "n"),
    "count": ngettext_lazy("%(n)s assignment", "%(n)s assignments", "n"),
}


def value_in_words(row: Provision) -> str:
    """ "2 working days", "yes", "100%"."""
    if row.unit == YES_NO:
        return _("yes") if row.value == "1" else _("no")
    if row.unit == "percent":
        return f"{row.value}%"
    if row.unit in UNITS and row.value.isdigit():
        return str(UNITS[row.unit] % {"n": int(row.value)})
    return row.value


def name_of(row: Provision) -> str:
    return row.name_en if get_language() == "en" and row.name_en else row.name_vi


def provision_list(request: HttpRequest) -> HttpResponse:
    """The rows in force today, by the body that owns them; what is assumed says so."""
    rows = list(Provision.objects.filter(holds(request.today)).order_by("owner", "pk"))
    groups = [
        {"label": label, "rows": [_row(r, request) for r in rows if r.owner == owner]}
        for owner, label in OWNERS.items()
    ]
    context = {
        "groups": [g for g in groups if g["rows"]],
        "assumed": sum(r.is_assumed for r in rows),
        "title": _title(sum(r.is_assumed for r in rows), len(rows)),
    }
    return render(request, "directives/provision_list.html", context)


def _title(assumed: int, count: int) -> str:
    if not assumed:
        return _("All %(count)s legal parameters have a source") % {"count": count}
    values = {"assumed": assumed, "count": count}
    return _("%(assumed)s of %(count)s legal parameters are still assumed") % values


def _row(row: Provision, request: HttpRequest) -> dict[str, Any]:
    return {
        "row": row,
        "name": name_of(row),
        "value": value_in_words(row),
        "may_enter": actions.may_enter(row, request.user.standing),
    }


def provision_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One parameter with all its rows; the owner enters a new value here."""
    row = get_object_or_404(Provision, pk=pk)
    may_enter = actions.may_enter(row, request.user.standing)
    form = ProvisionForm(typed(request), provision=row, initial={"revision": row.revision})
    if request.method == "POST" and not may_enter:
        raise Http404
    if is_sent(request, form):
        try:
            with refusing(form):
                actions.enter(row, **form.cleaned_data, by=request.user.seat, at=request.now)
                messages.success(request, _("Entered. The former value stays in the history."))
                return redirect("provision-list")
        except Stale as stale:
            return _conflict(request, form, stale)
    history = Provision.objects.filter(key=row.key)
    ordered = history.order_by(F("valid_from").desc(nulls_last=True), "-pk")
    context = {
        "row": row,
        "name": name_of(row),
        "owner": OWNERS[MandateKind(row.owner)],
        "form": form if may_enter else None,
        "rows": [
            {"row": r, "value": value_in_words(r), "is_now": _is_now(r, request)} for r in ordered
        ],
    }
    return render(request, "directives/provision_edit.html", context)


def _is_now(row: Provision, request: HttpRequest) -> bool:
    begun = row.valid_from is None or row.valid_from <= request.today
    return begun and (row.valid_to is None or row.valid_to > request.today)


def _conflict(request: HttpRequest, form: ProvisionForm, stale: Stale) -> HttpResponse:
    now = {k: getattr(stale.current, k) for k in ("value", "valid_from", "source")}
    title = _("Somebody else has entered a value meanwhile")
    return conflict_page(
        request, form, stale, title=title, now=now, back_url=reverse("provision-list")
    )
