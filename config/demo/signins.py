"""Sign-ins for those who try the demo: one person of each kind, with a random password."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from agencies.models import Seat, User
from audit.record import record
from config.demo.cast import CHAIR, DOMAIN, OFFICE, VICE

# What the person is, and which of the people that begin in a body it is (0: the first).
TRIAL: tuple[tuple[str, str, int], ...] = (
    ("Chuyên viên Văn phòng UBND tỉnh", OFFICE, 5),
    ("Chánh Văn phòng UBND tỉnh", OFFICE, 1),
    ("Đầu mối văn thư của sở", "STP", 2),
    ("Chuyên viên của sở", "STP", 4),
    ("Giám đốc sở", "STP", 0),
    ("Giám đốc sở", "SNNPTNT", 0),
    ("Phó Chủ tịch UBND tỉnh", VICE, 2),
    ("Chủ tịch UBND tỉnh", CHAIR, 0),
    ("Thư ký của Chủ tịch", CHAIR, 1),
    ("Chuyên viên Sở Nội vụ", "SNV", 4),
    ("Giám đốc Sở Nội vụ", "SNV", 0),
    ("Chủ tịch UBND cấp xã", "D436", 0),
    ("Quản trị hệ thống", OFFICE, 0),
)
# Letters and figures that nobody mistakes for one another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class SignIn:
    """One line of the table: who the person is, and how to sign in."""

    role: str
    name: str
    body: str
    email: str
    password: str


def path() -> Path:
    """Where the passwords are kept, for the owner of the folder alone."""
    return Path(settings.VAR_DIR) / "trial_signins.txt"


@transaction.atomic
def give_passwords(*, at: datetime) -> dict[str, str]:
    """New random passwords for all trial people, kept in the file; e-mail address -> password."""
    given: dict[str, str] = {}
    for person in User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk"):
        password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
        person.set_password(password)
        person.save(update_fields=["password"])
        record("person.give_password", person, note="demo", by=None, at=at)
        given[str(person.email)] = password
    _keep(given)
    return given


def _keep(given: dict[str, str]) -> None:
    path().parent.mkdir(parents=True, exist_ok=True)
    path().unlink(missing_ok=True)
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{email}\t{password}\n" for email, password in given.items())


def _kept() -> dict[str, str]:
    if not path().exists():
        return {}
    lines = path().read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def table(*, on: date, at: datetime) -> list[SignIn]:
    """Every trial person with the seat of today; new passwords for all when the file is lost or
    of another database."""
    people = list(User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk"))
    known = _kept()
    if not _are_theirs(known, people):
        known = give_passwords(at=at)
    return [_line(person, known[str(person.email)], on=on) for person in people]


def _are_theirs(known: dict[str, str], people: list[User]) -> bool:
    """Whether the file is of this database: all were given together, so one is tried."""
    if not {str(p.email) for p in people} <= set(known):
        return False
    return not people or people[0].check_password(known[str(people[0].email)])


def _line(person: User, password: str, *, on: date) -> SignIn:
    seat = Seat.objects.held(on).filter(user=person).select_related("agency").order_by("pk").first()
    return SignIn(
        role=seat.title if seat else "",
        name=person.full_name,
        body=seat.agency.name_vi if seat else "",
        email=str(person.email),
        password=password,
    )
