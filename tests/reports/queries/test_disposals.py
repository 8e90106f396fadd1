"""Cases due for destruction as one task of the first page."""

from icat.db import engine as db
from icat.reports.queries.disposals import due_disposals
from icat.retention.commands.disposal import propose_disposal
from tests.make import World
from tests.retention.ending import old_case, version


def test_the_task_says_how_many_and_names_none(world: World) -> None:
    assert due_disposals(world.coordinator.actor) == ()
    case_id, reference = old_case(world)
    old_case(world)
    db.end()

    (section,) = due_disposals(world.coordinator.actor)
    (task,) = section.tasks

    assert str(task.what) == "2 cases are due for destruction"
    assert task.href == "/retention"
    assert reference not in f"{task.what}{task.reference}{task.href}"
    assert due_disposals(world.policewoman.actor) == due_disposals(world.chair.actor) == ()
    db.end()
    propose_disposal(world.coordinator.actor, case_id, version(case_id))
    db.end()
    (section,) = due_disposals(world.chair.actor)
    assert str(section.tasks[0].what) == "1 case is due for destruction"
