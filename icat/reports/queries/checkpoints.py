"""How far a log is held by others than this machine, in what a lawyer can read."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from icat import clock
from icat.audit.checkpoint import (
    SignedHead,
    Witnessed,
    consistency_proof,
    fingerprint,
    latest_checkpoint,
    request_for_witness,
    witnessed_until,
)
from icat.audit.claims import Doubt
from icat.audit.export import exported
from icat.audit.models import Check, Checkpoint, Cosignature, LedgerVerdict, Occasion, Witness
from icat.audit.note import parse_vkey
from icat.audit.queries import log
from icat.audit.queries.clocks import clock_difference
from icat.audit.verify import Fault
from icat.db import engine as db
from icat.i18n import Message, Sayable
from icat.members.queries.people import AgencyView, agencies
from icat.outbox.queries import Outbox, outbox
from icat.outbox.texts import FAULTS
from icat.policy.actor import Actor
from icat.policy.roles import Role
from icat.reports.queries import consents, shares
from icat.reports.queries.log import limits

NEWEST = 50
MOST = 100_000  # entries that a browser takes at once; a larger log is written on the server
LATE = timedelta(days=3)  # letters leave daily; over a weekend nobody needs to be alarmed
_DOUBTED = Message("What was signed of the log is no longer what the log says.")
SHARE, CONSENT = "share-", "consent-"
# What every code of a verdict means. A code that a newer version wrote counts as a doubt, and never as nothing.
VERDICTS: dict[str, Message] = {
    **{str(one): one.words for one in (*Fault, *Doubt)},
    **{f"{SHARE}{one}": one.words for one in shares.Mismatch},
    **{f"{CONSENT}{one}": one.words for one in consents.Mismatch},
    "doubted": _DOUBTED,
}


@dataclass(frozen=True, slots=True)
class Held:
    """One checkpoint, and who has it besides this machine."""

    size: int
    made_at: datetime
    occasion: Occasion
    fingerprint: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole log, or of its newest entries before signing, has found last."""

    at: datetime
    checked: int
    why: Sayable | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class WitnessView:
    """A witness; ``key_id`` tells it from others of the team."""

    id: UUID
    name: str
    agency: str
    vkey: str
    key_id: str
    appointed_at: datetime
    may_end: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How the log of one team stands."""

    size: int
    newest: SignedHead | None
    witnessed: Witnessed | None
    is_late: bool
    full: Verdict | None
    doubt: Verdict | None
    outbox: Outbox
    is_room_in_use: bool  # the disk was full
    clock_seconds: int = 0  # by which this machine is ahead of its database, or behind it; nought where they agree

    @property
    def mail_fault(self) -> Message | None:
        """Why letters wait, where an attempt has failed."""
        return FAULTS.get(self.outbox.fault or "")

    @property
    def since(self) -> int:
        """How many entries there are since the newest checkpoint."""
        return self.size - (self.newest.size if self.newest else 0)


def standing(team_id: UUID) -> Standing:
    """Everything that is said above the list."""
    size = log.size_of(team_id)
    seen = witnessed_until(team_id)
    ballast = db.database().ballast
    doubt = _verdict(team_id, Check.CHECKPOINT)
    return Standing(
        size=size,
        newest=latest_checkpoint(team_id),
        witnessed=seen,
        is_late=seen is not None and seen.size < size and clock.now() - seen.until > LATE,
        full=_verdict(team_id, Check.FULL),
        doubt=doubt if doubt is not None and doubt.why is not None else None,
        outbox=outbox(team_id),
        is_room_in_use=ballast is not None and ballast.is_gone,
        clock_seconds=clock_difference(db.session(), team_id),
    )


def held(team_id: UUID) -> tuple[Held, ...]:
    """The newest checkpoints, the newest first, with those who hold each. Three statements however many there are."""
    session = db.session()
    rows = session.scalars(
        select(Checkpoint).where(Checkpoint.team_id == team_id).order_by(Checkpoint.size.desc()).limit(NEWEST)
    ).all()
    names = agencies(team_id)
    holders: dict[UUID, list[str]] = defaultdict(list)
    for row in session.scalars(
        select(Cosignature)
        .where(Cosignature.checkpoint_id.in_([row.id for row in rows]))
        .order_by(Cosignature.at, Cosignature.id)
    ):
        agency = names[row.agency_id].short_name if row.agency_id in names else ""
        holders[row.checkpoint_id].append(f"{agency}: {row.kind.label}")
    return tuple(
        Held(row.size, row.made_at, row.occasion, fingerprint(row.root), tuple(holders[row.id])) for row in rows
    )


def witnesses(actor: Actor) -> tuple[WitnessView, ...]:
    """The witnesses of the actor's team that are in office."""
    names = agencies(actor.team_id)
    rows = db.session().scalars(
        select(Witness)
        .where(Witness.team_id == actor.team_id, Witness.ended_at.is_(None))
        .order_by(Witness.appointed_at, Witness.id)
    )
    return tuple(
        WitnessView(
            id=row.id,
            name=row.name,
            agency=names[row.agency_id].short_name if row.agency_id in names else "",
            vkey=row.vkey,
            key_id=parse_vkey(row.vkey).key_id.hex(),
            appointed_at=row.appointed_at,
            may_end=actor.has(Role.AUDITOR) or row.agency_id == actor.agency_id,
        )
        for row in rows
    )


def request_for(actor: Actor, key_id: str) -> tuple[str, str] | None:
    """What the witness with this key is asked to sign, with the proof from what it signed last; a name for the file.

    None where there is no such witness or nothing to sign yet. Reads every leaf hash where there is something to prove.
    """
    session = db.session()
    head = latest_checkpoint(actor.team_id)
    witness = next((one for one in witnesses(actor) if one.key_id == key_id), None)
    if head is None or witness is None:
        return None
    seen = session.scalar(
        select(func.max(Checkpoint.size))
        .join(Cosignature, Cosignature.checkpoint_id == Checkpoint.id)
        .where(Cosignature.witness_id == witness.id)
    )
    proof = consistency_proof(session, head, seen) if seen else []
    return request_for_witness(head, seen or 0, proof), f"icat-request-{actor.team_code}-{head.size}.txt"


def whole_log(actor: Actor) -> Iterator[bytes] | None:
    """The whole log for the verifier, as lines of text; none where it is given out on the server only.

    That is so for a large one, and for whoever must not learn of some case: the whole names every case by its number.
    """
    if log.size_of(actor.team_id) > MOST or limits(actor)["hidden"]:
        return None
    return exported(db.session(), actor.team_id)


def agencies_to_witness(actor: Actor) -> tuple[AgencyView, ...]:
    """The agencies for which the actor may appoint a witness: an auditor any, an officer of data protection the own."""
    return tuple(
        agency for agency in agencies(actor.team_id).values() if actor.has(Role.AUDITOR) or agency.id == actor.agency_id
    )


def _verdict(team_id: UUID, kind: Check) -> Verdict | None:
    row = db.session().get(LedgerVerdict, (team_id, kind))
    return None if row is None else Verdict(row.at, row.checked, _why(row.fault), row.seq)


def _why(code: str | None) -> Sayable | None:
    if code is None:
        return None
    return VERDICTS.get(code, _DOUBTED)
