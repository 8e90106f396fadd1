"""The newest verdict on each log, kept so that its readers see it."""

from datetime import datetime
from uuid import UUID

from icat.audit.models import Check, LedgerVerdict
from icat.audit.recording import upkeep
from icat.db import engine as db


def keep_verdict(
    team_id: UUID,
    kind: Check,
    at: datetime,
    *,
    checked: int = 0,
    head: str = "",
    fault: str | None = None,
    seq: int | None = None,
    only_if_faulty: bool = False,
) -> None:
    """Keep it in the place of the one before. ``only_if_faulty``: write only to take back a fault that was found."""
    if only_if_faulty:
        known = db.session().get(LedgerVerdict, (team_id, kind))
        db.end()
        if known is None or known.fault is None:
            return
    with upkeep() as session:
        row = session.get(LedgerVerdict, (team_id, kind), with_for_update=True)
        if row is None:
            row = LedgerVerdict(team_id=team_id, kind=kind, at=at, checked=checked, head=head, fault=fault, seq=seq)
            session.add(row)
        row.at, row.checked, row.head, row.fault, row.seq = at, checked, head, fault, seq
