"""Whether papers of her side leave a case without a chair, and what a chair let go; rows look alike for every reason.

That somebody's copy waits must not tell why: chairs may let the copies of any case wait, and a counter-allegation is
one of several reasons.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.db.base import PLAIN, Base
from icat.db.sealed import SealedRow, sealed_text

RELEASED_FOR = timedelta(hours=72)  # as long as whoever asked may take it


class Restriction(SealedRow, Base):
    """What a chair decided: copies of this case wait for a chair, or they no longer do. The newest holds."""

    __tablename__ = "restriction"
    __table_args__ = (Index(None, "case_id", "set_at"), CheckConstraint("reason_sealed IS NOT NULL", name="reason"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    is_on: Mapped[bool] = mapped_column(info=PLAIN)
    set_at: Mapped[datetime] = mapped_column(info=PLAIN)
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    reason = sealed_text(fields.RESTRICTION_REASON)


class Release(SealedRow, Base):
    """One copy that somebody asked for: let go or not by a chair, whose reason stays with the chairs; used once."""

    __tablename__ = "release"
    __table_args__ = (
        Index(None, "case_id", "asked_at"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided"),
        CheckConstraint("(decided_at IS NULL) = (is_granted IS NULL)", name="answer"),
        CheckConstraint("decided_at IS NULL OR reason_sealed IS NOT NULL", name="reason"),
        CheckConstraint("used_at IS NULL OR is_granted", name="used"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    asked_at: Mapped[datetime] = mapped_column(info=PLAIN)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    decided_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), default=None, info=PLAIN)
    is_granted: Mapped[bool | None] = mapped_column(default=None, info=PLAIN)
    used_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    wanted = sealed_text(fields.RELEASE_WANTED)
    reason = sealed_text(fields.RELEASE_REASON)
