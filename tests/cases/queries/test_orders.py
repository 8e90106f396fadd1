"""Who knows of an order, and how its ten days stand."""

from datetime import timedelta

import pytest

from icat import clock
from icat.cases.commands.order import Content, end_order, note_step, record_order
from icat.cases.models import Stage, StepKind
from icat.cases.queries.door import open_case
from icat.cases.queries.orders import OrderView, order, orders
from icat.db import engine as db
from icat.errors import NotFound
from icat.policy.permissions import Permission
from icat.reports.queries.work import sections
from tests.cases.ordering import urgent
from tests.make import MadeCase, Person, World, make_case


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case at whose table three agencies sit."""
    made = make_case(world, stage=Stage.ACTIVE, seats=[world.police, world.ngo, world.health])
    db.end()
    return made


def seen(who: Person, case: MadeCase) -> tuple[OrderView, ...]:
    """What this reader finds."""
    db.end()
    return orders(open_case(who.actor, Permission.CASE_READ, case.reference))


def tasks(who: Person) -> list[str]:
    """What waits for this reader, and whether it is late."""
    db.end()
    return [f"{task.what}{' (late)' if task.is_overdue else ''}" for part in sections(who.actor) for task in part.tasks]


def test_those_who_were_told_see_it_and_for_others_there_is_none(world: World, case: MadeCase) -> None:
    urgent(world.policewoman, case, world.ngo)
    urgent(world.advocate, case, basis="")

    assert [one.agency for one in seen(world.policewoman, case)] == ["Поліція"]
    assert [one.agency for one in seen(world.advocate, case)] == ["Поруч", "Поліція"]
    assert [one.agency for one in seen(world.chair, case)] == ["Поліція"]
    assert seen(world.doctor, case) == ()
    db.end()
    with pytest.raises(NotFound):
        order(open_case(world.chair.actor, Permission.CASE_READ, case.reference), 2)
    (first,) = seen(world.policewoman, case)
    assert (first.order_number, [str(one) for one in first.measures], first.is_mine) == (
        "ТЗП 7/26",
        ["must not contact the survivor in any way"],
        True,
    )


def test_the_states_of_an_order(world: World, case: MadeCase) -> None:
    def state(hours_ago: int) -> str:
        made = urgent(world.policewoman, case, hours_ago=hours_ago)
        return next(one.state for one in seen(world.policewoman, case) if one.id == made)

    assert [state(hours) for hours in (-5, 5, 8 * 24, 11 * 24)] == ["to-come", "in-force", "expires-soon", "expired"]


def test_the_strip_goes_once_a_court_protects_her_and_stays_while_nothing_does(world: World, case: MadeCase) -> None:
    made = urgent(world.policewoman, case, hours_ago=3 * 24)
    end_order(world.policewoman.actor, made, 0, reason="Арешт")

    (ended,) = seen(world.policewoman, case)
    today = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    content = Content("686/1/26", today, today + timedelta(days=60))
    record_order(world.policewoman.actor, case.id, kind="restraining_order", content=content)

    assert ended.strip is not None
    assert (ended.strip.is_over, ended.strip.gap_days) == (True, None)
    assert [one.strip for one in seen(world.policewoman, case)] == [None, None]


def test_the_call_and_the_application_are_tasks_until_they_are_recorded(world: World, case: MadeCase) -> None:
    made = urgent(world.policewoman, case, world.ngo, hours_ago=73)
    before = tasks(world.advocate)
    note_step(world.advocate.actor, made, 0, kind=StepKind.CALLED, outcome="reached")
    called = tasks(world.advocate)
    note_step(world.advocate.actor, made, 1, kind=StepKind.FILED)
    filed = tasks(world.coordinator)
    note_step(world.advocate.actor, made, 2, kind=StepKind.HEARING, at=clock.now() + timedelta(days=2))

    call, file = before[0], before[1]
    assert call == "Call her: an urgent order runs (late)"
    assert file == "Ask her about the application for a restraining order, and file it if she wants"
    assert called[0] == file
    assert filed[0] == "Find out when the court hears the application"
    assert not any("court hears" in one for one in tasks(world.advocate))


def test_who_does_not_see_the_order_has_no_task_from_it(world: World, case: MadeCase) -> None:
    urgent(world.policewoman, case, basis="")

    assert not any("urgent order" in one for who in (world.advocate, world.coordinator) for one in tasks(who))
