"""The folders of the services: made once, private, and reachable by their account."""

import os
import shutil
import stat
from pathlib import Path

from config.start.account import Account, StartError, can_enter, can_write
from config.start.addresses import LONGEST_FOLDER, Home

ELSEWHERE = Path("/var/lib")


def require_writing(home: Home) -> None:
    """Refuse early, in words, when this account may not write where everything is kept."""
    if not can_write(home.var):
        raise StartError(
            f"Cannot write to {home.var}. Start as the owner of that folder, "
            "or set VAR_DIR to a folder of your own."
        )
    for folder in (home.run, home.logs):
        folder.mkdir(parents=True, exist_ok=True)
        if not can_write(folder):
            raise StartError(
                f"Cannot write to {folder}: another account made it. Start as that account, "
                "or set VAR_DIR to a folder of your own."
            )


def reachable(folder: Path, home: Home, account: Account) -> Path:
    """`folder`, or the place that stands for it when `account` may not enter `home`.

    Root gives the services to another account, and a project under root's own closed home
    cannot be entered by it; then the files lie in /var/lib and a link shows where.
    """
    if account.is_me or can_enter(_nearest(home.var), account):
        return folder
    elsewhere = ELSEWHERE / home.sockets.name
    elsewhere.mkdir(mode=0o711, exist_ok=True)
    there = elsewhere / folder.name
    _link(folder, there)
    return there


def own(folder: Path, account: Account) -> None:
    """Make `folder` if absent; only `account` may enter it."""
    folder.mkdir(parents=True, exist_ok=True)
    if not account.is_me:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def make_socket_folder(home: Home) -> Path:
    """The private folder of the sockets; access to it is access to the database.

    Its place is known beforehand and anybody may write in /tmp, so one that another account
    made, or a link, is refused rather than used.
    """
    folder, account = home.sockets, home.account
    if len(os.fsencode(folder)) > LONGEST_FOLDER:
        raise StartError(f"{folder} is too long for a socket: set TMPDIR to a short folder.")
    try:
        folder.mkdir(mode=0o700)
        if not account.is_me:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise StartError(f"{folder} belongs to another account. Remove it and start again.")
    folder.chmod(0o700)
    return folder


def remove(home: Home) -> None:
    """Forget a home for good (the tests' one)."""
    shutil.rmtree(home.sockets, ignore_errors=True)
    shutil.rmtree(ELSEWHERE / home.sockets.name, ignore_errors=True)
    shutil.rmtree(home.var, ignore_errors=True)


def _link(shown: Path, there: Path) -> None:
    if shown.is_symlink():
        shown.unlink()
    elif shown.exists():
        raise StartError(
            f"The files in {shown} are out of reach of the account that runs the database. "
            f"Move them to {there}, or move the project out of a closed folder."
        )
    shown.parent.mkdir(parents=True, exist_ok=True)
    shown.symlink_to(there)


def _nearest(folder: Path) -> Path:
    while not os.path.exists(folder):
        folder = folder.parent
    return folder
