"""A draft of a referral begins: with a number that nothing has yet, for its author and the author's agency."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from sqlalchemy import exists, select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Case, Referral
from icat.references import new_reference


def begin_draft(work: Work, typed: Mapping[str, Sequence[str]], *, author_id: UUID, owner_id: UUID) -> Referral:
    """The draft, and the leaf that tells of it."""
    row = work.add(
        Referral(
            team_id=work.actor.team_id,
            case_id=uuid4(),
            owner_id=owner_id,
            author_id=author_id,
            reference=_fresh_reference(work),
            started_at=work.at,
            saved_at=work.at,
            draft={name: list(values) for name, values in typed.items()},
        )
    )
    work.session.flush()  # what refers to it may be written in the same change
    work.record(Event.REFERRAL_DRAFTED, referral=row.id)
    return row


def _fresh_reference(work: Work) -> str:
    """A reference that nothing has yet: five characters meet by chance now and then."""
    while True:
        found = new_reference(work.actor.team_code, clock.today().year)
        taken = select(exists().where(Referral.reference == found)), select(exists().where(Case.reference == found))
        if not any(work.session.scalar(one) for one in taken):
            return found
