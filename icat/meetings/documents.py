"""What a meeting decided, as it goes on the paper of the plan."""

from sqlalchemy import select

from icat.cases.queries.attestation import attested_in_words
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import FACTORS
from icat.cases.scope import Scope
from icat.db import engine as db
from icat.legal import Category
from icat.meetings.models import Consensus
from icat.members.queries.people import members
from icat.pdf.papers import Dissent, Telling
from icat.plans.documents import Outcome
from icat.risk import instrument


def outcome(case: CaseView, holder: Scope | None) -> Outcome | None:
    """The newest decision about the case; none where there is none, or the reader or the holder may not read it."""
    newest = select(Consensus).where(Consensus.case_id == case.id).order_by(Consensus.decided_at.desc()).limit(1)
    row = db.session().scalars(newest).first()
    if row is None or (holder is not None and not holder.sees(None, row.item_id, Category.MINUTES)):
        return None
    cut = case.scope.of(None, row.item_id)
    if not cut.shows(Category.MINUTES):
        return None
    informer = members(case.actor.team_id).get(row.informer_id) if row.informer_id else None
    agency, _colon, words = cut.get(row, "dissent").partition(": ")  # the agencies that have it stand before it
    current = instrument.current(FACTORS)
    return Outcome(
        state=row.state.label,
        instrument=current.title,
        is_draft=current.draft,
        attested=attested_in_words(case.actor.team_id, current) or "",
        factors=tuple((one.text, one.critical) for one in current.factors if one.id in row.factors),
        dissents=(Dissent(agency, words),) if words else (),
        telling=Telling(informer.name, informer.agency, cut.get(row, "inform_how"), row.inform_by_on)
        if informer
        else None,
        decided_at=row.decided_at,
    )
