"""One start at a time: a lock that the kernel gives back when its holder dies."""

import fcntl
import os
from pathlib import Path
from typing import IO


class Lock:
    """A file that holds the number of the process that has it locked.

    The file stays when its holder is killed; only the lock on it counts, so it never lies.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self) -> bool:
        """True when the lock is ours now; it lasts till this process ends or gives it back."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+")
        if not _try(file):
            file.close()
            return False
        self._file = file
        self.note("")
        return True

    def note(self, text: str) -> None:
        """Write a line for the others beside our number."""
        assert self._file is not None
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"{os.getpid()} {text}".strip())
        self._file.flush()

    def give_back(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def holder(self) -> tuple[int, str] | None:
        """The number and note of who has it locked, or None."""
        try:
            file = self.path.open("r+")
        except FileNotFoundError:
            return None
        with file:
            if _try(file):
                return None
            pid, _, text = file.read().partition(" ")
        return int(pid or 0), text


def _try(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
