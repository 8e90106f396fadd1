"""Which cases are on legal hold, and the holds of one case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from icat import clock, codes
from icat.cases.models import Case, Hold
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.members.queries.people import member_names


@dataclass(frozen=True, slots=True)
class HoldView:
    """One hold, with the words that stand sealed in it."""

    number: int
    id: UUID
    version: int
    ground: Words
    authority: str
    reason: str
    placed_at: datetime
    placed_by: str
    placed_by_id: UUID
    until_on: date | None
    lifted_at: datetime | None
    lifted_by: str
    lift_reason: str
    is_in_force: bool

    @property
    def state_label(self) -> Message:
        """Where it stands, in words."""
        if self.lifted_at is not None:
            return Message("Lifted")
        return Message("In force") if self.is_in_force else Message("Run out")


def in_force(on: date | None = None) -> ColumnElement[bool]:
    """Said in SQL of a row of holds: neither lifted nor run out."""
    return and_(Hold.lifted_at.is_(None), or_(Hold.until_on.is_(None), Hold.until_on >= (on or clock.today())))


def is_in_force(hold: Hold) -> bool:
    """The same of a row that was read."""
    return hold.lifted_at is None and (hold.until_on is None or hold.until_on >= clock.today())


def is_held() -> ColumnElement[bool]:
    """Said in SQL of a row of cases: some hold is in force."""
    return exists().where(Hold.case_id == Case.id, in_force())


def held_among(session: Session, case_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these cases are on hold now."""
    return frozenset(session.scalars(select(Hold.case_id).where(Hold.case_id.in_(list(case_ids)), in_force())))


def holds(case_id: UUID) -> tuple[HoldView, ...]:
    """The holds of one case, oldest first. The caller has opened the case for somebody who may read them."""
    rows = db.session().scalars(select(Hold).where(Hold.case_id == case_id).order_by(Hold.placed_at, Hold.id)).all()
    names = member_names({id for row in rows for id in (row.placed_by_id, row.lifted_by_id) if id})
    return tuple(
        HoldView(
            number=number,
            id=row.id,
            version=row.version,
            ground=codes.words("hold_reason", row.reason_code),
            authority=row.authority,
            reason=row.reason,
            placed_at=row.placed_at,
            placed_by=names.get(row.placed_by_id, ""),
            placed_by_id=row.placed_by_id,
            until_on=row.until_on,
            lifted_at=row.lifted_at,
            lifted_by=names.get(row.lifted_by_id, "") if row.lifted_by_id else "",
            lift_reason=row.lift_reason,
            is_in_force=is_in_force(row),
        )
        for number, row in enumerate(rows, 1)
    )
