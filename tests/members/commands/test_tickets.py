"""Tickets: given to a device of one's own, few at a time, taken back by their owner."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from icat import clock
from icat.crypto.parcel import new_key_pair
from icat.db import engine as db
from icat.db.keys import DataKey
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.members.commands.forgetting import forget_tickets
from icat.members.commands.tickets import MOST_UNUSED, issue_ticket, revoke_ticket
from icat.members.models import ParcelKey, Ticket
from icat.members.queries.signed_in import token_digest
from icat.members.queries.tickets import holder, private_half
from tests.cases.parcels import session_of, ticket_of


def rows(model):  # type: ignore[no-untyped-def]
    db.end()
    return list(db.session().scalars(select(model)))


def test_a_ticket_is_stored_as_its_digest_and_the_key_sealed(world):
    issued = ticket_of(world.officer)

    (ticket,), (key,) = rows(Ticket), rows(ParcelKey)
    assert ticket.token_digest == token_digest(issued.token)
    assert (ticket.member_id, ticket.device) == (world.officer.member_id, "Chrome, Android")
    assert (key.id, key.point) == (issued.key_id, issued.point)
    opened = private_half(key.id)
    assert opened is not None
    assert opened not in key.private_sealed
    assert len(opened) == len(new_key_pair().private)


def test_all_tickets_of_a_day_share_a_key_and_the_next_day_has_its_own(world):
    with time_machine.travel(clock.now(), tick=False) as at:
        first, second = ticket_of(world.officer), ticket_of(world.advocate)
        at.shift(timedelta(hours=25))
        third = ticket_of(world.officer)

    assert first.key_id == second.key_id != third.key_id


def test_a_key_is_destroyed_when_nothing_sealed_to_it_can_still_be_on_its_way(world):
    old = ticket_of(world.officer)
    before = {row.owner_id for row in rows(DataKey)}
    db.end()

    forget_tickets(clock.now() + timedelta(hours=95))
    assert private_half(old.key_id) is not None
    db.end()
    forget_tickets(clock.now() + timedelta(hours=97))

    assert private_half(old.key_id) is None
    assert before - {row.owner_id for row in rows(DataKey)} == {old.key_id}
    assert len(rows(Ticket)) == 1
    db.end()
    forget_tickets(clock.now() + timedelta(days=31))
    assert rows(Ticket) == []


def test_a_device_holds_few_tickets_and_gets_more_when_they_are_used(world):
    session_id = session_of(world.officer)
    for _ in range(MOST_UNUSED):
        ticket_of(world.officer, session_id)

    with pytest.raises(RuleBroken):
        issue_ticket(world.officer.actor, session_id)
    db.end()
    with db.writing() as session:
        session.scalars(select(Ticket)).first().client_id = uuid4()
        session.commit()
    assert issue_ticket(world.officer.actor, session_id)


def test_who_cannot_refer_gets_no_ticket_and_nobody_gets_one_for_the_session_of_another(world):
    with pytest.raises(NotAllowed):
        issue_ticket(world.auditor.actor, session_of(world.auditor))
    with pytest.raises(NotFound):
        issue_ticket(world.officer.actor, session_of(world.policewoman))


def test_an_owner_takes_back_the_tickets_of_one_device(world):
    phone, tablet = session_of(world.officer), session_of(world.officer)
    lost, kept = ticket_of(world.officer, phone), ticket_of(world.officer, tablet)
    with pytest.raises(NotFound):
        revoke_ticket(world.policewoman.actor, phone)
    db.end()

    assert revoke_ticket(world.officer.actor, phone) == 1

    db.end()
    assert holder(lost.token, uuid4(), clock.now()) is None
    assert holder(kept.token, uuid4(), clock.now()) is not None
    db.end()
    with pytest.raises(NotFound):
        revoke_ticket(world.officer.actor, phone)
