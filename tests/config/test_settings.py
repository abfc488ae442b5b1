"""What an installation is told by its environment, and what it refuses to start with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from agencies.rules.roles import Role
from audit import replay
from audit.models import Origin
from config.apps import limit_transactions
from tests.factories import seat
from tests.sites import cloned_database, manage

WHOLE = {
    "SECRET_KEY": "x" * 50,
    "DATABASE_URL": "postgres://tracker:secret@db/tracker",
    "REDIS_URL": "redis://broker:6379/0",
}


def read_settings(expression: str, tmp_path: Path, **told: str) -> subprocess.CompletedProcess[str]:
    """The value of an expression over the settings, in a process of its own."""
    clean = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}
    program = f"import json; from config import settings as s; print(json.dumps({expression}))"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=clean | told,
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_address_of_the_database_keeps_its_own_options(tmp_path):
    address = WHOLE["DATABASE_URL"] + "?sslmode=verify-full&sslrootcert=/etc/ssl/ca.pem"

    done = read_settings(
        "s.DATABASES['default']['OPTIONS']", tmp_path, **WHOLE | {"DATABASE_URL": address}
    )

    options = json.loads(done.stdout)
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ssl/ca.pem")
    assert options["connect_timeout"] == 5
    assert "lock_timeout=30000" in options["options"]


@pytest.mark.parametrize("name", WHOLE)
def test_a_real_start_names_what_is_missing(tmp_path, name):
    # A key that a local start once kept is no key of an installation.
    (tmp_path / "secret_key").write_text("kept")

    done = read_settings("s.IS_LOCAL", tmp_path, **{k: v for k, v in WHOLE.items() if k != name})

    assert done.returncode
    last = done.stderr.splitlines()[-1]
    assert f"Set {name} (" in last
    assert not any(other in last for other in set(WHOLE) - {name})


def test_a_command_of_an_installation_that_misses_something_is_not_taken_for_local(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "SECRET_KEY": "x" * 50},
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode
    assert "Set DATABASE_URL (" in done.stderr
    assert "REDIS_URL (" in done.stderr


def test_the_number_of_proxies_reaches_the_counters(tmp_path):
    done = read_settings("s.ALLAUTH_TRUSTED_PROXY_COUNT", tmp_path, **WHOLE, PROXY_COUNT="2")

    assert json.loads(done.stdout) == 2


def guess(client: Client, came_from: str) -> int:
    """A wrong password, through one proxy of ours that reports where it came from."""
    forwarded = f"6.6.6.6, {came_from}"
    answer = client.post(
        "/tai-khoan/login/",
        {"login": "ai.do@example.com", "password": "sai"},
        REMOTE_ADDR="10.0.0.1",
        HTTP_X_FORWARDED_FOR=forwarded,
    )
    return answer.status_code


def test_behind_a_proxy_guesses_are_counted_by_where_they_come_from(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = Client()

    answers = [guess(client, "203.0.113.7") for _ in range(6)]

    assert answers[0] == 200
    assert answers[-1] == 429
    # Somebody else behind the same proxy is not locked out with them.
    assert guess(client, "198.51.100.9") == 200
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {
        "203.0.113.7",
        "198.51.100.9",
    }


def test_without_a_proxy_of_ours_a_forged_header_counts_for_nothing(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0

    guess(Client(), "203.0.113.7")

    assert AccessAttempt.objects.get().ip_address == "10.0.0.1"


def test_counts_of_tries_lie_where_every_process_sees_them(db):
    cache.set("tries", [1.0], 60)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM agencies_signinlimit")
        assert cursor.fetchone() == (1,)


@pytest.fixture
def asked_anew():
    """The database is asked what it holds within the test, and again by the next one."""
    replay.is_demo.cache_clear()
    yield
    replay.is_demo.cache_clear()


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_database_says_whether_it_is_a_demo(world, sign_in, asked_anew, settings, is_demo):
    Origin.objects.create(id=1, is_demo=is_demo)
    settings.IS_DEMO = not is_demo
    settings.MFA_REQUIRED = None

    answer = sign_in(seat(world.home_affairs, Role.HEAD)).get("/")

    assert answer.status_code == (200 if is_demo else 302)
    if not is_demo:
        assert "totp" in answer.url
    shown = Client().get("/tai-khoan/login/").content.decode()
    assert ('class="demo"' in shown) is is_demo


def test_a_start_with_data_of_the_other_kind_is_refused(db):
    Origin.objects.create(id=1, is_demo=True)

    with pytest.raises(replay.OtherKindError, match="holds demo data"):
        replay.begin(is_demo=False)
    replay.refuse_other_kind(is_demo=True)


@pytest.mark.slow
def test_neither_the_site_nor_a_load_starts_on_data_of_the_other_kind():
    with cloned_database("site_of_the_other_kind", demo="0") as name:
        for told in (["shell", "-v", "0", "-c", "import config.wsgi"], ["load_reference"]):
            with pytest.raises(RuntimeError, match="holds real data"):
                manage(name, *told, DEMO="1")
            manage(name, *told, DEMO="0")


def test_a_transaction_lives_two_minutes_at_most_where_the_server_can_see_to_it(db):
    with psycopg2.connect(**connection.get_connection_params()) as link:
        if link.server_version < 170000:
            pytest.skip("PostgreSQL ends long transactions since version 17")
    new = connection.copy()
    try:
        new.connect()
        limit_transactions(new)
        with new.cursor() as cursor:
            cursor.execute("SHOW transaction_timeout")
            assert cursor.fetchone() == ("2min",)
    finally:
        new.close()
