"""The filter of a list, read from the address, and the name under which it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agencies.fields import DateField, TidyField
from agencies.models import Agency
from agencies.rules.text import tidy
from assignments.models import Assignment
from assignments.models.bodies import HEADINGS
from assignments.models.choices import Choices
from assignments.models.filters import Criteria, numbered
from assignments.models.states import DEFAULT, STATES
from assignments.models.states import HEADINGS as STATE_HEADINGS
from assignments.models.viewer import Viewer
from directives.models import Directive, Obligation

ROLES = [
    ("", _("any")),
    ("lead", pgettext_lazy("role of a body", "Lead")),
    ("cooperating", pgettext_lazy("role of a body", "Cooperating")),
    ("given", _("Assigned by us")),
    ("decided", _("For us to decide")),
    ("monitored", _("Monitored by us")),
    ("mine", _("Carried by me")),
]
WATCHED = ("watched", _("Watched by me"))
OWNED = ("owned", _("Under the obligations of Home Affairs"))
ANY = ("", _("any"))
# Always in sight; the others stand behind "More conditions".
FIRST = ("state", "role", "body", "q")
# What else stands in the address of a list: its page, and its form on paper.
PLACES = frozenset({"before", "after", "print"})
HIDDEN = ("assigner", "directive", "batch", "unit", "unnamed", "watched")


class Options(forms.Select):
    """A choice of many, printed by one template instead of one for each option."""

    template_name = "assignments/options.html"


class Several(forms.SelectMultiple):
    template_name = "assignments/options.html"


class KeyField(forms.IntegerField):
    """The key of a row. Which rows it leads to is the business of the list, not of the form."""

    widget = Options

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**62, required=False, **kwargs)


class KeysField(forms.Field):
    """Several keys at once, as a tuple."""

    widget = Several
    default_error_messages = {"invalid": _("Choose from the list.")}

    def to_python(self, value: Any) -> tuple[int, ...]:
        try:
            return tuple(sorted({int(v) for v in value or () if 0 < int(v) < 2**62}))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class FilterForm(forms.Form):
    """One field for each field of ``Criteria``, under the same name."""

    state = forms.ChoiceField(label=_("State"), required=False, widget=Options, initial=DEFAULT)
    role = forms.ChoiceField(label=_("Role"), required=False)
    body = KeyField(label=_("Lead body"))
    q = TidyField(label=_("Words, accents not needed"), required=False, max_length=200, strip=True)
    group = TidyField(label=_("Group of bodies"), required=False, max_length=40, widget=Options)
    giver = forms.ChoiceField(label=_("Assigned by"), required=False, widget=Options)
    decider = KeyField(label=_("Leader who decided"))
    document = TidyField(label=_("Number of the document"), required=False, max_length=60)
    obligation = TidyField(label=_("Obligation, as HT-17"), required=False, max_length=20)
    officer = KeyField(label=pgettext_lazy("who carries the work", "Officer"))
    field = KeysField(label=_("Field"), required=False, widget=Several(attrs={"size": 3}))
    internal = forms.ChoiceField(
        label=_("Internal work"),
        required=False,
        choices=[ANY, ("no", _("without it")), ("only", _("only it"))],
    )
    issued_from = DateField(label=pgettext_lazy("first or last day", "Issued from"), required=False)
    issued_to = DateField(label=pgettext_lazy("first or last day", "Issued to"), required=False)
    due_from = DateField(label=pgettext_lazy("first or last day", "Due from"), required=False)
    due_to = DateField(label=pgettext_lazy("first or last day", "Due to"), required=False)
    sort = forms.ChoiceField(
        label=_("Sort order"),
        required=False,
        choices=[("", _("as usual")), ("due", _("by due date")), ("newest", _("newest first"))],
    )
    priority = forms.BooleanField(label=_("Priority only"), required=False)
    unclear = forms.BooleanField(label=_("Unclear orders only"), required=False)
    assigner = KeyField(widget=forms.HiddenInput)
    directive = KeyField(widget=forms.HiddenInput)
    batch = KeyField(widget=forms.HiddenInput)
    unit = KeyField(widget=forms.HiddenInput)
    unnamed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    watched = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, choices: Choices, *, is_office: bool) -> None:
        asked = data.copy()
        asked.setdefault("state", DEFAULT)
        super().__init__(asked)
        self.auto_id = "f-%s"
        self.fields["state"].choices = _states()
        self.fields["role"].choices = [*ROLES, OWNED, *([WATCHED] if is_office else [])]
        self.fields["body"].widget.choices = [ANY, *_bodies(choices["body"])]
        self.fields["giver"].choices = [ANY, *Assignment.Giver.choices]
        self.fields["field"].widget.choices = _pairs(choices["field"])
        self.fields["group"].widget.choices = [ANY, *_pairs(choices["group"])]
        for name in ("decider", "officer"):
            self.fields[name].widget.choices = [ANY, *_people(choices[name])]
        self.is_valid()
        self.unread = self._unread(data)

    def _unread(self, data: QueryDict) -> list[str]:
        """The conditions of the address that are not understood and so not applied, as sent."""
        unknown = [n for n in data if n not in self.fields and n not in PLACES]
        names = [*(n for n in self.fields if n in self.errors), *unknown]
        labels = {n: self[n].label for n in names if n in self.fields and n not in HIDDEN}
        return [f"{labels.get(n, n)} = {', '.join(data.getlist(n))[:60]}" for n in names]

    def criteria(self) -> Criteria:
        """What was asked; a field that could not be read asks nothing and shows its error."""
        names = {f.name for f in fields(Criteria)}
        read = {k: v for k, v in self.cleaned_data.items() if k in names and v not in (None, "")}
        return Criteria(**read)

    def point_out(self, criteria: Criteria, viewer: Viewer) -> None:
        """Say at its field what of the filter names nothing: a silent 0 would mislead."""
        body, code = criteria.body, criteria.obligation
        is_known = body is None or self._is_offered("body", body)
        if not is_known and not Agency.objects.filter(pk=body).exists():
            self.add_error("body", gettext("There is no such body."))
        known = Directive.objects.visible_to(viewer.user)
        named = Obligation.objects.filter(code__iexact=code, directive__in=known)
        if code and not named.exists():
            self.add_error(
                "obligation", gettext("There is no obligation %(code)s.") % {"code": code}
            )
        if criteria.document and not numbered(criteria.document, viewer):
            self.add_error("document", gettext("No document that you may see bears this number."))
        for first, last in (("issued_from", "issued_to"), ("due_from", "due_to")):
            days = getattr(criteria, first), getattr(criteria, last)
            if all(days) and days[0] > days[1]:
                self.add_error(last, gettext("This day lies before the first one."))

    def _is_offered(self, name: str, value: int) -> bool:
        groups = (options for _label, options in self.fields[name].widget.choices[1:])
        return any(str(value) == str(key) for options in groups for key, _name in options)

    @classmethod
    def read(cls, query: str) -> Criteria:
        """The filter that a kept address holds; what is no longer understood asks nothing."""
        return cls(QueryDict(query), defaultdict(list), is_office=True).criteria()

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in FIRST + HIDDEN]

    @property
    def is_more_asked(self) -> bool:
        """A condition behind "More conditions" is in force, or in error."""
        return any(f.errors or self.cleaned_data.get(f.name) for f in self.more_fields)


def _states() -> list[tuple[Any, Any]]:
    return [
        (label, [(key, state.label) for key, state in STATES.items() if state.heading == heading])
        for heading, label in STATE_HEADINGS.items()
    ]


def _bodies(rows: Iterable[tuple[str, str, str]]) -> list[tuple[Any, Any]]:
    """Bodies under the heading of their kind."""
    place = {kind: n for n, (_label, kinds) in enumerate(HEADINGS) for kind in kinds}
    known = sorted((row for row in rows if row[2] in place), key=lambda row: place[row[2]])
    return [
        (HEADINGS[n][0], [(value, label) for value, label, _kind in group])
        for n, group in groupby(known, key=lambda row: place[row[2]])
    ]


def _pairs(rows: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    return [(value, label) for value, label, _heading in rows]


def _people(rows: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Each person once, with the title where one is told."""
    return list({v: (v, f"{name}, {title}" if title else name) for v, name, title in rows}.values())


class SaveViewForm(forms.Form):
    """A name for the filter that the address holds."""

    name = TidyField(
        label=_("Name of the view"),
        max_length=80,
        help_text=_("Only you see it; its tab stands above the list."),
        error_messages={"required": _("Write a name for the view.")},
    )
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])
