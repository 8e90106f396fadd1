"""Which cases are due, on hold or destroyed, as each may know."""

from sqlalchemy import select

from icat.audit.reading import tear_off
from icat.cases.commands.bars import bar_member
from icat.cases.commands.holds import place_hold
from icat.db import engine as db
from icat.retention.commands.disposal import propose_disposal
from icat.retention.models import Disposal
from icat.retention.queries.due import due_count, due_references, overview
from tests.make import World, make_case
from tests.retention.ending import destroy, old_case, version


def test_the_page_lists_what_is_due_what_is_held_and_what_was_destroyed(world: World) -> None:
    make_case(world)
    waiting, due = old_case(world)
    held, kept = old_case(world)
    gone, destroyed = old_case(world)
    place_hold(world.chair.actor, held, code="court", authority="Суд")
    destroy(world, gone)
    tear_off()

    shown = overview(world.coordinator.actor)

    assert [row.reference for row in shown.due] == [due]
    assert [row.reference for row in shown.held] == [kept]
    assert [row.reference for row in shown.done] == [destroyed]
    read = tear_off()
    assert read is not None
    assert read.case_ids == {waiting, held, gone}
    assert [row.reference for row in due_references(db.session(), world.team_id)] == [due]


def test_who_is_barred_does_not_find_it(world: World) -> None:
    case_id, _reference = old_case(world)
    bar_member(world.chair.actor, case_id, member_id=world.coordinator.member_id)
    db.end()

    assert overview(world.coordinator.actor).due == ()
    assert due_count(world.coordinator.actor) == 0
    assert len(overview(world.chair.actor).due) == 1


def test_my_work_counts_what_waits_for_me_and_not_what_i_have_proposed(world: World) -> None:
    case_id, _reference = old_case(world)
    assert [due_count(who.actor) for who in (world.coordinator, world.chair, world.doctor)] == [1, 0, 0]

    propose_disposal(world.coordinator.actor, case_id, version(case_id))
    db.end()

    assert [due_count(who.actor) for who in (world.coordinator, world.chair)] == [0, 1]
    assert db.session().scalars(select(Disposal.proposed_by_id)).one() == world.coordinator.member_id
