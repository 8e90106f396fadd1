"""The page of the copies that left."""

from typing import Any

from icat.legal import Purpose
from icat.plans.documents import plan_copy, safety_copy
from icat.policy.permissions import Permission
from tests.make import World
from tests.plans.build import action, decided, her_plan, to_her, view


def test_the_list_says_which_copy_still_counts(client_for: Any, world: World) -> None:
    case = decided(world)
    action(world, case, world.police)
    for holder in ("Перша Тримачка", "Друга Тримачка"):
        plan_copy(
            view(world.supervisor, case, Permission.PLAN_EXPORT),
            agency_id=world.police,
            holder=holder,
            purpose=Purpose.SAFETY_PLANNING,
            language="uk",
        )

    page = client_for(world.supervisor).get(f"/cases/{case.reference}/copies").get_data(as_text=True)

    assert "Superseded: ask for it back" in page.split("Перша Тримачка")[1]
    assert "Valid" in page.split("Друга Тримачка")[1].split("Перша Тримачка")[0]


def test_copies_of_her_plan_are_listed_for_those_who_may_see_it_only(client_for: Any, world: World) -> None:
    case = decided(world)
    her_plan(world, case)
    safety_copy(view(world.advocate, case, Permission.SAFETY_PLAN_EXPORT), language="uk", handing=to_her())

    for member in (world.chair, world.coordinator, world.supervisor):
        page = client_for(member).get(f"/cases/{case.reference}/copies").get_data(as_text=True)
        assert "No copy that you may know of has left." in page
    page = client_for(world.advocate).get(f"/cases/{case.reference}/copies").get_data(as_text=True)
    assert "Copy 1" in page
    assert client_for(world.doctor).get(f"/cases/{case.reference}/copies").status_code == 404
