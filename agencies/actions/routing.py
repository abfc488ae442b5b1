"""Who of the PPC office watches which body and field, and for which vice chairman, by date."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.actions.asking import ask
from agencies.models import Agency, Function, Mandate, Routing, Seat
from agencies.models.agency import holds
from agencies.rights import Who
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import DECIDING, MandateKind
from audit.record import record


@transaction.atomic
def route(
    *,
    agency: Agency | None,
    function: Function | None,
    specialist: Seat,
    leader: Seat,
    valid_from: date,
    by: Seat,
    at: datetime,
) -> Routing:
    """From a day on this specialist watches the body, the field, or the body in that field.

    The former row of the same body and field ends the day before.
    """
    ask(Who.PPC_OFFICE, by=by, at=at)
    _ask_route(agency, function, specialist, leader, on=valid_from)
    same = Routing.objects.select_for_update().filter(agency=agency, function=function)
    if same.filter(valid_from__gte=valid_from).exists():
        raise NotAllowed(_("This body and field already have a row from that day or later."))
    same.filter(holds(valid_from)).update(valid_to=valid_from)
    row = Routing.objects.create(
        agency=agency,
        function=function,
        specialist=specialist,
        leader=leader,
        valid_from=valid_from,
    )
    _tell("route", row, by=by, at=at)
    return row


def _ask_route(
    agency: Agency | None, function: Function | None, specialist: Seat, leader: Seat, *, on: date
) -> None:
    if agency is None and function is None:
        raise NotAllowed(_("Choose a body, a field, or both."))
    if agency and not Agency.objects.existing(on).filter(pk=agency.pk).exists():
        raise NotAllowed(_("%(body)s does not exist on that day.") % {"body": agency.name})
    if not _held_under(MandateKind.PPC_OFFICE, specialist, on=on):
        raise NotAllowed(_("The specialist holds a seat in the PPC office on that day."))
    if not _held_under(MandateKind.LEADERSHIP, leader, on=on) or leader.role not in DECIDING:
        raise NotAllowed(_("Choose the chairman or a vice chairman."))


def _held_under(kind: MandateKind, seat: Seat, *, on: date) -> bool:
    bodies = Mandate.objects.filter(holds(on), kind=kind).values("agency")
    return Seat.objects.held(on).filter(pk=seat.pk, agency__in=bodies).exists()


@transaction.atomic
def end_route(routing: Routing, *, last_day: date, by: Seat, at: datetime) -> Routing:
    """Stop it after ``last_day`` (included) without another row in its place."""
    ask(Who.PPC_OFFICE, by=by, at=at)
    row = Routing.objects.select_for_update().get(pk=routing.pk)
    if not Routing.objects.filter(holds(last_day), pk=row.pk).exists():
        raise NotAllowed(_("This row does not hold on that day."))
    row.valid_to = date.fromordinal(last_day.toordinal() + 1)
    row.save(update_fields=["valid_to"])
    _tell("end_route", row, by=by, at=at)
    return row


def pass_routes(old: Seat, new: Seat, *, on: date, by: Seat | None, at: datetime) -> int:
    """What a specialist whose seat ended watched goes to another from the day ``on``."""
    open_rows = Routing.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), specialist=old)
    rows = list(open_rows.select_for_update())
    for row in rows:
        begun = row.valid_from is None or row.valid_from < on
        if begun:
            Routing.objects.filter(pk=row.pk).update(valid_to=on)
            row.pk, row.valid_from = None, on
        row.specialist = new
        row.save()
        _tell("pass_routes", row, by=by, at=at)
    return len(rows)


def _tell(verb: str, row: Routing, *, by: Seat | None, at: datetime) -> None:
    record(
        f"routing.{verb}",
        row,
        by=by,
        at=at,
        body=row.agency.name_vi if row.agency else "",
        field=row.function.name_vi if row.function else "",
        specialist=str(row.specialist),
        leader=str(row.leader),
    )
