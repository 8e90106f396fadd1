"""A wish to stop that a signal may express at any moment.

``threading.Event`` may not be set from a signal's handler: the thread that is interrupted may hold its lock.
"""

from contextlib import suppress
from queue import Empty, SimpleQueue


class Stop:
    """Not yet wished for; once wished for, for ever."""

    def __init__(self) -> None:
        self._wished = False
        self._bell: SimpleQueue[None] = SimpleQueue()  # the one queue into which a handler may put something

    def set(self) -> None:
        """Wish for it."""
        self._wished = True
        self._bell.put(None)

    def is_set(self) -> bool:
        """Whether it was wished for."""
        return self._wished

    def wait(self, seconds: float) -> None:
        """Wait that long, or until it is wished for."""
        if not self._wished:
            with suppress(Empty):
                self._bell.get(timeout=seconds)
