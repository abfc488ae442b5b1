"""When work is due: a stated date, a count, the words of the document, or no date at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.calendar import FIRST_YEAR, LAST_YEAR, MAX_COUNT, CannotCount, Unit, WorkCalendar
from agencies.fields import DateField, DateInput, RadioCards, TidyField
from agencies.models.calendar import work_calendar
from agencies.rules import phrases
from agencies.rules.text import Refusal, tidy
from assignments.actions.rhythm import Rhythm
from assignments.actions.terms import Terms
from assignments.models import Series
from assignments.models.detail import BEFORE_DAY
from assignments.models.verbs import TIMINGS
from assignments.rules.assignment import Timing
from directives.models import Provision

_COUNTED = {phrases.Rule.WORKING_DAYS, phrases.Rule.DAYS, phrases.Rule.MONTHS}
_EVERY = {
    phrases.Every.MONTH: Series.Every.MONTH,
    phrases.Every.QUARTER: Series.Every.QUARTER,
    phrases.Every.SIX_MONTHS: Series.Every.HALF_YEAR,
    phrases.Every.YEAR: Series.Every.YEAR,
}
MAX_PHRASE = 300
_UNIT_WORDS = {Unit.WORKING_DAYS: "ngày làm việc", Unit.DAYS: "ngày", Unit.MONTHS: "tháng"}
SIGNED, RECEIVED, TYPED = "SIGNED", "RECEIVED", "TYPED"
DIFFER = gettext_lazy("The date and the count differ: leave one of them empty.")


def day_off(due_on: date, calendar: WorkCalendar) -> str:
    """The warning of a stated date that falls on a day off (rules.md 1.2); empty on others."""
    if calendar.is_working_day(due_on):
        return ""
    return _("%(day)s is a day off; a stated date is kept.") % {"day": f"{due_on:%d/%m/%Y}"}


def _number(label: Any, *, most: int, mark: str = "", **kwargs: Any) -> forms.IntegerField:
    """A short whole number; no arrows that a wheel turns. ``mark``: for the hint of kit.js."""
    attrs = {"class": "in-xs", "inputmode": "numeric"} | ({"data-calc": mark} if mark else {})
    widget = forms.TextInput(attrs=attrs)
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, required=False, widget=widget, **kwargs
    )


class TimingFields(forms.Form):
    """The kind of timing, and what each kind needs; see rules.md 1.3 and 1.8."""

    timing = forms.ChoiceField(
        label=gettext_lazy("Timing"),
        choices=list(TIMINGS.items()),
        initial=Timing.DATED.value,
        widget=RadioCards(
            columns=4,
            hints={
                Timing.CONTINUOUS: gettext_lazy("state the reason"),
                Timing.NONE: gettext_lazy("state the reason"),
            },
        ),
    )
    due_phrase = TidyField(
        label=gettext_lazy("Words of the document"),
        max_length=MAX_PHRASE,
        required=False,
        help_text=gettext_lazy(
            "As written, for example: trong thời hạn 10 ngày làm việc kể từ ngày nhận được văn"
            " bản. The due date is read out of them where no date or count is entered."
        ),
    )
    due_on = DateField(
        label=gettext_lazy("Stated due date"),
        first=FIRST_YEAR,
        required=False,
        help_text=gettext_lazy("Kept as written."),
    )
    count = _number(gettext_lazy("Or a count of"), most=MAX_COUNT, mark="n")
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        choices=[
            (Unit.WORKING_DAYS.value, gettext_lazy("working days")),
            (Unit.DAYS.value, gettext_lazy("calendar days")),
            (Unit.MONTHS.value, gettext_lazy("months")),
        ],
        required=False,
    )
    count_event = forms.ChoiceField(
        label=gettext_lazy("Counted from"),
        choices=[
            (SIGNED, gettext_lazy("the signing or issue of the document")),
            (RECEIVED, gettext_lazy("its receipt by the lead body")),
            (TYPED, gettext_lazy("the day beside")),
        ],
        required=False,
    )
    count_from = DateField(
        label=gettext_lazy("Day to count from"),
        required=False,
        widget=DateInput({"data-calc": "start"}),
    )
    every = forms.ChoiceField(
        label=gettext_lazy("Length of the period"), choices=Series.Every.choices, required=False
    )
    due_day = _number(
        gettext_lazy("Due on day"),
        most=31,
        help_text=gettext_lazy("Empty: the last day of the month."),
    )
    due_month_offset = forms.TypedChoiceField(
        label=gettext_lazy("Month of the due date"),
        choices=[
            (0, gettext_lazy("the last month of the period")),
            (1, gettext_lazy("the month after the period")),
        ],
        coerce=int,
        empty_value=0,
        required=False,
    )
    ends_on = DateField(
        label=gettext_lazy("Last day of the periodic work"), first=FIRST_YEAR, required=False
    )
    timing_reason = TidyField(
        label=gettext_lazy("Reason for having no due date"),
        required=False,
        help_text=gettext_lazy("Only for standing work and for work without a due date yet."),
    )

    # Set by the form that has these fields.
    on: date
    is_draft: bool = False

    def read_timing(
        self, *, given_on: date, received_on: date | None, is_of_document: bool
    ) -> None:
        """Turn the fields into ``terms`` and ``rhythm``; errors stand at their fields.

        ``given_on``: the day of the document, or of the issue where ``is_of_document`` is false;
        ``received_on``: of the receipt.
        """
        self.calendar = work_calendar()
        self.terms: Terms | None = None
        self.rhythm: Rhythm | None = None
        self.given_on, self.received_on = given_on, received_on
        self.is_of_document = is_of_document
        # Whether the count runs from the receipt; the date and the count say different days.
        self.is_from_receipt = self.is_contradictory = False
        match self.cleaned_data.get("timing"):
            case Timing.DATED:
                self.terms = self._dated()
            case Timing.PERIODIC:
                self._periodic()
            case Timing.CONTINUOUS | Timing.NONE as timing:
                self.terms = self._undated(Timing(timing))

    def _undated(self, timing: Timing) -> Terms:
        reason = tidy(self.cleaned_data.get("timing_reason") or "")
        if not reason and not self.is_draft:
            self.add_error("timing_reason", _("Write why there is no due date."))
        return Terms(timing, reason=reason, phrase=self._phrase)

    @property
    def _phrase(self) -> str:
        return tidy(self.cleaned_data.get("due_phrase") or "")

    # --- one date -------------------------------------------------------------------------------
    def _dated(self) -> Terms | None:
        count, stated = self.cleaned_data.get("count"), self.cleaned_data.get("due_on")
        if count is not None:
            return self._counted(count, stated)
        if stated:
            return Terms(Timing.DATED, stated_on=stated, phrase=self._phrase)
        if self._phrase:
            return self._spoken()
        if not self.is_draft:
            self.add_error("due_on", _("Enter the due date, a count, or the words of the order."))
        return Terms(Timing.DATED)

    def _counted(self, count: int, stated: date | None) -> Terms | None:
        unit = Unit(self.cleaned_data.get("unit") or Unit.WORKING_DAYS)
        self._follow_words()
        phrase = self._in_words(count, unit) if self.is_from_receipt else self._phrase
        terms = Terms(Timing.DATED, unit=unit, count=count, count_from=self.start, phrase=phrase)
        if self._waits_for_its_issue:
            return replace(terms, count_from=None)
        try:
            computed = terms.due_on(self.calendar)
        except CannotCount as error:
            self.add_error("count", _(str(error)))
            return None
        if stated and stated != computed:
            self.is_contradictory = True
            self.add_error("count", DIFFER)
            return None
        return terms

    def _follow_words(self) -> None:
        """A count runs from the receipt where that is chosen, or where the words say so."""
        chosen = self.cleaned_data.get("count_event") or SIGNED
        if chosen == SIGNED and self._speaks_of_receipt():
            chosen = self._count_from_receipt()
        self.cleaned_data["count_event"] = chosen
        self.is_from_receipt = chosen == RECEIVED and not self.cleaned_data.get("count_from")

    def _speaks_of_receipt(self) -> bool:
        try:
            found = self._parse(self._phrase, self.given_on) if self._phrase else None
        except (Refusal, CannotCount):
            return False
        return found is not None and found.counted_from == phrases.Start.RECEIVED

    def _in_words(self, count: int, unit: Unit) -> str:
        """The chosen count as a document says it: by these words a later receipt moves the date."""
        if self._speaks_of_receipt():
            return self._phrase
        counted = f"{count} {_UNIT_WORDS[unit]} kể từ ngày nhận được văn bản"
        return f"{counted} ({self._phrase})"[:MAX_PHRASE] if self._phrase else counted

    def _count_from_receipt(self) -> str:
        """Show the event that the words name in the box beside them."""
        self.data = self.data.copy()
        self.data["count_event"] = RECEIVED
        return RECEIVED

    @property
    def _waits_for_its_issue(self) -> bool:
        """The day of issue of a draft, from which it counts, is known when it is issued."""
        is_signed = (self.cleaned_data.get("count_event") or SIGNED) == SIGNED
        return self.is_draft and is_signed and not self.is_of_document

    @property
    def start(self) -> date:
        """The day that a count runs from, itself not counted."""
        match self.cleaned_data.get("count_event"):
            case "TYPED":
                return self.cleaned_data.get("count_from") or self.given_on
            case "RECEIVED":
                return self.cleaned_data.get("count_from") or self.received_on or self.on
            case _:
                return self.given_on

    def _spoken(self) -> Terms | None:
        """The due date as the words of the document say it."""
        try:
            found = self.read_phrase(self._phrase)
        except (Refusal, CannotCount) as error:
            params = getattr(error, "params", {})
            self.add_error("due_phrase", _(getattr(error, "message", str(error))) % params)
            return None
        if found.kind != phrases.Kind.DATED or found.due is None:
            self.add_error("due_phrase", _not_dated(found.kind))
            return None
        if not FIRST_YEAR <= found.due.year <= LAST_YEAR:
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            message = _("The year of the due date must be from %(first)s to %(last)s.")
            self.add_error("due_phrase", message % years)
            return None
        if found.counted_from == phrases.Start.RECEIVED:
            self._count_from_receipt()
            self.is_from_receipt = not self.cleaned_data.get("count_from")
        terms = _terms(found, self._phrase)
        is_given = found.counted_from == phrases.Start.RECEIVED or self.cleaned_data["count_from"]
        waits = terms.unit and self._waits_for_its_issue and not is_given
        return replace(terms, count_from=None) if waits else terms

    def read_phrase(self, phrase: str) -> phrases.Deadline:
        """What the words mean; they themselves say from when they count."""
        typed = self.cleaned_data.get("count_from")
        found = self._parse(phrase, typed or self.given_on)
        if found.counted_from == phrases.Start.RECEIVED and not typed:
            return self._parse(phrase, self.received_on or self.on)
        return found

    def _parse(self, phrase: str, given_on: date) -> phrases.Deadline:
        is_day_before = Provision.objects.numbers(self.on).get(BEFORE_DAY, 1) == 1
        return phrases.parse(
            phrase, given_on=given_on, calendar=self.calendar, is_day_before=is_day_before
        )

    # --- a period -------------------------------------------------------------------------------
    def _periodic(self) -> None:
        rhythm = self._rhythm()
        first = rhythm.first_period(on=self.on)
        if rhythm.ends_on and rhythm.ends_on < first:
            self.add_error("ends_on", _("No period begins before this day."))
        self.rhythm = rhythm
        due_on = rhythm.due_on(on=self.on)
        self.terms = Terms(Timing.PERIODIC, stated_on=due_on, phrase=self._phrase)

    def _rhythm(self) -> Rhythm:
        """As chosen; where no day was entered, as the words of the document say."""
        ends_on, day = self.cleaned_data.get("ends_on"), self.cleaned_data.get("due_day")
        spoken = rhythm_in_words(self._phrase, on=self.on, calendar=self.calendar)
        if spoken and day is None:
            return replace(spoken, ends_on=ends_on)
        return Rhythm(
            every=self.cleaned_data.get("every") or Series.Every.MONTH,
            due_day=day or 0,
            due_month_offset=self.cleaned_data.get("due_month_offset") or 0,
            ends_on=ends_on,
        )


def _not_dated(kind: phrases.Kind) -> str:
    match kind:
        case phrases.Kind.PERIODIC:
            return _("The words speak of periodic work: choose “periodic”.")
        case phrases.Kind.CONTINUOUS:
            return _("The words speak of standing work: choose “standing”.")
        case _:
            return _("No due date is found in these words: enter a date or a count.")


def _terms(found: phrases.Deadline, phrase: str) -> Terms:
    if found.rule in _COUNTED and found.n is not None:
        unit = Unit(found.rule.value)
        return Terms(Timing.DATED, unit=unit, count=found.n, count_from=found.start, phrase=phrase)
    return Terms(Timing.DATED, stated_on=found.due, phrase=phrase, hour=found.hour)


def rhythm_in_words(phrase: str, *, on: date, calendar: WorkCalendar) -> Rhythm | None:
    """The period and day that a phrase names; None when it names none."""
    try:
        found = phrases.parse(phrase, given_on=on, calendar=calendar)
    except (Refusal, CannotCount):
        return None
    every = next((_EVERY[e] for e in found.every if e in _EVERY), None)
    if found.kind != phrases.Kind.PERIODIC or every is None:
        return None
    offset = 1 if found.is_in_next_period else 0
    if found.day is None or found.rule is not phrases.Rule.DAY_BEFORE:
        return Rhythm(every, found.day or 0, offset)
    # "before day 1" is the last day of the month before
    return Rhythm(every, found.day - 1, offset - (1 if found.day == 1 else 0))
