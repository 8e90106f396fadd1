"""A share: one owner lets another see something, and why it may. What it opens stands in its lines."""

from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from icat import clock
from icat.cases import fields
from icat.db.base import PLAIN, SENSITIVE, Base, Code
from icat.db.sealed import SealedRow, sealed_text
from icat.i18n import Message
from icat.legal import Category, ConsentState, Mode, Necessity, Purpose, RecipientKind


class Ending(StrEnum):
    """Why a share ends."""

    WITHDRAWN = auto()
    CONSENT_WITHDRAWN = auto()
    EXPIRED = auto()
    SUPERSEDED = auto()  # something newer takes its place

    @property
    def label(self) -> Message:
        """The end in words."""
        return _ENDING_LABELS[self]


_ENDING_LABELS = {
    Ending.WITHDRAWN: Message("Taken back"),
    Ending.CONSENT_WITHDRAWN: Message("Her consent was withdrawn"),
    Ending.EXPIRED: Message("Expired"),
    Ending.SUPERSEDED: Message("Replaced by a newer one"),
}


class Share(SealedRow, Base):
    """One act of sharing: one sender, one class of recipient, one legal basis."""

    __tablename__ = "share"
    __table_args__ = (
        Index(None, "case_id", "recipient_kind", "recipient_id"),
        Index(None, "team_id", "valid_until"),
        CheckConstraint("sender_id IS NULL OR recipient_id IS NULL OR sender_id <> recipient_id", name="two_agencies"),
        CheckConstraint("copy_number IS NULL OR copy_number > 0", name="copy_number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    sender_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), info=PLAIN)  # none: what the team made
    recipient_kind: Mapped[RecipientKind] = mapped_column(Code(RecipientKind), info=PLAIN)
    recipient_id: Mapped[UUID | None] = mapped_column(
        default=None, info=PLAIN
    )  # an agency, a member, or an agenda item
    basis_code: Mapped[str] = mapped_column(String(40), info=PLAIN)
    catalogue_version: Mapped[str] = mapped_column(String(40), info=PLAIN)
    consent: Mapped[ConsentState] = mapped_column(Code(ConsentState), info=PLAIN)
    consent_id: Mapped[UUID | None] = mapped_column(ForeignKey("consent.id"), default=None, index=True, info=PLAIN)
    purpose: Mapped[Purpose] = mapped_column(Code(Purpose), info=PLAIN)
    necessity_code: Mapped[Necessity] = mapped_column(Code(Necessity), info=PLAIN)
    mode: Mapped[Mode] = mapped_column(Code(Mode), info=PLAIN)
    given_at: Mapped[datetime] = mapped_column(info=PLAIN)  # when it was told
    recorded_at: Mapped[datetime] = mapped_column(info=PLAIN)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    valid_until: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    agenda_item_id: Mapped[UUID | None] = mapped_column(default=None, index=True, info=PLAIN)
    document: Mapped[str | None] = mapped_column(String(40), default=None, info=PLAIN)  # plan, safety_plan: an export
    format: Mapped[str | None] = mapped_column(String(40), default=None, info=PLAIN)
    copy_number: Mapped[int | None] = mapped_column(default=None, info=PLAIN)
    salt: Mapped[str] = mapped_column(String(32), info=SENSITIVE)
    digest: Mapped[str] = mapped_column(String(64), info=PLAIN)  # what was shared, salted: it stands in the leaf too
    necessity = sealed_text(fields.NECESSITY)
    holder = sealed_text(fields.HOLDER)
    permission_reference = sealed_text(fields.PERMISSION_REFERENCE)

    lines: Mapped[list["ShareLine"]] = relationship(lazy="raise")
    recipients: Mapped[list["ShareRecipient"]] = relationship(lazy="raise")
    ends: Mapped[list["ShareEnd"]] = relationship(lazy="raise")

    @property
    def last_day(self) -> date | None:
        """The last day on which it can be read; none for a paper."""
        return clock.local(self.valid_until - timedelta(microseconds=1)).date() if self.valid_until else None


class ShareLine(Base):
    """One thing a share opens: a category of what the sender owns in this case, in one item or in all."""

    __tablename__ = "share_line"
    __table_args__ = (UniqueConstraint("share_id", "item_id", "category"), Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    share_id: Mapped[UUID] = mapped_column(ForeignKey("share.id"), info=PLAIN)
    item_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)  # none: the category as a whole
    category: Mapped[Category] = mapped_column(Code(Category), info=PLAIN)
    added_at: Mapped[datetime] = mapped_column(info=PLAIN)


class ShareRecipient(Base):
    """An agency that was present when something was told at the table: who heard it is kept, not worked out later."""

    __tablename__ = "share_recipient"
    __table_args__ = (Index(None, "agency_id", "share_id"),)

    share_id: Mapped[UUID] = mapped_column(ForeignKey("share.id"), primary_key=True, info=PLAIN)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), primary_key=True, info=PLAIN)


class ShareEnd(SealedRow, Base):
    """The end of a share: a new row, so that the past stays. From here on nothing more is read under it."""

    __tablename__ = "share_end"
    __table_args__ = (UniqueConstraint("share_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    share_id: Mapped[UUID] = mapped_column(ForeignKey("share.id"), info=PLAIN)
    code: Mapped[Ending] = mapped_column(Code(Ending), info=PLAIN)
    ended_at: Mapped[datetime] = mapped_column(info=PLAIN)
    ended_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    reason = sealed_text(fields.END_REASON)
