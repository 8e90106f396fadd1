"""Attesting that an instrument matches the official form, and taking that back."""

from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Attestation
from icat.cases.models.attestation import LONGEST_DOCUMENT
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.risk.instrument import library


def attest_instrument(actor: Actor, code: str, version: int, *, digest: str, document: str) -> None:
    """Say, under one's own name, that this edition says what the document says which its owner published.

    A draft stays a draft: bands and colours come with a file that names who checked it, never with a click. ``digest``
    is of the text that the person had on the page. Refuses an instrument that is not there, another text than that, a
    document that nobody could find again, and an edition that is attested already.
    """
    with change(actor) as work:
        require(actor, Permission.INSTRUMENT_ATTEST)
        edition = library().get((code, version))
        if edition is None:
            raise NotFound
        if digest != edition.digest:
            raise RuleBroken(Message("The text of this instrument was changed meanwhile. Compare it again."))
        document = document.strip()
        if not document or len(document) > LONGEST_DOCUMENT:
            raise RuleBroken(Message("Name the document so that others find it."), field="document")
        standing = work.find(
            Attestation,
            Attestation.team_id == actor.team_id,
            Attestation.instrument == code,
            Attestation.instrument_hash == digest,
            Attestation.withdrawn_at.is_(None),
        )
        if standing is not None:
            raise RuleBroken(Message("This edition is attested already."))
        row = work.add(
            Attestation(
                team_id=actor.team_id,
                instrument=code,
                instrument_version=version,
                instrument_hash=digest,
                document=document,
                attested_at=work.at,
                attested_by_id=actor.member_id,
            )
        )
        work.record(Event.INSTRUMENT_ATTESTED, attestation=row.id, instrument=code, version=version, digest=digest)


def withdraw_attestation(actor: Actor, attestation_id: UUID, *, reason: str) -> None:
    """Take an attestation back, one's own or another's: a difference was found. Refuses one without a reason."""
    with change(actor) as work:
        require(actor, Permission.ATTESTATION_WITHDRAW)
        row = work.lock(Attestation, attestation_id)
        if row.withdrawn_at is not None:
            raise RuleBroken(Message("This attestation was taken back already."))
        reason = reason.strip()
        if not reason or len(reason) > LONGEST_DOCUMENT:
            raise RuleBroken(Message("Say in a sentence what does not match."), field="reason")
        row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_because = work.at, actor.member_id, reason
        work.record(
            Event.ATTESTATION_WITHDRAWN,
            attestation=row.id,
            instrument=row.instrument,
            version=row.instrument_version,
            digest=row.instrument_hash,
        )
