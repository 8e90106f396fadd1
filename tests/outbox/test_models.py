"""The outbox as rows: no column could hold an address, and a letter is sent at a moment or not at all."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from icat import clock
from icat.db import engine as db
from icat.outbox.models import Errand, Letter, LetterState
from icat.outbox.steps import add_letter
from icat.outbox.texts import Kind


def test_there_is_no_place_for_an_address():
    names = {column.name for table in (Letter, Errand) for column in table.__table__.columns}

    assert not {name for name in names if "mail" in name or "address" in name or name in ("to", "recipient")}


def test_sent_without_a_time_is_refused_by_the_database(world, database):
    with db.writing() as session:
        letter = add_letter(session, world.team_id, Kind.TASK, world.chair.account_id, clock.now())
        session.flush()
        with pytest.raises(IntegrityError):
            session.execute(update(Letter).where(Letter.id == letter.id).values(state=LetterState.SENT))
