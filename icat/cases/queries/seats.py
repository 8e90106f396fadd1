"""The agencies that sit at a case's table now."""

from uuid import UUID

from sqlalchemy import select

from icat.cases.models import Seat
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.members.queries.people import agencies


def seated(case: CaseView) -> tuple[tuple[UUID, str], ...]:
    """Those with a seat at the case, without the reader's own, by name."""
    ids = db.session().scalars(select(Seat.agency_id).where(Seat.case_id == case.id, Seat.ended_at.is_(None))).all()
    known = agencies(case.actor.team_id)
    others = [(id, known[id].short_name) for id in ids if id in known and id != case.actor.agency_id]
    return tuple(sorted(others, key=lambda one: one[1]))
