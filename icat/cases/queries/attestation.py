"""Which instruments there are, and who attested what of them: shown wherever the status of an instrument is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.cases.models import Attestation
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.members.queries.people import member_names
from icat.risk.instrument import Instrument, Status, library


@dataclass(frozen=True, slots=True)
class AttestationView:
    """One attestation, with who took it back and why, where somebody did."""

    id: UUID
    document: str
    at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_because: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an edition of an instrument stands: what its file says of itself, and what a person of this team attested."""

    name: str
    code: str
    version: int
    digest: str
    title: Words
    jurisdiction: str
    source: Words
    licence: Words
    notice: Words | None
    is_draft: bool
    is_retired: bool
    checked_on: date | None
    checked_by: str
    lines: int  # factors; 0 for a form of others, whose level is recorded as stated
    attested: AttestationView | None
    earlier: tuple[AttestationView, ...]  # taken back

    @property
    def status(self) -> Message:
        """What it is, in a word or two."""
        if self.is_retired:
            return Message("No longer in use")
        return Message("Draft instrument") if self.is_draft else Message("Compared with the official text")


def attested_in_words(team_id: UUID, instrument: Instrument) -> Message | None:
    """Who attested it, when and against what, as a paper says it; none where nobody did."""
    found = standing_of_instrument(team_id, instrument).attested
    if found is None:
        return None
    return Message(
        "%(who)s attested on %(day)s that it matches: %(document)s.",
        who=found.by,
        day=f"{clock.local(found.at):%d.%m.%Y}",
        document=found.document,
    )


def standing_of_instrument(team_id: UUID, instrument: Instrument) -> Standing:
    """How one edition stands for this team."""
    found = _attestations(team_id).get((instrument.code, instrument.digest), ())
    return Standing(
        name=instrument.name,
        code=instrument.code,
        version=instrument.version,
        digest=instrument.digest,
        title=instrument.title,
        jurisdiction=instrument.jurisdiction,
        source=instrument.source,
        licence=instrument.licence,
        notice=instrument.notice,
        is_draft=instrument.draft,
        is_retired=instrument.status is Status.RETIRED,
        checked_on=instrument.checked_on,
        checked_by=instrument.checked_by,
        lines=len(instrument.factors),
        attested=next((one for one in found if one.withdrawn_at is None), None),
        earlier=tuple(one for one in found if one.withdrawn_at is not None),
    )


def standings(team_id: UUID) -> tuple[Standing, ...]:
    """Every edition of every instrument that this installation knows."""
    return tuple(standing_of_instrument(team_id, one) for one in library().values())


def _attestations(team_id: UUID) -> dict[tuple[str, str], tuple[AttestationView, ...]]:
    return db.remembered(("attestations", team_id), lambda: _asked(team_id))


def _asked(team_id: UUID) -> dict[tuple[str, str], tuple[AttestationView, ...]]:
    wanted = select(Attestation).where(Attestation.team_id == team_id).order_by(Attestation.attested_at.desc())
    rows = db.session().scalars(wanted).all()
    names = member_names({id for row in rows for id in (row.attested_by_id, row.withdrawn_by_id) if id})
    found: dict[tuple[str, str], list[AttestationView]] = defaultdict(list)
    for row in rows:
        found[row.instrument, row.instrument_hash].append(
            AttestationView(
                id=row.id,
                document=row.document,
                at=row.attested_at,
                by=names.get(row.attested_by_id, ""),
                withdrawn_at=row.withdrawn_at,
                withdrawn_by=names.get(row.withdrawn_by_id, "") if row.withdrawn_by_id else "",
                withdrawn_because=row.withdrawn_because,
            )
        )
    return {key: tuple(views) for key, views in found.items()}
