"""Tables of teams, agencies, accounts, memberships and sessions."""

from icat.members.models.account import Account, KeptForm
from icat.members.models.duty import DutyShift
from icat.members.models.member import Member
from icat.members.models.session import Attempt, AuthSession
from icat.members.models.team import Agency, Installation, Team
from icat.members.models.ticket import ParcelKey, Ticket

__all__ = [
    "Account",
    "Agency",
    "Attempt",
    "AuthSession",
    "DutyShift",
    "Installation",
    "KeptForm",
    "Member",
    "ParcelKey",
    "Team",
    "Ticket",
]
