"""What the order says so far: the five clear points, the counted date, what to look at again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.calendar import WorkCalendar
from agencies.models import Agency
from agencies.models.calendar import work_calendar
from agencies.models.counting import days_label, days_of, named_days, units
from assignments.actions.terms import Terms, terms_of
from assignments.forms.order import OrderForm
from assignments.forms.timing import DIFFER, day_off
from assignments.models import Assignment
from assignments.models.holding import named
from assignments.models.verbs import TIMINGS
from assignments.rules.assignment import Timing

MOST_DAYS = 70
# A date further off is more likely a slip of the pen.
MOST_YEARS = 5


AGAIN_SHOWN = 3


@dataclass(frozen=True)
class Point:
    """One of the five: clear or not, and what it says or lacks."""

    label: str
    is_clear: bool
    text: str


@dataclass(frozen=True)
class Summary:
    """Beside the form; recomputed whenever it is sent, never a reason to refuse."""

    points: list[Point]
    heads: list[str]
    due_on: date | None = None
    calc: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    # Of the warnings those that are seen before the work is issued.
    to_be_seen: list[str] = field(default_factory=list)
    lead_count: int = 0

    @property
    def count(self) -> int:
        return sum(point.is_clear for point in self.points)


def summary_of(form: OrderForm, draft: Assignment | None = None) -> Summary:
    """Read the form as far as it goes; nothing is saved. ``draft``: what an unsent form shows."""
    if form.is_bound:
        words, leads, terms = form.cleaned_data, list(form.chosen_leads()), form.terms
        calendar = form.calendar
    else:
        words, leads = form.initial, [draft.lead] if draft else []
        terms, calendar = terms_of(draft) if draft else None, work_calendar()
    due_on = terms.due_on(calendar) if terms else None
    heads = form.heads_of(leads)
    odd = [*_date_warnings(form, due_on, calendar), *_again(form, leads)] if form.is_bound else []
    return Summary(
        points=_points(words, leads, heads, terms, due_on),
        heads=heads,
        due_on=due_on,
        calc=_calc(terms, due_on, calendar) | {"warnings": odd},
        warnings=[*odd, *_warnings(form, leads, terms, due_on)] if form.is_bound else [],
        to_be_seen=odd,
        lead_count=len(leads),
    )


# --- five clear ---------------------------------------------------------------------------------
def _points(
    cleaned: dict[str, Any],
    leads: list[Agency],
    heads: list[str],
    terms: Terms | None,
    due_on: date | None,
) -> list[Point]:
    bodies = named([str(lead) for lead in leads])
    content, product = cleaned.get("content", ""), cleaned.get("product", "")
    unclear = _("missing: it is saved, marked “unclear order”")
    return [
        Point(_("Clear people"), bool(leads), bodies or _("choose the lead body")),
        Point(_("Clear work"), bool(content), _("the content is written") if content else unclear),
        Point(_("Clear progress"), *_progress(terms, due_on)),
        Point(_("Clear responsibility"), *_responsibility(leads, heads)),
        Point(_("Clear results"), bool(product), product or unclear),
    ]


def _progress(terms: Terms | None, due_on: date | None) -> tuple[bool, str]:
    if terms is None or (due_on is None and terms.is_dated):
        if terms and terms.count is not None and terms.unit:
            counted = {"count": units(terms.unit, terms.count)}
            return True, _("%(count)s, counted from the day of its issue") % counted
        return False, _("enter the due date")
    if due_on is None:
        kind = str(TIMINGS[terms.timing])
        return bool(terms.reason), f"{kind}: {terms.reason or _('reason missing')}"
    text = f"{due_on:%d/%m/%Y}"
    if terms.unit and terms.count is not None:
        text += f", {units(terms.unit, terms.count)}"
    return True, text


def _responsibility(leads: list[Agency], heads: list[str]) -> tuple[bool, str]:
    if len(heads) < len(leads):
        return False, _("%(n)s of the bodies have no head entered") % {"n": len(leads) - len(heads)}
    if not heads:
        return False, _("shown with the lead body")
    return True, heads[0] if len(heads) == 1 else _("the head of each body")


# --- the counted date ---------------------------------------------------------------------------
def _calc(terms: Terms | None, due_on: date | None, calendar: WorkCalendar) -> dict[str, Any]:
    """For components/calc.html; days only for a count that fits on the page."""
    text = _("The due date is not computed yet")
    calc: dict[str, Any] = {"calendar": _ahead(calendar), "text": text, "days": [], "note": "",
                            "days_label": ""}  # fmt: skip
    if terms is None or due_on is None:
        return calc
    calc["text"] = f"{date_format(due_on, 'l')}, {due_on:%d/%m/%Y}"
    if terms.unit and terms.count is not None and terms.count_from:
        count = calendar.count(terms.count_from, terms.unit, terms.count)
        if (count.due - count.start).days <= MOST_DAYS:
            calc |= {"days": days_of(count), "days_label": days_label(count)}
        calc["note"] = _("The first day is not counted.")
        if count.skipped:
            days = named_days(count.skipped)
            calc["note"] += " " + _("Not counted: %(days)s.") % {"days": days}
    if calendar.is_provisional(due_on):
        calc["note"] += " " + _("Provisional: days off of that year are not yet entered.")
    return calc


def _ahead(calendar: WorkCalendar) -> dict[str, list[str]]:
    return {
        "off": sorted(day.isoformat() for day in calendar.off),
        "worked": sorted(day.isoformat() for day in calendar.worked),
    }


# --- what to look at again ----------------------------------------------------------------------
def _date_warnings(form: OrderForm, due_on: date | None, calendar: WorkCalendar) -> list[str]:
    """What is odd about the date itself; it is kept all the same (rules.md 1.2, 1.8)."""
    if form.is_contradictory:
        return [str(DIFFER)]
    if due_on is None:
        return []
    found = []
    day = f"{due_on:%d/%m/%Y}"
    if off := day_off(due_on, calendar):
        found.append(off)
    found += _near(form, due_on, calendar)
    if due_on.year - form.on.year > MOST_YEARS:
        text = _("%(day)s is more than %(n)s years away: look at the year again.")
        found.append(text % {"day": day, "n": MOST_YEARS})
    return found


def _near(form: OrderForm, due_on: date, calendar: WorkCalendar) -> list[str]:
    """Whether the date leaves any time."""
    issued_on = form.cleaned_data.get("issued_on") or form.on
    day = {"day": f"{due_on:%d/%m/%Y}", "issued": f"{issued_on:%d/%m/%Y}"}
    if due_on < issued_on:
        return [_("%(day)s lies before the day of the order, %(issued)s: marked “given at short"
                  " notice”.") % day]  # fmt: skip
    if due_on < form.on:
        return [_("%(day)s has already passed: marked “given at short notice”.") % day]
    if calendar.working_days_between(form.on, due_on) < 1:
        return [_("Less than one working day is left: marked “given at short notice”.")]
    return []


def _again(form: OrderForm, leads: list[Agency]) -> list[str]:
    """Bodies that carry open work under the same obligation already, not a period of a series."""
    obligation = form.cleaned_data.get("obligation")
    if obligation is None or not leads:
        return []
    seen = Assignment.objects.visible_to(form.user).open()
    given = seen.filter(obligation=obligation, lead__in=leads, series=None)
    rows = given.select_related("lead").order_by("lead__sort_key", "pk")[:AGAIN_SHOWN]
    text = _("%(who)s already carries open work under this obligation, of %(day)s: %(title)s.")
    return [
        text % {"who": row.lead, "day": f"{row.issued_on:%d/%m/%Y}", "title": row.title}
        for row in rows
    ]


def _warnings(
    form: OrderForm, leads: list[Agency], terms: Terms | None, due_on: date | None
) -> list[str]:
    if due_on is None or terms is None:
        return []
    return [
        *_receipt(form, terms),
        *_load(leads, due_on),
        *_other_reading(form, terms, due_on),
        *_parent(form, due_on),
    ]


def _receipt(form: OrderForm, terms: Terms) -> list[str]:
    """The count runs from a receipt that nobody has entered yet (rules.md 1.3)."""
    missing = form.unreceived()
    if not missing or not terms.count_from:
        return []
    who = named([str(body) for body in missing]) if len(missing) < 4 else str(len(missing))
    facts = {"who": who, "day": f"{terms.count_from:%d/%m/%Y}"}
    if form.directive is None:
        return [_("Without a basis document no day of receipt can be entered: counted from"
                  " %(day)s.") % facts]  # fmt: skip
    return [
        _(
            "The day of receipt is missing (%(who)s): provisionally counted from %(day)s. The body,"
            " or who keeps the document, enters it on the page of the document; the due date then"
            " follows it."
        )
        % facts
    ]


def _parent(form: OrderForm, due_on: date) -> list[str]:
    """A part that ends after the whole."""
    whole = form.parent.due_on if form.parent else None
    if whole is None or due_on <= whole:
        return []
    return [_("Due after the assignment it is part of, %(day)s.") % {"day": f"{whole:%d/%m/%Y}"}]


def _load(leads: list[Agency], due_on: date) -> list[str]:
    """How much the one lead has to hand in on the same day."""
    if len(leads) != 1:
        return []
    n = Assignment.objects.open().filter(lead=leads[0], due_on=due_on).count()
    if not n:
        return []
    text = ngettext(
        "This body has %(n)d other assignment due on %(day)s.",
        "This body has %(n)d other assignments due on %(day)s.",
        n,
    )
    return [text % {"n": n, "day": f"{due_on:%d/%m/%Y}"}]


def _other_reading(form: OrderForm, terms: Terms, due_on: date) -> list[str]:
    """The words of the document say another day than the one entered."""
    typed = form.cleaned_data.get("due_on") or form.cleaned_data.get("count") is not None
    if not terms.phrase or not typed or terms.timing != Timing.DATED:
        return []
    try:
        found = form.read_phrase(terms.phrase)
    except ValueError:
        return []
    if found.due is None or found.due == due_on:
        return []
    return [_("The words of the document mean %(day)s.") % {"day": f"{found.due:%d/%m/%Y}"}]
