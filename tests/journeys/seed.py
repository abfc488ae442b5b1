"""People at real bodies, for the tests that drive a site; run inside ``manage.py shell``."""

import json
from datetime import date

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore

from agencies.models import Agency, Seat, User
from agencies.rules.roles import Role
from agencies.rules.text import sort_key

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = make_password("mot-mat-khau-dai-1")  # once: hashing is slow by design
PEOPLE = [
    # key, name, body, role, title
    ("chairman", "Võ Văn V", "UBND-CT", Role.HEAD, "Chủ tịch"),
    ("vice", "Nguyễn Văn T", "UBND-PCT", Role.DEPUTY, "Phó Chủ tịch"),
    ("office", "Phạm Văn D", "VPUB", Role.OFFICER, "Chuyên viên"),
    ("office_head", "Lý Thị H", "VPUB", Role.HEAD, "Chánh Văn phòng"),
    ("home_affairs", "Đỗ Văn K", "SNV-2025", Role.OFFICER, "Chuyên viên"),
    ("stp_head", "Nguyễn Văn A", "STP", Role.HEAD, "Giám đốc"),
    ("stp_contact", "Bùi Thị Y", "STP", Role.CONTACT, "Văn thư"),
    ("stp_officer", "Trần Thị B", "STP", Role.OFFICER, "Chuyên viên"),
    ("stp_second", "Lê Văn C", "STP", Role.OFFICER, "Chuyên viên"),
    ("syt_head", "Hoàng Văn W", "SYT", Role.HEAD, "Giám đốc"),
    ("syt_officer", "Vũ Thị N", "SYT", Role.OFFICER, "Chuyên viên"),
    ("sct_head", "Đặng Văn M", "SCT", Role.HEAD, "Giám đốc"),
    ("sct_officer", "Ngô Thị P", "SCT", Role.OFFICER, "Chuyên viên"),
    ("stranger", "Phan Văn Q", "SGDDT", Role.HEAD, "Giám đốc"),
    ("admin", "Hồ Thị R", "VPUB", Role.ADMINISTRATOR, "Quản trị"),
]


def person(key: str, name: str, code: str, role: Role, title: str) -> Seat:
    user = User.objects.create(
        email=f"{key}@example.test", full_name=name, sort_key=sort_key(name), password=PASSWORD
    )
    body = Agency.objects.get(code=code, valid_to=None)
    return Seat.objects.create(
        user=user, agency=body, role=role, title=title, valid_from=date(2025, 3, 1)
    )


def session(seat: Seat) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(seat.user_id)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = seat.user.get_session_auth_hash()
    store["seat"] = seat.pk
    store.save()
    return str(store.session_key)


SEATS = {row[0]: person(*row) for row in PEOPLE}
print(
    json.dumps(
        {
            "seats": {key: seat.pk for key, seat in SEATS.items()},
            "sessions": {key: session(seat) for key, seat in SEATS.items()},
        }
    )
)
