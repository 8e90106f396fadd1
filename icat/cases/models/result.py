"""An outside result: what somebody found with a tool that is not scored here, kept as it was stated."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.db.base import PLAIN, Base
from icat.db.sealed import SealedRow, sealed_day, sealed_text

POLICE_FORM = "ua_369_180"


class OutsideResult(SealedRow, Base):
    """The police form with the level the officer stated and its scan; Danger Assessment, ODARA, B-SAFER.

    Nothing is computed from it, and it is never edited: what was written down wrongly is written down again.
    """

    __tablename__ = "outside_result"
    __table_args__ = (
        Index(None, "case_id", "recorded_at"),
        CheckConstraint("stated_sealed IS NOT NULL", name="stated"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), info=PLAIN)  # none: the team's office
    tool: Mapped[str] = mapped_column(String(40), info=PLAIN)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"), default=None, info=PLAIN)  # the scan
    recorded_at: Mapped[datetime] = mapped_column(info=PLAIN)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    tool_edition = sealed_text(fields.RESULT_EDITION)
    stated = sealed_text(fields.RESULT_STATED)  # of the police form a code of police_level
    scored_on = sealed_day(fields.RESULT_ON)
    scored_by = sealed_text(fields.RESULT_BY)
    note = sealed_text(fields.RESULT_NOTE)
