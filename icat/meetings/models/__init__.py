"""Tables of research, meetings and decisions."""

from icat.meetings.models.consensus import SEALED_FOR, Consensus, ConsensusState, Position, Revealed, Round
from icat.meetings.models.meeting import AgendaItem, Attendance, AttendanceKind, ItemState, Meeting, MeetingState
from icat.meetings.models.presenter import AHEAD, Presence, Presenter
from icat.meetings.models.research import STATEMENTS, Fact, FactKind, Known, Return, due_on

__all__ = [
    "AHEAD",
    "SEALED_FOR",
    "STATEMENTS",
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
    "Presence",
    "Presenter",
    "Return",
    "Revealed",
    "Round",
    "due_on",
]
