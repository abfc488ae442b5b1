"""A result that is asked for again: why, and what was given before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assignments.models.assignment import Assignment
from assignments.models.product import Submission
from audit.models import Event

State = Submission.State
_HANDED_BACK = Q(state=State.DROPPED, entered_on=None, sent_back_on__isnull=False)
_JUDGED = Q(state__in=[State.SENT_BACK, State.REOPENED]) | _HANDED_BACK
# By the state that the result is left in: the event that says why, and how it is called.
_WHY = {
    State.SENT_BACK: ("assignment.send_back", _("Sent back for completion")),
    State.REOPENED: ("assignment.reopen", _("Reopened")),
    State.DROPPED: ("assignment.hand_back", _("Handed back to the officer")),
}


@dataclass(frozen=True)
class Again:
    """Why a result is asked for again: who decided it, when, in which words."""

    title: str | Promise
    by: str
    at: datetime
    words: str


def asked_again(row: Assignment, own: Collection[int]) -> Again | None:
    """Why the latest result of these bodies did not stand; None for work not judged yet."""
    judged = _results(row, own).filter(_JUDGED).first()
    if judged is None:
        return None
    kind, title = _WHY[State(judged.state)]
    events = Event.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk, kind=kind)
    event = events.order_by("-pk").first()
    if event is None:
        return None
    return Again(title, event.decided_by, event.at, event.note)


def did_not_stand(result: Submission) -> bool:
    """It was sent back, reopened, or handed back inside the body."""
    is_handed_back = result.is_superseded and result.sent_back_on is not None
    return result.state in {State.SENT_BACK, State.REOPENED} or is_handed_back


def given_before(row: Assignment, own: Collection[int]) -> Submission | None:
    """The result that these bodies prepared or handed in last, to start the next one from."""
    return _results(row, own).filter(_JUDGED | Q(state=State.PREPARED)).first()


def _results(row: Assignment, own: Collection[int]) -> QuerySet[Submission]:
    return row.submissions.filter(agency__in=own).order_by("-pk")
