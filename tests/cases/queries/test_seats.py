"""Who sits at the table."""

from icat.cases.queries.door import open_case
from icat.cases.queries.seats import seated
from icat.policy.permissions import Permission
from tests.make import World, make_case


def test_the_others_at_the_table_by_name(world: World) -> None:
    case = make_case(world, seats=[world.police, world.ngo, world.health])

    found = seated(open_case(world.policewoman.actor, Permission.CASE_READ, case.reference))

    assert found == ((world.health, "Лікарня"), (world.ngo, "Поруч"))
