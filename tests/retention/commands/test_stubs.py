"""A declined referral becomes a stub after the days that the team set; a hold stops it; the log still verifies."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.audit.verify import verify
from icat.cases.commands.holds import place_hold
from icat.cases.commands.screening import decline_case, propose_case, screen_case
from icat.cases.models import Case, Person, Proposal, Referral
from icat.db import engine as db
from icat.db.keys import DataKey
from icat.errors import NotAllowed
from icat.members.commands.settings import revise_team
from icat.members.queries.people import team
from icat.policy.actor import system
from icat.retention.commands.stubs import reduce_case
from icat.retention.queries.due import overview
from tests.cases.referring import submit
from tests.make import World
from tests.retention.ending import id_of, version


def declined(world: World) -> tuple[UUID, str]:
    reference = submit(world, urgency="routine").reference
    case_id = id_of(reference)
    office = world.coordinator.actor
    screen_case(office, case_id, version(case_id))
    propose_case(
        office, case_id, version(case_id), proposal=Proposal.DECLINE, code="outside_area", reason="Живе в іншій області"
    )
    decline_case(world.chair.actor, case_id, version(case_id), advice="Передайте до команди області")
    db.end()
    return case_id, reference


def reduced(world: World, days: int) -> int:
    with clock.pretending(clock.now() + timedelta(days=days)):
        found = reduce_case(system(world.team_id, world.code))
    db.end()
    return found


def test_after_its_days_only_a_stub_stays_and_the_log_verifies(world: World) -> None:
    case_id, reference = declined(world)
    other = submit(world).reference

    assert reduced(world, 30) == 0
    with pytest.raises(NotAllowed), clock.pretending(clock.now() + timedelta(days=31)):
        reduce_case(world.chair.actor)
    db.end()
    assert reduced(world, 31) == 1
    assert reduced(world, 32) == 0

    with db.database().open_reading() as session:
        case = session.get_one(Case, case_id)
        assert (case.reference, case.proposed_code, case.declined_by_id) == (
            reference,
            "outside_area",
            world.chair.member_id,
        )
        assert case.disposed_at is not None
        assert (case.proposal_reason_sealed, case.decline_advice_sealed) == (None, None)
        for model in (Person, Referral, DataKey):
            where = model.owner_id if model is DataKey else model.case_id
            assert session.scalars(select(model).where(where == case_id)).all() == []
        events = session.scalars(select(LedgerEntry.event).order_by(LedgerEntry.seq)).all()
        assert events[-2:] == [Event.CASE_REDUCED, Event.CASE_DISPOSED]
        assert verify(session, world.team_id).is_intact
        assert session.get_one(Case, id_of(other)).disposed_at is None
    (row,) = overview(world.chair.actor).done
    assert row.stub is not None
    assert (row.reference, str(row.stub.reason), row.stub.by) == (
        reference,
        "outside the team's area",
        world.chair.name,
    )


def test_the_team_sets_the_days(world: World) -> None:
    declined(world)
    found = team(world.team_id)
    db.end()
    revise_team(world.chair.actor, found.version, off_duty_advice="", stub_days=10)
    db.end()

    assert (reduced(world, 10), reduced(world, 11)) == (0, 1)


def test_a_legal_hold_stops_it(world: World) -> None:
    case_id, _reference = declined(world)
    place_hold(world.chair.actor, case_id, code="court", authority="Суд, ухвала 7")
    db.end()

    assert reduced(world, 400) == 0
