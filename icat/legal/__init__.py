"""The law of sharing: which agency may tell what to whom, on which basis, from a catalogue that is data."""

from icat.legal.catalogue import (
    Basis,
    Catalogue,
    ConsentNeed,
    Need,
    Permit,
    bases,
    catalogue_version,
    current,
    read_catalogue,
)
from icat.legal.matrix import Allowed, LeftOut, Row, Split, check, offers, split
from icat.legal.remedies import Remedy, RemedyKind
from icat.legal.terms import (
    Category,
    ConsentState,
    Mode,
    Necessity,
    Parent,
    Purpose,
    Recipient,
    RecipientKind,
    Sector,
    Sender,
)

__all__ = [
    "Allowed",
    "Basis",
    "Catalogue",
    "Category",
    "ConsentNeed",
    "ConsentState",
    "LeftOut",
    "Mode",
    "Necessity",
    "Need",
    "Parent",
    "Permit",
    "Purpose",
    "Recipient",
    "RecipientKind",
    "Remedy",
    "RemedyKind",
    "Row",
    "Sector",
    "Sender",
    "Split",
    "bases",
    "catalogue_version",
    "check",
    "current",
    "offers",
    "read_catalogue",
    "split",
]
