"""Who sees which alarm: whoever was called and the office, and of the case its number only."""

from datetime import timedelta

import pytest

from icat import clock
from icat.cases.commands.alarms import acknowledge_alarm, escalate_alarm
from icat.cases.queries.alarms import alarms, alarms_of, duty_for, open_alarm, waiting_alarms
from icat.db import engine as db
from icat.errors import NotFound
from icat.policy.actor import system
from tests.cases.commands.test_screening import one
from tests.cases.referring import submit
from tests.make import World
from tests.members.rostering import NIGHT, phone, put_on

AT = NIGHT + timedelta(hours=6)


def test_an_alarm_is_seen_by_whoever_was_called_and_by_the_office(world: World) -> None:
    phone(world.officer.account_id, "+380501112233")
    put_on(world, world.advocate, deputy=world.doctor)
    with clock.pretending(AT):
        reference = submit(world, barred=[{"name": world.coordinator.name}]).reference

        (seen,) = waiting_alarms(world.advocate.actor)
        assert (seen.reference, seen.referrer, seen.phone, seen.agency) == (
            reference,
            world.officer.name,
            "+380501112233",
            "Поліція",
        )
        assert str(seen.state) == "Nobody has acknowledged it yet. If nobody does, the next one is called at 02:15."
        assert (seen.may_open, waiting_alarms(world.chair.actor)[0].may_open) == (False, True)
        for who in (world.doctor, world.coordinator, world.stranger, world.strange_chair):
            assert alarms(who.actor) == ()
        assert [reach.name for reach, _deputy in duty_for(alarm_case()).people] == [world.advocate.name]
        db.end()
        for wrong in (reference, "KHM-2026-AAAAA-A", "x"):
            with pytest.raises(NotFound):
                open_alarm(world.coordinator.actor, wrong)
            db.end()
        acknowledge_alarm(world.advocate.actor, open_alarm(world.advocate.actor, reference).id)
        db.end()
        assert waiting_alarms(world.chair.actor) == ()
        assert str(alarms(world.chair.actor)[0].state) == f"{world.advocate.name} acknowledged it on 25.11 02:00."
    with clock.pretending(AT + timedelta(hours=13)):
        assert alarms(world.chair.actor) == ()
        assert len(alarms_of(world.officer.actor, alarm_case())) == 1


def alarm_case():  # type: ignore[no-untyped-def]
    from icat.cases.models import Case  # noqa: PLC0415 - one place

    return one(Case).id


def test_at_the_end_of_the_ladder_it_says_that_there_is_nobody_left(world: World) -> None:
    with clock.pretending(AT):
        submit(world)
    with clock.pretending(AT + timedelta(minutes=15)):
        escalate_alarm(system(world.team_id, world.code))
        db.end()
        (seen,) = waiting_alarms(world.coordinator.actor)

    assert str(seen.state) == "Nobody has acknowledged it, and there is nobody left to call."
