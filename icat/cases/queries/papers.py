"""Photos of official forms that came with the referrals of a case: which there are, and one of them to open."""

from uuid import UUID

from sqlalchemy import select

from icat.cases.models import Referral, ReferralPaper, ReferralState
from icat.cases.queries.consents import PaperFile
from icat.cases.queries.door import CaseView
from icat.cases.queries.office import LEAST
from icat.cases.scope import Scope
from icat.db import engine as db
from icat.errors import NotFound
from icat.files.models import StoredFile
from icat.files.store import opened


def paper_numbers(case_id: UUID) -> dict[UUID, tuple[int, ...]]:
    """The photos of a case's referrals by referral, numbered through the case, so that an address needs no name."""
    rows = db.session().execute(
        select(ReferralPaper.referral_id)
        .join(Referral, Referral.id == ReferralPaper.referral_id)
        .where(ReferralPaper.case_id == case_id, Referral.state == ReferralState.SUBMITTED)
        .order_by(ReferralPaper.added_at, ReferralPaper.id)
    )
    found: dict[UUID, tuple[int, ...]] = {}
    for number, (referral_id,) in enumerate(rows, 1):
        found[referral_id] = (*found.get(referral_id, ()), number)
    return found


def sees_papers(scope: Scope, row: Referral) -> bool:
    """Whether a reader may open the photos of a referral: a form tells who, how to reach her, what happened and why it
    is dangerous, so all of that must be open."""
    return all(scope.sees(row.owner_id, row.id, one) for one in LEAST)


def form_paper(case: CaseView, number: int) -> PaperFile:
    """A photo of an official form. Refuses who may not read all that stands there as it refuses what does not exist."""
    rows = (
        db.session()
        .execute(
            select(ReferralPaper, Referral)
            .join(Referral, Referral.id == ReferralPaper.referral_id)
            .where(ReferralPaper.case_id == case.id, Referral.state == ReferralState.SUBMITTED)
            .order_by(ReferralPaper.added_at, ReferralPaper.id)
        )
        .all()
    )
    if not 1 <= number <= len(rows):
        raise NotFound
    paper, referral = rows[number - 1]
    if not all(case.scope.show(referral.owner_id, referral.id, one) for one in LEAST):
        raise NotFound
    kept = db.session().get_one(StoredFile, paper.file_id)
    return PaperFile(opened(kept), kept.kind)
