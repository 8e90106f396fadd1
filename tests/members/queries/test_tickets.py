"""Whose ticket it is, as of now; and a person's own devices."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select, update

from icat import clock
from icat.db import engine as db
from icat.members.commands.tickets import revoke_ticket
from icat.members.models import Account, AuthSession, Member, Ticket
from icat.members.models.session import SessionState
from icat.members.queries.tickets import devices, holder
from tests.cases.parcels import session_of, ticket_of


def write(statement) -> None:  # type: ignore[no-untyped-def]
    db.end()
    with db.writing() as session:
        session.execute(statement)
        session.commit()
    db.end()


def test_a_ticket_that_is_bad_for_whatever_reason_has_no_holder(world):
    issued, other = ticket_of(world.officer), uuid4()
    now = clock.now()

    assert holder("unknown", other, now) is None
    assert holder(issued.token, other, now + timedelta(hours=24, seconds=1)) is None
    found = holder(issued.token, other, now)
    assert (found.member_id, found.team_code, found.actor) == (world.officer.member_id, "KHM", world.officer.actor)
    write(update(Ticket).values(client_id=uuid4()))
    assert holder(issued.token, other, now) is None


def test_a_ticket_tells_that_its_owner_is_no_member_any_more(world):
    issued, now = ticket_of(world.officer), clock.now()

    write(update(Member).where(Member.id == world.officer.member_id).values(until_on=clock.today() - timedelta(days=1)))
    assert holder(issued.token, uuid4(), now).actor is None
    write(update(Member).where(Member.id == world.officer.member_id).values(until_on=None))
    write(update(Account).where(Account.id == world.officer.account_id).values(disabled_at=now))
    assert holder(issued.token, uuid4(), now).actor is None


def test_devices_are_those_that_are_open_or_may_still_send(world):
    phone, desk = session_of(world.officer), session_of(world.officer, device="Firefox, Linux")
    ticket_of(world.officer, phone)
    session_of(world.policewoman)
    write(update(AuthSession).where(AuthSession.id == phone).values(ended_at=clock.now()))

    found = {one.name: one for one in devices(world.officer.account_id, desk)}

    assert (found["Firefox, Linux"].is_this, found["Firefox, Linux"].tickets) == (True, 0)
    assert (found["Chrome, Android"].state, found["Chrome, Android"].tickets) == (SessionState.ENDED, 1)
    db.end()
    revoke_ticket(world.officer.actor, phone)
    db.end()
    assert [one.name for one in devices(world.officer.account_id, desk)] == ["Firefox, Linux"]
    assert db.session().scalars(select(Ticket)).one().revoked_by_id == world.officer.member_id
