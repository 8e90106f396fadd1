"""The safety plan: what she chooses to do, in her words; apart from the team's plan and under a key of its own."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from icat.db.base import PLAIN, Base
from icat.db.sealed import SealedRow, sealed_text
from icat.plans import fields

FRESH = timedelta(days=30)


class SafetyPlan(SealedRow, Base):
    """Her plan, made jointly; the agency that made it with her looks after it."""

    __tablename__ = "safety_plan"
    __table_args__ = (
        UniqueConstraint("case_id"),
        CheckConstraint("(confirmed_on IS NULL) = (confirmed_by_id IS NULL)", name="confirmed"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    language: Mapped[str] = mapped_column(String(2), default="uk", info=PLAIN)
    is_on_paper: Mapped[bool] = mapped_column(default=False, info=PLAIN)  # paper only where she asks for it
    written_at: Mapped[datetime] = mapped_column(info=PLAIN)
    written_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    confirmed_on: Mapped[date | None] = mapped_column(default=None, info=PLAIN)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    next_contact_on: Mapped[date | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    made_with = sealed_text(fields.MADE_WITH)
    kept_at = sealed_text(fields.KEPT_AT)
    held_by = sealed_text(fields.HELD_BY)
    code_word = sealed_text(fields.PLAN_CODE_WORD)
    if_found = sealed_text(fields.IF_FOUND)

    sections: Mapped[list["SafetySection"]] = relationship(lazy="raise")

    def is_old(self, today: date) -> bool:
        """Whether it was last confirmed with her more than thirty days ago, or never."""
        return self.confirmed_on is None or today - self.confirmed_on > FRESH


class SafetySection(SealedRow, Base):
    """One part of it, in her words."""

    __tablename__ = "safety_section"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("safety_plan.id"), info=PLAIN)
    code: Mapped[str] = mapped_column(String(40), info=PLAIN)
    is_printed: Mapped[bool] = mapped_column(default=True, info=PLAIN)  # she says what may be written down
    text = sealed_text(fields.SECTION_TEXT)
