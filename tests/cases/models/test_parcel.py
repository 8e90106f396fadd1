"""A part of a referral from a phone comes once."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from icat.cases.models import Parcel
from icat.db import engine as db
from tests.cases.commands.test_parcel import receive
from tests.cases.parcels import ticket_of


def test_the_database_itself_refuses_a_part_twice(world):
    received = receive(world, ticket_of(world.officer))
    row = db.session().get_one(Parcel, received.parcel_id)
    values = {column.key: getattr(row, column.key) for column in Parcel.__table__.columns if column.key != "id"}
    db.end()

    with db.writing() as session:
        session.add(Parcel(**values))
        with pytest.raises(IntegrityError):
            session.flush()
    db.end()
    assert len(db.session().scalars(select(Parcel)).all()) == 1
