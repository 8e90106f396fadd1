"""The disposal of a case: proposed by one person, done by another, and what was destroyed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base


class Disposal(Base):
    """One case on its way to being destroyed, or destroyed. It stays when the case is gone, and holds no word of it."""

    __tablename__ = "disposal"
    __table_args__ = (
        UniqueConstraint("case_id"),
        CheckConstraint("(disposed_at IS NULL) = (disposed_by_id IS NULL)", name="disposed"),
        CheckConstraint("disposed_by_id IS NULL OR disposed_by_id <> proposed_by_id", name="two_people"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    class_code: Mapped[str] = mapped_column(String(40), info=PLAIN)
    kept_until: Mapped[date] = mapped_column(info=PLAIN)
    proposed_at: Mapped[datetime] = mapped_column(info=PLAIN)
    proposed_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    disposed_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    disposed_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    erased: Mapped[int] = mapped_column(default=0, info=PLAIN)  # rows that were deleted
    keys: Mapped[int] = mapped_column(default=0, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
