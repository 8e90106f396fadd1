"""Letters and errands as rows. No column holds an address: whom a letter reaches is looked up when it is sent."""

from datetime import datetime
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base, Code
from icat.outbox.texts import Kind


class LetterState(StrEnum):
    """Where a letter is."""

    WAITING = auto()
    SENT = auto()
    FAILED = auto()


class Channel(StrEnum):
    """On which way it goes."""

    MAIL = auto()
    CALL = auto()


class Letter(Base):
    """One letter to one account of staff, for one agency where that matters. Sent at least once, or failed and said so.

    No foreign keys: who works here stands above the outbox.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index(None, "state", "next_at"),
        Index(None, "account_id", "state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(info=PLAIN)
    account_id: Mapped[UUID] = mapped_column(info=PLAIN)
    agency_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    kind: Mapped[Kind] = mapped_column(Code(Kind), info=PLAIN)
    channel: Mapped[Channel] = mapped_column(Code(Channel), default=Channel.MAIL, info=PLAIN)
    about_id: Mapped[UUID | None] = mapped_column(
        default=None, info=PLAIN
    )  # the checkpoint it carries; a duty's number
    facts: Mapped[dict[str, Any]] = mapped_column(info=PLAIN)
    state: Mapped[LetterState] = mapped_column(Code(LetterState), default=LetterState.WAITING, info=PLAIN)
    attempts: Mapped[int] = mapped_column(default=0, info=PLAIN)
    written_at: Mapped[datetime] = mapped_column(info=PLAIN)
    next_at: Mapped[datetime] = mapped_column(info=PLAIN)
    sent_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    fault: Mapped[str | None] = mapped_column(String(40), default=None, info=PLAIN)  # a code


class ErrandKind(StrEnum):
    """What the worker is to do soon."""

    CHECKPOINT = auto()


class Errand(Base):
    """Something slow that an act wants done right after it; gone once it is done."""

    __tablename__ = "errand"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(info=PLAIN)
    kind: Mapped[ErrandKind] = mapped_column(Code(ErrandKind), info=PLAIN)
    occasion: Mapped[str] = mapped_column(String(40), info=PLAIN)  # a code
    asked_at: Mapped[datetime] = mapped_column(info=PLAIN)
