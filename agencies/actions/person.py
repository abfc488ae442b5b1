"""People and their accounts: entering, correcting, letting in, keeping out."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.actions.asking import ask, keep, locked
from agencies.models import Seat, User
from agencies.rights import Who
from agencies.rules.refusal import NotAllowed
from agencies.rules.text import sort_key, tidy
from audit.record import record


@transaction.atomic
def enter(*, full_name: str, email: str, phone: str = "", by: Seat | None, at: datetime) -> User:
    """Enter a person, who cannot sign in until a one-time link was made and used."""
    ask(Who.KEEPERS, by=by, at=at)
    name = _named(full_name)
    person = User(
        full_name=name, sort_key=sort_key(name), email=_free_email(email), phone=tidy(phone)
    )
    person.set_unusable_password()
    person.save()
    record("person.enter", person, by=by, at=at)
    return person


@transaction.atomic
def correct(
    person: User,
    *,
    full_name: str,
    email: str,
    phone: str,
    revision: int,
    by: Seat,
    at: datetime,
) -> User:
    """Correct name, e-mail address and telephone; a new address makes older links useless."""
    ask(Who.KEEPERS, by=by, at=at)
    row = locked(person, revision=revision)
    before = {"full_name": row.full_name, "email": row.email or "", "phone": row.phone}
    row.full_name = _named(full_name)
    row.sort_key = sort_key(row.full_name)
    row.email = _free_email(email, but=row)
    row.phone = tidy(phone)
    keep(row, "full_name", "sort_key", "email", "phone")
    if (row.email or "") != before["email"]:
        EmailAddress.objects.filter(user=row).delete()
    record("person.correct", row, by=by, at=at, before=before)
    return row


def _named(full_name: str) -> str:
    if not (name := tidy(full_name)):
        raise NotAllowed(_("Enter the full name."))
    return name


def _free_email(email: str, *, but: User | None = None) -> str | None:
    email = email.strip().lower()
    others = User.objects.filter(email__iexact=email)
    if email and (others.exclude(pk=but.pk) if but else others).exists():
        raise NotAllowed(_("Another person already has this e-mail address."))
    return email or None


def choose_language(person: User, language: str) -> None:
    """A preference of the person's own, no official fact: no event."""
    User.objects.filter(pk=person.pk).update(language=language)


# --- letting in, keeping out ----------------------------------------------------------------
@transaction.atomic
def make_link(person: User, *, note: str = "", by: Seat | None, at: datetime) -> str:
    """The path of a one-time link by which the person sets a password; it dies with its use.

    Whoever has the link has the account: it is shown once and never kept.
    """
    ask(Who.ADMINISTRATOR, by=by, at=at)
    if not person.email:
        raise NotAllowed(_("Enter the office e-mail address first: it is the sign-in name."))
    if not person.is_active:
        raise NotAllowed(_("Sign-in is switched off for this person: switch it on first."))
    record("person.make_link", person, note=note, by=by, at=at)
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    return reverse("account_reset_password_from_key", args=key.split("-", 1))


@transaction.atomic
def disable(person: User, *, note: str = "", by: Seat, at: datetime) -> User:
    """Keep the person out from this moment: no password, no link, no open session."""
    ask(Who.ADMINISTRATOR, by=by, at=at)
    if person.pk == by.user_id:
        raise NotAllowed(_("Another administrator switches off your own sign-in."))
    row = locked(person)
    row.is_active = False
    row.set_unusable_password()
    keep(row, "is_active", "password")
    _end_sessions(row)
    record("person.disable", row, note=note, by=by, at=at)
    return row


@transaction.atomic
def enable(person: User, *, note: str = "", by: Seat, at: datetime) -> User:
    """Let the person in again, by a new one-time link."""
    ask(Who.ADMINISTRATOR, by=by, at=at)
    row = locked(person)
    row.is_active = True
    keep(row, "is_active")
    record("person.enable", row, note=note, by=by, at=at)
    return row


@transaction.atomic
def sign_out(person: User, *, note: str = "", by: Seat, at: datetime) -> int:
    """End every session of the person; the number of sessions ended."""
    if person.pk != by.user_id:
        ask(Who.ADMINISTRATOR, by=by, at=at)
    ended = _end_sessions(person)
    record("person.sign_out", person, note=note, by=by, at=at)
    return ended


@transaction.atomic
def drop_second_factor(person: User, *, note: str = "", by: Seat, at: datetime) -> None:
    """The phone is lost: the person sets the second step up again at the next sign-in."""
    ask(Who.ADMINISTRATOR, by=by, at=at)
    if person.pk == by.user_id:
        raise NotAllowed(_("Another administrator drops your own second step."))
    Authenticator.objects.filter(user=person).delete()
    _end_sessions(person)
    record("person.drop_second_factor", person, note=note, by=by, at=at)


def _end_sessions(person: User) -> int:
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)
