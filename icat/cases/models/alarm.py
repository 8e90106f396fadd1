"""An alarm: an urgent referral that somebody must acknowledge, and each one who was called about it."""

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base, Code
from icat.i18n import Message


class Rung(StrEnum):
    """The ladder of who is called, in its order."""

    DUTY = auto()
    DEPUTY = auto()
    NEXT = auto()
    CHAIRS = auto()

    @property
    def label(self) -> Message:
        """The rung in words."""
        return _LABELS[self]


_LABELS = {
    Rung.DUTY: Message("on duty"),
    Rung.DEPUTY: Message("deputy"),
    Rung.NEXT: Message("next on duty"),
    Rung.CHAIRS: Message("chair"),
}


class Alarm(Base):
    """One urgent referral that waits for an answer. ``next_at``: when the next rung is called; none once it is over."""

    __tablename__ = "alarm"
    __table_args__ = (
        Index(None, "team_id", "next_at"),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL)", name="acknowledged"),
        CheckConstraint("acknowledged_at IS NULL OR next_at IS NULL", name="over"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    raised_at: Mapped[datetime] = mapped_column(info=PLAIN)
    next_at: Mapped[datetime | None] = mapped_column(info=PLAIN)
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)


class AlarmCall(Base):
    """One member who was called about an alarm, and on which rung. Nobody is called twice about the same one."""

    __tablename__ = "alarm_call"
    __table_args__ = (UniqueConstraint("alarm_id", "member_id"), Index(None, "member_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    alarm_id: Mapped[UUID] = mapped_column(ForeignKey("alarm.id"), info=PLAIN)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    rung: Mapped[Rung] = mapped_column(Code(Rung), info=PLAIN)
    called_at: Mapped[datetime] = mapped_column(info=PLAIN)
