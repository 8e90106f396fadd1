"""The field catalogue of imports: what lies sealed until a table is brought in or thrown away."""

from dataclasses import dataclass
from typing import Any

from icat.crypto import Compartment
from icat.db.base import SENSITIVE
from icat.i18n import Message


@dataclass(frozen=True, slots=True)
class ImportField:
    """One sealed field of an import."""

    label: Message
    longest: int
    compartment: Compartment = Compartment.CORE

    @property
    def info(self) -> dict[str, Any]:
        """How delicate the column is."""
        return SENSITIVE | {"sealed": True}


TABLE = ImportField(Message("The table as it was brought"), 1_000_000)
CHOICES = ImportField(Message("What each column is"), 20_000)
FILE_NAME = ImportField(Message("Name of the file"), 200)
