"""Single entries of a log with what proves that they stand in the signed log, without showing any other entry.

For a court, an agency or a person concerned: `icat_verify.py` checks a pack on a machine that has nothing of ICAT.
"""

import base64
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from icat.audit import leaves
from icat.audit.checkpoint import (
    CHANGED,
    SPOILT,
    LogDoubted,
    SignedHead,
    checkpoint_at,
    latest_checkpoint,
    take_checkpoint,
)
from icat.audit.ledger import canonical, leaf_hash
from icat.audit.merkle import Tree
from icat.audit.models import LedgerDetail, LedgerLeaf, Occasion
from icat.db import engine as db
from icat.errors import NotFound

FIRST_LINE = "icat log pack 1"


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack: the bytes to hand over, and the checkpoint under which they are proved, for a readable cover."""

    content: bytes
    head: SignedHead
    seqs: tuple[int, ...]


def pack(team_id: UUID, seqs: Collection[int], *, details: bool = False) -> Packed:
    """The entries numbered ``seqs`` of a team's log with their proofs, as a text to be handed over as a file.

    Each entry is given whole: its payload (identifiers, codes, numbers) names every case that it speaks of, so the
    caller gives only numbers of entries that the reader may see entirely, and records the export. The words that belong
    to an entry stay sealed, and the pack holds the salted commitment to them only; with ``details`` the words and their
    salt are given too, which proves that they are the ones recorded then. Of destroyed words the commitment remains.

    The proof leads to the newest checkpoint that covers them all; if there is none yet, one is taken (so: not inside
    ``change``). Refuses with ``NotFound`` a number that the log does not have, and none at all; with ``LogDoubted`` to
    prove what is no longer what was signed. Reads every leaf hash: a second for half a million entries.

    The form, a line each, everything in UTF-8::

        icat log pack 1
        entry <number>
        payload <the recorded bytes>
        detail <canonical JSON, salt included>      only with details, where there are any
        proof <hash in base64> ...                  from the leaf's neighbour upwards
                                                    further entries, then an empty line
        <the checkpoint with every signature>
    """
    wanted = tuple(sorted(set(seqs)))
    if not wanted or wanted[0] < 1:
        raise NotFound
    head = _covering(team_id, wanted[-1])
    with db.database().open_reading() as session:
        tree = Tree(leaves.hashes_of(session, team_id, head.size))
        if tree.root != head.root:
            raise LogDoubted(CHANGED, head.size)
        payloads = _payloads(session, team_id, wanted)
        words = _details(session, team_id, wanted) if details else {}
        lines = [FIRST_LINE]
        for seq in wanted:
            lines += _entry(seq, payloads[seq], words.get(seq), tree)
    return Packed(("\n".join(lines) + "\n\n" + head.note).encode(), head, wanted)


def _covering(team_id: UUID, seq: int) -> SignedHead:
    db.end()
    if checkpoint_at(team_id, seq) is None:
        take_checkpoint(team_id, Occasion.EXPORT)
        db.end()
    head = latest_checkpoint(team_id)
    if head is None or head.size < seq:
        raise NotFound
    return head


def _payloads(session: Session, team_id: UUID, seqs: Sequence[int]) -> dict[int, bytes]:
    rows = session.execute(
        select(LedgerLeaf.seq, LedgerLeaf.payload, LedgerLeaf.leaf_hash).where(
            LedgerLeaf.team_id == team_id, LedgerLeaf.seq.in_(seqs)
        )
    )
    found = {}
    for seq, payload, hashed in rows:
        if leaf_hash(seq, payload) != hashed:
            raise LogDoubted(SPOILT, seq)
        found[seq] = payload
    if missing := set(seqs) - found.keys():
        raise LogDoubted(SPOILT, min(missing))
    return found


def _details(session: Session, team_id: UUID, seqs: Sequence[int]) -> dict[int, bytes]:
    rows = session.scalars(select(LedgerDetail).where(LedgerDetail.team_id == team_id, LedgerDetail.seq.in_(seqs)))
    return {row.seq: canonical(row.words) for row in rows if row.words}


def _entry(seq: int, payload: bytes, words: bytes | None, tree: Tree) -> list[str]:
    proof = (base64.b64encode(step).decode() for step in tree.inclusion(seq - 1))
    told = [f"entry {seq}", f"payload {payload.decode()}"]
    if words is not None and msgspec.json.decode(payload).get("d"):
        told.append(f"detail {words.decode()}")
    return [*told, " ".join(("proof", *proof))]
