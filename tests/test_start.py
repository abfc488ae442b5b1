"""Starting and ending on one machine: what is decided, and what is left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg2
import pytest

from config.start import addresses, folders, local, postgres, web
from config.start.account import Account, StartError, can_enter, service_account
from config.start.addresses import Home
from config.start.locks import Lock
from config.start.processes import Known, Ledger, wait_until

STRANGER = Account(uid=54321, gid=54321)
# A starter of its own, to be killed: it starts the services, says so, and waits.
STARTER = """
import sys, time
from pathlib import Path
from config.start.addresses import Home
from config.start.folders import require_writing
from config.start.supervisor import Supervisor, start_services

home = Home(Path(sys.argv[1]))
require_writing(home)
supervisor = Supervisor(home, "up")
supervisor.end_leftovers()
start_services(supervisor)
print(*(child.process.pid for child in supervisor.children), flush=True)
time.sleep(600)
"""


@pytest.fixture
def home() -> Iterator[Home]:
    """A home that any account may pass through, as /tmp/pytest-of-… is not."""
    var = Path(tempfile.mkdtemp(prefix="htdc-start-", dir="/tmp"))
    var.chmod(0o711)
    made = Home(var)
    folders.require_writing(made)
    yield made
    folders.remove(made)


def test_the_socket_path_is_short_however_deep_the_project_lies() -> None:
    deep = Home(Path("/" + "a-long-name-of-a-folder/" * 20) / "var")

    assert len(os.fsencode(deep.sockets / ".s.PGSQL.5432.lock")) <= 107
    assert len(os.fsencode(deep.sockets)) <= addresses.LONGEST_FOLDER


def test_two_copies_of_the_project_have_two_socket_folders() -> None:
    assert Home(Path("/srv/a/var")).sockets != Home(Path("/srv/b/var")).sockets


def test_the_socket_folder_does_not_follow_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Home(Path("/srv/a/var")).sockets

    monkeypatch.setenv("TMPDIR", "/var/tmp")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1")

    assert Home(Path("/srv/a/var")).sockets == before


def test_the_settings_read_the_database_address_back() -> None:
    home = Home(Path("/srv/a/var"))

    read = environ.Env.db_url_config(home.database_url("tracker_real"))

    assert (read["HOST"], read["NAME"], read["USER"], read["PORT"]) == (
        str(home.sockets), "tracker_real", "tracker", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("demo", "name"), [("1", "tracker_demo"), ("0", "tracker_real"), ("", "tracker_real")]
)
def test_demo_and_real_data_never_share_a_database(
    monkeypatch: pytest.MonkeyPatch, demo: str, name: str
) -> None:
    monkeypatch.setenv("DEMO", demo)

    assert addresses.database_url().endswith("/" + name)


def test_an_ordinary_user_runs_the_services_themselves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1234)

    account = service_account(tmp_path)

    assert account.uid == 1234
    assert account.popen == {}


def test_root_takes_the_owner_of_the_files_or_else_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    owner = tmp_path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert service_account(tmp_path / "absent").uid not in (0, owner)
    assert (service_account(tmp_path).uid == owner) is (owner != 0)
    assert service_account(tmp_path).popen["extra_groups"] == []


def test_a_closed_folder_above_stops_another_account(home: Home) -> None:
    open_folder = home.var / "open"
    closed_folder = home.var / "closed"
    (closed_folder / "inside").mkdir(parents=True)
    open_folder.mkdir(mode=0o755)
    closed_folder.chmod(0o700)

    assert can_enter(open_folder, STRANGER)
    assert not can_enter(closed_folder / "inside", STRANGER)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives the services away")
def test_files_out_of_reach_are_kept_elsewhere_and_a_link_shows_where(home: Home) -> None:
    home.var.chmod(0o700)

    there = folders.reachable(home.database, home, STRANGER)

    assert there.parent.parent == folders.ELSEWHERE
    assert home.database.is_symlink()
    assert home.database.readlink() == there


def test_the_socket_folder_of_another_account_is_refused(home: Home) -> None:
    home.sockets.symlink_to(home.var)

    with pytest.raises(StartError, match="belongs to another account"):
        folders.make_socket_folder(home)

    home.sockets.unlink()


def test_a_lock_file_left_by_a_killed_start_does_not_hold(tmp_path: Path) -> None:
    left = tmp_path / "up.lock"
    left.write_text("1 http://127.0.0.1:8000/")
    lock = Lock(left)

    assert lock.holder() is None
    assert lock.take()

    lock.give_back()


def test_a_running_start_tells_its_number_and_address(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "up.lock")
    assert lock.take()
    lock.note("http://127.0.0.1:8001/")

    assert not Lock(lock.path).take()
    assert Lock(lock.path).holder() == (os.getpid(), "http://127.0.0.1:8001/")

    lock.give_back()
    assert Lock(lock.path).holder() is None


def test_a_leftover_child_is_ended_and_a_reused_number_is_spared(tmp_path: Path) -> None:
    left = subprocess.Popen(["sleep", "60"], start_new_session=True)
    other = subprocess.Popen(["sleep", "60"], start_new_session=True)
    ledger = Ledger(tmp_path / "up.json")
    ledger.write([("web", left.pid, signal.SIGTERM)])
    rows = ledger.path.read_text()
    born = Known.of(left.pid)
    assert born is not None
    stale = rows.replace(str(left.pid), str(other.pid)).replace(born.born, "1")
    (tmp_path / "old.json").write_text(stale)

    assert ledger.end_leftovers() == ["web"]
    assert Ledger(tmp_path / "old.json").end_leftovers() == []

    assert left.wait(5) == -signal.SIGTERM
    assert other.poll() is None
    other.kill()
    other.wait()


def test_a_zombie_counts_as_gone() -> None:
    child = subprocess.Popen(["true"])

    assert wait_until(lambda: Known.of(child.pid) is None, 5)

    child.wait()


def test_a_ledger_cut_short_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "up.json").write_text('[{"name": "web"')

    assert Ledger(tmp_path / "up.json").end_leftovers() == []


def test_a_taken_port_gives_the_next_one() -> None:
    with socket.socket() as taken:
        taken.bind((web.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert port < web.free_port(port) <= port + 50


@pytest.mark.parametrize("text", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)

    with pytest.raises(StartError, match="PORT"):
        web.wanted_port()


def test_a_local_start_gets_a_private_key_that_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    first: dict[str, str] = {}
    second: dict[str, str] = {}

    local.prepare(first, "up")
    local.prepare(second, "shell")

    assert len(first["SECRET_KEY"]) > 50
    assert first == second
    assert first["MEDIA_ROOT"] == str(tmp_path / "files" / "demo")
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_real_installation_is_given_nothing() -> None:
    given = {"DATABASE_URL": "postgres://db/tracker"}

    local.prepare(given, "migrate")

    assert given == {"DATABASE_URL": "postgres://db/tracker"}


def test_a_folder_with_files_and_no_database_is_left_alone(home: Home) -> None:
    (home.database / "base").mkdir(parents=True)

    with pytest.raises(StartError, match="no PG_VERSION"):
        postgres.command(home)

    assert (home.database / "base").is_dir()


@pytest.mark.slow
def test_a_cluster_cut_short_is_made_anew_and_a_stale_number_is_forgotten(home: Home) -> None:
    half = home.var / "postgres.half"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    postgres.command(home)
    (home.database / "postmaster.pid").write_text(f"{os.getpid()}\n{home.database}\n")
    postgres.command(home)

    assert not half.exists()
    assert (home.database / "global" / "pg_control").exists()
    assert not (home.database / "postmaster.pid").exists()


@pytest.mark.slow
def test_data_of_another_version_is_named_and_left_alone(home: Home) -> None:
    postgres.command(home)
    (home.database / "PG_VERSION").write_text("9\n")

    with pytest.raises(StartError, match="of PostgreSQL 9"):
        postgres.command(home)


@pytest.mark.slow
def test_a_killed_starter_leaves_no_process_and_loses_no_row(home: Home) -> None:
    starter, children = _start(home)
    _do(home, "CREATE TABLE kept (n int)")
    _do(home, "INSERT INTO kept VALUES (968)")

    starter.kill()
    starter.wait()

    assert wait_until(lambda: not any(child.is_alive for child in children), 15)
    starter, children = _start(home)
    assert _do(home, "SELECT n FROM kept") == [(968,)]
    starter.kill()
    starter.wait()
    assert wait_until(lambda: not any(child.is_alive for child in children), 15)


@pytest.mark.slow
def test_vietnamese_letters_have_case_whatever_the_locale_of_the_machine(home: Home) -> None:
    starter, children = _start(home)

    found = _do(home, "SELECT upper('đường'), 'ĐƯỜNG' ILIKE 'đường'")

    assert found == [("ĐƯỜNG", True)]
    starter.kill()
    starter.wait()
    assert wait_until(lambda: not any(child.is_alive for child in children), 15)


@pytest.mark.slow
def test_a_half_made_environment_is_made_anew_and_a_whole_one_is_kept(tmp_path: Path) -> None:
    maker = tmp_path / "config" / "start" / "environment.py"
    maker.parent.mkdir(parents=True)
    shutil.copy(addresses.PROJECT / "config" / "start" / "environment.py", maker)
    (tmp_path / "requirements.lock").write_text("")
    junk = tmp_path / ".venv" / "lib" / "junk"
    junk.mkdir(parents=True)

    subprocess.run([sys.executable, maker], check=True)
    stamp = tmp_path / ".venv" / "stamp.json"
    written = stamp.stat().st_mtime_ns
    subprocess.run([sys.executable, maker], check=True)

    assert not junk.exists()
    assert stamp.stat().st_mtime_ns == written


def _start(home: Home) -> tuple[subprocess.Popen[str], list[Known]]:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(home.var)],
        stdout=subprocess.PIPE, text=True, cwd=addresses.PROJECT,
    )  # fmt: skip
    assert starter.stdout is not None
    with starter.stdout:
        numbers = starter.stdout.readline().split()
    children = [known for number in numbers if (known := Known.of(int(number)))]
    assert len(children) == 2
    return starter, children


def _do(home: Home, statement: str) -> list[tuple[object, ...]]:
    link = psycopg2.connect(host=str(home.sockets), user="tracker", dbname="postgres")
    try:
        with link, link.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        link.close()
