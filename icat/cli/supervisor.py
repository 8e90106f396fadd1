"""Keeping a few processes alive: what dies is started anew, and a signal ends them in order.

The processes have sessions of their own, so that Ctrl+C reaches the supervisor only, which then ends them one after the
other. On Linux they also end when the supervisor is killed.
"""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

from icat.jobs.stop import Stop
from icat.journal import log

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
QUICK = 10.0  # seconds; what lived longer died of something else than its start
_LOOK_SECONDS = 0.25
_PR_SET_PDEATHSIG = 1


class Child:
    """One process. ``seconds``: how long it may take to end; ``deaths``: after how many quick ones all is given up."""

    def __init__(self, name: str, command: Sequence[str], *, seconds: float, deaths: int | None = None) -> None:
        self.name = name
        self.process: subprocess.Popen[bytes] | None = None
        self._command = tuple(command)
        self._seconds = seconds
        self._most_deaths = deaths
        self._deaths = 0
        self._began = 0.0
        self._not_before = 0.0

    @property
    def is_hopeless(self) -> bool:
        """Whether it dies as soon as it is started."""
        return self._most_deaths is not None and self._deaths >= self._most_deaths

    def look_after(self) -> None:
        """Start it if it is not there, after a pause that grows while it keeps dying."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self._deaths = self._deaths + 1 if now - self._began < QUICK else 1
            self._not_before = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self._deaths - 1))
            self.process = None
            log.error("process died", name=self.name, code=code, times=self._deaths)
        if now >= self._not_before:
            self._began = now
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
                self._command, start_new_session=True, preexec_fn=_end_with_parent()
            )

    def signal(self, number: int) -> None:
        """Pass a signal on, if it is there to receive one."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def end(self, hurry: Stop) -> None:
        """Have it end in order; kill it when it takes too long, or when there is a hurry."""
        self.signal(signal.SIGTERM)
        deadline = time.monotonic() + self._seconds
        while self.process is not None and self.process.poll() is None:
            if time.monotonic() > deadline or hurry.is_set():
                log.error("process killed", name=self.name)
                self.process.kill()
                self.process.wait()
            else:
                hurry.wait(_LOOK_SECONDS)


class Supervisor:
    """Keeps its children alive until a signal ends them, in the order in which they were given."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = tuple(children)
        self._stop = Stop()
        self._hurry = Stop()

    def run(self) -> int:
        """Until SIGTERM or SIGINT comes; a second one hurries. SIGHUP goes to the first child.

        Gives the code to end with: 1 when a child does not come up.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_end)
        signal.signal(signal.SIGHUP, lambda *_signal: self._children[0].signal(signal.SIGHUP))
        code = 0
        while not self._stop.is_set():
            for child in self._children:
                child.look_after()
            if any(child.is_hopeless for child in self._children):
                code = 1
                break
            self._stop.wait(_LOOK_SECONDS)
        for child in self._children:
            child.end(self._hurry)
        return code

    def _asked_to_end(self, _number: int, _frame: FrameType | None) -> None:
        if self._stop.is_set():
            self._hurry.set()
        self._stop.set()


def _end_with_parent() -> Callable[[], None] | None:
    """What a child does first: ask the system to be ended when its parent is gone, where the system can."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
