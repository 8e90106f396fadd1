"""What commands about orders rest on: that one sees it, and that it is one's own."""

import pytest

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Stage
from icat.cases.steps.orders import as_it_stands, insist_on_owner, seen_order
from icat.errors import NotAllowed, NotFound
from tests.cases.ordering import urgent
from tests.make import Person, World, make_case


def test_an_order_is_found_by_who_sees_it_and_is_its_owners(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.police, world.ngo, world.health])
    made = urgent(world.policewoman, case, world.ngo)

    def of(who: Person) -> bool:
        with change(who.actor) as work:
            found, order = seen_order(work, made)
            work.record(Event.TEAM_CREATED)
            assert (found.id, as_it_stands(order)["number"]) == (case.id, "ТЗП 7/26")
            try:
                insist_on_owner(work, order)
            except NotAllowed:
                return False
            return True

    assert [of(who) for who in (world.policewoman, world.supervisor, world.advocate, world.coordinator)] == [
        True,
        True,
        False,
        False,
    ]
    for stranger in (world.doctor, world.strange_chair):
        with pytest.raises(NotFound):
            of(stranger)
