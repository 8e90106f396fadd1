"""The field catalogue of the people who work here; they are targets too, so their names are sealed."""

from dataclasses import dataclass
from typing import Any

from icat.crypto import Compartment
from icat.db.base import SENSITIVE
from icat.i18n import Message


@dataclass(frozen=True, slots=True)
class StaffField:
    """One sealed field of an account."""

    label: Message
    longest: int = 200
    compartment: Compartment = Compartment.STAFF

    @property
    def info(self) -> dict[str, Any]:
        """How delicate the column is."""
        return SENSITIVE | {"sealed": True}


NAME = StaffField(Message("Name"))
EMAIL = StaffField(Message("E-mail"))
PHONE = StaffField(Message("Phone"), 20)
DUTY_PHONE = StaffField(Message("Number to dial"), 20)
DEPUTY_PHONE = StaffField(Message("Number of the deputy"), 20)
TOTP_SECRET = StaffField(Message("Secret of the second factor"), 64)
TYPED = StaffField(Message("What was typed"), 200_000)
PARCEL_KEY = StaffField(Message("Key for what phones seal"), 400)
