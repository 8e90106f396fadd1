"""Where a case came from is said once, and goes with it."""

import pytest
from sqlalchemy.exc import IntegrityError

from icat import clock
from icat.cases.models import Imported
from icat.db import engine as db
from icat.retention.steps.erasing import erased_tables
from tests.make import MadeCase, World, make_case


def came_from(world: World, case: MadeCase, *numbers: int) -> None:
    with db.writing() as session:
        for row in numbers:
            session.add(
                Imported(
                    team_id=world.team_id,
                    case_id=case.id,
                    import_id=case.id,
                    row=row,
                    digest="0" * 64,
                    imported_at=clock.now(),
                    imported_by_id=world.coordinator.member_id,
                    own_number="7/26",
                )
            )
        session.commit()


def test_a_case_came_from_one_row(world: World) -> None:
    case = make_case(world)

    with pytest.raises(IntegrityError):
        came_from(world, case, 2, 3)


def test_it_is_destroyed_with_the_case() -> None:
    assert Imported.__tablename__ in {table.name for table in erased_tables()}
