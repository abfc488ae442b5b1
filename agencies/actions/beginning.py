"""Letting the first administrator into an installation where nobody can sign in yet."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions import person as persons
from agencies.actions import seat as seats
from agencies.actions.seat import Post
from agencies.models import Agency, Seat, User
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Role


def administrators(*, on: date) -> list[User]:
    """People with an administrator's seat who have set a password and are not kept out."""
    seats_held = Seat.objects.held(on).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    found = {seat.user_id: seat.user for seat in seats_held.select_related("user").order_by("pk")}
    return [person for person in found.values() if person.has_usable_password()]


@transaction.atomic
def first_administrator(*, email: str, full_name: str, body: Agency, at: datetime) -> str:
    """Enter the person with an administrator's seat in the body, and give the path of a one-time
    link by which they set their password. Asked again before the link was used, it makes a new one.

    Raises NotAllowed when an administrator can already sign in: that person lets others in.
    """
    on = timezone.localdate(at)
    if administrators(on=on):
        raise NotAllowed(_("An administrator can already sign in and lets others in."))
    person = User.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        person = persons.enter(full_name=full_name, email=email, by=None, at=at)
    held = Seat.objects.held(on).filter(user=person, role=Role.ADMINISTRATOR)
    if not held.exists():
        post = Post(agency=body, role=Role.ADMINISTRATOR, title="Quản trị hệ thống")
        seats.open_seat(person, post, valid_from=on, by=None, at=at)
    return persons.make_link(person, by=None, at=at)
