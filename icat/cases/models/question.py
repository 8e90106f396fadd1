"""One question about one factor, put to one agency that may know the answer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base


class FactorQuestion(Base):
    """Which factor of which instrument, whom it was put to, by when; and the assessment that answers it.

    What is asked is the prompt of the instrument: nobody writes words that could tell more than the identifiers.
    """

    __tablename__ = "factor_question"
    __table_args__ = (
        Index(None, "case_id", "asked_at"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered"),
        CheckConstraint("(answered_at IS NULL) = (assessment_id IS NULL)", name="assessment"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)  # who is asked owns the answer
    instrument: Mapped[str] = mapped_column(String(40), info=PLAIN)
    instrument_version: Mapped[int] = mapped_column(info=PLAIN)
    factor: Mapped[str] = mapped_column(String(60), info=PLAIN)
    asked_at: Mapped[datetime] = mapped_column(info=PLAIN)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    due_on: Mapped[date] = mapped_column(info=PLAIN)
    answered_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), default=None, info=PLAIN)
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessment.id"), default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
