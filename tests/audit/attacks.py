"""What whoever owns the database can do to a log: for the tests that find it out."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import delete, insert, update

from icat.audit import leaves
from icat.audit.index import rebuild_index
from icat.audit.ledger import GENESIS, chained, leaf_hash
from icat.audit.models import Checkpoint, LedgerHead, LedgerLeaf
from icat.db import engine as db

Attack = Callable[[UUID], None]


def payloads(team_id: UUID) -> list[bytes]:
    """Everything that the log says."""
    with db.database().open_reading() as session:
        return [row[1] for rows in leaves.rows_of(session, team_id) for row in rows]


def recompute(team_id: UUID, written: list[bytes]) -> None:
    """Write the whole log anew: numbers, hashes, chain, head and index all fit."""
    db.end()
    with db.writing() as session:
        session.execute(delete(LedgerLeaf).where(LedgerLeaf.team_id == team_id))
        chain = GENESIS
        for seq, payload in enumerate(written, 1):
            hashed = leaf_hash(seq, payload)
            chain = chained(chain, hashed)
            session.execute(
                insert(LedgerLeaf).values(team_id=team_id, seq=seq, payload=payload, leaf_hash=hashed, chain=chain)
            )
        at = int(written[-1].rpartition(b'"t":')[2].partition(b",")[0])
        session.execute(
            update(LedgerHead).where(LedgerHead.team_id == team_id).values(seq=len(written), chain=chain, at=at)
        )
        rebuild_index(session, team_id)
        session.commit()


def forget_checkpoints(team_id: UUID) -> None:
    """Remove every kept checkpoint."""
    with db.writing() as session:
        session.execute(delete(Checkpoint).where(Checkpoint.team_id == team_id))
        session.commit()


def _edited(payload: bytes) -> bytes:
    """Somebody else did it: ``a`` is the first key of every payload."""
    assert payload.startswith(b'{"a":"')
    return b'{"a":"00000000-0000-0000-0000-0000000000ff' + payload[42:]


def edit(team_id: UUID) -> None:
    """Edit one payload."""
    with db.writing() as session:
        session.execute(
            update(LedgerLeaf)
            .where(LedgerLeaf.team_id == team_id, LedgerLeaf.seq == 5)
            .values(payload=_edited(payloads(team_id)[4]))
        )
        session.commit()


def take_out(team_id: UUID) -> None:
    """Delete a row in the middle."""
    with db.writing() as session:
        session.execute(delete(LedgerLeaf).where(LedgerLeaf.team_id == team_id, LedgerLeaf.seq == 5))
        session.commit()


def edit_and_recompute(team_id: UUID) -> None:
    """Edit one and work everything after it out anew."""
    written = payloads(team_id)
    written[4] = _edited(written[4])
    recompute(team_id, written)


def take_out_and_renumber(team_id: UUID) -> None:
    """Delete one, close the gap, work everything out anew."""
    written = payloads(team_id)
    del written[4]
    recompute(team_id, written)


def cut_the_tail(team_id: UUID) -> None:
    """Remove the newest entries and reset the head."""
    recompute(team_id, payloads(team_id)[:-3])


def swap_and_recompute(team_id: UUID) -> None:
    """Let two things have happened in the other order, each at the other's time."""
    written = payloads(team_id)
    times = [one.rpartition(b'"t":')[2] for one in (written[4], written[5])]
    parts = [one.rpartition(b'"t":')[0] for one in (written[4], written[5])]
    written[4], written[5] = parts[1] + b'"t":' + times[0], parts[0] + b'"t":' + times[1]
    recompute(team_id, written)
