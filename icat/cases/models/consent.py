"""A consent: who agreed or refused that who receives what, until when. Never edited: what changes is a new row."""

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from icat.cases import fields
from icat.db.base import PLAIN, SENSITIVE, Base, Code
from icat.db.sealed import SealedRow, sealed_text
from icat.i18n import Message
from icat.legal import Category, Purpose, RecipientKind


class Giver(StrEnum):
    """Who consents (law 2229-VIII Art. 9, 16(4), 20(6)-(7))."""

    SURVIVOR = auto()
    REPRESENTATIVE = auto()
    GUARDIANSHIP = auto()  # where the representative is the perpetrator, or evades

    @property
    def label(self) -> Message:
        """Who, in words."""
        return _GIVER_LABELS[self]


_GIVER_LABELS = {
    Giver.SURVIVOR: Message("The survivor herself"),
    Giver.REPRESENTATIVE: Message("Her legal representative"),
    Giver.GUARDIANSHIP: Message("The guardianship body"),
}


class ConsentAnswer(StrEnum):
    """What was said: given where anything was agreed to."""

    GIVEN = auto()
    REFUSED = auto()


class Consent(SealedRow, Base):
    """One time that somebody was asked, and what the answer was. The agency that asked owns it."""

    __tablename__ = "consent"
    __opened_by_name__ = True
    __table_args__ = (
        Index(None, "case_id", "asked_at"),
        CheckConstraint("(answer = 'given') = (until_on IS NOT NULL)", name="until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    giver: Mapped[Giver] = mapped_column(Code(Giver), info=PLAIN)
    answer: Mapped[ConsentAnswer] = mapped_column(Code(ConsentAnswer), info=PLAIN)
    purpose: Mapped[Purpose] = mapped_column(Code(Purpose), info=PLAIN)
    method: Mapped[str] = mapped_column(String(40), info=PLAIN)
    language: Mapped[str] = mapped_column(String(40), default="", info=PLAIN)
    is_easy_read: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    asked_at: Mapped[datetime] = mapped_column(info=PLAIN)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    recorded_at: Mapped[datetime] = mapped_column(info=PLAIN)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    until_on: Mapped[date | None] = mapped_column(default=None, info=PLAIN)  # the last day on which it holds
    salt: Mapped[str] = mapped_column(String(32), info=SENSITIVE)
    digest: Mapped[str] = mapped_column(
        String(64), info=PLAIN
    )  # what was agreed and refused: it stands in the leaf too
    giver_name = sealed_text(fields.GIVER_NAME)
    giver_reason = sealed_text(fields.GIVER_REASON)
    witness = sealed_text(fields.CONSENT_WITNESS)
    outside = sealed_text(fields.OUTSIDE_BODY)

    lines: Mapped[list["ConsentLine"]] = relationship(lazy="raise")
    ends: Mapped[list["ConsentEnd"]] = relationship(lazy="raise")
    papers: Mapped[list["ConsentPaper"]] = relationship(lazy="raise", order_by="ConsentPaper.added_at")


class ConsentLine(Base):
    """One thing that one recipient may or may not receive."""

    __tablename__ = "consent_line"
    __table_args__ = (Index(None, "consent_id"), Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    consent_id: Mapped[UUID] = mapped_column(ForeignKey("consent.id"), info=PLAIN)
    category: Mapped[Category] = mapped_column(Code(Category), info=PLAIN)
    recipient_kind: Mapped[RecipientKind] = mapped_column(Code(RecipientKind), info=PLAIN)  # agency, office, outside
    recipient_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)  # an agency
    is_agreed: Mapped[bool] = mapped_column(info=PLAIN)  # false: she was asked and said no


class ConsentEnd(SealedRow, Base):
    """A consent that was taken back: a new row, so that the past stays (law 2297-VI Art. 8(2)(11))."""

    __tablename__ = "consent_end"
    __table_args__ = (UniqueConstraint("consent_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    consent_id: Mapped[UUID] = mapped_column(ForeignKey("consent.id"), info=PLAIN)
    method: Mapped[str] = mapped_column(String(40), info=PLAIN)
    ended_at: Mapped[datetime] = mapped_column(info=PLAIN)
    ended_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    reason = sealed_text(fields.END_REASON)


class ConsentPaper(Base):
    """A scan or photo of what was signed, kept sealed. Added, never exchanged."""

    __tablename__ = "consent_paper"
    __table_args__ = (UniqueConstraint("file_id"), Index(None, "consent_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    consent_id: Mapped[UUID] = mapped_column(ForeignKey("consent.id"), info=PLAIN)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"), info=PLAIN)
    added_at: Mapped[datetime] = mapped_column(info=PLAIN)
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
