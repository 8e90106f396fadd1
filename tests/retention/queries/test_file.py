"""The page of one case in retention: days and codes; a door of its own."""

import pytest

from icat import clock
from icat.cases.commands.bars import bar_member
from icat.cases.commands.holds import place_hold
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound
from icat.legal import Category
from icat.plans.commands.safety import entrust_safety_plan
from icat.policy.permissions import Permission
from icat.retention.queries.file import FileView, open_file
from tests.audit.acting import newest
from tests.make import Person, World
from tests.plans.build import decided, her_plan
from tests.retention.ending import destroy, old_case


def opened(who: Person, reference: str) -> FileView:
    db.end()
    return open_file(who.actor, Permission.RETENTION_READ, reference, clock.today())


def test_it_says_how_long_and_why_and_who_was_told(world: World) -> None:
    case_id, reference = old_case(world)
    place_hold(world.chair.actor, case_id, code="court", authority="Суд, № 5")

    file = opened(world.coordinator, reference)

    assert file.is_due
    assert file.is_held
    assert file.keeping is not None
    assert file.keeping.deciding.kept.code == "survivor"
    assert file.hold(1).authority == "Суд, № 5"
    assert file.told
    with pytest.raises(NotFound):
        file.hold(2)


def test_of_a_destroyed_case_it_says_that_it_was(world: World) -> None:
    case_id, reference = old_case(world)
    destroy(world, case_id)

    file = opened(world.coordinator, reference)

    assert file.disposed_at is not None
    assert file.keeping is None
    assert file.proposal is not None
    assert (file.proposal.proposed_by, file.proposal.disposed_by) == (world.coordinator.name, world.chair.name)
    assert file.told


def test_barred_unknown_and_destroyed_are_one_to_who_is_barred(world: World) -> None:
    case_id, reference = old_case(world)
    bar_member(world.chair.actor, case_id, member_id=world.coordinator.member_id)

    for asked in (reference, "KHM-2026-ZZZZZ-C"):
        with pytest.raises(NotFound):
            opened(world.coordinator, asked)
        assert newest(world.team_id)["k"] == "access:refused"
    with pytest.raises(NotAllowed):
        opened(world.policewoman, reference)


def test_it_does_not_tell_of_a_safety_plan(world: World) -> None:
    case = decided(world)
    plan_id = her_plan(world, case)
    db.end()
    entrust_safety_plan(world.advocate.actor, plan_id, agency_id=world.police, she_agrees=True)

    for who in (world.coordinator, world.chair):
        told = {category for one in opened(who, case.reference).told for category in one.categories}
        assert told
        assert Category.SAFETY_PLAN not in told
