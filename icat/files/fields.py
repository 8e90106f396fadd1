"""The field catalogue of kept files: the one thing of them that lies in the database and must be sealed."""

from dataclasses import dataclass
from typing import Any

from icat.crypto import Compartment
from icat.db.base import SENSITIVE
from icat.i18n import Message


@dataclass(frozen=True, slots=True)
class FileField:
    """One sealed field of a kept file."""

    label: Message
    longest: int
    compartment: Compartment = Compartment.FILES

    @property
    def info(self) -> dict[str, Any]:
        """How delicate the column is."""
        return SENSITIVE | {"sealed": True}


KEY = FileField(Message("Key of the file"), 32)
