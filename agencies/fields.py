"""Form fields and widgets of the kit, for the plain forms of every app."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from agencies.calendar import LAST_YEAR
from agencies.rules.text import tidy

# With dashes a short year could as well be the first: 12-3-26.
DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})")
DASHED = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
DAYS_FIRST = (DAY_FIRST, DASHED, DIGITS)


class NoSuchDay(ValueError):
    """Written as a date, but the calendar has no such day: 31/02/2026."""


def parse_date(text: str) -> date:
    """The date that people here write: 1/2/24, 01/02/2024, 010224, 01022024, also 2024-02-01.

    Day first; two digits of a year mean 20yy. Raises NoSuchDay, or ValueError for anything else.
    """
    text = re.sub(r"\s", "", text)
    if match := YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := next(filter(None, (form.fullmatch(text) for form in DAYS_FIRST)), None):
        day, month, year = match.groups()
    else:
        raise ValueError(text)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        raise NoSuchDay(text) from None


class TidyField(forms.CharField):
    """A text that a person types: composed letters, no invisible or control characters, single
    blanks; lines stay in a text area. What holds nothing else is empty."""

    def to_python(self, value: Any) -> Any:
        keep_lines = isinstance(self.widget, forms.Textarea)
        return super().to_python(tidy(str(value), keep_lines=keep_lines) if value else value)


class DateInput(forms.TextInput):
    """A text box that shows dd/mm/yyyy; never type=date, which shows mm/dd on some browsers."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"class": "in-s", "inputmode": "numeric", "autocomplete": "off"})
        self.attrs.update(attrs or {})

    def format_value(self, value: Any) -> str | None:
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


class DateField(forms.Field):
    """A local date; accepts what `parse_date` reads, in the years `first` to `last`."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("Write the date as day/month/year, for example 19/12/2023."),
        "no_such_day": _("There is no day %(text)s: write day/month/year."),
        "year": _("The year must be from %(first)s to %(last)s."),
    }

    def __init__(self, *, first: int = 1945, last: int = LAST_YEAR, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.first, self.last = first, last

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except NoSuchDay as error:
            message = self.error_messages["no_such_day"]
            raise ValidationError(message, "no_such_day", {"text": str(value)}) from error
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not self.first <= value.year <= self.last:
            years = {"first": self.first, "last": self.last}
            raise ValidationError(self.error_messages["year"], "year", years)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class RadioCards(forms.RadioSelect):
    """Radio buttons as cards: `columns` from 2 to 4 beside each other, a hint under a label."""

    def __init__(
        self,
        attrs: Mapping[str, Any] | None = None,
        *,
        columns: int = 2,
        hints: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.columns = columns
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


@dataclass(frozen=True)
class KeptFile:
    """A file that a refused form already sent: `token` finds it again, `size` is a ready text."""

    token: str
    name: str
    size: str


class FileDrop(forms.FileInput):
    """A file box that also shows, and sends back, what a refused form has kept.

    The view sets `kept`; the tokens that the person sent again come back in the
    value under `NAME_kept`, read by `kept_tokens`.
    """

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, is_multiple: bool = False):
        self.allow_multiple_selected = is_multiple
        super().__init__(attrs)
        self.kept: Sequence[KeptFile] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if self.allow_multiple_selected and hasattr(files, "getlist"):
            return files.getlist(name)
        return super().value_from_datadict(data, files, name)


def kept_tokens(data: Any, name: str) -> list[str]:
    """Tokens of kept files that a form sent back for the field `name` (its html name)."""
    return list(data.getlist(f"{name}_kept"))


class FilesField(forms.FileField):
    """Any number of files, each checked like one; an empty list when none was sent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=kwargs.pop("widget", FileDrop(is_multiple=True)), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(item, initial) for item in data]


class GroupedIterator(ModelChoiceIterator):
    """Choices of a queryset under the headings that the field's `group` gives.

    Rows are taken in the order of the queryset, which must keep a group together.
    """

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for label, rows in groupby(self.queryset.iterator(), key=self.field.group):
            yield (label, [self.choice(row) for row in rows])


class GroupedModelChoiceField(forms.ModelChoiceField):
    """A choice of one row under headings (`optgroup`), for instance bodies by kind."""

    iterator = GroupedIterator

    def __init__(self, *args: Any, group: Callable[[Any], str], **kwargs: Any) -> None:
        self.group = group
        super().__init__(*args, **kwargs)


class GroupedModelMultipleChoiceField(forms.ModelMultipleChoiceField):
    """A choice of many rows under headings, as boxes by default."""

    iterator = GroupedIterator
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args: Any, group: Callable[[Any], str], **kwargs: Any) -> None:
        self.group = group
        super().__init__(*args, **kwargs)
