"""Conflict before names: whether she was read who would take part, before an agency learns who it is about."""

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.db.base import PLAIN, Base, Code
from icat.db.sealed import SealedRow, sealed_text


class PrecheckOutcome(StrEnum):
    """What came of reading her one agency, or why it was not read."""

    CLEARED = auto()
    LEFT_OUT = auto()
    SKIPPED = auto()


class Precheck(SealedRow, Base):
    """One agency that she was read, or one reason why she was read none yet. Never edited: the newest one counts."""

    __tablename__ = "precheck"
    __table_args__ = (
        Index(None, "case_id", "done_at"),
        CheckConstraint("(outcome = 'skipped') = (agency_id IS NULL)", name="agency"),
        CheckConstraint("(outcome = 'skipped') = (reason_code IS NOT NULL)", name="reason"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), default=None, info=PLAIN)
    outcome: Mapped[PrecheckOutcome] = mapped_column(Code(PrecheckOutcome), info=PLAIN)
    reason_code: Mapped[str | None] = mapped_column(String(60), default=None, info=PLAIN)
    done_at: Mapped[datetime] = mapped_column(info=PLAIN)
    done_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    read_by = sealed_text(fields.PRECHECK_READ_BY)
    note = sealed_text(fields.PRECHECK_NOTE)
