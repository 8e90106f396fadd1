"""Who knows of a critical development, and what of it."""

from datetime import timedelta

from icat import clock
from icat.cases.commands.bars import bar_member
from icat.cases.commands.development import raise_development
from icat.cases.models import Stage
from icat.cases.queries.developments import developments
from icat.cases.queries.door import open_case
from icat.db import engine as db
from icat.policy.permissions import Permission
from icat.reports.queries.work import sections
from tests.make import Person, World, make_case


def seen(who: Person, reference: str) -> list[str]:
    """What this reader finds, in words."""
    db.end()
    case = open_case(who.actor, Permission.CASE_READ, reference)
    return [f"{one.kind} {one.text}".strip() for one in developments(case)]


def test_the_sender_sees_it_the_office_what_it_was_told_and_nobody_else_that_it_is_there(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.police, world.ngo, world.health])
    raise_development(
        world.policewoman.actor,
        case.id,
        kind="order_breach",
        happened_on=clock.today() - timedelta(days=1),
        text="Дзвонив",
        basis_code="UA-POWER",
    )
    raise_development(world.advocate.actor, case.id, kind="pregnancy", text="Восьмий тиждень")

    assert seen(world.policewoman, case.reference) == ["breach of an order Дзвонив"]
    assert seen(world.officer, case.reference) == ["breach of an order Дзвонив"]  # of the same agency
    assert seen(world.advocate, case.reference) == ["pregnancy Восьмий тиждень"]
    assert seen(world.chair, case.reference) == ["withheld withheld", "breach of an order Дзвонив"]
    assert seen(world.doctor, case.reference) == []


def test_the_task_stands_first_in_the_offices_work_until_it_is_answered_and_says_nothing(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.ngo])
    raise_development(world.advocate.actor, case.id, kind="weapon_found", text="Рушниця")
    db.end()

    first = sections(world.chair.actor)[0]
    (task,) = first.tasks

    assert (task.reference, task.note) == (case.reference, "Поруч")
    assert not task.is_overdue
    assert "Рушниця" not in f"{first.title}{task.what}{task.note}"
    assert all(
        task.what != one.what for who in (world.advocate, world.doctor) for s in sections(who.actor) for one in s.tasks
    )


def test_a_chair_who_is_kept_from_the_case_has_no_task(world: World) -> None:
    case = make_case(world, stage=Stage.ACTIVE, seats=[world.ngo])
    bar_member(world.coordinator.actor, case.id, member_id=world.chair.member_id, reason="родич")
    raise_development(world.advocate.actor, case.id, kind="weapon_found")
    db.end()

    assert sections(world.chair.actor) == ()
