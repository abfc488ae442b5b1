"""An order as it is written, and what is refused of it, whoever writes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, Function, Seat, User
from agencies.models.calendar import work_calendar
from agencies.models.standing import Standing, standing_of
from agencies.rules.refusal import NotAllowed
from agencies.rules.text import tidy
from assignments.actions.inheriting import other_monitor
from assignments.actions.moving import day, refuse_secret
from assignments.actions.rhythm import Rhythm
from assignments.actions.terms import Terms
from assignments.models import Assignment, Batch, Series
from assignments.models.bodies import may_lead
from assignments.models.rights import Visible
from directives.models import Directive, Obligation

PART_AFTER = gettext_lazy("A part cannot be due after the whole, %(day)s.")


@dataclass(frozen=True)
class Part:
    """What a cooperating body is asked for."""

    agency: Agency
    text: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Order:
    """An assignment as it is ordered, before it has a life."""

    title: str
    lead: Agency
    assigner: Agency
    monitor: Agency
    giver: str
    terms: Terms
    content: str = ""
    product: str = ""
    completion_point: str = Assignment.CompletionPoint.ISSUED
    directive: Directive | None = None
    obligation: Obligation | None = None
    clause: str = ""
    parent: Assignment | None = None
    batch: Batch | None = None
    rhythm: Rhythm | None = None
    series: Series | None = None
    function: Function | None = None
    parts: tuple[Part, ...] = ()
    is_priority: bool = False
    is_internal: bool = False
    restriction: str = ""
    readers: tuple[User, ...] = field(default_factory=tuple)
    government_code: str = ""
    system_code: str = ""


def confirmed_by_another(order: Order, *, on: date) -> Order:
    """The order with another monitor where the lead would confirm its own work (rules.md 2.8);
    what a body gives itself, and no other body confirms, is internal work."""
    if order.monitor.pk != order.lead.pk:
        return order
    other = None if order.is_internal else other_monitor(order.lead, order.assigner, on=on)
    return replace(order, monitor=other or order.assigner, is_internal=other is None)


def ask_order(order: Order, *, by: Seat, at: datetime) -> None:
    """Only the assigner's side writes orders (rules.md 3, issue)."""
    standing = standing_of(by, on=day(at))
    of_leaders = order.assigner.kind in {"ppc", "leader"}
    allowed = order.assigner.pk in standing.bodies
    if of_leaders:
        allowed = standing.is_ppc_office or standing.is_leadership
    if not allowed:
        raise NotAllowed(_("Your body does not give work for this assigner."))
    if not tidy(order.title):
        raise NotAllowed(_("Enter a name."))
    if order.monitor.pk == order.lead.pk and not order.is_internal:
        raise NotAllowed(_("No body confirms its own work: choose another monitor."))
    if any(part.agency.pk == order.lead.pk for part in order.parts):
        raise NotAllowed(_("The lead body cannot cooperate with itself."))
    for body in (order.lead, *(part.agency for part in order.parts)):
        ask_begun(body, on=day(at))
    _ask_parts(order)
    if not may_lead(order.lead, standing):
        raise NotAllowed(_("Your body gives work only to the bodies under it."))
    if order.parent and not _is_own_work(order.parent, standing):
        raise NotAllowed(_("A part is given only of work that your body leads."))
    words = (order.title, order.content, order.product, order.terms.reason, order.terms.phrase)
    refuse_secret(*words, *(part.text for part in order.parts))


def ask_begun(body: Agency, *, on: date) -> None:
    """No work is given to a body before its first day."""
    if body.valid_from and body.valid_from > on:
        words = {"body": body.name, "day": f"{body.valid_from:%d/%m/%Y}"}
        raise NotAllowed(_("%(body)s begins on %(day)s: it is given no work before.") % words)


def _ask_parts(order: Order) -> None:
    """No cooperating body is asked for its part after the whole is due."""
    due_on = order.terms.due_on(work_calendar())
    if due_on and any(part.due_on and part.due_on > due_on for part in order.parts):
        raise NotAllowed(PART_AFTER % {"day": f"{due_on:%d/%m/%Y}"})


def _is_own_work(parent: Assignment, standing: Standing) -> bool:
    own = Assignment.objects.filter(Visible(standing), pk=parent.pk, lead__in=standing.bodies)
    return own.exists()
