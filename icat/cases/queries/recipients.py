"""Who was told what of a case: needed before a record is corrected or destroyed, so that they can be told.

Law 2297-VI Art. 21(3): whoever changes or destroys personal data tells those to whom they were passed on.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from icat import clock, legal
from icat.cases.models import Share
from icat.i18n import Message, Sayable, Words
from icat.legal import Category, RecipientKind
from icat.members.queries.people import agencies, member_names


@dataclass(frozen=True, slots=True)
class Received:
    """One thing that somebody was told: what kind, by whom, on which basis, when, and whether it still holds."""

    recipient: Sayable
    sender: Sayable
    share_id: UUID
    item_id: UUID | None  # none: the category as a whole
    category: Category
    basis: Words
    given_at: datetime
    is_paper: bool  # left the system, so that only its holder can correct or destroy it
    is_in_force: bool

    @property
    def state_label(self) -> Message:
        """Whether it still holds, in words."""
        if self.is_paper:
            return Message("On paper")
        return Message("In force") if self.is_in_force else Message("Ended")


def recipients_of(
    session: Session, team_id: UUID, case_id: UUID, *, item_id: UUID | None = None, category: Category | None = None
) -> tuple[Received, ...]:
    """Everybody who was told something of a case, by recipient and then by time.

    ``item_id`` and ``category`` narrow it to whoever was told of one item: by name, or by its category as a whole. The
    caller has opened the case for somebody who may know; holders of papers are named by kind, their names lie sealed.
    """
    rows = session.scalars(
        select(Share)
        .where(Share.case_id == case_id, Share.team_id == team_id)
        .order_by(Share.given_at, Share.id)
        .options(selectinload(Share.lines), selectinload(Share.recipients), selectinload(Share.ends))
    ).all()
    known = {id: one.short_name for id, one in agencies(team_id).items()}
    names = member_names(row.recipient_id for row in rows if row.recipient_id and _is_person(row))
    found = []
    for row in rows:
        is_over = bool(row.ends) or (row.valid_until is not None and row.valid_until <= clock.now())
        for line in row.lines:
            if category is not None and line.category is not category:
                continue
            if item_id is not None and line.item_id not in (None, item_id):
                continue
            for recipient in _recipients(row, known, names):
                found.append(
                    Received(
                        recipient=recipient,
                        sender=known.get(row.sender_id, "") if row.sender_id else Message("The team"),
                        share_id=row.id,
                        item_id=line.item_id,
                        category=line.category,
                        basis=legal.bases()[row.basis_code].label,
                        given_at=row.given_at,
                        is_paper=row.document is not None,
                        is_in_force=not is_over,
                    )
                )
    return tuple(sorted(found, key=lambda one: (str(one.recipient), one.given_at, one.category)))


def _is_person(row: Share) -> bool:
    return row.recipient_kind is RecipientKind.PERSON


def _recipients(row: Share, known: dict[UUID, str], names: dict[UUID, str]) -> list[Sayable]:
    if row.recipients:
        return [known[heard.agency_id] for heard in row.recipients if heard.agency_id in known]
    if row.recipient_id is not None:
        if _is_person(row):
            return [names.get(row.recipient_id, str(row.recipient_kind.words))]
        if row.recipient_kind is RecipientKind.AGENCY and row.recipient_id in known:
            return [known[row.recipient_id]]
    return [row.recipient_kind.words]
