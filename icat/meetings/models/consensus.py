"""Each agency's stand, and what the table agreed; dissent is kept."""

from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases.models import LevelCode
from icat.db.base import PLAIN, SENSITIVE, Base, Code
from icat.db.sealed import SealedRow, sealed_text
from icat.i18n import Message
from icat.meetings import fields

SEALED_FOR = timedelta(seconds=60)  # who waits longer for the last one loses the table's time (design, point 19)


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


class Revealed(StrEnum):
    """What ended the time in which first positions are sealed."""

    ALL_IN = auto()
    CHAIR = auto()
    TIME = auto()
    OPEN = auto()

    @property
    def label(self) -> Message:
        """The reason in words."""
        return {
            Revealed.ALL_IN: Message("Everybody at the table had given theirs"),
            Revealed.CHAIR: Message("The chair opened them"),
            Revealed.TIME: Message("Their time was over"),
            Revealed.OPEN: Message("They were given openly"),
        }[self]


class Round(Base):
    """The first positions of the agencies on one item, each given without knowing the others.

    Sealed at a first designation, or where somebody asks for it; what remains of first positions is their number, so
    that nobody is held to what they said before they had heard the others.
    """

    __tablename__ = "position_round"
    __table_args__ = (
        UniqueConstraint("item_id"),
        CheckConstraint("(revealed_at IS NULL) = (revealed IS NULL)", name="revealed"),
        CheckConstraint(
            "(revealed_at IS NULL) = (highest IS NULL) AND (highest IS NULL) = (lower IS NULL)"
            " AND (lower IS NULL) = (silent IS NULL)",
            name="counted",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), info=PLAIN)
    began_at: Mapped[datetime] = mapped_column(info=PLAIN)
    began_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    revealed_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    revealed: Mapped[Revealed | None] = mapped_column(Code(Revealed), default=None, info=PLAIN)
    highest: Mapped[int | None] = mapped_column(default=None, info=SENSITIVE)
    lower: Mapped[int | None] = mapped_column(default=None, info=SENSITIVE)
    silent: Mapped[int | None] = mapped_column(default=None, info=SENSITIVE)  # no information, no position

    @property
    def is_sealed(self) -> bool:
        """Whether nobody reads another agency's position yet."""
        return self.revealed_at is None

    @property
    def ends_at(self) -> datetime:
        """When they are opened, whoever is still missing."""
        return self.began_at + SEALED_FOR


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
