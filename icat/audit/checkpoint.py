"""Checkpoints: signed statements of how far a log has grown, by which others hold it to what they saw.

A chain alone proves nothing against whoever owns the database and works it all out anew. A checkpoint that somebody
else keeps does: *rows older than the last witnessed checkpoint cannot be changed or removed unnoticed.*
"""

import base64
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from icat import clock
from icat.audit import leaves
from icat.audit.events import OPENS_AN_EPOCH
from icat.audit.ledger import chained, leaf_hash
from icat.audit.merkle import Frontier, Tree
from icat.audit.models import Checkpoint, Cosignature, Custody, Occasion
from icat.audit.note import VerifierKey, parse_note, parse_signature, parse_vkey, verifier
from icat.audit.signer import Known, Signer, origin, signing
from icat.crypto.signing import read_signing_key
from icat.db import engine as db
from icat.errors import ConfigError, NotFound, Refusal
from icat.i18n import Message

CHANGED = Message("What was signed of the log is no longer what the log says.")
SPOILT = Message("An entry of the log is missing or was changed.")
PROMISE = Message("Rows older than the last witnessed checkpoint cannot be changed or removed unnoticed.")


class LogDoubted(Refusal):
    """The log is not a continuation of what was signed before: nothing is signed, and somebody must look."""

    def __init__(self, message: Message, seq: int) -> None:
        """``seq`` is the entry at which it shows."""
        super().__init__(message)
        self.seq = seq


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A checkpoint as it is shown, printed and sent: ``note`` is its text with every signature there is by now."""

    id: UUID
    team_id: UUID
    epoch: int
    size: int
    root: bytes
    note: str
    occasion: Occasion
    made_at: datetime

    @property
    def origin(self) -> str:
        """What the log is called in it."""
        return origin(self.team_id, self.epoch)

    @property
    def fingerprint(self) -> str:
        """The root as people read it out and print it."""
        return fingerprint(self.root)


@dataclass(frozen=True, slots=True)
class Witnessed:
    """How far a log is held by two agencies at least: its first ``size`` entries, signed at ``until``."""

    size: int
    until: datetime
    fingerprint: str


def fingerprint(root: bytes) -> str:
    """160 bits of a root in eight groups of four, to be printed and compared by eye."""
    text = base64.b32encode(root[:20]).decode()
    return " ".join(text[at : at + 4] for at in range(0, 32, 4))


def take_checkpoint(team_id: UUID, occasion: Occasion) -> SignedHead | None:
    """Sign how far the team's log has grown; the newest checkpoint where it has not, none for an empty log.

    Only the entries since the last one are read, and nothing of that under the write gate: call it outside ``change``.
    Refuses with ``LogDoubted`` to sign a log that is smaller than one signed before, or no continuation of it; with
    ``ConfigError`` without a signing key.
    """
    with signing(signing_key_file()) as signer:
        with db.database().open_reading() as session:
            newest = newest_kept(session, team_id)
            now = _grown(session, team_id, signer.known(team_id), newest)
            if not now.tree.size or (newest is not None and newest.size == now.tree.size):
                return None if newest is None else _view(session, newest)
        row = _signed(signer, team_id, now, occasion)
        with db.writing() as session:
            session.add(row)
            session.commit()
            return _view(session, row)


def latest_checkpoint(team_id: UUID) -> SignedHead | None:
    """The newest checkpoint of a team's log."""
    session = db.session()
    newest = newest_kept(session, team_id)
    return None if newest is None else _view(session, newest)


def checkpoint_at(team_id: UUID, size: int) -> SignedHead | None:
    """The first checkpoint that covers entry number ``size``: of two, a print names the older."""
    session = db.session()
    found = session.scalars(
        select(Checkpoint)
        .where(Checkpoint.team_id == team_id, Checkpoint.size >= size)
        .order_by(Checkpoint.size)
        .limit(1)
    ).one_or_none()
    return None if found is None else _view(session, found)


def witnessed_until(team_id: UUID) -> Witnessed | None:
    """How far two different agencies hold the log: on minutes, in their officer's mail, or by their witness.

    A checkpoint contains every earlier one, so of the newest that each agency holds, the second counts.
    """
    session = db.session()
    held = session.execute(
        select(func.max(Checkpoint.size))
        .join(Cosignature, Cosignature.checkpoint_id == Checkpoint.id)
        .where(Checkpoint.team_id == team_id)
        .group_by(Cosignature.agency_id)
        .order_by(func.max(Checkpoint.size).desc())
        .limit(2)
    ).all()
    if len(held) < 2:
        return None
    row = session.scalars(select(Checkpoint).where(Checkpoint.team_id == team_id, Checkpoint.size == held[1][0])).one()
    return Witnessed(row.size, row.made_at, fingerprint(row.root))


def deposit(
    session: Session,
    checkpoint_id: UUID,
    kind: Custody,
    agency_id: UUID,
    *,
    witness_id: UUID | None = None,
    line: str | None = None,
) -> bool:
    """Keep that a checkpoint now lies with an agency; false where that was known. In the caller's transaction.

    No leaf: telling the log of it would make it grow, and the next checkpoint would have to be told of in turn.
    Refuses a checkpoint that there is not.
    """
    checkpoint = session.get(Checkpoint, checkpoint_id)
    if checkpoint is None:
        raise NotFound
    known = session.scalar(
        select(Cosignature.id).where(
            Cosignature.checkpoint_id == checkpoint_id, Cosignature.agency_id == agency_id, Cosignature.kind == kind
        )
    )
    if known is not None:
        return False
    session.add(
        Cosignature(
            team_id=checkpoint.team_id,
            checkpoint_id=checkpoint_id,
            agency_id=agency_id,
            kind=kind,
            witness_id=witness_id,
            line=line,
            at=clock.now(),
        )
    )
    session.flush()
    return True


def consistency_proof(session: Session, head: SignedHead, since: int) -> list[bytes]:
    """The proof for a witness that the log of ``head`` is the one whose first ``since`` entries it saw.

    Refuses a size that the log never had. Reads every leaf hash: a second for half a million.
    """
    if not 0 <= since <= head.size:
        raise LogDoubted(Message("The log is smaller than the one that the witness saw."), since)
    return Tree(leaves.hashes_of(session, head.team_id, head.size)).consistency(since)


def request_for_witness(head: SignedHead, since: int, proof: list[bytes]) -> str:
    """What a witness is asked, as C2SP writes it: the size it saw, the proof, the checkpoint."""
    return "\n".join([f"old {since}", *(base64.b64encode(step).decode() for step in proof), "", head.note])


def signing_key_file() -> Path:
    """Where the signing key lies. Refuses where none is set."""
    found = db.database().signing_key_file
    if found is None:
        raise ConfigError(Message("No signing key is set: nothing can be signed here."))
    return found


def signing_vkey() -> VerifierKey | None:
    """The public half of the signing key, to be handed on; none where there is no key."""
    try:
        return verifier(read_signing_key(signing_key_file()))
    except ConfigError:
        return None


def newest_kept(session: Session, team_id: UUID) -> Checkpoint | None:
    """The newest checkpoint that is kept of a log, as a row."""
    return session.scalars(
        select(Checkpoint).where(Checkpoint.team_id == team_id).order_by(Checkpoint.size.desc()).limit(1)
    ).one_or_none()


def _signed(signer: Signer, team_id: UUID, now: Known, occasion: Occasion) -> Checkpoint:
    return Checkpoint(
        team_id=team_id,
        epoch=now.epoch,
        size=now.tree.size,
        root=now.tree.root,
        peaks=now.tree.peaks,
        chain=now.chain,
        vkey=str(signer.vkey),
        note=signer.sign(team_id, now),
        occasion=occasion,
        made_at=clock.now(),
    )


def _grown(session: Session, team_id: UUID, remembered: Known | None, newest: Checkpoint | None) -> Known:
    """The log as it is now, gone on with from what is remembered; every further entry is hashed and chained.

    A signer that remembers nothing of a log which was signed before has a new machine, and perhaps an old database: it
    signs nothing before it was shown what is kept elsewhere.
    """
    size, chain, _at = leaves.head_of(session, team_id)
    if remembered is None and newest is not None:
        raise LogDoubted(
            Message(
                "The signer remembers nothing of this log. Show it the newest checkpoint that is kept elsewhere: icat"
                " audit restored"
            ),
            newest.size,
        )
    known = remembered or Known()
    if max(known.tree.size, newest.size if newest is not None else 0) > size:
        raise LogDoubted(
            Message(
                "The log has fewer entries than were signed. If it was restored from a backup, run: icat audit restored"
            ),
            size + 1,
        )
    if leaves.chain_at(session, team_id, known.tree.size) != known.chain:
        raise LogDoubted(CHANGED, known.tree.size)
    if newest is not None and newest.size >= known.tree.size:
        known = _go_on(session, team_id, known, newest.size)
        if known.tree.root != newest.root:
            raise LogDoubted(CHANGED, newest.size)
    known = _go_on(session, team_id, known, size)
    if known.chain != chain:
        raise LogDoubted(Message("The log does not end where it says that it ends."), size)
    return known


def kept_point(row: Checkpoint) -> Known:
    """A kept checkpoint as a point to go on from. Refuses one whose signature or tree is not right."""
    tree = Frontier(row.size, row.peaks)
    if not parse_vkey(row.vkey).signed(parse_note(row.note.encode())) or tree.root != row.root:
        raise LogDoubted(CHANGED, row.size)
    return Known(row.epoch, tree, row.chain)


def _go_on(session: Session, team_id: UUID, known: Known, upto: int) -> Known:
    """``known`` after the entries up to ``upto``. Refuses one that is missing, or not what its hash or chain says."""
    epoch, tree, chain, seq = known.epoch, known.tree, known.chain, known.tree.size
    if seq == upto:
        return known
    for rows in leaves.rows_of(session, team_id, seq, upto):
        for number, payload, hashed, linked in rows:
            seq += 1
            chain = chained(chain, hashed)
            if (number, hashed, linked) != (seq, leaf_hash(seq, payload), chain):
                raise LogDoubted(SPOILT, seq)
            epoch = epoch_opened(payload) or epoch
        tree = tree.extended(b"".join([row[2] for row in rows]))
    if seq != upto:
        raise LogDoubted(SPOILT, seq + 1)
    return Known(epoch, tree, chain)


_OPENINGS = tuple(f'"k":"{event}"'.encode() for event in OPENS_AN_EPOCH)  # as a canonical payload spells it


def epoch_opened(payload: bytes) -> int | None:
    """The epoch that an entry opens, if it is one of those that do."""
    if not any(opening in payload for opening in _OPENINGS):
        return None
    return int(msgspec.json.decode(payload)["f"]["epoch"])


def notes_of(session: Session, rows: Sequence[Checkpoint]) -> list[str]:
    """The text of each checkpoint with every signature that there is by now, in the same order."""
    lines: dict[UUID, list[str]] = defaultdict(list)
    for at in range(0, len(rows), 500):
        ids = [row.id for row in rows[at : at + 500]]
        for checkpoint_id, line in session.execute(
            select(Cosignature.checkpoint_id, Cosignature.line)
            .where(Cosignature.checkpoint_id.in_(ids), Cosignature.line.is_not(None))
            .order_by(Cosignature.at)
        ):
            lines[checkpoint_id].append(line or "")
    return [_cosigned(row.note, lines[row.id]) for row in rows]


def _cosigned(note: str, lines: Sequence[str]) -> str:
    return str(parse_note(note.encode()).signed_also(map(parse_signature, lines))) if lines else note


def _view(session: Session, row: Checkpoint) -> SignedHead:
    (note,) = notes_of(session, [row])
    return SignedHead(row.id, row.team_id, row.epoch, row.size, row.root, note, row.occasion, row.made_at)
