"""What was deleted leaves the files."""

from pathlib import Path

import pytest
from sqlalchemy import select

from icat.audit.recording import upkeep
from icat.db import engine as db
from icat.db.keys import DataKey
from icat.db.sweeping import sweep_log, vacuum_keys
from tests.make import World, make_case


def test_the_log_is_cut_off_and_somebody_who_reads_only_delays_it(world: World, database: db.Database) -> None:
    make_case(world)
    db.end()
    if not database.is_sqlite:
        assert not sweep_log()
        return
    log = Path(f"{database.engine.url.database}-wal")
    with database.open_reading() as reader:
        reader.scalars(select(DataKey.id)).all()
        with upkeep() as session:
            session.query(DataKey).filter(DataKey.owner_id == world.team_id).delete()
            session.execute(select(1))
        make_case(world)
        assert not sweep_log()
    assert log.stat().st_size > 0

    assert sweep_log()

    assert log.stat().st_size == 0


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_the_tables_of_keys_are_freed_and_still_open_everything(world: World, database_url: str) -> None:
    made = make_case(world)
    db.end()

    vacuum_keys(database_url)

    with db.database().open_reading() as session:
        assert session.scalars(select(DataKey.id).where(DataKey.owner_id == made.id)).first() is not None
