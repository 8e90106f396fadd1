"""The copies that left: which document, in which form, who holds it, and whether it still counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from icat import codes
from icat.cases.models import Share, ShareEnd
from icat.cases.queries.door import CaseView
from icat.cases.scope import Cut
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.legal import Category
from icat.members.queries.people import agencies, members
from icat.plans.models import SafetyPlan


class Document(StrEnum):
    """What can leave on paper."""

    PLAN = auto()
    SAFETY_PLAN = auto()

    @property
    def label(self) -> Message:
        """The document in words."""
        return Message("Risk-management plan") if self is Document.PLAN else Message("Safety plan")

    @property
    def category(self) -> Category:
        """Under which category it stands."""
        return Category(self.value)


@dataclass(frozen=True, slots=True)
class CopyView:
    """One copy."""

    document: Document
    number: int
    format: Words
    holder: str
    agency: str
    made_at: datetime
    made_by: str
    ended_at: datetime | None

    @property
    def state(self) -> str:
        """Whether it still counts."""
        return "share:withdrawn" if self.ended_at else "share:active"

    @property
    def state_label(self) -> Message:
        """The same in words."""
        return Message("Superseded: ask for it back") if self.ended_at else Message("Valid")


def copies(case: CaseView) -> tuple[CopyView, ...]:
    """The copies that the reader may know of, newest first: of what it sees itself, and those of its own agency."""
    session = db.session()
    rows = session.execute(
        select(Share, ShareEnd.ended_at)
        .outerjoin(ShareEnd, ShareEnd.share_id == Share.id)
        .where(Share.case_id == case.id, Share.document.in_(list(Document)))
        .order_by(Share.recorded_at.desc(), Share.copy_number.desc())
    ).all()
    people, known = members(case.actor.team_id), agencies(case.actor.team_id)
    plan = session.execute(
        select(SafetyPlan.owner_id, SafetyPlan.id).where(SafetyPlan.case_id == case.id)
    ).one_or_none()
    found = []
    for share, ended_at in rows:
        document = Document(share.document or Document.PLAN)
        maker = people.get(share.recorded_by_id)
        own = case.actor.agency_id in (share.recipient_id, maker.agency_id if maker else None)
        owner, item = (plan.owner_id, plan.id) if plan and document is Document.SAFETY_PLAN else (None, share.id)
        if own and not case.scope.sees(owner, item, document.category):
            owner, item = case.actor.agency_id, share.id  # what one's own agency took or received
        if not case.scope.sees(owner, item, document.category):
            continue
        to = known.get(share.recipient_id) if share.recipient_id else None
        found.append(
            CopyView(
                document=document,
                number=share.copy_number or 0,
                format=codes.words("export_format", share.format or "full"),
                holder=_holder(case.scope.of(owner, item), share, document),
                agency=to.short_name if to else "",
                made_at=share.recorded_at,
                made_by=maker.name if maker else "",
                ended_at=ended_at,
            )
        )
    return tuple(found)


def _holder(cut: Cut, share: Share, document: Document) -> str:
    """Who holds it: a name, or whoever it went to where no name is asked for."""
    name: str = cut.get(share, "holder", document.category)
    return name or str(share.recipient_kind.words)


def next_number(session: Session, case_id: UUID, document: Document) -> int:
    """The number that the next copy of this document of this case will have."""
    last = session.scalar(
        select(func.max(Share.copy_number)).where(Share.case_id == case_id, Share.document == document)
    )
    return (last or 0) + 1


def valid_copies(session: Session, case_id: UUID, document: Document) -> Sequence[Share]:
    """The copies of this document that still count."""
    return session.scalars(
        select(Share)
        .outerjoin(ShareEnd, ShareEnd.share_id == Share.id)
        .where(Share.case_id == case_id, Share.document == document, ShareEnd.id.is_(None))
        .order_by(Share.copy_number)
    ).all()
