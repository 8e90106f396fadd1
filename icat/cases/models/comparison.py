"""What somebody found who compared two cases: the same two people, one of them, others. Cases are never joined."""

from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from icat.cases import fields
from icat.db.base import PLAIN, Base
from icat.db.sealed import SealedRow, sealed_text
from icat.i18n import Message


class Verdict(StrEnum):
    """What was found. The codes are short enough to look alike when they are sealed."""

    SAME_PAIR = auto()
    SURVIVOR = auto()
    DIFFERENT = auto()
    # for the chairs only
    PERPETRATOR = auto()
    MIRROR = auto()
    UNRELATED = auto()

    @property
    def label(self) -> Message:
        """The verdict in words."""
        return _LABELS[self]

    @property
    def is_for_chairs(self) -> bool:
        """Whether nobody but the chairs learns that this was asked or answered."""
        return self in FOR_CHAIRS


FOR_CHAIRS = frozenset({Verdict.PERPETRATOR, Verdict.MIRROR, Verdict.UNRELATED})
_LABELS = {
    Verdict.SAME_PAIR: Message("Another case of the same two people"),
    Verdict.SURVIVOR: Message("The same survivor, another perpetrator"),
    Verdict.DIFFERENT: Message("Not the same people"),
    Verdict.PERPETRATOR: Message("The same perpetrator, another survivor"),
    Verdict.MIRROR: Message("Counter-allegation: each is said to harm the other"),
    Verdict.UNRELATED: Message("Not related"),
}


class Comparison(SealedRow, Base):
    """One verdict on two cases, the later first. A later verdict takes the place of an earlier one, and both stay.

    What was found is sealed: from the row itself nobody learns more than that two cases were looked at together.
    """

    __tablename__ = "comparison"
    __table_args__ = (
        Index(None, "case_id", "compared_at"),
        Index(None, "other_id"),
        CheckConstraint("case_id <> other_id", name="two_cases"),
        CheckConstraint("verdict_sealed IS NOT NULL", name="verdict"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), info=PLAIN)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), info=PLAIN)
    compared_at: Mapped[datetime] = mapped_column(info=PLAIN)
    compared_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), info=PLAIN)
    verdict = sealed_text(fields.VERDICT)
