"""Whether anything moved on the page of the table since it was drawn."""

from uuid import UUID
from zlib import crc32

from sqlalchemy import func, select

from icat.cases.models import Share, ShareEnd
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.meetings.models import AgendaItem, Consensus, Fact, Meeting, Position, Round


def version_of(case: CaseView, item_id: UUID) -> int:
    """A number that is another one as soon as anything that the page shows is another. It tells nothing else.

    Of what agencies keep to themselves only the reader's own counts.
    """
    item, of_case = AgendaItem.id == item_id, Share.case_id == case.id
    moved = (
        select(AgendaItem.version, AgendaItem.state, Meeting.version).join(Meeting).where(item),
        select(func.count(), func.max(Share.recorded_at)).where(of_case),
        select(func.count()).select_from(ShareEnd).join(Share, Share.id == ShareEnd.share_id).where(of_case),
        select(func.count(), func.max(Position.given_at)).where(Position.item_id == item_id),
        select(Round.began_at, Round.revealed_at).where(Round.item_id == item_id),
        select(func.count()).select_from(Consensus).where(Consensus.item_id == item_id),
        select(func.count()).select_from(Fact).where(Fact.case_id == case.id, Fact.owner_id == case.actor.agency_id),
    )
    found = [tuple(row) for one in moved for row in db.session().execute(one)]
    return crc32(repr((case.access_version, found)).encode())
