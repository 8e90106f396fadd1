"""Orders and measures that protect her: what binds him from when to when, and what was done about it, step by step."""

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.db.base import PLAIN, SENSITIVE, Base, Code
from icat.db.sealed import SealedRow, sealed_codes, sealed_mapping, sealed_text
from icat.i18n import Message
from icat.legal import Category


class StepKind(StrEnum):
    """What was done about an order, or changed in it."""

    AMENDED = auto()
    EXTENDED = auto()
    ENDED = auto()
    CALLED = auto()
    FILED = auto()
    NOT_WANTED = auto()
    HEARING = auto()

    @property
    def label(self) -> Message:
        """The step in words."""
        return _LABELS[self]


_LABELS = {
    StepKind.AMENDED: Message("Corrected"),
    StepKind.EXTENDED: Message("Extended"),
    StepKind.ENDED: Message("Ended early"),
    StepKind.CALLED: Message("She was called"),
    StepKind.FILED: Message("The application for a restraining order was filed"),
    StepKind.NOT_WANTED: Message("She does not want to apply for a restraining order now"),
    StepKind.HEARING: Message("A hearing was set"),
}

NOTED = (StepKind.CALLED, StepKind.FILED, StepKind.NOT_WANTED, StepKind.HEARING)


class Order(SealedRow, Base):
    """One order or measure as it stands now. It belongs to the agency that recorded it; a share line opens it by name.

    What it said before stands in its steps: nothing is overwritten that cannot be read again.
    """

    __tablename__ = "protective_order"
    __opened_by_name__ = True
    __table_args__ = (
        Index(None, "case_id", "starts_at"),
        Index(None, "team_id", "kind", "ends_at"),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="period"),
        CheckConstraint("kind <> 'urgent_barring_order' OR ends_at IS NOT NULL", name="urgent_ends"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), info=PLAIN)  # none: the team's office
    category: Mapped[Category] = mapped_column(Code(Category), info=PLAIN)
    kind: Mapped[str] = mapped_column(String(40), info=SENSITIVE)  # a code of the list order_kind
    starts_at: Mapped[datetime] = mapped_column(info=SENSITIVE)
    ends_at: Mapped[datetime | None] = mapped_column(default=None, info=SENSITIVE)  # none: no end is set
    ended_at: Mapped[datetime | None] = mapped_column(default=None, info=SENSITIVE)  # before its time
    called_at: Mapped[datetime | None] = mapped_column(default=None, info=SENSITIVE)  # and reached
    filed_at: Mapped[datetime | None] = mapped_column(default=None, info=SENSITIVE)
    not_wanted_at: Mapped[datetime | None] = mapped_column(default=None, info=SENSITIVE)
    hearing_at: Mapped[datetime | None] = mapped_column(default=None, info=SENSITIVE)
    recorded_at: Mapped[datetime] = mapped_column(info=PLAIN)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)
    number = sealed_text(fields.ORDER_NUMBER)
    measures = sealed_codes(fields.ORDER_MEASURES)
    conditions = sealed_text(fields.ORDER_CONDITIONS)


class OrderStep(SealedRow, Base):
    """One thing that was done or changed: when, by whom, and what stood there before. It is added and never changed."""

    __tablename__ = "order_step"
    __table_args__ = (Index(None, "order_id", "recorded_at"), Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("protective_order.id"), info=PLAIN)
    kind: Mapped[StepKind] = mapped_column(Code(StepKind), info=SENSITIVE)
    at: Mapped[datetime] = mapped_column(info=SENSITIVE)  # when it happened, or will be heard
    recorded_at: Mapped[datetime] = mapped_column(info=PLAIN)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    outcome = sealed_text(fields.ORDER_OUTCOME)
    reason = sealed_text(fields.ORDER_REASON)
    was = sealed_mapping(fields.ORDER_WAS)
