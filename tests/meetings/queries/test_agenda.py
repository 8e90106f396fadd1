"""Meetings and agendas as each reader may see them."""

from datetime import timedelta

import pytest

from icat import clock
from icat.cases.models import Case, Stage
from icat.db import engine as db
from icat.errors import NotFound
from icat.meetings.commands.agenda import call_meeting, list_case
from icat.meetings.commands.research import declare_conflict
from icat.meetings.queries.agenda import meeting, meetings, open_meetings
from tests.make import World, make_case
from tests.meetings.sitting import one, planned, under_way


def test_cases_with_children_come_first_and_numbers_are_the_readers_own(world: World) -> None:
    sitting = planned(world, seats=[world.police])
    with db.database().open_writing() as session:
        session.get_one(Case, sitting.case.id).has_children = False
        session.flush()
        session.commit()
    second = make_case(world, stage=Stage.RESEARCH, seats=[world.police, world.health])
    list_case(world.chair.actor, second.id, second.version(), meeting=sitting.number)

    police = meeting(world.policewoman.actor, sitting.number).lines
    health = meeting(world.doctor.actor, sitting.number).lines

    assert [(line.number, line.case.id) for line in police] == [(1, second.id), (2, sitting.case.id)]
    assert [(line.number, line.case.id) for line in health] == [(1, second.id)]


@pytest.mark.parametrize(("minutes", "too_long"), [(90, False), (91, True)])
def test_two_hours_with_opening_and_closing_are_the_limit(world: World, minutes: int, *, too_long: bool) -> None:
    sitting = planned(world)
    second = make_case(world, stage=Stage.RESEARCH)
    list_case(world.chair.actor, second.id, second.version(), meeting=sitting.number, minutes=minutes)

    found = meeting(world.chair.actor, sitting.number)

    assert (found.minutes, found.is_too_long) == (30 + minutes, too_long)


def test_more_than_ten_cases_are_too_many_however_short(world: World) -> None:
    sitting = planned(world)
    for _ in range(10):
        case = make_case(world, stage=Stage.RESEARCH)
        list_case(world.chair.actor, case.id, case.version(), meeting=sitting.number, minutes=1)

    assert meeting(world.chair.actor, sitting.number).is_too_long


def test_an_emergent_meeting_is_hidden_from_whom_it_does_not_concern(world: World) -> None:
    case = make_case(world, seats=[world.police])
    number = call_meeting(
        world.chair.actor, case.id, case.version(), held_at=clock.now() + timedelta(hours=3), reason="Зброя"
    )

    assert [row.number for row in meetings((world.policewoman.actor,))] == [number]
    assert meetings((world.doctor.actor,)) == ()
    with pytest.raises(NotFound):
        meeting(world.doctor.actor, number)
    with pytest.raises(NotFound):
        meeting(world.strange_chair.actor, number)


def test_only_meetings_that_are_not_over_take_cases(world: World) -> None:
    sitting = under_way(world)
    other = planned(world, seats=[])

    assert {found.number for found in open_meetings(world.chair.actor)} == {sitting.number, other.number}
    assert open_meetings(world.strange_chair.actor) == ()
    assert one(Case, Case.id == sitting.case.id).stage is Stage.MEETING


def test_a_chair_who_is_barred_counts_no_case_that_is_hidden_when_listing_another(world: World) -> None:
    sitting = planned(world)
    hidden = make_case(world, stage=Stage.RESEARCH)
    list_case(world.chair.actor, hidden.id, hidden.version(), meeting=sitting.number)
    emergent = make_case(world, stage=Stage.RESEARCH)
    number = call_meeting(
        world.chair.actor, emergent.id, emergent.version(), held_at=clock.now() + timedelta(hours=3), reason="Зброя"
    )
    before = open_meetings(world.chair.actor)
    db.end()
    for case in (hidden, emergent):
        declare_conflict(world.chair.actor, case.id, kind="relative")

    after = open_meetings(world.chair.actor)

    assert {(one.number, one.cases) for one in before} == {(sitting.number, 2), (number, 1)}
    assert [(one.number, one.cases, one.minutes) for one in after] == [(sitting.number, 1, 30)]
