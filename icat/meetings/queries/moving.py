"""Whether anything moved on the page of the table since it was drawn."""

from uuid import UUID
from zlib import crc32

from sqlalchemy import func, select

from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.meetings.models import AgendaItem, Consensus, Fact, Meeting, Position, Round


def version_of(case: CaseView, item_id: UUID) -> int:
    """A number that is another one as soon as anything that the page shows is another. It tells nothing else.

    Shares, and that they end, are told by the access version. Of what agencies keep to themselves only the reader's own
    counts.
    """
    of_item = Position.item_id == item_id
    own = (Fact.case_id == case.id, Fact.owner_id == case.actor.agency_id)
    parts = (
        select(func.count(Position.id)).where(of_item),
        select(func.max(Position.given_at)).where(of_item),
        select(Round.began_at).where(Round.item_id == item_id),
        select(Round.revealed_at).where(Round.item_id == item_id),
        select(func.count(Consensus.id)).where(Consensus.item_id == item_id),
        select(func.count(Fact.id)).where(*own),
    )
    asked = select(AgendaItem.version, AgendaItem.state, Meeting.version, *(part.scalar_subquery() for part in parts))
    found = db.session().execute(
        asked.join(Meeting, Meeting.id == AgendaItem.meeting_id).where(AgendaItem.id == item_id)
    )
    return crc32(repr((case.access_version, tuple(found.one()))).encode())
