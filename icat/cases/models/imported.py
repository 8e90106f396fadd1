"""Where a case came from that was not referred here: by whom it was brought in, from which file."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.db.base import PLAIN, Base
from icat.db.sealed import SealedRow, sealed_text


class Imported(SealedRow, Base):
    """That a case was brought in from the team's own table. It goes when the case is destroyed."""

    __tablename__ = "imported"
    __table_args__ = (UniqueConstraint("case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    import_id: Mapped[UUID] = mapped_column(index=True, info=PLAIN)
    row: Mapped[int] = mapped_column(info=PLAIN)
    digest: Mapped[str] = mapped_column(String(64), info=PLAIN)  # of the file
    closed_on: Mapped[date | None] = mapped_column(default=None, info=PLAIN)
    imported_at: Mapped[datetime] = mapped_column(info=PLAIN)
    imported_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    own_number = sealed_text(fields.OWN_NUMBER)
