"""The case: its stage, who sits at its table, who must not learn of it, and the history of its level."""

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.db.base import PLAIN, SENSITIVE, Base, Code
from icat.db.sealed import SealedRow, sealed_text
from icat.errors import RuleBroken
from icat.i18n import Message


class Stage(StrEnum):
    """Where the team's work on a case stands."""

    SCREENING = auto()
    RESEARCH = auto()
    MEETING = auto()
    DECIDED = auto()
    ACTIVE = auto()
    WATCH = auto()
    CLOSED = auto()
    DECLINED = auto()

    @property
    def label(self) -> Message:
        """The stage in words."""
        return _STAGE_LABELS[self]


_STAGE_LABELS = {
    Stage.SCREENING: Message("Screening"),
    Stage.RESEARCH: Message("Research"),
    Stage.MEETING: Message("In the meeting"),
    Stage.DECIDED: Message("Decided"),
    Stage.ACTIVE: Message("Plan active"),
    Stage.WATCH: Message("Watch"),
    Stage.CLOSED: Message("Closed"),
    Stage.DECLINED: Message("Declined"),
}

NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.SCREENING: frozenset({Stage.RESEARCH, Stage.DECLINED}),
    Stage.RESEARCH: frozenset({Stage.MEETING, Stage.DECLINED}),
    Stage.MEETING: frozenset({Stage.DECIDED}),
    Stage.DECIDED: frozenset({Stage.ACTIVE, Stage.MEETING, Stage.CLOSED}),
    Stage.ACTIVE: frozenset({Stage.MEETING, Stage.WATCH}),
    Stage.WATCH: frozenset({Stage.ACTIVE, Stage.MEETING, Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
    Stage.DECLINED: frozenset(),
}


class Proposal(StrEnum):
    """What the coordinator proposes to the chairs."""

    LIST = auto()
    EMERGENT = auto()
    DECLINE = auto()

    @property
    def label(self) -> Message:
        """The proposal in words."""
        return _PROPOSAL_LABELS[self]


_PROPOSAL_LABELS = {
    Proposal.LIST: Message("List for a meeting"),
    Proposal.EMERGENT: Message("Call an emergent meeting"),
    Proposal.DECLINE: Message("Decline"),
}


class LevelCode(StrEnum):
    """What the team agreed the risk is. Fixed: two levels and no third."""

    HIGHEST_RISK = auto()
    NOT_HIGHEST_RISK = auto()

    @property
    def label(self) -> Message:
        """The level in words, never "low"."""
        return _LEVEL_LABELS[self]


_LEVEL_LABELS = {
    LevelCode.HIGHEST_RISK: Message("Highest risk"),
    LevelCode.NOT_HIGHEST_RISK: Message("No team plan now"),
}


class Case(SealedRow, Base):
    """The file about one survivor and one perpetrator, and whoever else is at risk with her."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("reference"),
        Index(None, "team_id", "stage", "opened_at", "id"),
        Index(None, "team_id", "opened_at", "id"),
        Index(None, "team_id", "hromada", "opened_at", "id"),
        Index(None, "referrer_id", "opened_at"),
        CheckConstraint("(screened_at IS NULL) = (screened_by_id IS NULL)", name="screened"),
        CheckConstraint("(proposed_at IS NULL) = (proposed_by_id IS NULL)", name="proposed"),
        CheckConstraint("(proposed_at IS NULL) = (proposal IS NULL)", name="proposal"),
        CheckConstraint("(declined_at IS NULL) = (declined_by_id IS NULL)", name="declined"),
    )
    __sealed_owner__ = "id"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    reference: Mapped[str] = mapped_column(String(20), info=PLAIN)
    hromada: Mapped[str] = mapped_column(String(19), info=PLAIN)
    stage: Mapped[Stage] = mapped_column(Code(Stage), default=Stage.SCREENING, info=PLAIN)
    urgency: Mapped[str] = mapped_column(String(40), info=PLAIN)
    has_children: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    referrer_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    referring_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    opened_at: Mapped[datetime] = mapped_column(info=PLAIN)
    screened_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    screened_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    proposal: Mapped[Proposal | None] = mapped_column(Code(Proposal), default=None, info=PLAIN)
    proposed_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    proposed_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    proposed_code: Mapped[str | None] = mapped_column(String(60), default=None, info=PLAIN)  # the reason for declining
    declined_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    declined_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    is_emergent: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    is_not_agreed: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    level: Mapped[LevelCode | None] = mapped_column(Code(LevelCode), default=None, info=SENSITIVE)  # the newest Level
    next_review_on: Mapped[date | None] = mapped_column(default=None, info=PLAIN)
    disposed_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)  # destroyed: this row is a skeleton
    access_version: Mapped[int] = mapped_column(default=0, info=PLAIN)  # moves when who may see what moves
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    proposal_reason = sealed_text(fields.PROPOSAL_REASON)
    decline_advice = sealed_text(fields.DECLINE_ADVICE)

    @property
    def is_over(self) -> bool:
        """Whether the team has finished with it: whatever happens now is a new referral."""
        return self.stage in (Stage.CLOSED, Stage.DECLINED) or self.disposed_at is not None

    def insist_on_open(self, otherwise: Message | None = None) -> None:
        """Refuse to add to a case that is over, with ``otherwise`` as the way out."""
        if self.is_over:
            raise RuleBroken(otherwise or Message("This case is closed."))

    def advance(self, to: Stage) -> None:
        """Move to the next stage. Refuses a step that the work does not know."""
        if to is self.stage:
            return
        if to not in NEXT[self.stage]:
            raise RuleBroken(
                Message("A case at the stage «%(now)s» cannot go to «%(to)s».", now=self.stage.label, to=to.label)
            )
        self.stage = to
        self.access_version += 1


class Seat(Base):
    """An agency's place at one case's table."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("case_id", "agency_id"), Index(None, "agency_id", "ended_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    given_at: Mapped[datetime] = mapped_column(info=PLAIN)
    given_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    ended_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)


class Bar(SealedRow, Base):
    """Somebody who must not learn of the case: a name, and the member it is, where it is one."""

    __tablename__ = "bar"
    __table_args__ = (Index(None, "case_id", "member_id"), Index(None, "member_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), default=None, info=PLAIN)
    is_conflict: Mapped[bool] = mapped_column(default=False, info=PLAIN)  # declared by the member itself
    set_at: Mapped[datetime] = mapped_column(info=PLAIN)
    set_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    name = sealed_text(fields.BARRED_NAME)
    link = sealed_text(fields.BARRED_LINK)
    reason = sealed_text(fields.BARRED_REASON)


class Level(SealedRow, Base):
    """One step in the history of what the team holds the risk to be: who set it, why, and in which meeting.

    No score makes such a row, and none can exist without a person and a reason; one that lowers names its meeting.
    """

    __tablename__ = "level"
    __table_args__ = (
        Index(None, "case_id", "set_at"),
        CheckConstraint("reason_sealed IS NOT NULL", name="reason"),
        CheckConstraint("level <> 'not_highest_risk' OR meeting_id IS NOT NULL", name="lowered_in_meeting"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    level: Mapped[LevelCode] = mapped_column(Code(LevelCode), info=SENSITIVE)
    set_at: Mapped[datetime] = mapped_column(info=PLAIN)
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    meeting_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    reason = sealed_text(fields.LEVEL_REASON)
