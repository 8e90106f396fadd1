"""Which cases are due, on hold or destroyed, as each may know."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from icat import clock
from icat.audit.reading import tear_off
from icat.cases.commands.bars import bar_member
from icat.cases.commands.holds import place_hold
from icat.cases.models import Case
from icat.db import engine as db
from icat.retention.commands.disposal import propose_disposal
from icat.retention.models import Disposal
from icat.retention.queries.due import due_count, due_references, overview
from icat.retention.rules import Days, keeping, rules
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


def test_the_quick_look_passes_over_no_case_that_is_due(world: World) -> None:
    """On the first day on which a term is over, whatever the calendar did in between."""
    made = make_case(world)
    with db.database().open_reading() as session:
        opened = clock.local(session.get_one(Case, made.id).opened_at).date()
    until = keeping(Days(opened), rules()).until
    assert until is not None

    for step, found in ((0, []), (1, [made.reference])):
        with clock.pretending(datetime.combine(until + timedelta(days=step), time(0, 1), clock.KYIV)):
            assert [row.reference for row in due_references(db.session(), world.team_id)] == found
        db.end()
