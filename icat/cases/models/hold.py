"""A legal hold: while one is in force, nothing of its case may be destroyed, whatever its term says."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.db.base import PLAIN, Base
from icat.db.sealed import SealedRow, sealed_text


class Hold(SealedRow, Base):
    """Who keeps the case from being destroyed, on whose demand, until when; and who ended that, never the same person.

    It is in force until it is lifted or its last day is over.
    """

    __tablename__ = "hold"
    __table_args__ = (
        Index(None, "case_id", "lifted_at"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted"),
        CheckConstraint("lifted_by_id IS NULL OR lifted_by_id <> placed_by_id", name="two_people"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    reason_code: Mapped[str] = mapped_column(String(40), info=PLAIN)
    placed_at: Mapped[datetime] = mapped_column(info=PLAIN)
    placed_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    until_on: Mapped[date | None] = mapped_column(default=None, info=PLAIN)  # its last day; none: until it is lifted
    lifted_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    authority = sealed_text(fields.HOLD_AUTHORITY)
    reason = sealed_text(fields.HOLD_REASON)
    lift_reason = sealed_text(fields.HOLD_LIFT_REASON)
