"""What the log says was destroyed: the entries by which it is destroyed again after a backup was restored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry, LedgerLeaf
from icat.cases.models import Case
from icat.db import engine as db


@dataclass(frozen=True, slots=True)
class Destroyed:
    """One case that was destroyed, as its entry in the log says."""

    seq: int
    case_id: UUID
    term: str
    until: date
    payload: str  # the entry itself, to be kept outside the database


def destroyed(session: Session, team_id: UUID) -> list[Destroyed]:
    """Every destruction in a team's log, oldest first."""
    rows = session.execute(
        select(LedgerLeaf.seq, LedgerLeaf.payload)
        .join(LedgerEntry, and_(LedgerLeaf.team_id == LedgerEntry.team_id, LedgerLeaf.seq == LedgerEntry.seq))
        .where(LedgerEntry.team_id == team_id, LedgerEntry.event == Event.CASE_DISPOSED)
        .order_by(LedgerLeaf.seq)
    )
    return [read_entry(seq, payload) for seq, payload in rows]


def read_entry(seq: int, payload: bytes | str) -> Destroyed:
    """One entry. Refuses (``ValueError``) what is no entry of a destruction: nothing is destroyed on a misread line."""
    try:
        content: dict[str, Any] = msgspec.json.decode(payload, type=dict)
        if content["k"] != Event.CASE_DISPOSED:
            raise ValueError("not a destruction")
        ((case_id, _share, _bits),) = content["c"]
        facts = content["f"]
        text = payload if isinstance(payload, str) else payload.decode()
        return Destroyed(seq, UUID(case_id), str(facts["term"]), date.fromisoformat(facts["until"]), text)
    except (KeyError, TypeError, msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise ValueError(f"not an entry of the log: {fault}") from fault


def destroyed_on(case_ids: Collection[UUID]) -> dict[str, date]:
    """When those of these cases were destroyed that were, by their numbers; for pages that tell of them."""
    if not case_ids:
        return {}
    rows = db.session().execute(
        select(Case.reference, Case.disposed_at).where(Case.id.in_(case_ids), Case.disposed_at.is_not(None))
    )
    return {row.reference: clock.local(row.disposed_at).date() for row in rows}
