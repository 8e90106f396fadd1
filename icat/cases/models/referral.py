"""The referral: an agency asks the team to look. It is fixed once submitted; what comes later is added, not changed.

An urgent alert is a referral in which little is said. The fuller form that follows is another row which completes it:
of the same case, with its own words and its own moment.
"""

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.crypto import Compartment
from icat.db.base import PLAIN, Base, Code
from icat.db.sealed import SealedRow, sealed_codes, sealed_day, sealed_mapping, sealed_text


class ReferralState(StrEnum):
    """Whether it still lies with its author."""

    DRAFT = auto()
    SUBMITTED = auto()
    WITHDRAWN = auto()


class Referral(SealedRow, Base):
    """One referral. Its case does not exist before it is submitted, but its number and key already do."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("reference"),
        UniqueConstraint("author_id", "client_id"),
        Index(None, "author_id", "state"),
        CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(index=True, info=PLAIN)  # no foreign key: a draft has no case yet
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    reference: Mapped[str] = mapped_column(String(20), info=PLAIN)
    state: Mapped[ReferralState] = mapped_column(Code(ReferralState), default=ReferralState.DRAFT, info=PLAIN)
    started_at: Mapped[datetime] = mapped_column(info=PLAIN)
    saved_at: Mapped[datetime] = mapped_column(info=PLAIN)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    basis_code: Mapped[str | None] = mapped_column(String(40), default=None, info=PLAIN)
    client_id: Mapped[UUID | None] = mapped_column(
        default=None, info=PLAIN
    )  # made by the page: what comes twice is one
    completes_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"), index=True, default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    draft = sealed_mapping(fields.DRAFT)
    reason_now = sealed_text(fields.REASON_NOW)
    tried_so_far = sealed_text(fields.TRIED_SO_FAR)
    own_view = sealed_text(fields.OWN_VIEW)
    own_rating = sealed_text(fields.OWN_RATING)
    own_rating_on = sealed_day(fields.OWN_RATING)
    own_rating_asked_by = sealed_text(fields.OWN_RATING_ASKED_BY)
    wants = sealed_codes(fields.WANTS)
    told = sealed_text(fields.TOLD)
    agrees = sealed_text(fields.AGREES)
    why_without = sealed_text(fields.WHY_WITHOUT)
    sex_preference = sealed_text(fields.SEX_PREFERENCE)
    police_level = sealed_text(fields.POLICE_LEVEL)
    police_level_on = sealed_day(fields.POLICE_LEVEL)
    police_level_by = sealed_text(fields.POLICE_LEVEL_BY)
    judgement = sealed_text(fields.JUDGEMENT)
    child_count = sealed_text(fields.CHILD_COUNT)


class ReferralPaper(Base):
    """A photo of an official form that came with a referral; the file lies sealed in the store."""

    __tablename__ = "referral_paper"
    __table_args__ = (UniqueConstraint("file_id"), Index(None, "referral_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(index=True, info=PLAIN)  # no foreign key: a draft has no case yet
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), info=PLAIN)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"), info=PLAIN)
    added_at: Mapped[datetime] = mapped_column(info=PLAIN)
    added_by_id: Mapped[UUID] = mapped_column(info=PLAIN)


# In which column a correction lies, by the compartment of the field that it is about.
LATER_COLUMNS = {Compartment.CONTACT: "said_contact", Compartment.SAFE_ADDRESS: "said_address"}


class Correction(SealedRow, Base):
    """What was said later of a person and differs from what stands there. Which of the two is right is for people."""

    __tablename__ = "correction"
    __table_args__ = (Index(None, "case_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), info=PLAIN)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), info=PLAIN)
    about: Mapped[str] = mapped_column(String(40), info=PLAIN)  # the name of the field
    said_at: Mapped[datetime] = mapped_column(info=PLAIN)
    said_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    said = sealed_text(fields.LATER)  # one of the three, by the compartment of the field
    said_contact = sealed_text(fields.LATER_CONTACT)
    said_address = sealed_text(fields.LATER_ADDRESS)


class InformationRequest(SealedRow, Base):
    """A question to the referrer while the case is screened, and the answer. The clock of the case keeps running."""

    __tablename__ = "information_request"
    __table_args__ = (CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True, info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)  # who is asked owns the answer
    asked_at: Mapped[datetime] = mapped_column(info=PLAIN)
    asked_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    due_on: Mapped[date] = mapped_column(info=PLAIN)
    answered_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    answered_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    text = sealed_text(fields.REQUEST_TEXT)
    answer = sealed_text(fields.ANSWER_TO_REQUEST)
