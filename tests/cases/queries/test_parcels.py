"""Who sees which referrals from phones wait: nothing of what they say is among it."""

from icat.cases.queries.parcels import Left, deferred, left_parcels
from icat.db import engine as db
from tests.cases.commands.test_parcel import leave, receive
from tests.cases.parcels import ticket_of


def test_the_office_sees_that_something_waits_and_not_what(world):
    receive(world, ticket_of(world.officer))
    leave(world)

    (found,) = left_parcels(world.chair.actor)

    assert set(Left.__dataclass_fields__) == {"referral_id", "reference", "agency", "received_at", "may_take"}
    assert not found.may_take
    assert left_parcels(world.strange_chair.actor) == ()
    db.end()
    assert deferred(world.officer.actor) == {}
