"""The field catalogue of retention: the words in which a person says why a term changes."""

from icat.cases.fields import Field
from icat.crypto import Compartment
from icat.i18n import Message
from icat.legal import Category

TERM_REASON = Field(Message("What this is known from"), Category.MINUTES, Compartment.DETAIL, 1000)
