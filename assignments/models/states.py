"""The states that lists, tallies and saved views ask for; each is a question of a queryset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, Model, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from assignments.models.assignment import Cooperation
from assignments.models.due import SOON_DAYS
from assignments.models.facts import (
    Extension,
    Holding,
    ObjectiveCause,
    Outcome,
    ReturnRequest,
    SuccessionCase,
)
from assignments.models.product import Submission
from assignments.models.querysets import AssignmentQuerySet, is_in_time, is_overdue
from assignments.models.viewer import STALE_DAYS, Viewer
from assignments.rules.assignment import OPEN, Stage

Rows = AssignmentQuerySet
_DONE = Q(stage=Stage.DONE)
BEFORE = (Stage.ISSUED, Stage.ACKNOWLEDGED)


@dataclass(frozen=True)
class State:
    """One choice of the filter: its words, its heading in the choice, its order, its rows."""

    label: str | Promise
    heading: str
    by_due: bool
    rows: Callable[[Rows, Viewer], Rows]


def _has(model: type[Model], **facts: object) -> Exists:
    return Exists(model._default_manager.filter(assignment=OuterRef("pk"), **facts))


def held_since() -> Subquery:
    """The day since which the work lies with its present holder."""
    latest = Holding.objects.filter(assignment=OuterRef("pk")).order_by("-from_on", "-id")
    return Subquery(latest.values("from_on")[:1])


# Kinds of bodies for which the PPC office and the leaders act.
LEADING = ("ppc", "leader")


def given_by(viewer: Viewer) -> Q:
    """Rows that the viewer's side gave: the body, and above it the PPC and its leaders."""
    return Q(assigner__in=viewer.own) | (_is_leading("assigner") if viewer.is_above else Q())


def monitored_by(viewer: Viewer) -> Q:
    """Rows that the viewer's body monitors; the leaders confirm what no body may."""
    above = _is_leading("monitor") if viewer.standing.is_leadership else Q()
    return Q(monitor__in=viewer.own) | above


def _is_leading(name: str) -> Q:
    """The body of this name is the PPC or a leader; a look-up, never a join of every row."""
    return Q(**{f"{name}__in": Agency.objects.filter(kind__in=LEADING).values("pk")})


def decided_by(viewer: Viewer) -> Q:
    """Rows whose requests the viewer's side decides: given by it, and not its own item, which
    no body settles (rules.md 2.8)."""
    if viewer.standing.is_leadership:
        return given_by(viewer)
    return given_by(viewer) & ~Q(lead__in=viewer.own, is_internal=False)


def _held_longer(rows: Rows, days: int, viewer: Viewer) -> Rows:
    """With the present holder for more than ``days`` working days."""
    return rows.alias(held_since=held_since()).filter(held_since__lte=viewer.older_than(days))


def soon_until(viewer: Viewer) -> date:
    """The last day with 0 to 3 working days left: the day before the fourth working day."""
    return viewer.calendar.add_working_days(viewer.on, SOON_DAYS + 1) - timedelta(1)


def _soon(rows: Rows, viewer: Viewer) -> Rows:
    return rows.due_between(viewer.on, soon_until(viewer))


def _week(rows: Rows, viewer: Viewer) -> Rows:
    """Due after today, up to the Sunday of this week."""
    sunday = viewer.on + timedelta(6 - viewer.on.weekday())
    return rows.due_between(viewer.on + timedelta(1), sunday)


def _later(rows: Rows, viewer: Viewer) -> Rows:
    """Running, due after this week or without a due date."""
    sunday = viewer.on + timedelta(6 - viewer.on.weekday())
    return rows.running().filter(Q(due_on__gt=sunday) | Q(due_on=None))


def _pressing(rows: Rows, viewer: Viewer) -> Rows:
    """What cannot wait until tomorrow: confirmations on the last day of their limit or after it,
    and extensions whose due date is here."""
    limit = viewer.limits.get("confirm_days", 2)
    held = Q(held_since__lte=viewer.older_than(limit - 1))
    confirm = Q(stage=Stage.SUBMITTED) & held & monitored_by(viewer)
    asked = Q(_has(Extension, outcome=Outcome.ASKED), stage__in=BEFORE, due_on__lte=viewer.on)
    return rows.alias(held_since=held_since()).filter(confirm | (asked & decided_by(viewer)))


def _stale(rows: Rows, viewer: Viewer) -> Rows:
    after = viewer.older_than(STALE_DAYS) + timedelta(1)
    return rows.running().filter(moved_at__lt=timezone.make_aware(datetime.combine(after, time())))


def _owed_part(rows: Rows, viewer: Viewer) -> Rows:
    return rows.open().filter(_has(Cooperation, agency__in=viewer.own, sent_on=None))


def _asked(model: type[Model], *stages: Stage) -> Callable[[Rows, Viewer], Rows]:
    """Asked and still to be decided: a request that the work outlived waits for nobody."""
    waits = _has(model, outcome=Outcome.ASKED)
    return lambda rows, viewer: rows.filter(waits, stage__in=stages)


def _to_acknowledge(rows: Rows) -> Rows:
    """Issued; where a return is requested, its decision comes first."""
    return rows.to_acknowledge().exclude(_has(ReturnRequest, outcome=Outcome.ASKED))


def _sent_back(rows: Rows, viewer: Viewer) -> Rows:
    sent = _has(Submission, state=Submission.State.SENT_BACK)
    return rows.filter(sent, stage=Stage.ACKNOWLEDGED)


# On a first screen these stand by how long they have waited; a list has its own order.
LONGEST_FIRST = frozenset({"waiting", "pressing"})
AT_WORK, FINISHED, FIGURES = "AT_WORK", "FINISHED", "FIGURES"
HEADINGS = {
    AT_WORK: _("At work"),
    FINISHED: _("Finished"),
    FIGURES: _("As in the official table"),
}
DEFAULT = "open"
STATES: dict[str, State] = {
    "open": State(_("All not done"), AT_WORK, True, lambda r, v: r.open()),
    "overdue": State(
        pgettext_lazy("state", "Overdue"), AT_WORK, True, lambda r, v: r.overdue(v.on)
    ),
    "overdue_running": State(
        _("Overdue, result not yet submitted"),
        AT_WORK,
        True,
        lambda r, v: r.running().filter(due_on__lt=v.on),
    ),
    "today": State(_("Due today"), AT_WORK, True, lambda r, v: r.due_between(v.on, v.on)),
    "week": State(_("Due later this week"), AT_WORK, True, _week),
    "later": State(_("Due later"), AT_WORK, True, _later),
    "soon": State(_("Due soon"), AT_WORK, True, _soon),
    "acknowledge": State(_("To acknowledge"), AT_WORK, True, lambda r, v: _to_acknowledge(r)),
    "acknowledge_late": State(
        _("Not acknowledged in time"),
        AT_WORK,
        True,
        lambda r, v: _held_longer(_to_acknowledge(r), v.limits.get("acknowledge_days", 2), v),
    ),
    "running": State(_("Being carried out"), AT_WORK, True, lambda r, v: r.running()),
    "prepared": State(
        _("Results to approve"),
        AT_WORK,
        True,
        lambda r, v: r.filter(_has(Submission, state=Submission.State.PREPARED)),
    ),
    "sent_back": State(_("Sent back for completion"), AT_WORK, True, _sent_back),
    "part": State(_("Own part not yet sent"), AT_WORK, True, _owed_part),
    "waiting": State(_("Waiting for confirmation"), AT_WORK, True, lambda r, v: r.to_confirm()),
    "waiting_overdue": State(
        _("Waiting for confirmation, overdue"),
        AT_WORK,
        True,
        lambda r, v: r.to_confirm().overdue(v.on),
    ),
    "pressing": State(_("To be handled today"), AT_WORK, True, _pressing),
    "waiting_long": State(
        _("Waiting too long for confirmation"),
        AT_WORK,
        True,
        lambda r, v: _held_longer(r.to_confirm(), v.limits.get("confirm_days", 2), v),
    ),
    "extension": State(_("Extension requested"), AT_WORK, True, _asked(Extension, *BEFORE)),
    "return": State(_("Return requested"), AT_WORK, True, _asked(ReturnRequest, *BEFORE)),
    "cause": State(
        _("Objective cause to confirm"), AT_WORK, True, _asked(ObjectiveCause, *OPEN, Stage.DONE)
    ),
    "returned": State(
        _("Taken back, to be given again"), AT_WORK, True, lambda r, v: r.filter(stage="RETURNED")
    ),
    "paused": State(
        _("Paused"),
        AT_WORK,
        True,
        lambda r, v: r.open().filter(stopped_on__isnull=False).exclude(stage="RETURNED"),
    ),
    "succession": State(
        _("Waiting for its heir to be named"),
        AT_WORK,
        True,
        lambda r, v: r.open().filter(_has(SuccessionCase, chosen=None)),
    ),
    "stale": State(_("No update for 10 working days"), AT_WORK, True, _stale),
    "no_deadline": State(
        _("No due date yet"), AT_WORK, False, lambda r, v: r.open().filter(due_on=None)
    ),
    "done": State(_("Done"), FINISHED, False, lambda r, v: r.done()),
    "done_on_time": State(_("Done on time"), FINISHED, False, lambda r, v: r.done_on_time()),
    "done_late": State(_("Done late"), FINISHED, False, lambda r, v: r.done_late()),
    "no_deadline_done": State(
        _("Done, without a due date"), FINISHED, False, lambda r, v: r.done().filter(due_on=None)
    ),
    "withdrawn": State(
        _("Withdrawn"), FINISHED, False, lambda r, v: r.filter(stage=Stage.WITHDRAWN)
    ),
    "open_in_time": State(_("Not done, in time"), FIGURES, True, lambda r, v: r.in_time(v.on)),
    "done_dated": State(_("Done, with a due date"), FIGURES, False, lambda r, v: r.done().dated()),
    "open_dated": State(
        _("Not done, with a due date"), FIGURES, True, lambda r, v: r.open().dated()
    ),
    "on_time": State(
        _("On time or in time"),
        FIGURES,
        False,
        lambda r, v: r.filter(is_in_time(v.on) | (_DONE & Q(due_on__gte=F("submitted_on")))),
    ),
    "late": State(
        _("Done late or overdue"),
        FIGURES,
        False,
        lambda r, v: r.filter(is_overdue(v.on) | (_DONE & Q(due_on__lt=F("submitted_on")))),
    ),
    "dated": State(_("All with a due date"), FIGURES, False, lambda r, v: r.dated()),
    "short_notice": State(
        _("Given too late to be done in time"),
        FIGURES,
        False,
        lambda r, v: r.dated().filter(is_short_notice=True),
    ),
    "draft": State(_("Drafts"), AT_WORK, False, lambda r, v: r.filter(stage=Stage.DRAFT)),
    "all": State(_("All"), FINISHED, False, lambda r, v: r),
}
