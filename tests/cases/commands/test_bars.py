"""Keeping members from a case."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from icat.cases.commands.bars import bar_member
from icat.cases.models import Bar, Case
from icat.cases.queries.door import open_case
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.policy.permissions import Permission
from tests.cases.referring import submit
from tests.make import World


@pytest.fixture
def case_id(world: World) -> UUID:
    """A case with one name that is nobody's yet."""
    submit(world, barred=[{"name": "Ліда з чергової"}])
    return db.session().scalars(select(Case.id)).one()


def test_a_barred_member_does_not_find_the_case_even_as_its_coordinator(world: World, case_id: UUID) -> None:
    reference = db.session().get_one(Case, case_id).reference
    db.end()

    bar_member(world.chair.actor, case_id, member_id=world.coordinator.member_id, name="Оксана")

    with pytest.raises(NotFound):
        open_case(world.coordinator.actor, Permission.CASE_READ, reference)


def test_a_kept_name_becomes_a_member_once(world: World, case_id: UUID) -> None:
    bar_id = db.session().scalars(select(Bar.id)).one()
    db.end()
    version = db.session().get_one(Case, case_id).access_version
    db.end()

    bar_member(world.chair.actor, case_id, bar_id=bar_id, member_id=world.policewoman.member_id)

    assert db.session().get_one(Case, case_id).access_version > version
    db.end()
    with pytest.raises(RuleBroken):
        bar_member(world.chair.actor, case_id, bar_id=bar_id, member_id=world.doctor.member_id)


def test_what_cannot_be_is_refused(world: World, case_id: UUID) -> None:
    bar_member(world.chair.actor, case_id, member_id=world.doctor.member_id)
    db.end()

    for wrong in (
        {},
        {"name": " "},
        {"bar_id": uuid4(), "name": "Хтось"},
        {"member_id": world.chair.member_id},
        {"member_id": world.doctor.member_id},
    ):
        with pytest.raises(RuleBroken):
            bar_member(world.chair.actor, case_id, **wrong)
        db.end()
    with pytest.raises(NotFound):
        bar_member(world.chair.actor, case_id, member_id=world.stranger.member_id)


def test_somebody_of_the_office_stays(world: World, case_id: UUID) -> None:
    bar_member(world.chair.actor, case_id, member_id=world.coordinator.member_id)
    db.end()

    with pytest.raises(NotFound):
        bar_member(world.coordinator.actor, case_id, member_id=world.chair.member_id)


def test_an_agency_bars_nobody(world: World, case_id: UUID) -> None:
    with pytest.raises(NotAllowed):
        bar_member(world.policewoman.actor, case_id, member_id=world.doctor.member_id)
