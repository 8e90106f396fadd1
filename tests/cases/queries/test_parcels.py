"""Who sees which referrals from phones wait: nothing of what they say is among it."""

from sqlalchemy import select

from icat.cases.commands.parcel import defer_parcel
from icat.cases.models import ParcelKind
from icat.cases.queries.parcels import Left, deferred, left_parcels
from icat.db import engine as db
from icat.outbox.models import Letter
from icat.policy.actor import system
from tests.cases.commands.test_parcel import leave, receive
from tests.cases.parcels import ticket_of


def test_the_office_sees_that_something_waits_and_not_what(world):
    receive(world, ticket_of(world.officer))
    leave(world)

    (found,) = left_parcels(world.chair.actor)

    assert set(Left.__dataclass_fields__) - {"referral_id", "reference", "received_at"} == {
        "agency",
        "author",
        "is_alert",
        "is_left",
        "may_take",
    }
    assert (found.is_left, found.is_alert, found.may_take) == (True, False, False)
    assert left_parcels(world.strange_chair.actor) == ()
    db.end()
    assert deferred(world.officer.actor) == {}


def test_an_alert_that_could_not_be_submitted_is_seen_by_the_office_so_that_somebody_rings(world):
    received = receive(world, ticket_of(world.officer), kind=ParcelKind.ALERT)
    assert left_parcels(world.coordinator.actor) == ()
    db.end()

    defer_parcel(system(world.team_id, world.code), received.parcel_id)

    db.end()
    (found,) = left_parcels(world.coordinator.actor)
    assert (found.is_alert, found.is_left, found.author) == (True, False, world.officer.name)
    assert left_parcels(world.policewoman.actor) == ()
    letters = set(db.session().scalars(select(Letter.account_id)))
    assert letters == {world.officer.account_id, world.coordinator.account_id}
