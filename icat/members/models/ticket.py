"""What lets a phone without signal send later: the key that it seals to, and a ticket that opens one slot."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, SENSITIVE, Base
from icat.db.keys import INSTALLATION
from icat.db.sealed import SealedRow, sealed_text
from icat.members import fields

TICKET_LASTS = timedelta(hours=24)
KEY_HANDED_OUT = timedelta(hours=24)
# A parcel that found no signal for so long can still be opened; after that nobody can, whoever has the phone.
KEY_LASTS = KEY_HANDED_OUT + timedelta(hours=72)


class ParcelKey(SealedRow, Base):
    """A pair of keys of this installation: phones seal to the point, the other half lies sealed under a key of its own
    and is destroyed with it."""

    __tablename__ = "parcel_key"
    __sealed_owner__ = "id"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    point: Mapped[bytes] = mapped_column(LargeBinary(65), info=PLAIN)
    made_at: Mapped[datetime] = mapped_column(index=True, info=PLAIN)
    private = sealed_text(fields.PARCEL_KEY)

    @property
    def sealed_team_id(self) -> UUID:
        """Of no team: one phone may seal for several."""
        return INSTALLATION


class Ticket(Base):
    """The right of one member, from one device, to hand in one referral within a day: nothing can be read with it, and
    it goes on when the session that asked for it has ended."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("token_digest"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True, info=PLAIN)
    session_id: Mapped[UUID] = mapped_column(info=PLAIN)  # no foreign key: a session is forgotten before its tickets
    device: Mapped[str] = mapped_column(String(60), info=PLAIN)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), info=SENSITIVE)
    issued_at: Mapped[datetime] = mapped_column(index=True, info=PLAIN)
    client_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)  # the referral that it was used for
    revoked_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    revoked_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)

    def is_good(self, at: datetime) -> bool:
        """Whether it still lets something in."""
        return self.revoked_at is None and at - self.issued_at < TICKET_LASTS
