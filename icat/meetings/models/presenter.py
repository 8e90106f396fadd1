"""Who presents a case at a meeting: its referrer, who confirms or names a deputy. Without one it is often postponed."""

from datetime import datetime, timedelta
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base, Code
from icat.i18n import Message

AHEAD = timedelta(days=2)  # how long before the meeting a referrer who has not confirmed is asked


class Presence(StrEnum):
    """What the referrer answers."""

    COMES = auto()
    DEPUTY = auto()
    NOBODY = auto()

    @property
    def label(self) -> Message:
        """The answer in words."""
        return {
            Presence.COMES: Message("The referrer comes"),
            Presence.DEPUTY: Message("A deputy comes"),
            Presence.NOBODY: Message("Nobody can come"),
        }[self]


class Presenter(Base):
    """One item of an agenda: when its referrer was asked, and the answer. The newest answer replaces an older one."""

    __tablename__ = "presenter"
    __table_args__ = (
        UniqueConstraint("item_id"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered"),
        CheckConstraint("(answered_at IS NULL) = (presence IS NULL)", name="presence"),
        CheckConstraint("deputy_id IS NULL OR (presence IS NOT NULL AND presence = 'deputy')", name="deputy"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), info=PLAIN)
    asked_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    presence: Mapped[Presence | None] = mapped_column(Code(Presence), default=None, info=PLAIN)
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), default=None, info=PLAIN)
    answered_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    answered_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
