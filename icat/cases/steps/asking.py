"""Asking agencies what they know: each gets a seat and learns the identifiers, and nothing else."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Case, Part, Person, Referral, Seat
from icat.cases.queries.asking import basis_for, consent_for
from icat.cases.queries.prechecks import heard
from icat.cases.steps.letters import tell_agencies
from icat.cases.steps.sharing import Ground, Line, Recipient, open_share
from icat.cases.steps.submitting import seat
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.legal import Category, Necessity, Purpose, RecipientKind
from icat.members.models import Agency

TOLD_OF = (Part.SURVIVOR, Part.PERPETRATOR, Part.CHILD)


def ask(work: Work, case: Case, agency_ids: Collection[UUID]) -> None:
    """Give these agencies a seat and tell them who it is about, in the name of the agency that referred the case.

    Refuses while the referral was not opened or she was not read who would take part, an agency that may not lawfully
    be told even the names, and one that was asked before.
    """
    if case.screened_at is None:
        raise RuleBroken(Message("Open the referral first."))
    _insist_on_precheck(work, case, agency_ids)
    referral = work.session.scalars(
        select(Referral).where(Referral.case_id == case.id).order_by(Referral.submitted_at).limit(1)
    ).first()
    people = _identified(work, case)
    for agency_id in sorted(set(agency_ids)):
        _ask(work, case, work.get(Agency, agency_id), referral, people)
    tell_agencies(work, case, agency_ids)


def _insist_on_precheck(work: Work, case: Case, agency_ids: Collection[UUID]) -> None:
    """Conflict before names: she says whom she knows before an agency learns who it is about, or somebody says why not.

    The agency that referred her knows already.
    """
    said = heard(work.session, case.id)
    for agency in [work.get(Agency, id) for id in sorted(set(agency_ids) - {case.referring_agency_id})]:
        if agency.id in said.left_out:
            raise RuleBroken(
                Message("She said that %(agency)s must not learn of the case.", agency=agency.short_name),
                field="agencies",
            )
        if not said.allows(agency.id):
            raise RuleBroken(
                Message("Read her first who would take part, or say why not: see «Before names travel»."),
                field="agencies",
            )


def _ask(work: Work, case: Case, agency: Agency, referral: Referral | None, people: list[UUID]) -> None:
    known = work.find(Seat, Seat.case_id == case.id, Seat.agency_id == agency.id)
    if known is not None:
        raise RuleBroken(Message("%(agency)s has been asked already.", agency=agency.short_name), field="agencies")
    sender = work.get(Agency, case.referring_agency_id)
    basis = basis_for(work.session, case.id, sender, agency, referral)
    seat(work, case, agency)
    open_share(
        work,
        case,
        sender=sender,
        to=Recipient(RecipientKind.AGENCY, agency.id),
        lines=[Line(Category.IDENTITY, person_id) for person_id in people],
        ground=Ground(
            basis,
            consent_for(work.session, case.id, agency, referral, basis),
            Purpose.RISK_ASSESSMENT,
            Necessity.DECIDE_LEVEL,
            referral.why_without if referral else "",
        ),
    )
    work.record(Event.AGENCY_ASKED, case=case.id, agency=agency.id)


def _identified(work: Work, case: Case) -> list[UUID]:
    """Those whose names and years of birth an agency needs in order to look: not the others who are named."""
    return list(
        work.session.scalars(
            select(Person.id).where(
                Person.case_id == case.id, Person.part.in_(TOLD_OF), Person.owner_id == case.referring_agency_id
            )
        )
    )
