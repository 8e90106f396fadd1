"""The meeting, its agenda and who was there."""

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base, Code
from icat.db.sealed import SealedRow, sealed_text
from icat.i18n import Message
from icat.meetings import fields


class MeetingState(StrEnum):
    """Whether it is to come, under way or over."""

    PLANNED = auto()
    OPEN = auto()
    CLOSED = auto()

    @property
    def label(self) -> Message:
        """The state in words."""
        return {
            MeetingState.PLANNED: Message("Planned"),
            MeetingState.OPEN: Message("Under way"),
            MeetingState.CLOSED: Message("Closed"),
        }[self]


class ItemState(StrEnum):
    """Where an item of the agenda stands."""

    LISTED = auto()
    UNDER_WAY = auto()
    DECIDED = auto()
    PARKED = auto()


class AttendanceKind(StrEnum):
    """In what capacity somebody is there, or is not."""

    PRESENT = auto()
    DEPUTY = auto()
    REMOTE = auto()
    ABSENT = auto()

    @property
    def label(self) -> Message:
        """The kind in words."""
        return {
            AttendanceKind.PRESENT: Message("Present"),
            AttendanceKind.DEPUTY: Message("Present as deputy"),
            AttendanceKind.REMOTE: Message("Present by phone or video"),
            AttendanceKind.ABSENT: Message("Absent"),
        }[self]


class Meeting(SealedRow, Base):
    """One sitting of the team."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("team_id", "number"),
        Index(None, "team_id", "held_at"),
        CheckConstraint("(opened_at IS NULL) = (opened_by_id IS NULL)", name="opened"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed"),
    )
    __sealed_owner__ = "id"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    number: Mapped[int] = mapped_column(info=PLAIN)
    held_at: Mapped[datetime] = mapped_column(info=PLAIN)
    is_emergent: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    state: Mapped[MeetingState] = mapped_column(Code(MeetingState), default=MeetingState.PLANNED, info=PLAIN)
    arranged_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    opened_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    opened_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    closed_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    closed_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    place = sealed_text(fields.PLACE)


class AgendaItem(Base):
    """One case on one meeting's agenda. Everything said and decided there hangs on it."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "case_id"), Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    place: Mapped[int] = mapped_column(info=PLAIN)  # order of discussion; readers see numbers of their own
    state: Mapped[ItemState] = mapped_column(Code(ItemState), default=ItemState.LISTED, info=PLAIN)
    minutes_planned: Mapped[int] = mapped_column(default=10, info=PLAIN)
    listed_at: Mapped[datetime] = mapped_column(info=PLAIN)
    listed_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)


class Attendance(Base):
    """Somebody at a meeting, and when they took note that what they hear is confidential."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "member_id"),
        CheckConstraint("kind <> 'absent' OR acknowledged_at IS NULL", name="absent"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), info=PLAIN)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    kind: Mapped[AttendanceKind] = mapped_column(Code(AttendanceKind), info=PLAIN)
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    acknowledged_how: Mapped[str | None] = mapped_column(String(20), default=None, info=PLAIN)  # self, aloud
    recorded_at: Mapped[datetime] = mapped_column(info=PLAIN)
    recorded_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
