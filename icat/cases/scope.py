"""What one actor may see of a case now: own things, the team's where the actor is of its office, and what shares open.

The scope cuts everything that leaves: pages, prints, lists, exports. What it lets through it puts on the receipt.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from icat import clock
from icat.audit.ledger import NOBODY
from icat.audit.reading import Receipt, receipt
from icat.cases.models import Bar, Case, Seat, Share, ShareEnd, ShareLine, ShareRecipient, Stage
from icat.db.base import Moment
from icat.db.sealed import SealedRow
from icat.i18n import Message
from icat.legal import Category, RecipientKind
from icat.policy.actor import Actor

_BIT: Final = {category: 1 << place for place, category in enumerate(Category)}


def bits(categories: Iterable[Category]) -> int:
    """The categories as the ledger keeps them: one bit each, in the order of the catalogue."""
    found = 0
    for category in categories:
        found |= _BIT[category]
    return found


def categories_of(mask: int) -> list[Category]:
    """The categories that such bits stand for."""
    return [category for category, bit in _BIT.items() if mask & bit]


class Withheld:
    """Stands where a value is that the reader may not see. False, and drawn by the page as withheld."""

    is_withheld = True

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return str(Message("withheld"))


WITHHELD: Final = Withheld()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the permission table needs of a case."""

    case_id: UUID
    team_id: UUID
    hromada: str
    referrer_id: UUID
    barred_ids: frozenset[UUID]
    seated_ids: frozenset[UUID]
    is_closed_to_agencies: bool


class Scope:
    """What one actor may see of one case."""

    def __init__(self, actor: Actor, case_id: UUID, kept: Receipt) -> None:
        self.actor = actor
        self.case_id = case_id
        self._receipt = kept
        self._covers: dict[tuple[UUID | None, Category], dict[UUID | None, UUID]] = defaultdict(dict)

    def cover(self, sender_id: UUID | None, category: Category, item_id: UUID | None, share_id: UUID) -> None:
        """A share opens this category of what ``sender_id`` owns, in one item or in all."""
        self._covers[sender_id, category][item_id] = share_id

    def share_for(
        self, owner_id: UUID | None, item_id: UUID | None, category: Category, *, by_name: bool = False
    ) -> UUID | None:
        """The share under which the actor sees this, zeros where it is its own, none where it is withheld.

        ``owner_id`` is an agency, or none for what the team made, which belongs to its office. ``by_name``: only a line
        that names the item opens it; a category that was opened as a whole does not.
        """
        if owner_id == self.actor.agency_id or (owner_id is None and self.actor.is_office):
            return NOBODY
        opened = self._covers.get((owner_id, category))
        if opened is None:
            return None
        return opened.get(item_id) or (None if by_name else opened.get(None))

    def sees(self, owner_id: UUID | None, item_id: UUID | None, category: Category, *, by_name: bool = False) -> bool:
        """Whether the actor may see it; nothing is put on the receipt."""
        return self.share_for(owner_id, item_id, category, by_name=by_name) is not None

    def show(self, owner_id: UUID | None, item_id: UUID | None, category: Category, *, by_name: bool = False) -> bool:
        """Whether the actor may see it; if so, it is on the receipt."""
        share = self.share_for(owner_id, item_id, category, by_name=by_name)
        if share is None:
            return False
        self._receipt.saw(self.actor, self.case_id, share, _BIT[category])
        return True

    def of(self, owner_id: UUID | None, item_id: UUID) -> "Cut":
        """A knife for one item."""
        return Cut(self, owner_id, item_id)


@dataclass(frozen=True, slots=True)
class Cut:
    """Reads the fields of one item, each only if the scope covers its category."""

    scope: Scope
    owner_id: UUID | None
    item_id: UUID

    def get(self, row: SealedRow, name: str, category: Category | None = None) -> Any:
        """The field's value, or ``WITHHELD``. ``category`` is for rows that carry their own.

        A row of a table marked ``__opened_by_name__`` is opened by a line that names it and by no other.
        """
        category = category or row.__sealed__[name].field.category  # type: ignore[attr-defined]
        by_name: bool = getattr(row, "__opened_by_name__", False)
        shown = self.scope.show(self.owner_id, self.item_id, category, by_name=by_name)
        return getattr(row, name) if shown else WITHHELD

    def shows(self, category: Category) -> bool:
        """Whether a plain column of that category may be shown."""
        return self.scope.show(self.owner_id, self.item_id, category)


def scopes_for(
    session: Session,
    actor: Actor,
    case_ids: Iterable[UUID],
    kept: Receipt | None = None,
    *,
    only: Category | None = None,
) -> dict[UUID, Scope]:
    """The actor's scopes for these cases, with one statement.

    ``only``: scopes that know of shares of this category alone, and withhold whatever else others own; for lists.
    """
    kept = kept or receipt()
    scopes = {case_id: Scope(actor, case_id, kept) for case_id in case_ids}
    if not scopes:
        return scopes
    given = {"cases": list(scopes), "agency": actor.agency_id, "member": actor.member_id, "now": clock.now()}
    opened = session.execute(_opened(actor.is_office, only), given)
    for case_id, sender_id, category, item_id, share_id in opened:
        scopes[case_id].cover(sender_id, category, item_id, share_id)
    return scopes


@cache
def _opened(is_office: bool, only: Category | None) -> Select[UUID, UUID | None, Category, UUID | None, UUID]:
    """What shares in force open to somebody in some cases; put together once, because every page of a case asks it."""
    agency, member = bindparam("agency", type_=Uuid()), bindparam("member", type_=Uuid())
    told = [
        and_(Share.recipient_kind == RecipientKind.AGENCY, Share.recipient_id == agency),
        and_(Share.recipient_kind == RecipientKind.PERSON, Share.recipient_id == member),
        and_(
            Share.recipient_kind == RecipientKind.PRESENT,
            exists().where(ShareRecipient.share_id == Share.id, ShareRecipient.agency_id == agency),
        ),
    ]
    if is_office:
        told.append(Share.recipient_kind == RecipientKind.OFFICE)
    found = (
        select(ShareLine.case_id, Share.sender_id, ShareLine.category, ShareLine.item_id, Share.id)
        .join(Share, Share.id == ShareLine.share_id)
        .where(
            ShareLine.case_id.in_(bindparam("cases", expanding=True)),
            or_(*told),
            Share.document.is_(None),  # a paper opens no page
            or_(Share.valid_until.is_(None), Share.valid_until > bindparam("now", type_=Moment())),
            ~exists().where(ShareEnd.share_id == Share.id),
        )
        .order_by(Share.recorded_at)
    )
    return found if only is None else found.where(ShareLine.category == only)


def standing_of(session: Session, case: Case) -> Standing:
    """What the permission table needs of this case, as it is now. One that was destroyed stands as none: nobody may."""
    return _standing(session, case.id, case if case.disposed_at is None else None)


def standing_of_skeleton(session: Session, case: Case) -> Standing:
    """The same, also where the case was destroyed: for who looks after retention, and for nobody else."""
    return _standing(session, case.id, case)


def standing_of_nothing(session: Session, case_id: UUID) -> None:
    """Ask what would be asked about a real case, so that a wrong reference costs what a barred one costs."""
    _standing(session, case_id, None)


def _standing(session: Session, case_id: UUID, case: Case | None) -> Standing:
    seated = session.scalars(select(Seat.agency_id).where(Seat.case_id == case_id, Seat.ended_at.is_(None))).all()
    barred = session.scalars(select(Bar.member_id).where(Bar.case_id == case_id, Bar.member_id.is_not(None))).all()
    return Standing(
        case_id=case_id,
        team_id=case.team_id if case else NOBODY,
        hromada=case.hromada if case else "",
        referrer_id=case.referrer_id if case else NOBODY,
        barred_ids=frozenset(member for member in barred if member),
        seated_ids=frozenset(seated),
        is_closed_to_agencies=case is None or case.stage is Stage.DECLINED,
    )
