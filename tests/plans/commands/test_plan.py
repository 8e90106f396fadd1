"""Agreeing the plan."""

import pytest
from sqlalchemy import select

from icat.cases.models import Stage
from icat.db import engine as db
from icat.errors import NotAllowed, RuleBroken, Stale
from icat.plans.commands.actions import report_action
from icat.plans.commands.plan import agree_plan
from icat.plans.models import ActionStatus, Plan
from tests.make import World, make_case
from tests.plans.build import action, decided, rows


def test_a_plan_that_is_agreed_has_an_edition_and_makes_the_case_active(world: World) -> None:
    case = decided(world)
    action(world, case, world.police)

    assert agree_plan(world.chair.actor, case.id, case.version()) == 1
    assert agree_plan(world.chair.actor, case.id, case.version()) == 2

    with db.database().open_reading() as session:
        plan = session.scalars(select(Plan)).one()
    assert (plan.edition, plan.agreed_by_id) == (2, world.chair.member_id)
    assert rows.case(case.id).stage is Stage.ACTIVE
    assert rows.events(world.team_id)[-1] == "plan:agreed"


def test_what_is_agreed_is_what_was_read(world: World) -> None:
    case = decided(world)
    action(world, case, world.police)
    read = case.version()
    action(world, case, world.ngo)

    with pytest.raises(Stale):
        agree_plan(world.chair.actor, case.id, read)


def test_a_plan_without_an_action_is_none(world: World) -> None:
    case = decided(world)
    with pytest.raises(RuleBroken, match="at least one action"):
        agree_plan(world.chair.actor, case.id, case.version())
    made = action(world, case, world.police)
    report_action(world.coordinator.actor, made, 0, status=ActionStatus.CANCELLED, result="Не треба.")

    with pytest.raises(RuleBroken, match="at least one action"):
        agree_plan(world.chair.actor, case.id, case.version())


def test_the_level_comes_before_the_plan(world: World) -> None:
    case = make_case(world, stage=Stage.MEETING, seats=[world.police])
    action(world, case, world.police)

    with pytest.raises(RuleBroken, match="level"):
        agree_plan(world.chair.actor, case.id, case.version())


def test_only_a_chair_agrees_a_plan(world: World) -> None:
    case = decided(world)
    action(world, case, world.police)

    for member in (world.coordinator, world.policewoman, world.advocate, world.supervisor):
        with pytest.raises(NotAllowed):
            agree_plan(member.actor, case.id, case.version())
