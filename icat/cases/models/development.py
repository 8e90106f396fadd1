"""A critical development: something that may have made the danger greater, and asks the team to look at it again."""

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.db.base import PLAIN, SENSITIVE, Base, Code
from icat.db.sealed import SealedRow, sealed_text
from icat.i18n import Message
from icat.legal import Category


class LookedAgain(StrEnum):
    """How a critical development was answered."""

    ASSESSMENT = auto()
    LEVEL = auto()
    MEETING = auto()
    SET_ASIDE = auto()

    @property
    def label(self) -> Message:
        """The answer in words."""
        return _LABELS[self]


_LABELS = {
    LookedAgain.ASSESSMENT: Message("The office answered the risk factors anew"),
    LookedAgain.LEVEL: Message("A chair raised the level"),
    LookedAgain.MEETING: Message("The team decided on the level in a meeting"),
    LookedAgain.SET_ASIDE: Message("Set aside by a chair, with a reason"),
}


class Development(SealedRow, Base):
    """One development. It belongs to the agency that raised it; a share line that names it opens it to others.

    It stays unanswered until the danger was judged anew, or somebody by name set it aside, and never without a reason.
    """

    __tablename__ = "development"
    __opened_by_name__ = True
    __table_args__ = (
        Index(None, "case_id", "raised_at"),
        Index(None, "team_id", "answered_at"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered"),
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answer"),
        CheckConstraint("answer <> 'set_aside' OR reason_sealed IS NOT NULL", name="reason"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), info=PLAIN)  # none: the team's office
    category: Mapped[Category] = mapped_column(Code(Category), info=PLAIN)
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("protective_order.id"), default=None, info=PLAIN)
    happened_on: Mapped[date] = mapped_column(info=SENSITIVE)  # perhaps a day to come: a hearing, a release
    happened_at: Mapped[datetime | None] = mapped_column(default=None, info=SENSITIVE)  # where the hour is known
    raised_at: Mapped[datetime] = mapped_column(info=PLAIN)
    raised_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    answer: Mapped[LookedAgain | None] = mapped_column(Code(LookedAgain), default=None, info=PLAIN)
    answered_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    kind = sealed_text(fields.DEVELOPMENT_KIND)
    text = sealed_text(fields.DEVELOPMENT_TEXT)
    reason = sealed_text(fields.DEVELOPMENT_REASON)
