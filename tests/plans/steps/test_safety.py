"""Who may work with a safety plan, and the note that it still holds."""

import pytest

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.errors import NotFound
from icat.plans.models import SafetyPlan
from icat.plans.steps.safety import confirm, insist_on_sight
from tests.make import World
from tests.plans.build import decided, her_plan, rows


def test_only_its_agency_sees_a_plan_that_was_not_entrusted(world: World) -> None:
    case = decided(world)
    made = her_plan(world, case, is_with_her=False)

    for member in (world.chair, world.coordinator, world.supervisor):
        with pytest.raises(NotFound), change(member.actor) as work:
            insist_on_sight(work, work.get(SafetyPlan, made))
    with change(world.advocate.actor) as work:
        plan = work.get(SafetyPlan, made)
        insist_on_sight(work, plan)
        confirm(work, plan)

    assert rows.safety(case.id).confirmed_on == clock.today()
    assert rows.events(world.team_id)[-1] == Event.SAFETY_PLAN_CONFIRMED
