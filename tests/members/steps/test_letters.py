"""Who gets a letter: those in the role today, where they serve; never whoever acts or must not learn."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, update

from icat.audit.events import Event
from icat.audit.recording import change
from icat.db import engine as db
from icat.errors import NotFound
from icat.members.models import Member
from icat.members.steps.letters import tell_member, tell_roles
from icat.outbox.models import Letter
from icat.policy.roles import Role
from tests.make import HROMADA


def told(world, *roles: Role, **more: object) -> set[UUID]:  # type: ignore[no-untyped-def]
    """To whom a letter goes when the coordinator acts."""
    with change(world.coordinator.actor) as work:
        tell_roles(work, *roles, **more)  # type: ignore[arg-type]
        work.session.flush()
        found = set(work.session.scalars(select(Letter.account_id)))
        work.record(Event.TEAM_CREATED)
    return found


def set_member(who, **values: object) -> None:  # type: ignore[no-untyped-def]
    with db.writing() as session:
        session.execute(update(Member).where(Member.id == who.member_id).values(**values))
        session.commit()


def test_those_in_the_role_in_these_agencies(world, database):
    assert told(world, Role.MEMBER, agency_ids=[world.police, world.health]) == {
        world.policewoman.account_id,
        world.doctor.account_id,
    }


def test_never_whoever_acts_nor_another_team(world, database):
    assert told(world, Role.COORDINATOR, Role.CHAIR) == {world.chair.account_id}


def test_never_whoever_must_not_learn(world, database):
    assert told(world, Role.CHAIR, except_ids=[world.chair.member_id]) == set()


def test_not_after_the_end_of_a_term(world, database):
    set_member(world.chair, until_on=date(2026, 1, 31))

    assert told(world, Role.CHAIR) == set()


@pytest.mark.parametrize(("serves", "is_told"), [([HROMADA], True), (["UA46060250000025047"], False), ([], True)])
def test_not_whoever_serves_other_places_only(world, database, serves, is_told):
    set_member(world.chair, hromadas=serves)

    assert bool(told(world, Role.CHAIR, hromada=HROMADA)) is is_told


def test_one_member_by_name(world, database):
    with change(world.coordinator.actor) as work:
        tell_member(work, world.officer.member_id)
        tell_member(work, world.coordinator.member_id)
        tell_member(work, world.doctor.member_id, except_ids=[world.doctor.member_id])
        with pytest.raises(NotFound):
            tell_member(work, world.stranger.member_id)
        work.session.flush()
        assert work.session.scalars(select(Letter.account_id)).all() == [world.officer.account_id]
        work.record(Event.TEAM_CREATED)
