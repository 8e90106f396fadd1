"""Parcels: received once, whole or not at all; a later part replaces an earlier one but nobody's work."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.cases.commands.parcel import Received, defer_parcel, receive_parcel, take_parcel
from icat.cases.commands.referral import draft_referral
from icat.cases.models import Parcel, ParcelKind, Referral
from icat.cases.queries.parcels import deferred, left_parcels
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.members.commands.tickets import Issued, revoke_ticket
from icat.members.models import Member, Ticket
from icat.members.queries.tickets import holder
from icat.outbox.models import Letter
from icat.policy.actor import system
from tests.cases.parcels import session_of, ticket_of
from tests.make import World

CLIENT = uuid4()


def receive(
    world: World,
    issued: Issued,
    *,
    client_id: UUID = CLIENT,
    part: int = 1,
    kind: ParcelKind = ParcelKind.REFERRAL,
    surname: str = "Ґалаґан",
) -> Received:
    found = holder(issued.token, client_id, clock.now())
    db.end()
    assert found is not None
    try:
        return receive_parcel(
            system(world.team_id, world.code),
            found.ticket_id,
            client_id=client_id,
            part=part,
            kind=kind,
            written_at=clock.now(),
            typed={"surname": [surname]},
        )
    finally:
        db.end()


def drafts() -> list[str]:
    with db.database().open_reading() as session:
        return sorted(row.draft["surname"][0] for row in session.scalars(select(Referral)))


def leave(world: World) -> None:
    """The officer is no member any more."""
    with db.writing() as session:
        yesterday = clock.today() - timedelta(days=1)
        session.execute(update(Member).where(Member.id == world.officer.member_id).values(until_on=yesterday))
        session.commit()
    db.end()


def test_a_parcel_becomes_a_draft_of_the_ticket_s_owner_and_is_told_in_the_log(world):
    received = receive(world, ticket_of(world.officer))

    referral = db.session().get_one(Referral, received.referral_id)
    assert (referral.author_id, referral.owner_id) == (world.officer.member_id, world.police)
    assert referral.draft == {"surname": ["Ґалаґан"]}
    assert received.is_waiting
    told = db.session().scalars(select(LedgerEntry.event).order_by(LedgerEntry.seq.desc()).limit(2)).all()
    assert told == [Event.PARCEL_RECEIVED, Event.REFERRAL_DRAFTED]


def test_the_same_part_again_changes_nothing(world):
    issued = ticket_of(world.officer)
    first = receive(world, issued)

    assert receive(world, issued, surname="Інша") == first
    assert drafts() == ["Ґалаґан"]


def test_a_later_part_takes_the_place_of_an_earlier_one_and_an_overtaken_one_does_not(world):
    issued = ticket_of(world.officer)
    first = receive(world, issued, kind=ParcelKind.ALERT)
    second = receive(world, issued, part=3, surname="Повніша")
    late = receive(world, issued, part=2, surname="Спізніла")

    assert first.reference == second.reference == late.reference
    assert drafts() == ["Повніша"]


def test_a_later_part_does_not_replace_what_somebody_has_worked_on_since(world):
    issued = ticket_of(world.officer)
    first = receive(world, issued)
    draft_referral(world.officer.actor, first.referral_id, typed={"surname": ["За столом"]})
    db.end()

    second = receive(world, issued, part=2, surname="З телефону")

    assert second.reference != first.reference
    assert drafts() == ["З телефону", "За столом"]


def test_one_ticket_serves_one_referral_and_only_while_it_is_good(world):
    session_id = session_of(world.officer)
    issued, lost = ticket_of(world.officer, session_id), ticket_of(world.officer)
    receive(world, issued)
    used, gone = (holder(one.token, CLIENT, clock.now()).ticket_id for one in (issued, lost))
    db.end()
    lost_session = db.session().get_one(Ticket, gone).session_id
    db.end()
    revoke_ticket(world.officer.actor, lost_session)
    db.end()
    machine = system(world.team_id, world.code)
    more = {"part": 1, "kind": ParcelKind.REFERRAL, "written_at": clock.now(), "typed": {"surname": ["x"]}}

    for ticket_id, client_id in ((used, uuid4()), (gone, uuid4()), (uuid4(), CLIENT)):
        with pytest.raises(NotFound):
            receive_parcel(machine, ticket_id, client_id=client_id, **more)
        db.end()
    with pytest.raises(RuleBroken):
        receive_parcel(machine, used, client_id=CLIENT, **{**more, "part": 2, "typed": {"a": ["x" * 200_001]}})
    db.end()
    with pytest.raises(NotAllowed):
        receive_parcel(world.officer.actor, used, client_id=CLIENT, **{**more, "part": 2})
    assert drafts() == ["Ґалаґан"]


def test_the_author_hears_once_that_it_waits(world):
    received = receive(world, ticket_of(world.officer))
    machine = system(world.team_id, world.code)

    defer_parcel(machine, received.parcel_id)
    db.end()
    with pytest.raises(NotFound):
        defer_parcel(machine, received.parcel_id)
    db.end()

    assert db.session().scalars(select(Letter.account_id)).all() == [world.officer.account_id]
    assert list(deferred(world.officer.actor)) == [received.reference]


def test_what_a_former_member_sent_is_taken_over_by_the_agency_and_only_by_it(world):
    received = receive(world, ticket_of(world.officer))
    assert left_parcels(world.policewoman.actor) == ()
    db.end()
    with pytest.raises(NotFound):
        take_parcel(world.policewoman.actor, received.referral_id)
    db.end()
    leave(world)

    defer_parcel(system(world.team_id, world.code), received.parcel_id)
    db.end()
    letters = set(db.session().scalars(select(Letter.account_id)))
    assert letters == {one.account_id for one in (world.policewoman, world.supervisor, world.coordinator)}
    assert [one.may_take for one in left_parcels(world.policewoman.actor)] == [True]
    assert [(one.agency, one.may_take) for one in left_parcels(world.coordinator.actor)] == [
        ("Хмельницьке районне управління поліції", False)
    ]
    assert left_parcels(world.doctor.actor) == ()
    db.end()
    with pytest.raises(NotFound):
        take_parcel(world.coordinator.actor, received.referral_id)
    db.end()

    assert take_parcel(world.policewoman.actor, received.referral_id) == received.reference

    db.end()
    assert db.session().get_one(Referral, received.referral_id).author_id == world.policewoman.member_id
    assert left_parcels(world.coordinator.actor) == ()
    assert db.session().scalars(select(Parcel.author_id)).all() == [world.officer.member_id]
