"""What a person stated about a perpetrator that changes how long a case is kept."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, SENSITIVE, Base
from icat.db.sealed import SealedRow, sealed_text
from icat.retention import fields


class StatedTerm(SealedRow, Base):
    """A class of retention that holds because somebody stated it, with a reason. The newest one counts."""

    __tablename__ = "term"
    __table_args__ = (
        Index(None, "case_id", "set_at"),
        CheckConstraint("reason_sealed IS NOT NULL", name="reason"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    class_code: Mapped[str] = mapped_column(String(40), info=SENSITIVE)  # that there was a sentence, for one
    counted_on: Mapped[date] = mapped_column(info=SENSITIVE)
    set_at: Mapped[datetime] = mapped_column(info=PLAIN)
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    reason = sealed_text(fields.TERM_REASON)
