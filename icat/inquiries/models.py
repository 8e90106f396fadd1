"""An inquiry as the register keeps it, and the cases it is about, which the entry itself never tells."""

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, SENSITIVE, Base
from icat.db.sealed import SealedRow, sealed_mapping, sealed_text
from icat.i18n import Message
from icat.inquiries import fields


class InquiryState(StrEnum):
    """Where an inquiry stands. What was answered is not part of it: that could tell that there is a case."""

    OPEN = auto()
    POSTPONED = auto()
    ANSWERED = auto()

    @property
    def label(self) -> Message:
        """The state in words."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    InquiryState.OPEN: Message("Unanswered"),
    InquiryState.POSTPONED: Message("Postponed"),
    InquiryState.ANSWERED: Message("Answered"),
}


class Inquiry(SealedRow, Base):
    """One question to the team about somebody: who asks, by which right, for what, by when."""

    __tablename__ = "inquiry"
    __sealed_owner__ = "id"
    __table_args__ = (
        UniqueConstraint("team_id", "number"),
        Index(None, "team_id", "answered_at", "due_on"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("(identity_at IS NULL) = (identity_by_id IS NULL)", name="identity"),
        CheckConstraint("(identity_at IS NULL) = (identity_code IS NULL)", name="identity_code"),
        CheckConstraint("(postponed_at IS NULL) = (postponed_by_id IS NULL)", name="postponed"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered"),
        CheckConstraint("(answered_at IS NULL) = (outcome IS NULL)", name="outcome"),
        CheckConstraint("outcome <> 'refused' OR refusal IS NOT NULL", name="refusal"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    number: Mapped[int] = mapped_column(info=PLAIN)  # in the register: counted, for an inquiry is not a case
    kind: Mapped[str] = mapped_column(String(40), info=PLAIN)
    channel: Mapped[str] = mapped_column(String(40), info=PLAIN)
    language: Mapped[str] = mapped_column(String(2), default="uk", info=PLAIN)  # of the letters
    received_at: Mapped[datetime] = mapped_column(info=PLAIN)
    recorded_at: Mapped[datetime] = mapped_column(info=PLAIN)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)  # who answers it
    paper_on: Mapped[date | None] = mapped_column(default=None, info=PLAIN)
    categories: Mapped[list[str]] = mapped_column(info=PLAIN)  # which data are asked for
    study_on: Mapped[date | None] = mapped_column(default=None, info=PLAIN)
    due_on: Mapped[date] = mapped_column(info=PLAIN)
    is_hold: Mapped[bool] = mapped_column(
        default=False, info=PLAIN
    )  # while open, nothing about the person is destroyed
    identity_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    identity_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    identity_code: Mapped[str | None] = mapped_column(String(40), default=None, info=PLAIN)
    postponed_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    postponed_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    answered_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    answered_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    outcome: Mapped[str | None] = mapped_column(String(40), default=None, info=SENSITIVE)
    refusal: Mapped[str | None] = mapped_column(String(40), default=None, info=SENSITIVE)
    share_id: Mapped[UUID | None] = mapped_column(ForeignKey("share.id"), default=None, info=SENSITIVE)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    asked_by = sealed_text(fields.ASKED_BY)
    capacity = sealed_text(fields.CAPACITY)
    reply_to = sealed_text(fields.REPLY_TO)
    paper_number = sealed_text(fields.PAPER_NUMBER)
    about = sealed_text(fields.ABOUT)
    wanted = sealed_text(fields.WANTED)
    purpose = sealed_text(fields.PURPOSE)
    ground = sealed_text(fields.GROUND)
    identity_note = sealed_text(fields.IDENTITY_NOTE)
    reply_words = sealed_text(fields.REPLY_WORDS)
    wait_reason = sealed_text(fields.WAIT_REASON)
    note = sealed_text(fields.NOTE)

    @property
    def state(self) -> InquiryState:
        """Where it stands."""
        if self.answered_at is not None:
            return InquiryState.ANSWERED
        return InquiryState.OPEN if self.postponed_at is None else InquiryState.POSTPONED

    @property
    def holds(self) -> bool:
        """Whether nothing about the person may be destroyed now."""
        return self.is_hold and self.answered_at is None


class InquiryCase(Base):
    """That an inquiry is about a case. Shown only to who may read that case."""

    __tablename__ = "inquiry_case"
    __table_args__ = (UniqueConstraint("inquiry_id", "case_id"), Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    inquiry_id: Mapped[UUID] = mapped_column(ForeignKey("inquiry.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    linked_at: Mapped[datetime] = mapped_column(info=PLAIN)
    linked_by_id: Mapped[UUID] = mapped_column(info=PLAIN)


class SubjectReport(SealedRow, Base):
    """What a person is told of the own data: prepared by one, released by another, the same bytes throughout.

    Its words are sealed under the key of the case, so that they die with it.
    """

    __tablename__ = "subject_report"
    __table_args__ = (
        Index(None, "inquiry_id", "prepared_at"),
        Index(None, "case_id"),
        CheckConstraint("(released_at IS NULL) = (released_by_id IS NULL)", name="released"),
        CheckConstraint("(rejected_at IS NULL) = (rejected_by_id IS NULL)", name="rejected"),
        CheckConstraint("released_at IS NULL OR rejected_at IS NULL", name="one_end"),
        CheckConstraint("released_by_id IS NULL OR released_by_id <> prepared_by_id", name="two_people"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    inquiry_id: Mapped[UUID] = mapped_column(ForeignKey("inquiry.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), info=PLAIN)
    prepared_at: Mapped[datetime] = mapped_column(info=PLAIN)
    prepared_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    digest: Mapped[str] = mapped_column(String(64), info=PLAIN)
    share_id: Mapped[UUID] = mapped_column(info=PLAIN)  # of the share that comes to be when it is released
    copy_number: Mapped[int] = mapped_column(info=PLAIN)
    released_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    released_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    rejected_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    rejected_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    content = sealed_mapping(fields.REPORT_CONTENT)
    review_note = sealed_text(fields.REVIEW_NOTE)
    reject_reason = sealed_text(fields.REJECT_REASON)

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the second person."""
        return self.released_at is None and self.rejected_at is None
