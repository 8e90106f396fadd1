"""Where each agency stands."""

import pytest

from icat.cases.models import LevelCode
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.meetings.commands.meeting import close_meeting
from icat.meetings.commands.position import give_position
from icat.meetings.models import Position
from tests.make import World
from tests.meetings.sitting import one, rows, under_way

HIGH = LevelCode.HIGHEST_RISK


def test_an_agency_takes_one_position_and_may_change_it_until_the_table_decides(world: World) -> None:
    sitting = under_way(world, world.doctor)
    give_position(world.doctor.actor, sitting.item.id, level=HIGH, reason="Травми частішають")

    give_position(world.doctor.actor, sitting.item.id, level=None, reason="")

    assert (one(Position).agency_id, one(Position).level) == (world.health, None)


def test_a_position_needs_a_reason_and_a_seat_at_this_table(world: World) -> None:
    sitting = under_way(world, world.doctor)

    with pytest.raises(RuleBroken) as refused:
        give_position(world.doctor.actor, sitting.item.id, level=HIGH, reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(RuleBroken):
        give_position(world.advocate.actor, sitting.item.id, level=HIGH, reason="є")
    with pytest.raises(NotFound):
        give_position(world.stranger.actor, sitting.item.id, level=HIGH, reason="є")
    assert not rows(Position)


def test_the_office_enters_what_an_agency_said_aloud_and_nobody_else_does(world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman)

    give_position(world.coordinator.actor, sitting.item.id, level=HIGH, reason="Сказано вголос", agency_id=world.health)
    with pytest.raises(NotAllowed):
        give_position(world.policewoman.actor, sitting.item.id, level=HIGH, reason="є", agency_id=world.health)

    assert one(Position).given_by_id == world.coordinator.member_id


def test_there_are_no_positions_after_the_meeting(world: World) -> None:
    sitting = under_way(world, world.doctor)
    close_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)

    with pytest.raises(RuleBroken):
        give_position(world.doctor.actor, sitting.item.id, level=HIGH, reason="є")
