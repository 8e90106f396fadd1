"""After a restore: the log that came back, held against the newest checkpoint that somebody else keeps.

If it contains what was signed, the signer goes on. If not, entries were lost; that becomes an entry which names both
sizes and two officers, and the log goes on under a new name, so that nobody can lose entries without it being seen.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from icat.audit import leaves
from icat.audit.checkpoint import CHANGED, LogDoubted, kept_point, newest_kept, signing_key_file
from icat.audit.claims import Doubt
from icat.audit.merkle import SIZE, Frontier, root_of
from icat.audit.models import Checkpoint
from icat.audit.note import Head, Note, parse_head, parse_vkey
from icat.audit.signer import Known, origin, signing
from icat.db import engine as db
from icat.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Compared:
    """What came back, and what was signed last."""

    size: int  # how many entries the log has now
    signed: Head
    is_whole: bool  # what was signed is in it
    kept: int  # how many of its entries are certainly those that were signed
    next_epoch: int


def compare(team_id: UUID, note: Note) -> Compared:
    """Hold a log against a checkpoint from outside, or against what the signer remembers, whichever is newer.

    Refuses a checkpoint of another log, and one that neither this installation's key nor an earlier one of it signed.
    """
    outside = parse_head(note.text)
    epoch, signed = _epoch_of(team_id, outside), outside
    with signing(signing_key_file()) as signer:
        remembered, keys = signer.known(team_id), {str(signer.vkey)}
    if remembered is not None and (remembered.epoch, remembered.tree.size) > (epoch, outside.size):
        signed = Head(origin(team_id, remembered.epoch), remembered.tree.size, remembered.tree.root)
        epoch = remembered.epoch
    with db.database().open_reading() as session:
        size = leaves.head_of(session, team_id)[0]
        hashes = leaves.hashes_of(session, team_id, size)
        rows = session.scalars(select(Checkpoint).where(Checkpoint.team_id == team_id).order_by(Checkpoint.size)).all()
    if not any(parse_vkey(key).signed(note) for key in keys | {row.vkey for row in rows}):
        raise RuleBroken(Doubt.SIGNATURE.words)
    tree = Frontier()
    for row in rows:
        tree = tree.extended(hashes[tree.size * SIZE : row.size * SIZE])
        if (tree.size, tree.root) != (row.size, row.root):
            raise LogDoubted(CHANGED, row.size)
    is_whole = signed.size <= size and root_of(hashes[: signed.size * SIZE]) == signed.root
    kept = size if signed.size > size else max((row.size for row in rows if row.size < signed.size), default=0)
    last = max([epoch, *(row.epoch for row in rows)])
    return Compared(size, signed, is_whole, kept, last + 1)


def go_on(team_id: UUID) -> None:
    """Let the signer go on from the newest kept checkpoint, after the comparison; the next one will be signed."""
    with db.database().open_reading() as session:
        row = newest_kept(session, team_id)
        known = Known() if row is None else kept_point(row)
    with signing(signing_key_file()) as signer:
        signer.remember(team_id, known)


def _epoch_of(team_id: UUID, head: Head) -> int:
    """Which epoch of this team's log a head is of. Refuses the head of another log."""
    start = origin(team_id, 0).removesuffix("0")
    number = head.origin.removeprefix(start)
    if not head.origin.startswith(start) or not number.isdecimal() or head.origin != origin(team_id, int(number)):
        raise LogDoubted(CHANGED, head.size)
    return int(number)
