"""Whether the shares are what the ledger says: each row has its leaf, each leaf its row, and their digests agree."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from icat.audit.events import Event
from icat.audit.models import LedgerEntry, LedgerLeaf
from icat.cases.models import Share, ShareEnd, ShareLine, ShareRecipient
from icat.cases.steps.sharing import digest
from icat.i18n import Message

CHUNK = 500
RECORDED = (Event.SHARE_RECORDED, Event.SHARE_EXTENDED)
ENDED = (Event.SHARE_WITHDRAWN, Event.SHARE_RENEWED, Event.SHARE_EXPIRED)


class Mismatch(StrEnum):
    """What can be wrong between the shares and the ledger."""

    NO_LEAF = auto()
    NO_SHARE = auto()
    CHANGED = auto()
    BASIS = auto()
    END_NOT_RECORDED = auto()
    END_MISSING = auto()

    @property
    def words(self) -> Message:
        """The mismatch as a sentence."""
        return _WORDS[self]


_WORDS = {
    Mismatch.NO_LEAF: Message("A share was never recorded in the log."),
    Mismatch.NO_SHARE: Message("A share that the log recorded is gone."),
    Mismatch.CHANGED: Message("A share is not what the log recorded."),
    Mismatch.BASIS: Message("A share names another legal basis or recipient than the log recorded."),
    Mismatch.END_NOT_RECORDED: Message("The end of a share was never recorded in the log."),
    Mismatch.END_MISSING: Message("The end of a share that the log recorded is gone."),
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many shares were held against the ledger and the first that does not agree."""

    checked: int
    mismatch: Mismatch | None = None
    share_id: UUID | None = None
    seq: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return self.mismatch is None


@dataclass(frozen=True, slots=True)
class _Told:
    seq: int
    digest: str
    basis: str | None
    recipient_id: UUID | None


def verify_shares(session: Session, team_id: UUID) -> Agreement:
    """Hold every share of a team against its newest leaf. To be asked after the ledger itself was found intact."""
    told, ended = _told(session, team_id)
    checked, after = 0, UUID(int=0)
    seen: set[UUID] = set()
    while shares := _chunk(session, team_id, after):
        after = shares[-1].id
        ids = [share.id for share in shares]
        lines, present = _by_share(session, ShareLine, ids), _by_share(session, ShareRecipient, ids)
        ends = {end.share_id for found in _by_share(session, ShareEnd, ids).values() for end in found}
        for share in shares:
            seen.add(share.id)
            leaf = told.get(share.id)
            if leaf is None:
                return Agreement(checked, Mismatch.NO_LEAF, share.id)
            heard = [recipient.agency_id for recipient in present[share.id]]
            if not share.digest == leaf.digest == digest(share, lines[share.id], heard):
                return Agreement(checked, Mismatch.CHANGED, share.id, leaf.seq)
            if share.basis_code != leaf.basis or leaf.recipient_id not in (None, share.recipient_id):
                return Agreement(checked, Mismatch.BASIS, share.id, leaf.seq)
            if share.id in ends and share.id not in ended:
                return Agreement(checked, Mismatch.END_NOT_RECORDED, share.id, leaf.seq)
            if share.id in ended and share.id not in ends:
                return Agreement(checked, Mismatch.END_MISSING, share.id, ended[share.id])
            checked += 1
        session.expunge_all()
    for share_id, leaf in told.items():
        if share_id not in seen:
            return Agreement(checked, Mismatch.NO_SHARE, share_id, leaf.seq)
    return Agreement(checked)


def _chunk(session: Session, team_id: UUID, after: UUID) -> Sequence[Share]:
    return session.scalars(
        select(Share).where(Share.team_id == team_id, Share.id > after).order_by(Share.id).limit(CHUNK)
    ).all()


def _by_share(session: Session, table: Any, ids: list[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.scalars(select(table).where(table.share_id.in_(ids))):
        found[row.share_id].append(row)
    return found


def _told(session: Session, team_id: UUID) -> tuple[dict[UUID, _Told], dict[UUID, int]]:
    """What the leaves say of each share, the newest last; and the leaves that ended one."""
    told: dict[UUID, _Told] = {}
    ended: dict[UUID, int] = {}
    rows = session.execute(
        select(
            LedgerEntry.seq,
            LedgerEntry.event,
            LedgerEntry.share_id,
            LedgerEntry.basis,
            LedgerEntry.recipient_id,
            LedgerLeaf.payload,
        )
        .join(LedgerLeaf, and_(LedgerLeaf.team_id == LedgerEntry.team_id, LedgerLeaf.seq == LedgerEntry.seq))
        .where(
            LedgerEntry.team_id == team_id,
            LedgerEntry.event.in_([*RECORDED, *ENDED]),
        )
        .order_by(LedgerEntry.seq)
    )
    for seq, event, share_id, basis, recipient_id, payload in rows:
        if share_id is None:
            continue
        if event in RECORDED:
            facts = msgspec.json.decode(payload).get("f", {})
            told[share_id] = _Told(seq, facts.get("digest", ""), basis, recipient_id)
        else:
            ended[share_id] = seq
    return told, ended
