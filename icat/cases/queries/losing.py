"""What disappears when a share ends: who will no longer read what, and what of it they still read under another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import selectinload

from icat import clock
from icat.cases.models import Share, ShareEnd
from icat.cases.queries.door import CaseView
from icat.cases.queries.sharing import Opened
from icat.db import engine as db
from icat.db.base import Base
from icat.i18n import Words
from icat.legal import Category, RecipientKind
from icat.members.queries.people import agencies


@dataclass(frozen=True, slots=True)
class Loss:
    """What one recipient will no longer read, and what of the same it reads on."""

    who: str | Words
    gone: tuple[Opened, ...]
    kept: tuple[Words, ...]


Opening = tuple[Category, UUID | None]


def losses(case: CaseView, share_id: UUID) -> tuple[Loss, ...]:
    """What would disappear for whom if this share ended now. The sender loses nothing and is not named."""
    rows = db.session().scalars(_in_force(case.id).options(selectinload(Share.lines), selectinload(Share.recipients)))
    known = {row.id: row for row in rows}
    share = known.pop(share_id, None)
    if share is None or share.document is not None:
        return ()
    others = [row for row in known.values() if row.sender_id == share.sender_id and row.document is None]
    names = agencies(case.actor.team_id)
    by_name = _opened_by_name(line.item_id for line in share.lines if line.item_id)
    found = []
    for who in sorted(_receivers(share), key=str):
        covered = {(line.category, line.item_id) for row in others if who in _receivers(row) for line in row.lines}
        mine = {(line.category, line.item_id) for line in share.lines}
        gone = {one for one in mine if not _is_covered(one, covered, by_name)}
        view = names.get(who)
        name = view.short_name if view else share.recipient_kind.words
        kept = tuple(c.words for c in Category if c in {category for category, _ in mine - gone})
        found.append(Loss(name, _counted(gone), kept))
    return tuple(found)


def _is_covered(one: Opening, covered: Collection[Opening], by_name: Collection[UUID]) -> bool:
    category, item_id = one
    return one in covered or (item_id not in by_name and (category, None) in covered)


def _counted(gone: Collection[Opening]) -> tuple[Opened, ...]:
    found = []
    for category in Category:
        items = [item_id for one, item_id in gone if one is category]
        if items:
            found.append(Opened(category, 0 if None in items else len(items)))
    return tuple(found)


def _receivers(share: Share) -> set[UUID]:
    """Who reads under it: agencies, or zeros with the kind of recipient where it is not an agency."""
    if share.recipient_kind is RecipientKind.PRESENT:
        return {row.agency_id for row in share.recipients}
    if share.recipient_id and share.recipient_kind in (RecipientKind.AGENCY, RecipientKind.PERSON):
        return {share.recipient_id}
    return {UUID(int=list(RecipientKind).index(share.recipient_kind))}


def _opened_by_name(item_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these items that only a line opens which names them: what agencies say, one by one."""
    ids = list(item_ids)
    tables = [one.class_ for one in Base.registry.mappers if getattr(one.class_, "__opened_by_name__", False)]
    return {id for table in tables for id in db.session().scalars(select(table.id).where(table.id.in_(ids)))}


def _in_force(case_id: UUID) -> Select[Share]:
    return select(Share).where(
        Share.case_id == case_id,
        or_(Share.valid_until.is_(None), Share.valid_until > clock.now()),
        ~exists().where(ShareEnd.share_id == Share.id),
    )
