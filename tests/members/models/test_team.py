"""A team and its agencies: what the database itself refuses."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from icat.db import engine as db
from icat.legal import Sector
from icat.members.models import Agency, Team


@pytest.mark.parametrize("values", [{"research_days": 0}, {"review_days": -1}, {"code": "KHM"}])
def test_a_team_that_cannot_work_cannot_be(world, database, values):
    with db.writing() as session, pytest.raises(IntegrityError):
        session.execute(update(Team).values(**values))


def test_an_agency_is_once_in_a_team(world, database):
    kept = db.session().get_one(Agency, world.police).name
    with db.writing() as session:
        session.add(Agency(team_id=world.team_id, name=kept, short_name="x", sector=Sector.POLICE, is_state=True))
        with pytest.raises(IntegrityError):
            session.flush()
