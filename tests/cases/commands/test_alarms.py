"""Acknowledging: by whoever was called and by the office, once; opening the referral acknowledges too."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.audit.verify import verify
from icat.cases.commands.alarms import acknowledge_alarm, escalate_alarm
from icat.cases.commands.bars import bar_member
from icat.cases.commands.screening import screen_case
from icat.cases.models import Alarm, Case
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.policy.actor import system
from tests.cases.referring import submit
from tests.make import World
from tests.members.rostering import NIGHT, put_on

AT = NIGHT + timedelta(hours=6)


@pytest.fixture
def alarm_id(world: World) -> UUID:
    """An urgent referral at night; an advocate is on duty."""
    put_on(world, world.advocate)
    with clock.pretending(AT):
        submit(world)
    return db.session().scalars(select(Alarm.id)).one()


def test_whoever_is_on_duty_takes_it_and_then_nobody_else_is_called(world: World, alarm_id: UUID) -> None:
    with clock.pretending(AT + timedelta(minutes=5)):
        acknowledge_alarm(world.advocate.actor, alarm_id)
        db.end()
        with pytest.raises(RuleBroken, match="already"):
            acknowledge_alarm(world.chair.actor, alarm_id)
    db.end()
    with clock.pretending(AT + timedelta(hours=1)):
        assert escalate_alarm(system(world.team_id, world.code)) == 0
    db.end()
    row = db.session().get_one(Alarm, alarm_id)
    assert (row.acknowledged_by_id, row.next_at) == (world.advocate.member_id, None)
    with db.database().open_reading() as session:
        events = session.scalars(select(LedgerEntry.event).order_by(LedgerEntry.seq)).all()
        assert events[-1] == Event.ALARM_ACKNOWLEDGED
        assert events.count(Event.ALARM_ESCALATED) == 1
        assert verify(session, world.team_id).is_intact


def test_who_was_not_called_gets_what_a_wrong_number_gets(world: World, alarm_id: UUID) -> None:
    bar_member(world.coordinator.actor, db.session().scalars(select(Case.id)).one(), member_id=world.chair.member_id)
    db.end()
    for who in (world.doctor, world.chair, world.stranger):
        with pytest.raises(NotFound):
            acknowledge_alarm(who.actor, alarm_id)
        db.end()
    with pytest.raises(NotAllowed):
        acknowledge_alarm(world.officer.actor, alarm_id)
    db.end()
    with pytest.raises(NotAllowed):
        escalate_alarm_now(world)
    acknowledge_alarm(world.coordinator.actor, alarm_id)


def escalate_alarm_now(world: World) -> None:
    with clock.pretending(AT + timedelta(hours=1)):
        escalate_alarm(world.chair.actor)


def test_opening_the_referral_acknowledges_it(world: World, alarm_id: UUID) -> None:
    case_id = db.session().scalars(select(Case.id)).one()
    db.end()

    screen_case(world.coordinator.actor, case_id, 0)

    db.end()
    assert db.session().get_one(Alarm, alarm_id).acknowledged_by_id == world.coordinator.member_id
