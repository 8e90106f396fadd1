"""Each agency's stand, and what the table agreed; dissent is kept."""

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases.models import LevelCode
from icat.db.base import PLAIN, SENSITIVE, Base, Code
from icat.db.sealed import SealedRow, sealed_text
from icat.i18n import Message
from icat.meetings import fields


class ConsensusState(StrEnum):
    """How far the table agreed. Fixed."""

    AGREED = auto()
    AGREED_WITH_RESERVATION = auto()
    NOT_AGREED = auto()

    @property
    def label(self) -> Message:
        """The state in words."""
        return {
            ConsensusState.AGREED: Message("Agreed"),
            ConsensusState.AGREED_WITH_RESERVATION: Message("Agreed with a reservation"),
            ConsensusState.NOT_AGREED: Message("Not agreed"),
        }[self]


class Position(SealedRow, Base):
    """Where one agency stands. No level means "no information, no position"; absence is never agreement."""

    __tablename__ = "position"
    __table_args__ = (UniqueConstraint("item_id", "agency_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), info=PLAIN)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    level: Mapped[LevelCode | None] = mapped_column(Code(LevelCode), default=None, info=SENSITIVE)
    given_at: Mapped[datetime] = mapped_column(info=PLAIN)
    given_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    reason = sealed_text(fields.POSITION_REASON)


class Consensus(SealedRow, Base):
    """What the table agreed about one item: a named chair, a reason, the factors relied on, and the dissent."""

    __tablename__ = "consensus"
    __table_args__ = (
        UniqueConstraint("item_id"),
        Index(None, "case_id", "decided_at"),
        CheckConstraint("reason_sealed IS NOT NULL", name="reason"),
        CheckConstraint("state <> 'not_agreed' OR provisional_until IS NOT NULL", name="provisional"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), info=PLAIN)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), info=PLAIN)
    level: Mapped[LevelCode] = mapped_column(Code(LevelCode), info=SENSITIVE)
    state: Mapped[ConsensusState] = mapped_column(Code(ConsensusState), info=PLAIN)
    factors: Mapped[list[str]] = mapped_column(info=SENSITIVE)
    decided_at: Mapped[datetime] = mapped_column(info=PLAIN)
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    final_decider_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)  # who decides if still split
    provisional_until: Mapped[date | None] = mapped_column(default=None, info=PLAIN)
    next_review_on: Mapped[date] = mapped_column(info=PLAIN)
    informer_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)  # who tells her
    inform_by_on: Mapped[date | None] = mapped_column(default=None, info=PLAIN)
    reason = sealed_text(fields.CONSENSUS_REASON)
    dissent = sealed_text(fields.DISSENT)
    survivor_voice = sealed_text(fields.SURVIVOR_VOICE)
    missing = sealed_text(fields.MISSING)
    protection_now = sealed_text(fields.PROTECTION_NOW)
    inform_how = sealed_text(fields.INFORM_HOW)
