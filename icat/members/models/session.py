"""A session of one account on one device, and the attempts that slow a guesser down."""

from datetime import datetime, timedelta
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, SENSITIVE, Base

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=12)
COOKIE_AGE = 2 * ABSOLUTE  # outlives the session, so that what is typed after its end can still be kept for its owner


class SessionState(StrEnum):
    """What a session is good for at a moment."""

    OPEN = auto()
    LOCKED = auto()
    ENDED = auto()


class AuthSession(Base):
    """One signed-in device. The cookie holds a random token; the table only its digest."""

    __tablename__ = "auth_session"
    __table_args__ = (UniqueConstraint("token_digest"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True, info=PLAIN)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), info=SENSITIVE)
    device: Mapped[str] = mapped_column(String(60), info=PLAIN)  # "Firefox, Linux": enough to know one's own
    begun_at: Mapped[datetime] = mapped_column(info=PLAIN)
    seen_at: Mapped[datetime] = mapped_column(info=PLAIN)
    ended_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)

    def state(self, at: datetime) -> SessionState:
        """Ended after twelve hours or by its owner, locked after fifteen idle minutes."""
        if self.ended_at is not None or at - self.begun_at > ABSOLUTE:
            return SessionState.ENDED
        return SessionState.LOCKED if at - self.seen_at > IDLE else SessionState.OPEN


class Attempt(Base):
    """A failed sign-in, by digests: of the login, or of the address. Old ones are forgotten."""

    __tablename__ = "attempt"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    key: Mapped[bytes] = mapped_column(LargeBinary(32), index=True, info=SENSITIVE)
    at: Mapped[datetime] = mapped_column(info=PLAIN)
