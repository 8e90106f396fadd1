"""Which copies somebody may know of."""

from icat.db import engine as db
from icat.legal import Purpose
from icat.plans.commands.exports import export_plan, export_safety_plan
from icat.plans.queries.copies import Document, copies, next_number, valid_copies
from tests.make import Person, World
from tests.plans.build import action, decided, her_plan, rows, to_her, view
from tests.plans.commands.test_exports import copy_of


def test_copies_are_numbered_for_each_document_of_each_case(world: World) -> None:
    case, other = decided(world), decided(world)
    made = action(world, case, world.police)
    her_plan(world, case)
    taken(world, world.supervisor, case, made)
    plan = rows.safety(case.id)
    export_safety_plan(
        world.advocate.actor, plan.id, plan.version, copy=copy_of(case, form="full", holder=""), handing=to_her()
    )

    with db.database().open_reading() as session:
        assert next_number(session, case.id, Document.PLAN) == 2
        assert next_number(session, case.id, Document.SAFETY_PLAN) == 2
        assert next_number(session, other.id, Document.PLAN) == 1
        assert [one.copy_number for one in valid_copies(session, case.id, Document.PLAN)] == [1]


def taken(world: World, who: Person, case: object, made: object, agency: object = None, number: int = 1) -> None:
    export_plan(
        who.actor,
        case.id,  # type: ignore[attr-defined]
        copy=copy_of(case, number),  # type: ignore[arg-type]
        actions={made: 0},  # type: ignore[dict-item]
        agency_id=agency or world.police,  # type: ignore[arg-type]
        purpose=Purpose.SAFETY_PLANNING,
    )


def test_an_agency_knows_of_its_own_copies_and_the_office_of_all_of_the_plan(world: World) -> None:
    case = decided(world)
    made = action(world, case, world.ngo)
    taken(world, world.coordinator, case, made, world.ngo)

    assert [(one.number, one.holder, one.agency) for one in copies(view(world.chair, case))] == [
        (1, "Богдан Євченко", "Поруч")
    ]
    assert [one.number for one in copies(view(world.advocate, case))] == [1]
    assert copies(view(world.supervisor, case)) == ()


def test_copies_of_her_plan_are_known_to_those_who_may_see_it(world: World) -> None:
    case = decided(world)
    her_plan(world, case)
    plan = rows.safety(case.id)
    export_safety_plan(
        world.advocate.actor, plan.id, plan.version, copy=copy_of(case, form="full", holder=""), handing=to_her()
    )

    (own,) = copies(view(world.advocate, case))

    assert (own.document, str(own.format), str(own.state_label)) == (Document.SAFETY_PLAN, "full plan", "Valid")
    for member in (world.chair, world.coordinator, world.supervisor):
        assert copies(view(member, case)) == ()
