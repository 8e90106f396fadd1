"""An attestation: a named person says that an instrument, word by word, is the form that its owner published."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base

LONGEST_DOCUMENT = 300


class Attestation(Base):
    """Who compared which text with which document, and when; and who took that back. It names no case.

    It is of the text that had this digest: a file that says something else was not attested by it.
    """

    __tablename__ = "attestation"
    __table_args__ = (
        Index(None, "team_id", "instrument"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    instrument: Mapped[str] = mapped_column(String(40), info=PLAIN)
    instrument_version: Mapped[int] = mapped_column(info=PLAIN)
    instrument_hash: Mapped[str] = mapped_column(String(64), info=PLAIN)
    document: Mapped[str] = mapped_column(String(LONGEST_DOCUMENT), info=PLAIN)
    attested_at: Mapped[datetime] = mapped_column(info=PLAIN)
    attested_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), default=None, info=PLAIN)
    withdrawn_because: Mapped[str] = mapped_column(String(LONGEST_DOCUMENT), default="", info=PLAIN)
