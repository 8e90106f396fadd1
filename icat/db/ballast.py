"""Room kept for the day when the disk is full: a file that is let go on the first write that finds none.

Nothing can be read when nothing can be recorded, so a full disk would stop all work. With the ballast gone there is
room again for days of readings, and time to make more. Whether it is there tells the pages that the day has come.
"""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

SIZE = 64 * 1024 * 1024
_PART = 1024 * 1024
ROOM = 4 * SIZE  # what must be free besides before it is made anew


class Ballast:
    """The ballast beside one database file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._said = file.with_name(f"{file.name}-gone")

    @property
    def is_there(self) -> bool:
        """Whether there is room kept."""
        return self._file.exists()

    @property
    def is_gone(self) -> bool:
        """Whether the disk was full and the room is in use: somebody has to make more."""
        return self._said.exists()

    def make(self) -> bool:
        """Make it if it is not there and the disk has room for it and more. Says whether it is there."""
        if self.is_there:
            return True
        if shutil.disk_usage(self._file.parent).free < SIZE + ROOM:
            return False
        part = self._file.with_name(f"{self._file.name}-new")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                for _ in range(SIZE // _PART):
                    file.write(secrets.token_bytes(_PART))  # a disk that compresses keeps no room for zeros
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._file)
        except OSError:
            part.unlink(missing_ok=True)
            return False
        self._said.unlink(missing_ok=True)
        return True

    def let_go(self) -> bool:
        """Give the room up. Says whether there was any."""
        try:
            self._file.unlink()
        except OSError:
            return False
        with suppress(OSError):  # then only the log of the processes tells of it
            self._said.touch(mode=0o600)
        return True
