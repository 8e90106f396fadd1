"""What somebody thinks of the danger: a professional with reasons, or she herself in her words. Never a number."""

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.db.base import PLAIN, Base, Code
from icat.db.sealed import SealedRow, sealed_day, sealed_text
from icat.i18n import Message


class Whose(StrEnum):
    """Whose view of the danger it is."""

    PROFESSIONAL = auto()
    OWN = auto()

    @property
    def label(self) -> Message:
        """In words."""
        return _WHOSE_LABELS[self]


_WHOSE_LABELS = {
    Whose.PROFESSIONAL: Message("My professional judgement, with reasons"),
    Whose.OWN: Message("Her own rating of the danger, in her words"),
}


class Judgement(SealedRow, Base):
    """One view of the danger. A later one stands beside it and changes nothing of it."""

    __tablename__ = "judgement"
    __table_args__ = (Index(None, "case_id", "recorded_at"), CheckConstraint("words_sealed IS NOT NULL", name="words"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), info=PLAIN)  # none: the team's office
    whose: Mapped[Whose] = mapped_column(Code(Whose), info=PLAIN)
    recorded_at: Mapped[datetime] = mapped_column(info=PLAIN)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    words = sealed_text(fields.JUDGED_WORDS)
    judged_on = sealed_day(fields.JUDGED_ON)
    asked_by = sealed_text(fields.JUDGED_ASKED_BY)
