"""Who learns that a case waits: who has to act on it, and never who is barred from it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.commands.screening import (
    answer_request,
    ask_agency,
    decline_case,
    propose_case,
    request_information,
    screen_case,
)
from icat.cases.models import Case, InformationRequest, Proposal
from icat.cases.steps.barring import bar
from icat.db import engine as db
from icat.meetings.commands.agenda import call_meeting
from icat.meetings.commands.research import declare_conflict
from tests.cases.prechecking import read_out
from tests.cases.referring import submit
from tests.make import make_case
from tests.outbox.told import told


def keep_away(world, case_id: UUID, who) -> None:  # type: ignore[no-untyped-def]
    with change(world.coordinator.actor) as work:
        bar(work, work.get(Case, case_id), name=who.name, member_id=who.member_id, why="added")
        work.record(Event.CASE_SCREENED, case=case_id)


def test_each_step_before_a_meeting_tells_who_is_next(world, database):
    made = make_case(world)
    told()

    screen_case(world.coordinator.actor, made.id, made.version())
    assert told() == set()
    request_information(world.coordinator.actor, made.id, text="?")
    assert told() == {world.officer.account_id}
    db.end()
    asked = db.session().scalars(select(InformationRequest)).one()
    answer_request(world.officer.actor, asked.id, asked.version, answer="!")
    assert told() == {world.coordinator.account_id}
    read_out(world, made.id)
    ask_agency(world.coordinator.actor, made.id, agency_ids=[world.health])
    assert told() == {world.doctor.account_id}
    propose_case(world.coordinator.actor, made.id, made.version(), proposal=Proposal.LIST)
    assert told() == {world.chair.account_id}
    call_meeting(
        world.chair.actor, made.id, made.version(), held_at=clock.now() + timedelta(hours=2), reason="cannot wait"
    )
    assert world.chair.account_id not in (called := told())
    assert {world.coordinator.account_id, world.doctor.account_id} <= called


def test_a_new_referral_tells_the_coordinator(world, database):
    told()
    submit(world, urgency="routine")

    assert told() == {world.coordinator.account_id}


def test_who_referred_a_case_that_is_declined_is_not_left_waiting(world, database):
    made = make_case(world)
    screen_case(world.coordinator.actor, made.id, made.version())
    why = {"proposal": Proposal.DECLINE, "code": "ordinary_response_first", "reason": "one call-out, no threat"}
    propose_case(world.coordinator.actor, made.id, made.version(), **why)
    told()

    decline_case(world.chair.actor, made.id, made.version(), advice="The centre of social services goes on with her.")

    assert told() == {world.officer.account_id}


def test_who_declares_a_conflict_is_not_the_only_one_to_know(world, database):
    made = make_case(world, seats=[world.health])
    told()

    declare_conflict(world.doctor.actor, made.id, kind="relative")

    assert told() == {world.coordinator.account_id, world.chair.account_id}


def test_who_is_barred_is_never_written_to(world, database):
    made = make_case(world)
    keep_away(world, made.id, world.doctor)
    keep_away(world, made.id, world.chair)
    screen_case(world.coordinator.actor, made.id, made.version())
    told()

    read_out(world, made.id)
    ask_agency(world.coordinator.actor, made.id, agency_ids=[world.health, world.ngo])
    assert told() == {world.advocate.account_id}
    propose_case(world.coordinator.actor, made.id, made.version(), proposal=Proposal.LIST)
    assert told() == set()
