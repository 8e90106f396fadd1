"""A checkpoint goes to those who have not got it; tests/jobs/test_checkpoints.py tells the whole story."""

from uuid import uuid4

from sqlalchemy import select

from icat import clock
from icat.audit.checkpoint import SignedHead
from icat.audit.models import Occasion
from icat.db import engine as db
from icat.outbox.commands.checkpoint import send_checkpoint
from icat.outbox.models import Letter


def test_nobody_gets_it_twice_and_without_officers_nothing_is_written(world, database):
    head = SignedHead(uuid4(), world.team_id, 1, 7, b"\1" * 32, "note", Occasion.SCHEDULE, clock.now())
    send_checkpoint(head, {}, clock.now())
    send_checkpoint(head, {world.chair.account_id: world.council}, clock.now())
    both = {world.chair.account_id: world.council, world.doctor.account_id: world.health}
    send_checkpoint(head, both, clock.now())

    with db.database().open_reading() as session:
        found = session.scalars(select(Letter)).all()
    assert {letter.account_id: letter.agency_id for letter in found} == both
    assert len(found) == 2
