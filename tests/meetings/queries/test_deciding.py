"""Who will read a decision."""

from icat.cases.queries.door import open_case
from icat.db import engine as db
from icat.meetings.queries.deciding import DECIDED, openings_of_decision
from icat.meetings.queries.table import table
from icat.policy.permissions import Permission
from tests.make import World
from tests.meetings.sitting import under_way


def test_whoever_is_here_will_read_it_and_whoever_is_absent_is_named(world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    db.end()
    found = table(open_case(world.chair.actor, Permission.CONSENSUS_RECORD, sitting.case.reference))
    assert found is not None

    told = {str(one.who): one for one in openings_of_decision(found)}

    assert set(told["Поліція"].what) == {category.words for category in DECIDED}
    assert told["Поліція"].basis
    assert told["Лікарня"].what == ()
    assert told["Лікарня"].why_not
