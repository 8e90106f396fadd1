"""Who is at the table for one case."""

from icat.db import engine as db
from icat.meetings.commands.research import declare_conflict
from icat.meetings.models import AgendaItem, AttendanceKind
from icat.meetings.queries.present import Present, present
from tests.make import World
from tests.meetings.sitting import Sitting, planned


def here(sitting: Sitting) -> Present:
    """Who is there now."""
    with db.database().open_reading() as session:
        return present(session, session.get_one(AgendaItem, sitting.item.id))


def test_present_bound_seated_and_not_barred_makes_a_place_at_the_table(world: World) -> None:
    sitting = planned(world, seats=[world.police, world.health, world.ngo, world.children])
    sitting.here(world.policewoman, kind=AttendanceKind.REMOTE)
    sitting.here(world.doctor, aloud=False)
    sitting.here(world.advocate, kind=AttendanceKind.ABSENT, aloud=False)
    sitting.here(world.social_worker, world.child_worker)
    declare_conflict(world.child_worker.actor, sitting.case.id, kind="relative")

    assert here(sitting) == Present(frozenset({world.police}), has_office=False)


def test_the_office_is_there_when_one_of_it_is(world: World) -> None:
    sitting = planned(world)
    sitting.here(world.coordinator)

    assert here(sitting).has_office
    assert here(sitting).agency_ids == {world.social}


def test_a_colleague_who_is_not_barred_keeps_the_agency_at_the_table(world: World) -> None:
    sitting = planned(world)
    sitting.here(world.policewoman, world.supervisor)
    declare_conflict(world.policewoman.actor, sitting.case.id, kind="relative")

    assert here(sitting).agency_ids == {world.police}
