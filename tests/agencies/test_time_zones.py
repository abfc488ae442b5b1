"""Days and due dates are the same wherever the machine stands (rules.md 1.1)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Without Django, which would set the zone of its settings; without examples at random, which
# only cost time a fourth time.
PURE = [
    *("-c", os.devnull, "--rootdir", str(ROOT), "--noconftest", "-q", "-m", "not hypothesis"),
    *("-p", "no:django", "-p", "no:xdist", "-p", "no:randomly", "-p", "no:cacheprovider"),
    *("-k", "not megabyte", "tests/agencies/test_calendar.py", "tests/agencies/test_phrases.py"),
]
PROGRAM = """
import sys, time, pytest
assert time.localtime(1_700_000_000).tm_gmtoff == int(sys.argv[1]), "the zone is not in force"
sys.exit(pytest.main(sys.argv[2:]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "hours"),
    [("UTC", 0), ("Asia/Ho_Chi_Minh", 7), ("Pacific/Kiritimati", 14), ("America/New_York", -5)],
)
def test_days_are_counted_alike_in_every_time_zone(zone: str, hours: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(hours * 3600), *PURE],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "TZ": zone},
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
