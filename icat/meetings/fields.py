"""The field catalogue of the meeting."""

from icat.cases.fields import Field
from icat.crypto import Compartment
from icat.i18n import Message
from icat.legal import Category

PLACE = Field(Message("Place or link"), Category.MINUTES, Compartment.DETAIL)
FACT_TEXT = Field(Message("What is known"), Category.INCIDENT, longest=300)
FACT_SOURCE = Field(Message("Source"), Category.INCIDENT)
OFFER = Field(Message("What the agency can do, and by when"), Category.SERVICES, longest=1000)
POSITION_REASON = Field(Message("One-line reason"), Category.MINUTES, longest=300)
CONSENSUS_REASON = Field(Message("Reason"), Category.MINUTES, longest=1000)
DISSENT = Field(Message("Reservation or separate opinion, with the agency"), Category.MINUTES, longest=1000)
SURVIVOR_VOICE = Field(Message("What she wants, who spoke to her, when"), Category.MINUTES, longest=1000)
MISSING = Field(Message("What is still not known, who finds out, by when"), Category.MINUTES, longest=1000)
PROTECTION_NOW = Field(Message("Protection until then"), Category.MINUTES, longest=1000)
INFORM_HOW = Field(Message("How she is told, or why not"), Category.MINUTES, longest=500)
