"""No default account: one command lets the first administrator in, once."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from agencies.models import Seat, User
from agencies.models.standing import standing_of
from agencies.rules.roles import Role
from tests import factories

pytestmark = pytest.mark.slow


@pytest.fixture
def body(db):
    return factories.agency("VPUB", kind="ppc_office")


def run(capsys, email="an@hatinh.example", name="Nguyễn Văn A", **options) -> str:
    call_command("first_administrator", email, name, **options)
    return capsys.readouterr().out.splitlines()[0]


def test_the_link_lets_a_person_set_a_password(body, capsys):
    link = run(capsys, base_url="https://theodoi.example/")

    person = User.objects.get()
    seat = Seat.objects.get(user=person)
    assert link.startswith("https://theodoi.example/tai-khoan/")
    assert not person.has_usable_password()
    assert standing_of(seat, on=timezone.localdate()).is_administrator
    client = Client()
    answer = client.get(link.removeprefix("https://theodoi.example"), follow=True)
    form = {"password1": "mot-cau-rat-dai-1", "password2": "mot-cau-rat-dai-1"}
    client.post(answer.request["PATH_INFO"], form)
    person.refresh_from_db()
    assert person.check_password("mot-cau-rat-dai-1")


def test_asked_again_it_makes_a_new_link_for_the_same_person(body, capsys):
    first = run(capsys)
    second = run(capsys)

    assert User.objects.count() == Seat.objects.count() == 1
    assert first.count("/") == second.count("/")


def test_it_refuses_when_an_administrator_can_sign_in(body, capsys):
    run(capsys)
    person = User.objects.get()
    person.set_password("mot-cau-rat-dai-1")
    person.save()

    for email in ("binh@hatinh.example", "an@hatinh.example"):
        with pytest.raises(CommandError, match=r"an@hatinh\.example.*--force"):
            run(capsys, email=email)
    assert User.objects.count() == 1


def test_it_refuses_another_before_the_first_has_used_the_link(body, capsys):
    run(capsys)

    with pytest.raises(CommandError, match=r"an@hatinh\.example.*--force"):
        run(capsys, email="binh@hatinh.example")
    assert User.objects.count() == 1


def test_it_makes_another_when_it_is_told_to(body, capsys):
    run(capsys)

    assert run(capsys, email="binh@hatinh.example", force=True)
    assert Seat.objects.filter(role=Role.ADMINISTRATOR).count() == 2


def test_the_link_begins_with_the_address_of_the_site(body, capsys, settings, monkeypatch):
    monkeypatch.setenv("PORT", "9123")
    assert run(capsys).startswith("http://127.0.0.1:9123/tai-khoan/")

    settings.SITE_URL = "https://theodoi.example"
    assert run(capsys).startswith("https://theodoi.example/tai-khoan/")


def test_it_speaks_one_language(body, capsys):
    call_command("first_administrator", "an@hatinh.example", "Nguyễn Văn A")

    assert capsys.readouterr().out.splitlines()[1].isascii()


@pytest.mark.parametrize(
    "wrong", [{"email": "khong-phai-thu"}, {"body": "KHONGCO"}, {"name": " \u200b"}]
)
def test_a_wrong_address_name_or_body_makes_nobody(body, capsys, wrong):
    with pytest.raises(CommandError):
        run(capsys, **wrong)

    assert not User.objects.exists()


def test_an_ended_seat_is_no_administrator(body, capsys):
    person = factories.user()
    person.set_password("mot-cau-rat-dai-1")
    person.save()
    factories.seat(body, Role.ADMINISTRATOR, person=person, valid_to=timezone.localdate())

    assert run(capsys)
