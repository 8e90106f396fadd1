"""Tables of research, meetings and decisions."""

from icat.meetings.models.consensus import Consensus, ConsensusState, Position
from icat.meetings.models.meeting import AgendaItem, Attendance, AttendanceKind, ItemState, Meeting, MeetingState
from icat.meetings.models.research import Fact, FactKind, Known, Return

__all__ = [
    "AgendaItem",
    "Attendance",
    "AttendanceKind",
    "Consensus",
    "ConsensusState",
    "Fact",
    "FactKind",
    "ItemState",
    "Known",
    "Meeting",
    "MeetingState",
    "Position",
    "Return",
]
