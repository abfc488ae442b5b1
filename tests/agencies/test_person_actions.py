"""Accounts: who may enter, let in and keep out, and what that does at once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import person as actions
from agencies.models import User
from agencies.rules.refusal import NotAllowed, Stale
from audit.models import Event
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "chín con voi và một con kiến"


def enter(world, **facts):
    given = {"full_name": "Lê Thị  Thử ", "email": "Moi@Example.test"} | facts
    return actions.enter(**given, by=world.admin, at=timezone.now())


def test_a_person_enters_without_a_password(world):
    person = enter(world)

    assert (person.full_name, person.email) == ("Lê Thị Thử", "moi@example.test")
    assert not person.has_usable_password()
    assert Event.objects.get(kind="person.enter").subject_id == person.pk


def test_two_people_never_share_an_address(world):
    enter(world)

    with pytest.raises(NotAllowed):
        enter(world, email="MOI@example.test")


def test_only_keepers_enter_people(world):
    for seat in (world.head, world.contact, world.specialist, world.chairman):
        with pytest.raises(NotAllowed):
            actions.enter(full_name="X", email="", by=seat, at=timezone.now())
    assert actions.enter(full_name="X", email="", by=world.watcher, at=timezone.now()).email is None


def test_a_stale_correction_is_refused(world):
    person = enter(world)
    facts = {"email": "", "phone": "", "by": world.admin, "at": timezone.now()}
    actions.correct(person, full_name="Một", revision=0, **facts)

    with pytest.raises(Stale):
        actions.correct(person, full_name="Hai", revision=0, **facts)

    assert User.objects.get(pk=person.pk).full_name == "Một"


def open_link(client, path):
    first = client.get(path)
    return client.get(first.url) if first.status_code == 302 else first


def use_link(client, path, password=PASSWORD):
    form = client.get(path)
    return client.post(form.url, {"password1": password, "password2": password})


def test_a_link_lets_in_once(world, client):
    person = enter(world)
    path = actions.make_link(person, by=world.admin, at=timezone.now())

    use_link(client, path)

    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    client.logout()
    assert "token_fail" in open_link(client, path).context


def test_only_an_administrator_makes_links_and_not_for_a_person_kept_out(world):
    person = enter(world)
    with pytest.raises(NotAllowed):
        actions.make_link(person, by=world.watcher, at=timezone.now())
    actions.disable(person, by=world.admin, at=timezone.now())
    person.refresh_from_db()

    with pytest.raises(NotAllowed):
        actions.make_link(person, by=world.admin, at=timezone.now())


def test_switching_off_ends_sessions_and_links_at_once(world, sign_in, client):
    browser = sign_in(world.officer)
    person = world.officer.user
    person.email = "canbo@example.test"
    person.save()
    link = actions.make_link(person, by=world.admin, at=timezone.now())
    assert browser.get(reverse("account")).status_code == 200

    actions.disable(person, by=world.admin, at=timezone.now())

    assert browser.get(reverse("account")).status_code == 302
    assert "token_fail" in open_link(client, link).context


def test_switching_on_again_needs_a_new_link(world, client):
    person = world.officer.user
    actions.disable(person, by=world.admin, at=timezone.now())

    actions.enable(person, by=world.admin, at=timezone.now())

    person.refresh_from_db()
    assert person.is_active
    assert not person.has_usable_password()


def test_sign_out_everywhere_ends_every_session_and_keeps_the_password(world, client):
    person = world.officer.user
    person.set_password(PASSWORD)
    person.save()
    for _ in range(2):
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert client.get(reverse("account")).status_code == 200

    actions.sign_out(person, by=world.admin, at=timezone.now())

    assert client.get(reverse("account")).status_code == 302
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_nobody_switches_off_the_own_account(world):
    with pytest.raises(NotAllowed):
        actions.disable(world.admin.user, by=world.admin, at=timezone.now())


def test_the_keys_of_an_account_are_for_administrators(world):
    for act in (actions.disable, actions.enable, actions.sign_out, actions.drop_second_factor):
        for seat in (world.watcher, world.head, world.specialist):
            with pytest.raises(NotAllowed):
                act(factories.user(), by=seat, at=timezone.now())
