"""Which agency may be asked about a case, and on which basis the referring agency may tell it the names."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from icat import clock, legal
from icat.cases.models import Case, Referral, Seat
from icat.cases.queries.consent import consent_of
from icat.cases.queries.covering import Pair, covered
from icat.cases.queries.door import CaseView
from icat.cases.queries.opening import Opening
from icat.cases.queries.prechecks import Heard, heard
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.legal import Category, ConsentState, RecipientKind
from icat.members.models import Agency
from icat.names import sort_key

USUAL = "UA-POWER"


@dataclass(frozen=True, slots=True)
class Askable:
    """One agency of the team: asked already, lawful to ask and on which basis, or why not."""

    id: UUID
    name: str
    sector: Words
    is_core: bool
    is_asked: bool
    basis: Words | None
    why_not: Message | None


def askable(case: CaseView) -> tuple[Askable, ...]:
    """Every agency of the team, as far as this case is concerned."""
    session = db.session()
    row = session.get_one(Case, case.id)
    sender = session.get_one(Agency, row.referring_agency_id)
    referral = _referral(case.id)
    seated = set(session.scalars(select(Seat.agency_id).where(Seat.case_id == case.id)))
    said = heard(session, case.id)
    found = []
    team = session.scalars(select(Agency).where(Agency.team_id == row.team_id))
    for agency in sorted(team, key=lambda agency: sort_key(agency.name)):
        code, answer = _judged(session, row.id, sender, agency, referral)
        held_back = None if agency.id in seated or said.allows(agency.id) else _held_back(said, agency.id)
        found.append(
            Askable(
                id=agency.id,
                name=agency.name,
                sector=agency.sector.words,
                is_core=agency.is_core,
                is_asked=agency.id in seated,
                basis=legal.bases()[code].label if answer and not held_back else None,
                why_not=answer.reason if not answer else held_back,
            )
        )
    return tuple(found)


def _held_back(said: Heard, agency_id: UUID) -> Message:
    if agency_id in said.left_out:
        return Message("She said that it must not learn of the case.")
    return Message("She was not read yet who would take part there.")


@dataclass(frozen=True, slots=True)
class Unasked:
    """The agencies that may lawfully be asked and were not yet, those that always take part first."""

    agencies: tuple[Askable, ...]
    is_first: bool  # nobody was asked yet: afterwards somebody chose, and left out who is not here


def unasked(case: CaseView) -> Unasked:
    """Whom a listing may ask; nobody before the referral was opened."""
    if case.screened_at is None:
        return Unasked((), is_first=False)
    known = askable(case)
    found = [one for one in known if one.basis and not one.is_asked]
    asked = sum(one.is_asked for one in known)  # the agency that referred has its seat already
    return Unasked(tuple(sorted(found, key=lambda one: not one.is_core)), is_first=asked <= 1)


def openings(found: Iterable[Askable]) -> tuple[Opening, ...]:
    """What asking opens to each agency that was not asked yet: who it is about, and nothing else."""
    names = (Category.IDENTITY.words,)
    return tuple(
        Opening(one.name, () if one.why_not else names, one.basis, one.why_not) for one in found if not one.is_asked
    )


def basis_for(session: Session, case_id: UUID, sender: Agency, agency: Agency, referral: Referral | None) -> str:
    """The basis on which ``sender`` may tell ``agency`` the names: an authority's power, else that of the referral.

    Where neither allows it the usual one is given, and the law's refusal says why.
    """
    return _judged(session, case_id, sender, agency, referral)[0]


def consent_for(
    session: Session, case_id: UUID, agency: Agency, referral: Referral | None, basis_code: str
) -> ConsentState:
    """How it stands with her consent, as far as the referral says; that she agreed counts while a record says so."""
    said = consent_of(referral.agrees if referral else "", basis_code)
    if said is not ConsentState.GIVEN:
        return said
    now = covered(session, case_id, at=clock.now(), basis_code=basis_code)
    named = Pair(Category.IDENTITY, RecipientKind.AGENCY, agency.id)
    return said if named in now.agreed else consent_of("", basis_code)


def _judged(
    session: Session, case_id: UUID, sender: Agency, agency: Agency, referral: Referral | None
) -> tuple[str, legal.Allowed]:
    tried = (USUAL, referral.basis_code or USUAL) if referral else (USUAL,)
    answers = [
        (code, _allowed(code, sender, agency, referral, consent_for(session, case_id, agency, referral, code)))
        for code in dict.fromkeys(tried)
    ]
    return next((one for one in answers if one[1]), answers[0])


def _allowed(
    code: str, sender: Agency, agency: Agency, referral: Referral | None, consent: ConsentState
) -> legal.Allowed:
    return legal.check(
        code,
        sender=legal.Sender(sender.sector, sender.is_state),
        recipient=legal.Recipient(RecipientKind.AGENCY, agency.sector, agency.is_state),
        categories={Category.IDENTITY},
        consent=consent,
        on=clock.today(),
        reason=referral.why_without if referral else "",
    )


def _referral(case_id: UUID) -> Referral | None:
    return (
        db.session()
        .scalars(select(Referral).where(Referral.case_id == case_id).order_by(Referral.submitted_at).limit(1))
        .first()
    )
