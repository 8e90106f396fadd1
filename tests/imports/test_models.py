"""What of a table can stand in the database at all."""

import pytest
from sqlalchemy.exc import IntegrityError

from icat import clock
from icat.db import engine as db
from icat.db.base import Base
from icat.imports.models import Import, ImportColumn, ImportState
from tests.make import World


def row(world: World, number: int, **more: object) -> Import:
    given = {"state": ImportState.OPEN, "digest": "0" * 64, "rows": 1, **more}
    return Import(
        team_id=world.team_id, number=number, brought_at=clock.now(), brought_by_id=world.coordinator.member_id, **given
    )


def kept(*rows: Base) -> None:
    with db.writing() as session:
        session.add_all(rows)
        session.commit()


@pytest.mark.parametrize("more", [{"number": 1}, {"number": 2, "state": ImportState.DONE}])
def test_a_number_is_given_once_and_an_end_has_its_moment(world: World, more: dict[str, object]) -> None:
    kept(row(world, 1))

    with pytest.raises(IntegrityError):
        kept(row(world, **more))  # type: ignore[arg-type]


def test_a_heading_has_one_meaning_in_a_team(world: World) -> None:
    meanings = [ImportColumn(team_id=world.team_id, heading="a" * 64, column=one) for one in ("state", "")]

    with pytest.raises(IntegrityError):
        kept(*meanings)


def test_every_state_has_words() -> None:
    assert len({str(state.label) for state in ImportState}) == len(ImportState)
