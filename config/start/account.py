"""Whose account the database and the broker run under."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class StartError(Exception):
    """The start cannot go on; the text says what to do."""


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    @property
    def popen(self) -> dict[str, Any]:
        """Keywords that make subprocess run a program under this account."""
        if self.is_me:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def service_account(data: Path) -> Account:
    """Who must run the database whose files lie in `data`.

    PostgreSQL refuses to run as root and insists on owning its files. So root takes the
    owner of the files, or `nobody` before there are any; anybody else runs it as themselves.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    owner = _owner(data)
    return owner if owner and owner.uid != 0 else _nobody()


def can_enter(folder: Path, account: Account) -> bool:
    """True when `account` may pass through `folder` and every folder above it."""
    folder = folder.resolve()
    return all(_may_pass(step, account) for step in (folder, *folder.parents))


def can_write(folder: Path) -> bool:
    """True when this process may make files in `folder`, or make the folder itself."""
    while not os.path.exists(folder):  # unlike Path.exists, False behind a closed folder
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)


def _may_pass(folder: Path, account: Account) -> bool:
    found = folder.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _owner(path: Path) -> Account | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return Account(found.st_uid, found.st_gid)


def _nobody() -> Account:
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise StartError(
            "PostgreSQL refuses to run as root, and this machine has no account `nobody`. "
            "Start as an ordinary user."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)
