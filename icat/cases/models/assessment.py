"""An assessment: one member's completed instrument, frozen with the instrument's edition and content."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from icat.cases import fields
from icat.db.base import PLAIN, Base
from icat.db.sealed import SealedRow, sealed_day, sealed_text

CHANGED = "changed"


class Assessment(Base):
    """Which instrument was answered, by whom, when. A new one never changes an old one."""

    __tablename__ = "assessment"
    __table_args__ = (Index(None, "case_id", "made_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), info=PLAIN)  # none: the team's office
    author_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    instrument: Mapped[str] = mapped_column(String(40), info=PLAIN)
    instrument_version: Mapped[int] = mapped_column(info=PLAIN)
    instrument_hash: Mapped[str] = mapped_column(String(64), info=PLAIN)
    made_at: Mapped[datetime] = mapped_column(info=PLAIN)

    answers: Mapped[list["Answered"]] = relationship(lazy="raise", order_by="Answered.factor")


class Answered(SealedRow, Base):
    """The answer to one factor, with its note and source. A factor without a row was not asked."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("assessment_id", "factor"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), info=PLAIN)
    factor: Mapped[str] = mapped_column(String(60), info=PLAIN)
    answer = sealed_text(fields.ANSWER)
    note = sealed_text(fields.ANSWER_NOTE)
    source = sealed_text(fields.ANSWER_SOURCE)
    known_on = sealed_day(fields.ANSWER_KNOWN_ON)
    changed = sealed_text(fields.ANSWER_CHANGED)  # CHANGED, or nothing
