"""What came from a phone that had no signal: that it came, once, and which draft it became."""

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base, Code


class ParcelKind(StrEnum):
    """What its author wanted with it."""

    DRAFT = auto()  # the battery or the page ended before anybody pressed anything
    ALERT = auto()
    REFERRAL = auto()


class Parcel(Base):
    """One part of one referral from a phone. What was written lies sealed in the draft that was made of it."""

    __tablename__ = "parcel"
    __table_args__ = (UniqueConstraint("author_id", "client_id", "part"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    ticket_id: Mapped[UUID] = mapped_column(info=PLAIN)  # no foreign key: an old ticket is forgotten
    client_id: Mapped[UUID] = mapped_column(info=PLAIN)
    part: Mapped[int] = mapped_column(info=PLAIN)
    kind: Mapped[ParcelKind] = mapped_column(Code(ParcelKind), info=PLAIN)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True, info=PLAIN)
    written_at: Mapped[datetime] = mapped_column(info=PLAIN)  # by the clock of the phone
    received_at: Mapped[datetime] = mapped_column(info=PLAIN)
    deferred_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)  # it could not be submitted
