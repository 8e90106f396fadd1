"""The witnesses of a log: agencies' own machines that compare each checkpoint with what they saw, and sign it too."""

from uuid import UUID

from sqlalchemy import select

from icat.audit.checkpoint import deposit
from icat.audit.events import Event
from icat.audit.models import Checkpoint, Custody, Witness
from icat.audit.note import COSIGNATURE, Malformed, Signature, parse_note, parse_signature, parse_vkey
from icat.audit.recording import Work, change
from icat.errors import NotAllowed, RuleBroken
from icat.i18n import Message
from icat.members.models import Agency
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role

LONGEST_NAME = 100
NEWEST = 1000  # checkpoints among which a signature may be of one: more than a week of them
_LINE = "\u2014 "


def appoint_witness(actor: Actor, *, agency_id: UUID, name: str, vkey: str) -> None:
    """Let an agency's machine witness the log under this public key.

    An officer of data protection appoints the own agency's only, an auditor any agency's. Refuses a key that is none,
    or is not one for cosignatures, and one that is known: two agencies that share a machine are not two witnesses.
    """
    with change(actor) as work:
        require(actor, Permission.WITNESS_APPOINT)
        agency = work.get(Agency, agency_id)
        _insist_on_own(actor, agency.id)
        key = vkey.strip()
        try:
            is_cosigner = parse_vkey(key).kind == COSIGNATURE
        except Malformed:
            is_cosigner = False
        if not is_cosigner:
            raise RuleBroken(Message("This is not the public key of a witness. Copy the whole line."), field="vkey")
        if not name.strip() or len(name) > LONGEST_NAME:
            raise RuleBroken(Message("Say where the machine stands, in a few words."), field="name")
        if work.find(Witness, Witness.team_id == actor.team_id, Witness.vkey == key) is not None:
            raise RuleBroken(Message("This key is known already."), field="vkey")
        row = work.add(
            Witness(
                team_id=actor.team_id,
                agency_id=agency.id,
                name=name.strip(),
                vkey=key,
                appointed_at=work.at,
                ended_at=None,
            )
        )
        work.record(Event.WITNESS_APPOINTED, witness=row.id, key=key, agency=agency.id)


def end_witness(actor: Actor, witness_id: UUID) -> None:
    """From now on this witness signs nothing that counts. What it signed before still does."""
    with change(actor) as work:
        require(actor, Permission.WITNESS_END)
        row = work.lock(Witness, witness_id)
        _insist_on_own(actor, row.agency_id)
        if row.ended_at is not None:
            raise RuleBroken(Message("This witness has been released already."))
        row.ended_at = work.at
        work.record(Event.WITNESS_ENDED, witness=row.id)


def keep_cosignature(actor: Actor, *, text: str) -> int:
    """Keep a witness's signature of one of this log's checkpoints; gives how many entries that one holds.

    ``text`` is the signed note as the witness gave it back, or only its line. Refuses one of a witness that is not
    known here or was released, one that is not right, and one that was brought before.
    """
    with change(actor) as work:
        require(actor, Permission.COSIGNATURE_KEEP)
        lines = _lines(text)
        witnesses = work.session.scalars(
            select(Witness).where(Witness.team_id == actor.team_id, Witness.ended_at.is_(None))
        ).all()
        found = [(one, line, head) for one in witnesses for line in lines if (head := _signed_by(work, one, line))]
        if not found:
            raise RuleBroken(
                Message("No witness that is known here has signed one of this log's checkpoints with it."), field="text"
            )
        sizes = [head.size for one, line, head in found if _is_kept(work, one, head, line)]
        if not sizes:
            raise RuleBroken(Message("This signature is here already."), field="text")
        return max(sizes)


def _is_kept(work: Work, witness: Witness, checkpoint: Checkpoint, line: Signature) -> bool:
    """Keep it, unless it is here: a note that went round brings the signatures of those before along."""
    is_new = deposit(
        work.session,
        checkpoint.id,
        Custody.COSIGNATURE,
        witness.agency_id,
        witness_id=witness.id,
        line=str(line),
    )
    if is_new:
        work.record(Event.COSIGNATURE_KEPT, witness=witness.id, size=checkpoint.size)
    return is_new


def _signed_by(work: Work, witness: Witness, line: Signature) -> Checkpoint | None:
    key = parse_vkey(witness.vkey)
    if not key.made(line):
        return None
    newest = work.session.scalars(
        select(Checkpoint).where(Checkpoint.team_id == witness.team_id).order_by(Checkpoint.size.desc()).limit(NEWEST)
    )
    return next((row for row in newest if key.is_right(parse_note(row.note.encode()).text, line)), None)


def _lines(text: str) -> list[Signature]:
    found = []
    for line in text.splitlines():
        if line.strip().startswith(_LINE):
            try:
                found.append(parse_signature(line.strip()))
            except Malformed:
                continue
    return found


def _insist_on_own(actor: Actor, agency_id: UUID) -> None:
    if not actor.has(Role.AUDITOR) and agency_id != actor.agency_id:
        raise NotAllowed(Message("An officer of data protection appoints the witness of the own agency only."))
