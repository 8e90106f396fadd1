"""Whether the consents are what the ledger says: each has its leaf, each leaf its consent, papers and ends agree."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, select
from sqlalchemy.orm import Session, selectinload

from icat.audit.events import Event
from icat.audit.models import LedgerEntry, LedgerLeaf
from icat.cases.models import Case, Consent
from icat.cases.steps.consenting import digest
from icat.files.models import StoredFile
from icat.i18n import Message

CHUNK = 500


class Mismatch(StrEnum):
    """What can be wrong between the consents and the ledger."""

    NO_LEAF = auto()
    NO_CONSENT = auto()
    CHANGED = auto()
    PAPER = auto()
    END = auto()

    @property
    def words(self) -> Message:
        """The mismatch as a sentence."""
        return _WORDS[self]


_WORDS = {
    Mismatch.NO_LEAF: Message("A consent was never recorded in the log."),
    Mismatch.NO_CONSENT: Message("A consent that the log recorded is gone."),
    Mismatch.CHANGED: Message("A consent is not what the log recorded."),
    Mismatch.PAPER: Message("The signed papers of a consent are not those that the log recorded."),
    Mismatch.END: Message("Whether a consent was withdrawn is not what the log recorded."),
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many consents were held against the ledger and the first that does not agree."""

    checked: int
    mismatch: Mismatch | None = None
    consent_id: UUID | None = None
    seq: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return self.mismatch is None


@dataclass(slots=True)
class _Told:
    """What the leaves say of one consent."""

    seq: int
    digest: str = ""
    is_ended: bool = False
    papers: tuple[str, ...] = ()


def verify_consents(session: Session, team_id: UUID) -> Agreement:
    """Hold every consent of a team against its leaves. To be asked after the ledger itself was found intact."""
    told = _told(session, team_id)
    disposed = set(session.scalars(select(Case.id).where(Case.team_id == team_id, Case.disposed_at.is_not(None))))
    checked, after = 0, UUID(int=0)
    while consents := _chunk(session, team_id, after):
        after = consents[-1].id
        files = _digests(session, consents)
        for consent in consents:
            leaf = told.pop(consent.id, None)
            found = _fault(consent, leaf, files, is_disposed=consent.case_id in disposed)
            if found is not None:
                return Agreement(checked, found, consent.id, leaf.seq if leaf else None)
            checked += 1
        session.expunge_all()
    for consent_id, leaf in told.items():
        return Agreement(checked, Mismatch.NO_CONSENT, consent_id, leaf.seq)
    return Agreement(checked)


def _fault(consent: Consent, leaf: _Told | None, files: dict[UUID, str], *, is_disposed: bool) -> Mismatch | None:
    if leaf is None:
        return Mismatch.NO_LEAF
    if not consent.digest == leaf.digest == digest(consent, consent.lines):
        return Mismatch.CHANGED
    kept = sorted(files.get(paper.file_id, "") for paper in consent.papers)
    if not is_disposed and kept != sorted(leaf.papers):  # where a case was destroyed, its papers were
        return Mismatch.PAPER
    return None if bool(consent.ends) is leaf.is_ended else Mismatch.END


def _chunk(session: Session, team_id: UUID, after: UUID) -> Sequence[Consent]:
    wanted = select(Consent).where(Consent.team_id == team_id, Consent.id > after).order_by(Consent.id).limit(CHUNK)
    parts = (selectinload(Consent.lines), selectinload(Consent.ends), selectinload(Consent.papers))
    return session.scalars(wanted.options(*parts)).all()


def _digests(session: Session, consents: Sequence[Consent]) -> dict[UUID, str]:
    ids = [paper.file_id for consent in consents for paper in consent.papers]
    rows = session.execute(select(StoredFile.id, StoredFile.digest).where(StoredFile.id.in_(ids)))
    return {row.id: row.digest for row in rows}


def _told(session: Session, team_id: UUID) -> dict[UUID, _Told]:
    rows = session.execute(
        select(LedgerEntry.seq, LedgerEntry.event, LedgerLeaf.payload)
        .join(LedgerLeaf, and_(LedgerLeaf.team_id == LedgerEntry.team_id, LedgerLeaf.seq == LedgerEntry.seq))
        .where(
            LedgerEntry.team_id == team_id,
            LedgerEntry.event.in_([Event.CONSENT_RECORDED, Event.PAPER_ATTACHED, Event.CONSENT_WITHDRAWN]),
        )
        .order_by(LedgerEntry.seq)
    )
    told: dict[UUID, _Told] = {}
    papers: dict[UUID, list[str]] = defaultdict(list)
    for seq, event, payload in rows:
        facts: dict[str, Any] = msgspec.json.decode(payload).get("f", {})
        consent_id = UUID(facts["consent_id"])
        leaf = told.setdefault(consent_id, _Told(seq))
        if event is Event.CONSENT_RECORDED:
            leaf.digest = facts["digest"]
        elif event is Event.PAPER_ATTACHED:
            papers[consent_id].append(facts["digest"])
        else:
            leaf.is_ended = True
    for consent_id, digests in papers.items():
        told[consent_id].papers = tuple(digests)
    return told
