"""Makes `.venv` with everything the product needs, or says why it cannot.

Run by make with whatever `python3` is there, so it must be readable by an old one, and it
imports nothing but the standard library. A stamp tells a whole environment from one that was
cut short: it is removed first and written last.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOCK = os.path.join(PROJECT, "requirements.lock")
FOLDER = os.path.join(PROJECT, ".venv")
PYTHON = os.path.join(FOLDER, "bin", "python")
STAMP = os.path.join(FOLDER, "stamp.json")


def main() -> None:
    _find_python()
    wanted = {"requirements": _digest(LOCK), "folder": FOLDER}
    if _stamp() == wanted and _runs():
        return
    _check_before()
    with open(LOCK) as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)  # a second make waits for the first
        if not (_stamp() == wanted and _runs()):
            _make(wanted)


def _make(wanted: "dict[str, str]") -> None:
    is_whole = _stamp().get("folder") == FOLDER and _runs()
    if os.path.exists(STAMP):
        os.remove(STAMP)
    if not is_whole:
        _tell("Making the environment in .venv")
        _run([sys.executable, "-m", "venv", "--clear", FOLDER], "The environment was not made.")
    _tell("Installing the packages of requirements.lock (a minute or two the first time)")
    _run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--require-hashes", "-r", LOCK],
        "The packages were not installed. Is the package index within reach? "
        "Start again when it is: what is there already is used.",
    )  # fmt: skip
    with open(STAMP, "w") as file:
        json.dump(wanted, file)


def _find_python() -> None:
    """Go on under a newer Python when `python3` is too old and another is there."""
    if sys.version_info >= OLDEST:
        return
    for minor in (13, 12, 11):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, os.path.abspath(__file__)])
    _fail(
        f"Python 3.11 or newer is needed; python3 is {sys.version.split()[0]}. Install one, "
        "or name it: make run PYTHON=/path/to/python3.11"
    )


def _check_before() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        _fail(
            "This Python cannot make an environment. On Debian and Ubuntu install it: "
            "apt install python3-venv   (as root), then start again."
        )
    if not os.access(PROJECT, os.W_OK) or (
        os.path.exists(FOLDER) and not os.access(FOLDER, os.W_OK)
    ):
        _fail(
            f"Cannot write to {PROJECT}. Start as the owner of that folder, "
            "or clone the project into a folder of your own."
        )


def _runs() -> bool:
    try:
        return subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _stamp() -> "dict[str, str]":
    try:
        with open(STAMP) as file:
            return dict(json.load(file))
    except (OSError, ValueError):
        return {}


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def _run(argv: "list[str]", otherwise: str) -> None:
    if subprocess.call(argv):
        _fail(otherwise)


def _tell(text: str) -> None:
    print(text, flush=True)


def _fail(text: str) -> None:
    sys.exit(text)


if __name__ == "__main__":
    main()
