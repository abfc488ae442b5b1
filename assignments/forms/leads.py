"""To whom the work is given: one lead body, or many at once (rules.md 3.10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.fields import GroupedModelMultipleChoiceField
from agencies.models import Agency, Group
from agencies.models.agency import holds
from agencies.models.grouping import heading_label
from assignments.forms.moves import BodyChoice
from assignments.models.bodies import bodies_for_work

EVERY_BODY = "*"
EXPAND = "expand"
OF_CONSULTATION = ("consulting_bodies", "consulted_bodies")


class LeadFields(forms.Form):
    """One lead; or a group whose bodies of today are listed, each ticked or not."""

    lead = BodyChoice(
        label=gettext_lazy("Lead body"),
        required=False,
        help_text=gettext_lazy("One body only; its head is accountable from the issue on."),
    )
    group = forms.ChoiceField(label=gettext_lazy("Group of bodies"), required=False)
    leads = GroupedModelMultipleChoiceField(
        queryset=Agency.objects.none(),
        group=heading_label,
        label=gettext_lazy("Bodies that get the work"),
        required=False,
    )

    # Set by the form that has these fields.
    is_draft: bool = False

    def ask_leads(self, rows: Sequence[Any], *, on: date) -> None:
        """Offer these bodies; a group opened by its button comes with every body ticked."""
        self.rows = {body.pk: body for body in rows}
        bodies = Agency.objects.filter(pk__in=self.rows)
        self.fields["lead"].offer(bodies, rows)
        self.fields["lead"].is_needed = True
        self.fields["group"].choices = _groups(on=on)
        group = self.data.get("group", "") if self.is_bound else ""
        listed = _members(rows, group, on=on)
        self.fields["leads"].queryset = bodies.filter(pk__in=[body.pk for body in listed])
        self.fields["leads"].choices = [
            (name, [(body.pk, str(body)) for body in found])
            for name, found in groupby(listed, key=heading_label)
        ]
        if self.data.get("do") == EXPAND and group:
            ticked = [] if group == EVERY_BODY else [str(body.pk) for body in listed]
            self.data = self.data.copy()
            self.data.setlist("leads", ticked)

    def heads_of(self, leads: Iterable[Agency]) -> list[str]:
        """The heads of these bodies, as far as they are entered."""
        found = [self.rows[lead.pk] for lead in leads if lead.pk in self.rows]
        return [f"{body.head_name}, {body.head_title}" for body in found if body.head_name]

    @property
    def is_expanded(self) -> bool:
        """Whether the bodies of a group stand on the page."""
        return (
            self.is_bound
            and bool(self.data.get("group"))
            and (self.data.get("do") == EXPAND or "leads" in self.data)
        )

    def clean_leads(self) -> list[Agency]:
        return list(self.cleaned_data["leads"])

    def chosen_leads(self) -> Sequence[Agency]:
        """The bodies that get the work, as far as they are chosen."""
        one = self.cleaned_data.get("lead")
        return self.cleaned_data.get("leads") or ([one] if one else [])

    def check_leads(self) -> None:
        """One body, or a list; never two answers to one question."""
        one, many = self.cleaned_data.get("lead"), self.cleaned_data.get("leads")
        if one and many and list(many) != [one]:
            self.add_error("lead", _("Choose one lead body, or tick bodies of a group, not both."))
        elif self.cleaned_data.get("group") and not many and not one:
            self.add_error("group", _("Open the list of the group and tick its bodies."))
        elif not one and not many and self.is_draft:
            self.add_error("lead", _("Choose one lead body: a draft is kept for it, too."))
        elif not one and not many:
            self.add_error("lead", _("Choose one lead body."))


def _groups(*, on: date) -> list[tuple[str, Any]]:
    """Groups of addressees; not single bodies, nor the two sides of a consultation."""
    rows = Group.objects.filter(holds(on)).exclude(code__in=OF_CONSULTATION).order_by("pk")
    named = {row.code: str(row) for row in rows if _names_kinds(row)}
    return [("", _("one body only")), *named.items(), (EVERY_BODY, _("choose from all bodies"))]


def addressed(group: str, *, on: date) -> dict[str, Any]:
    """First values for an order to this group; a group of one body is that body as the lead."""
    if group in dict(_groups(on=on)):
        return {"group": group}
    members = Agency.objects.members_of(group, on=on)
    found = list(bodies_for_work(on=on).filter(pk__in=members)[:2])
    return {"lead": found[0].pk} if len(found) == 1 else {}


def _names_kinds(group: Group) -> bool:
    return any(not kind.startswith("body:") for kind in group.kinds)


def _members(rows: Sequence[Any], group: str, *, on: date) -> Sequence[Any]:
    if not group:
        return []
    if group == EVERY_BODY:
        return rows
    keys = set(Agency.objects.members_of(group, on=on).values_list("pk", flat=True))
    return [body for body in rows if body.pk in keys]
