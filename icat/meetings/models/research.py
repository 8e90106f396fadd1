"""What an agency knows and will say: its return, and the facts and opinions it owns until it shares them."""

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat import clock
from icat.db.base import PLAIN, SENSITIVE, Base, Code
from icat.db.sealed import SealedRow, sealed_text
from icat.i18n import Message
from icat.legal import Category
from icat.meetings import fields
from icat.workdays import working_days


class Known(StrEnum):
    """Whether an agency knows somebody."""

    YES = auto()
    NO = auto()
    CANNOT_SAY = auto()

    @property
    def label(self) -> Message:
        """The answer in words."""
        return _KNOWN_LABELS[self]


_KNOWN_LABELS = {
    Known.YES: Message("Known"),
    Known.NO: Message("Nothing known"),
    Known.CANNOT_SAY: Message("Cannot say"),
}


class FactKind(StrEnum):
    """Fact and opinion are kept apart, because his lawyer may read both."""

    FACT = auto()
    OPINION = auto()

    @property
    def label(self) -> Message:
        """The kind in words."""
        return Message("Fact") if self is FactKind.FACT else Message("Opinion")


# What an agency may say as a statement. What the team makes has pages of its own, and a protected address is never
# written into a sentence that is read out.
STATEMENTS = tuple(
    category
    for category in Category
    if category not in (Category.SAFE_ADDRESS, Category.PLAN, Category.MINUTES, Category.SAFETY_PLAN)
)


def due_on(asked_at: datetime, days: int) -> date:
    """The day by which an agency answers: so many working days after it was asked."""
    return working_days().after(clock.local(asked_at).date(), days)


class Return(SealedRow, Base):
    """One agency's answer to the question what it knows about a case."""

    __tablename__ = "research_return"
    __opened_by_name__ = True
    __table_args__ = (
        UniqueConstraint("case_id", "owner_id"),
        CheckConstraint("(filed_at IS NULL) = (filed_by_id IS NULL)", name="filed"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    asked_at: Mapped[datetime] = mapped_column(info=PLAIN)
    due_on: Mapped[date] = mapped_column(info=PLAIN)
    filed_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    filed_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    survivor: Mapped[Known | None] = mapped_column(Code(Known), default=None, info=SENSITIVE)
    perpetrator: Mapped[Known | None] = mapped_column(Code(Known), default=None, info=SENSITIVE)
    children: Mapped[Known | None] = mapped_column(Code(Known), default=None, info=SENSITIVE)
    last_contact_on: Mapped[date | None] = mapped_column(default=None, info=SENSITIVE)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    offer = sealed_text(fields.OFFER)


class Fact(SealedRow, Base):
    """One dated fact or labelled opinion. It belongs to its agency; a share line that names it opens it to others.

    That an agency referred what happened, as a whole, does not open what it finds out and writes down later.
    """

    __tablename__ = "fact"
    __opened_by_name__ = True
    __table_args__ = (Index(None, "case_id", "owner_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    kind: Mapped[FactKind] = mapped_column(Code(FactKind), info=PLAIN)
    category: Mapped[Category] = mapped_column(Code(Category), info=PLAIN)
    happened_on: Mapped[date | None] = mapped_column(default=None, info=SENSITIVE)
    source_code: Mapped[str] = mapped_column(String(40), info=PLAIN)
    entered_at: Mapped[datetime] = mapped_column(info=PLAIN)
    entered_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    text = sealed_text(fields.FACT_TEXT)
