"""Keys and sealing: what makes a stolen database worthless. Knows no tables."""

from enum import StrEnum, auto


class Compartment(StrEnum):
    """A part of a case that has a key of its own, so that it can be opened, withheld or destroyed alone."""

    CORE = auto()
    CONTACT = auto()
    SAFE_ADDRESS = auto()
    PLAN = auto()
    SAFETY_PLAN = auto()
    DETAIL = auto()
    STAFF = auto()
    FILES = auto()
