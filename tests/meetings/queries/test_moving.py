"""The number moves with whatever the page shows, and with nothing else."""

from collections.abc import Callable

import pytest

from icat.cases.models import LevelCode
from icat.cases.queries.door import open_case
from icat.db import engine as db
from icat.meetings.commands.position import ask_positions, give_position, reveal_positions
from icat.meetings.commands.research import file_return
from icat.meetings.models import Known
from icat.meetings.queries.moving import version_of
from icat.policy.permissions import Permission
from tests.make import Person, World
from tests.meetings.sitting import Sitting, say, statement, under_way


def number(sitting: Sitting, who: Person) -> int:
    """The number of somebody's page now."""
    db.end()
    return version_of(open_case(who.actor, Permission.MEETING_READ, sitting.case.reference), sitting.item.id)


MOVES: dict[str, Callable[[Sitting], object]] = {
    "somebody comes": lambda sitting: sitting.here(sitting.world.advocate),
    "somebody speaks": lambda sitting: say(sitting, sitting.world.policewoman, [sitting.world.health]),
    "positions are asked for": lambda sitting: ask_positions(sitting.world.doctor.actor, sitting.item.id),
    "a position is given": lambda sitting: _give(sitting),
    "positions are opened": lambda sitting: (
        _give(sitting),
        reveal_positions(sitting.world.chair.actor, sitting.item.id),
    ),
    "the case is taken up again": lambda sitting: sitting.begin(),
}


# Each comes after the one of the same name: what began a round, or opened a share, moves the number by that alone.
MOVES_AGAIN: dict[str, Callable[[Sitting], object]] = {
    "somebody speaks": lambda sitting: say(
        sitting, sitting.world.policewoman, [sitting.world.health], what=statement("Ще одне")
    ),
    "a position is given": lambda sitting: give_position(
        sitting.world.policewoman.actor, sitting.item.id, level=None, reason=""
    ),
}


def _give(sitting: Sitting) -> None:
    give_position(sitting.world.doctor.actor, sitting.item.id, level=LevelCode.HIGHEST_RISK, reason="Травми")


@pytest.mark.parametrize("move", MOVES)
def test_the_number_moves_when(world: World, move: str) -> None:
    sitting = under_way(world, world.policewoman, world.doctor)
    before = number(sitting, world.doctor)
    assert number(sitting, world.doctor) == before

    MOVES[move](sitting)

    assert number(sitting, world.doctor) != before


@pytest.mark.parametrize("move", MOVES_AGAIN)
def test_the_number_moves_again_when_once_more(world: World, move: str) -> None:
    sitting = under_way(world, world.policewoman, world.doctor, world.advocate)
    MOVES[move](sitting)
    before = number(sitting, world.doctor)

    MOVES_AGAIN[move](sitting)

    assert number(sitting, world.doctor) != before


def test_what_another_agency_writes_for_itself_moves_nothing(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.doctor)
    before = number(sitting, world.policewoman)

    file_return(
        world.doctor.actor, sitting.case.id, 0, survivor=Known.YES, perpetrator=Known.NO, facts=[statement("Лікарняне")]
    )

    assert number(sitting, world.policewoman) == before
    assert number(sitting, world.doctor) != before
