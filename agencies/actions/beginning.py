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
    """People with an administrator's seat who are not kept out."""
    held = Seat.objects.held(on).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


@transaction.atomic
def first_administrator(
    *, email: str, full_name: str, body: Agency, is_forced: bool, at: datetime
) -> str:
    """Enter the person with an administrator's seat in the body, and give the path of a one-time
    link by which they set their password. Asked again before the link was used, it makes a new one.

    Raises NotAllowed where another administrator stands, or this one can sign in already, unless
    ``is_forced``: an administrator lets others in.
    """
    on = timezone.localdate(at)
    person = User.objects.filter(email__iexact=email.strip()).first()
    standing = [a for a in administrators(on=on) if a != person or a.has_usable_password()]
    if standing and not is_forced:
        names = ", ".join(f"{a.full_name} ({a.email})" for a in standing)
        raise NotAllowed(
            _("Administrators stand already and let others in: %(names)s.") % {"names": names}
        )
    if person is None:
        person = persons.enter(full_name=full_name, email=email, by=None, at=at)
    held = Seat.objects.held(on).filter(user=person, role=Role.ADMINISTRATOR)
    if not held.exists():
        post = Post(agency=body, role=Role.ADMINISTRATOR, title="Quản trị hệ thống")
        seats.open_seat(person, post, valid_from=on, by=None, at=at)
    return persons.make_link(person, by=None, at=at)
