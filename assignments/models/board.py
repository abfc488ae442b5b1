"""The overdue board of a body: time at each body, who comes next, and the work by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Max, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assignments.models.assignment import Cooperation
from assignments.models.facts import Holding
from assignments.models.filters import Criteria
from assignments.models.holding import Held, Time, Wait, time_at_each_body
from assignments.models.querysets import AssignmentQuerySet, is_overdue
from assignments.models.row_words import day, in_language, local_day
from assignments.models.rows import Row
from assignments.models.states import soon_until
from assignments.models.viewer import STALE_DAYS, Viewer
from assignments.rules.assignment import Stage

RUNNING = (Stage.ISSUED, Stage.ACKNOWLEDGED)


# --- time at each body ----------------------------------------------------------------------
def times_of(rows: Sequence[Row], viewer: Viewer) -> dict[int, Time]:
    """Time at each body for the rows of a page, in two queries."""
    keys = [row.pk for row in rows]
    held, waits = _held(keys, viewer), _waits(keys)
    return {
        row.pk: time_at_each_body(
            held[row.pk],
            waits[row.pk],
            issued_on=row.facts["issued_on"],
            calendar=viewer.calendar,
            on=viewer.on,
        )
        for row in rows
    }


def _held(keys: Sequence[int], viewer: Viewer) -> dict[int, list[Held]]:
    found: dict[int, list[Held]] = defaultdict(list)
    rows = Holding.objects.filter(assignment__in=keys).order_by("pk")
    for key, holder, agency, name_vi, name_en, from_on, person in rows.values_list(
        "assignment",
        "holder",
        "agency",
        "agency__name_vi",
        "agency__name_en",
        "from_on",
        "officer__user__full_name",
    ):
        is_inside = agency in viewer.own
        body = in_language(name_vi or "", name_en or "")
        found[key].append(Held(holder, body, from_on, (person or "") if is_inside else ""))
    return found


def _waits(keys: Sequence[int]) -> dict[int, list[Wait]]:
    found: dict[int, list[Wait]] = defaultdict(list)
    name = "agency__name_en" if get_language() == "en" else "agency__name_vi"
    rows = Cooperation.objects.filter(assignment__in=keys, asked_on__isnull=False)
    for key, body, asked_on, due_on, sent_on in rows.order_by("pk").values_list(
        "assignment", name, "asked_on", "due_on", "sent_on"
    ):
        found[key].append(Wait(body, asked_on, due_on, sent_on))
    return found


# --- who comes next -------------------------------------------------------------------------
def next_step(row: Row) -> str:
    """Whose turn it is and what is to be done, from the facts of the row."""
    facts = row.facts
    if facts["waits_for_heir"]:
        return _("Its heir is to be named")
    if facts["returning"]:
        return _("The assigner decides on the return")
    if facts["extension"]:
        return _extension(facts)
    if facts["stage"] == Stage.SUBMITTED:
        body = in_language(*facts["monitor"][:2])
        return _("%(body)s confirms the result") % {"body": body}
    if facts["stage"] == Stage.RETURNED:
        return _("The assigner gives it to another body")
    if facts["stopped_on"]:
        return _("The assigner lets the clock run again")
    if facts["stage"] == Stage.ISSUED:
        return _("Acknowledge and name the officer")
    if facts["prepared"]:
        on = f"{local_day(facts['prepared']['at']):%d/%m}"
        values = {"name": facts["prepared"]["by"], "day": on}
        return _("Approve the result that %(name)s prepared on %(day)s") % values
    if facts["judged"]:
        return _("%(name)s completes the result and sends it again") % {"name": row.officer}
    return _("%(name)s submits the result") % {"name": row.officer}


def _extension(facts: dict[str, Any]) -> str:
    if facts["extension"]["put_up"]:
        on = f"{day(facts['extension']['put_up']):%d/%m}"
        return _("The extension is put up on %(day)s, waits for the decision") % {"day": on}
    return _("The assigner decides on the extension")


# --- by person ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Person:
    """One officer's open work; ``seat`` is None for work that nobody carries yet."""

    seat: int | None
    name: str
    open: int
    overdue: int
    soon: int
    moved_at: datetime | None
    quiet_days: int


@dataclass(frozen=True)
class Load:
    """The work of a body by person, and its official rate of overdue among those due."""

    people: list[Person]
    due_rate: Fraction | None

    @property
    def open(self) -> int:
        return sum(person.open for person in self.people)

    @property
    def overdue(self) -> int:
        return sum(person.overdue for person in self.people)

    @property
    def soon(self) -> int:
        return sum(person.soon for person in self.people)


def load_of(scope: Criteria, viewer: Viewer) -> Load:
    """One query for the table "being handled by" and for the rate. Each cell counts what the
    list behind it shows; the rate counts official rows alone, without those given too late.

    Only open rows are read; those that are done, ten times as many, an index counts.
    """
    overdue = is_overdue(viewer.on)
    soon = Q(stage__in=RUNNING, stopped_on=None, due_on__range=(viewer.on, soon_until(viewer)))
    rated = Q(is_internal=False, is_short_notice=False, due_on__isnull=False)
    done = scope.but(state="done").rows(viewer).filter(rated)
    groups = (
        scope.but(state="open")
        .rows(viewer)
        .order_by()
        .values("officer", name=F("officer__user__full_name"))
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=overdue),
            soon=Count("pk", filter=soon),
            moved_at=Max("moved_at"),
            rated_late=Count("pk", filter=rated & overdue),
            rated_done=_number_of(done),
        )
    )
    found = list(groups)
    people = [_person(row, viewer) for row in found]
    people.sort(key=lambda p: (-p.overdue, -p.open, p.name, p.seat or 0))
    return Load(people, _rate(found, done))


def _number_of(rows: AssignmentQuerySet) -> Any:
    """How many they are, as a column of another question."""
    counted = rows.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _rate(groups: Sequence[dict[str, Any]], done: AssignmentQuerySet) -> Fraction | None:
    """Overdue among those due, the official rate; nothing of nothing is None."""
    if not groups:
        return Fraction(0) if done.exists() else None
    late = sum(group["rated_late"] for group in groups)
    due = late + groups[0]["rated_done"]
    return Fraction(late, due) if due else None


def _person(row: dict[str, Any], viewer: Viewer) -> Person:
    """Work that nobody carries yet is that still to be acknowledged, or taken back."""
    moved = row["moved_at"]
    quiet = viewer.calendar.working_days_between(timezone.localdate(moved), viewer.on)
    return Person(
        seat=row["officer"],
        name=row["name"] or _("nobody yet"),
        open=row["open"],
        overdue=row["overdue"],
        soon=row["soon"],
        moved_at=moved,
        quiet_days=quiet if quiet >= STALE_DAYS else 0,
    )
