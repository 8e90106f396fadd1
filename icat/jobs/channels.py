"""What the worker asks of any way out: mail now, a call or a short message where a council has attached its own.

A way gets a letter, finds the address by itself, and says with a code how it went. It knows no case.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from icat.outbox.models import Channel
from icat.outbox.queries import Due


class Undeliverable(Exception):
    """This letter cannot be sent, now or later; ``args[0]`` is the code."""


class Later(Exception):
    """It cannot be sent just now; ``args[0]`` is the code."""


class Way(Protocol):
    """One way out."""

    @property
    def channel(self) -> Channel:
        """Which letters go this way."""

    @property
    def is_set_up(self) -> bool:
        """Whether there is such a way in this installation."""

    def written(self, letter: Due, now: datetime) -> Any:
        """The letter in the form that this way carries. Raises ``Undeliverable``."""

    def opened(self) -> AbstractContextManager[Callable[[Any], None]]:
        """What sends one after another. Opening and sending raise ``Later``, sending also ``Undeliverable``."""
