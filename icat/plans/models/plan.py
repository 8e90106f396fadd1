"""The risk-management plan: promises, each owned by an agency, dated, and tied to the danger it reduces."""

from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from icat.clock import local
from icat.db.base import PLAIN, Base, Code
from icat.db.sealed import SealedRow, sealed_text
from icat.i18n import Message
from icat.plans import fields


class Domain(StrEnum):
    """Whom or what an action is about, in the order of the plan."""

    SURVIVOR = auto()
    PERPETRATOR = auto()
    CHILDREN = auto()
    OTHERS = auto()
    STAFF = auto()

    @property
    def label(self) -> Message:
        """The domain in words."""
        return _DOMAIN_LABELS[self]


_DOMAIN_LABELS = {
    Domain.SURVIVOR: Message("Survivor's safety and support"),
    Domain.PERPETRATOR: Message("Monitoring of the perpetrator"),
    Domain.CHILDREN: Message("Children"),
    Domain.OTHERS: Message("Others at risk"),
    Domain.STAFF: Message("Safety of workers"),
}


class ActionStatus(StrEnum):
    """How far a promise is."""

    OPEN = auto()
    DONE = auto()
    NOT_POSSIBLE = auto()
    OVERTAKEN = auto()
    REFUSED_BY_SURVIVOR = auto()
    CANCELLED = auto()

    @property
    def label(self) -> Message:
        """The status in words."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    ActionStatus.OPEN: Message("Open"),
    ActionStatus.DONE: Message("Done"),
    ActionStatus.NOT_POSSIBLE: Message("Not possible"),
    ActionStatus.OVERTAKEN: Message("Overtaken by events"),
    ActionStatus.REFUSED_BY_SURVIVOR: Message("Refused by the survivor"),
    ActionStatus.CANCELLED: Message("Cancelled"),
}


class Plan(SealedRow, Base):
    """The one plan of a case. Its edition is counted each time the meeting agrees it."""

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("case_id"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="agreed"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    edition: Mapped[int] = mapped_column(default=0, info=PLAIN)
    begun_at: Mapped[datetime] = mapped_column(info=PLAIN)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    agreed_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    note = sealed_text(fields.PLAN_NOTE)


class Action(SealedRow, Base):
    """One promise: verb first, one owner, one date, one danger."""

    __tablename__ = "action"
    __table_args__ = (
        Index(None, "case_id", "domain", "due_on"),
        Index(None, "agency_id", "status", "due_on"),
        CheckConstraint("(reported_at IS NULL) = (reported_by_id IS NULL)", name="reported"),
        CheckConstraint("danger_factor IS NOT NULL OR danger_sealed IS NOT NULL", name="danger"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), info=PLAIN)
    agenda_item_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    domain: Mapped[Domain] = mapped_column(Code(Domain), info=PLAIN)
    danger_factor: Mapped[str | None] = mapped_column(String(60), default=None, info=PLAIN)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), info=PLAIN)
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), default=None, info=PLAIN)
    due_on: Mapped[date] = mapped_column(info=PLAIN)
    status: Mapped[ActionStatus] = mapped_column(Code(ActionStatus), default=ActionStatus.OPEN, info=PLAIN)
    needs_consent: Mapped[bool] = mapped_column(default=False, info=PLAIN)
    reveals_source: Mapped[bool] = mapped_column(default=False, info=PLAIN)  # could show him where it came from
    added_at: Mapped[datetime] = mapped_column(info=PLAIN)
    added_by_id: Mapped[UUID] = mapped_column(info=PLAIN)
    reported_at: Mapped[datetime | None] = mapped_column(default=None, info=PLAIN)
    reported_by_id: Mapped[UUID | None] = mapped_column(default=None, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    text = sealed_text(fields.ACTION_TEXT)
    danger = sealed_text(fields.DANGER)
    result = sealed_text(fields.RESULT)
    told_by = sealed_text(fields.TOLD_BY)  # who rang, where somebody of the office entered the report

    @property
    def is_late(self) -> bool:
        """Whether it was done after its day."""
        reported = self.reported_at
        return self.status is ActionStatus.DONE and reported is not None and local(reported).date() > self.due_on

    def is_overdue(self, today: date) -> bool:
        """Whether it is still open after its day."""
        return self.status is ActionStatus.OPEN and self.due_on < today
