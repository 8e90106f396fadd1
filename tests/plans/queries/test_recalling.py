"""The plan of an earlier case: what worked, what did not, what is open, each as far as the reader may see it."""

from datetime import timedelta

from icat import clock
from icat.db import engine as db
from icat.plans.commands.actions import report_action
from icat.plans.models import ActionStatus
from icat.plans.queries.recalling import recalled
from tests.make import World
from tests.plans.build import action, decided, rows, view


def test_actions_are_told_by_how_they_went(world: World) -> None:
    case = decided(world)
    for status, text in (
        (ActionStatus.DONE, "Забрати зброю."),
        (ActionStatus.NOT_POSSIBLE, "Поговорити з братом."),
        (None, "Змінити замок."),
    ):
        id = action(world, case, world.police, text)
        if status:
            version = rows.action(id).version
            report_action(world.policewoman.actor, id, version, status=status, result=f"Так і вийшло: {text}")
    db.end()

    found = recalled(view(world.coordinator, case))

    assert found
    assert [one.text for one in found.worked] == ["Забрати зброю."]
    assert [one.result for one in found.worked] == ["Так і вийшло: Забрати зброю."]
    assert [one.text for one in found.failed] == ["Поговорити з братом."]
    assert [one.text for one in found.unfinished] == ["Змінити замок."]


def test_whoever_was_not_told_of_the_plan_is_not_told_of_it_here(world: World) -> None:
    case = decided(world)
    action(world, case, world.police, "Забрати зброю.")
    with clock.pretending(clock.now() + timedelta(days=400)):
        outsider, own = recalled(view(world.child_worker, case)), recalled(view(world.policewoman, case))

    assert outsider is None
    assert own
    assert [one.text for one in own.unfinished] == ["Забрати зброю."]


def test_who_may_not_read_plans_and_a_case_without_one_have_nothing(world: World) -> None:
    case = decided(world)

    assert recalled(view(world.coordinator, case)) is None
    action(world, case, world.police)
    assert recalled(view(world.officer, case)) is None
