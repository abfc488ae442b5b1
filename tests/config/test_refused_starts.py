"""What the settings or the database lack is said in a line, not in a page of code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
ADMINISTRATOR = ("first_administrator", "an@hatinh.example", "Nguyễn Văn A")
pytestmark = pytest.mark.slow


def manage(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", [("up",), ("check",), ADMINISTRATOR])
@pytest.mark.parametrize("address", ["abc", "mysql://a@b/c", "postgres://a@b"])
def test_an_address_that_names_no_database_is_refused_in_one_line(
    command: tuple[str, ...], address: str
) -> None:
    answer = manage(*command, DATABASE_URL=address)

    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert "DATABASE_URL" in answer.stderr


def test_a_database_that_does_not_answer_is_said_in_words() -> None:
    answer = manage(*ADMINISTRATOR, DATABASE_URL="postgres://nobody@127.0.0.1:1/none")

    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert "The database does not answer" in answer.stderr


def test_a_database_without_tables_is_said_in_words(empty_database: str) -> None:
    answer = manage(*ADMINISTRATOR, DATABASE_URL=empty_database)

    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert "manage.py migrate" in answer.stderr


@pytest.fixture
def empty_database() -> str:
    """The server's own database, in which the product has no table."""
    return os.environ["DATABASE_URL"].rpartition("/")[0] + "/postgres"
