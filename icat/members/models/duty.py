"""The duty roster: who answers an urgent referral from when until when, and who instead."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base
from icat.db.sealed import SealedRow, sealed_text
from icat.members import fields


class DutyShift(SealedRow, Base):
    """One shift of one member. Never edited: one that changes is cancelled and planned anew.

    A number of its own, where the duty has a phone of its own; sealed, because whoever finds it can ring it.
    """

    __tablename__ = "duty_shift"
    __table_args__ = (
        UniqueConstraint("team_id", "number"),
        Index(None, "team_id", "until_at"),
        CheckConstraint("until_at > from_at", name="term"),
        CheckConstraint("deputy_id IS NULL OR deputy_id <> member_id", name="deputy"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn"),
    )
    __sealed_owner__ = "team_id"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    number: Mapped[int] = mapped_column(info=PLAIN)  # counted in the team: what an address names
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True, info=PLAIN)
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), default=None, info=PLAIN)
    from_at: Mapped[datetime] = mapped_column(info=PLAIN)
    until_at: Mapped[datetime] = mapped_column(info=PLAIN)
    planned_at: Mapped[datetime] = mapped_column(info=PLAIN)
    planned_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    phone = sealed_text(fields.DUTY_PHONE)
    deputy_phone = sealed_text(fields.DEPUTY_PHONE)
