"""The roles a membership can carry, and which of them no one person may hold together."""

from collections.abc import Collection
from enum import StrEnum, auto

from icat.i18n import Message


class Role(StrEnum):
    """What somebody does at the team. Sector and being a state body belong to the agency, not to a role."""

    REFERRER = auto()
    MEMBER = auto()
    ADVOCATE = auto()
    SUPERVISOR = auto()
    COORDINATOR = auto()
    CHAIR = auto()
    AUDITOR = auto()
    DPO = auto()
    AGENCY_ADMIN = auto()
    SYSTEM_ADMIN = auto()
    ANALYST = auto()

    @property
    def label(self) -> Message:
        """The role in words."""
        return _LABELS[self]


_LABELS = {
    Role.REFERRER: Message("Referrer"),
    Role.MEMBER: Message("Member of the team"),
    Role.ADVOCATE: Message("Advocate"),
    Role.SUPERVISOR: Message("Supervisor"),
    Role.COORDINATOR: Message("Coordinator"),
    Role.CHAIR: Message("Chair"),
    Role.AUDITOR: Message("Auditor"),
    Role.DPO: Message("Data protection officer"),
    Role.AGENCY_ADMIN: Message("Agency administrator"),
    Role.SYSTEM_ADMIN: Message("System administrator"),
    Role.ANALYST: Message("Analyst"),
}

APART = frozenset({Role.COORDINATOR, Role.AUDITOR, Role.SYSTEM_ADMIN})


def duties_clash(roles: Collection[Role]) -> bool:
    """Whether these roles in one pair of hands would let one person act and watch over the act."""
    return len(APART & set(roles)) > 1
