"""Changing the key of a team: all stays readable at every step, and copies of what was destroyed open nothing."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import func, insert, select, update

from icat import clock
from icat.audit.recording import upkeep
from icat.cases.models import Person
from icat.crypto import Compartment
from icat.crypto.keyring import Keyring
from icat.crypto.sealing import SealBroken
from icat.db import engine as db
from icat.db import rotation
from icat.db.keys import INSTALLATION, DataKey, TeamKey, place_of
from icat.db.sweeping import sweep_log
from icat.members.models import Account
from tests.conftest import ROOT_KEY
from tests.make import World, make_case
from tests.retention.ending import CANARY, destroy, old_case

MONTH = timedelta(days=30)


def everything(world: World) -> dict[str, Any]:
    """Every sealed value of every person of a case and of every account, opened."""
    with db.database().open_reading() as session:
        return {
            f"{row.__tablename__} {row.id} {name}": getattr(row, name)
            for model in (Person, Account)
            for row in session.scalars(select(model))
            for name in row.__sealed__
        }


def versions(team_id: UUID) -> tuple[list[int], dict[int, int]]:
    """The keys of a team, and how many data keys are wrapped under each."""
    with db.database().open_reading() as session:
        there = list(session.scalars(select(TeamKey.version).where(TeamKey.team_id == team_id).order_by("version")))
        used = session.execute(
            select(DataKey.team_key_version, func.count())
            .where(DataKey.team_id == team_id)
            .group_by(DataKey.team_key_version)
        )
        return there, dict(used.all())  # type: ignore[arg-type]


def begin(team_id: UUID) -> int:
    with upkeep() as session:
        return rotation.begin(session, team_id, clock.now())


def rewrap(team_id: UUID, most: int) -> int:
    with upkeep() as session:
        return rotation.rewrap_some(session, team_id, most=most)


def destroy_replaced(team_id: UUID, kept_for: timedelta = timedelta()) -> list[int]:
    with upkeep() as session:
        return rotation.destroy_replaced(session, team_id, clock.now(), kept_for)


def test_everything_is_readable_before_during_and_after(world: World) -> None:
    make_case(world)
    before = everything(world)

    for team_id in (world.team_id, INSTALLATION):
        assert begin(team_id) == 2
        assert everything(world) == before
        while rewrap(team_id, 2):
            assert everything(world) == before
        with clock.pretending(clock.now() + timedelta(minutes=2)):
            assert destroy_replaced(team_id) == [1]
        assert versions(team_id)[0] == [2]
        assert set(versions(team_id)[1]) <= {2}
        assert everything(world) == before


def test_new_keys_are_wrapped_under_the_new_key_while_old_ones_wait(world: World) -> None:
    make_case(world)
    begin(world.team_id)

    made = make_case(world)

    with db.database().open_reading() as session:
        assert set(session.scalars(select(DataKey.team_key_version).where(DataKey.owner_id == made.id))) == {2}
        assert rotation.is_under_way(session, world.team_id)
    while rewrap(world.team_id, 100):
        pass
    with db.database().open_reading() as session:
        assert not rotation.is_under_way(session, world.team_id)


def test_an_old_key_is_destroyed_only_when_nothing_needs_it_and_its_time_is_over(world: World) -> None:
    make_case(world)
    begin(world.team_id)

    with clock.pretending(clock.now() + 2 * MONTH):
        assert destroy_replaced(world.team_id) == [], "data keys are wrapped under it"
    while rewrap(world.team_id, 100):
        pass
    assert destroy_replaced(world.team_id) == [], "replaced within the last minute"
    with clock.pretending(clock.now() + MONTH - timedelta(seconds=30)):
        assert destroy_replaced(world.team_id, MONTH) == []
    with clock.pretending(clock.now() + MONTH + timedelta(seconds=30)):
        assert destroy_replaced(world.team_id, MONTH) == [1]


def test_the_key_in_use_is_never_destroyed(world: World) -> None:
    make_case(world)

    with clock.pretending(clock.now() + 100 * MONTH):
        assert destroy_replaced(world.team_id) == []


def test_a_data_key_that_does_not_open_stops_it_and_nothing_is_lost(world: World) -> None:
    make_case(world)
    begin(world.team_id)
    with upkeep() as session:
        some = session.scalars(select(DataKey.id).where(DataKey.team_id == world.team_id).limit(1)).one()
        session.execute(update(DataKey).where(DataKey.id == some).values(wrapped=bytes(60)))

    with pytest.raises(SealBroken):
        rewrap(world.team_id, 1000)
    with clock.pretending(clock.now() + MONTH):
        assert destroy_replaced(world.team_id) == []


def test_a_data_key_whose_team_key_is_gone_stops_it(world: World) -> None:
    make_case(world)
    begin(world.team_id)
    with upkeep() as session:
        some = session.scalars(select(DataKey.id).where(DataKey.team_id == world.team_id).limit(1)).one()
        session.execute(update(DataKey).where(DataKey.id == some).values(team_key_version=0))

    with pytest.raises(SealBroken, match="is gone"):
        rewrap(world.team_id, 100)


# ---- shredding: what is left in files ----------------------------------------------------------------------------


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_nothing_of_a_destroyed_case_opens_from_any_file_with_the_keys_that_are_left(
    world: World, database: db.Database, tmp_path: Path
) -> None:
    case_id, _reference = old_case(world, survivor={"surname": CANARY, "given_name": "Ія", "safe_method": "call"})
    file = Path(str(database.engine.url.database))
    with database.open_reading() as session:
        stored = session.execute(
            select(DataKey.compartment, DataKey.version, DataKey.wrapped).where(DataKey.owner_id == case_id)
        ).all()
        old_team_key = session.scalars(select(TeamKey.wrapped).where(TeamKey.team_id == world.team_id)).one()
    backup = tmp_path / "backup.sqlite3"
    with sqlite3.connect(file) as source, sqlite3.connect(backup) as target:
        source.backup(target)
    core = next(row for row in stored if row.compartment is Compartment.CORE)
    assert core.wrapped in backup.read_bytes(), "the backup was made before: it must hold the key"

    destroy(world, case_id)
    begin(world.team_id)
    while rewrap(world.team_id, 100):
        pass
    with clock.pretending(clock.now() + timedelta(minutes=2)):
        assert destroy_replaced(world.team_id) == [1]
    db.end()
    assert sweep_log()

    places = [file, *file.parent.glob(f"{file.name}-*"), backup]
    for place in places:
        assert CANARY.encode() not in place.read_bytes(), place
    for place in places[:-1]:
        held = place.read_bytes()
        assert all(row.wrapped not in held for row in stored), place
        assert old_team_key not in held, place
    with database.open_reading() as session:
        newest = session.scalars(select(TeamKey).where(TeamKey.team_id == world.team_id)).one()
        left = Keyring(ROOT_KEY).team_key(world.team_id, newest.version, newest.wrapped)
    for row in stored:
        with pytest.raises(InvalidTag):
            left.decrypt(row.wrapped[:12], row.wrapped[12:], place_of(case_id, row.compartment, row.version))
    # the test can fail: under the key that was destroyed, the copy does open
    once = Keyring(ROOT_KEY).team_key(world.team_id, 1, old_team_key)
    assert once.decrypt(core.wrapped[:12], core.wrapped[12:], place_of(case_id, core.compartment, core.version))


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_key_that_was_only_deleted_may_still_be_in_the_log_until_it_is_swept(
    world: World, database: db.Database
) -> None:
    """The planted fault for the test above: without the sweep it would find something."""
    case_id, _reference = old_case(world)
    file = Path(str(database.engine.url.database))
    with database.open_reading() as session:
        wrapped = session.scalars(select(DataKey.wrapped).where(DataKey.owner_id == case_id)).all()
    with upkeep() as session:
        session.query(DataKey).filter(DataKey.owner_id == case_id).delete()

    held = b"".join(place.read_bytes() for place in (file, *file.parent.glob(f"{file.name}-*")))

    assert any(key in held for key in wrapped)


# ---- killed at any point -----------------------------------------------------------------------------------------

ROTATE = """
import sys
from datetime import timedelta
from icat.cli import keys
from icat.crypto.keyring import Keyring
from icat.db import engine as db, rotation
from icat.members.models import Team
db.connect(db.Database(sys.argv[1], Keyring(bytes(range(32)))))
some = rotation.rewrap_some
rotation.rewrap_some = lambda session, team: some(session, team, most=4)
with db.database().open_reading() as session:
    teams = {team.id: team for team in session.query(Team)}
    owners = rotation.key_owners(session)
print("ready", flush=True)
for owner in owners:
    keys._rotate_one(owner, teams.get(owner), timedelta(), finish=len(sys.argv) > 2)
"""


def killed(url: str, after: float) -> bool:
    """Begin a rotation and kill it so many seconds later; whether it was still at work."""
    environ = {**os.environ, "ICAT_LANGUAGE": "en"}
    process = subprocess.Popen([sys.executable, "-c", ROTATE, url], stdout=subprocess.PIPE, env=environ)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("kills", [12, pytest.param(200, marks=pytest.mark.long)])
def test_it_may_be_killed_at_any_point_and_run_again(
    world: World, database: db.Database, database_url: str, kills: int
) -> None:
    for _case in range(3):
        make_case(world)
    _more_keys(world.team_id, 300)
    before, chance = everything(world), random.Random(7)
    db.end()
    database.engine.dispose()

    caught = 0
    for _kill in range(kills):
        caught += killed(database_url, chance.uniform(0.0, 0.4))
        assert everything(world) == before
        _all_open(world.team_id)
        db.end()
    done = subprocess.run([sys.executable, "-c", ROTATE, database_url, "finish"], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr.decode()
    assert caught >= kills // 3, f"only {caught} of {kills} were killed at work"
    there, used = versions(world.team_id)
    assert set(used) == {max(there)}
    assert everything(world) == before


def _more_keys(team_id: UUID, count: int) -> None:
    """Data keys of cases that have no rows here: what a larger team has."""
    with upkeep() as session:
        wrapped = session.scalars(select(TeamKey.wrapped).where(TeamKey.team_id == team_id)).one()
        key = Keyring(ROOT_KEY).team_key(team_id, 1, wrapped)
        rows = []
        for _number in range(count):
            owner_id, nonce = uuid4(), os.urandom(12)
            sealed = nonce + key.encrypt(nonce, os.urandom(32), place_of(owner_id, Compartment.CORE, 1))
            rows.append(
                {
                    "id": uuid4(),
                    "team_id": team_id,
                    "owner_id": owner_id,
                    "compartment": Compartment.CORE,
                    "version": 1,
                    "team_key_version": 1,
                    "wrapped": sealed,
                }
            )
        session.execute(insert(DataKey), rows)


def _all_open(team_id: UUID) -> None:
    ring = Keyring(ROOT_KEY)
    with db.database().open_reading() as session:
        teams = {row.version: row.wrapped for row in session.scalars(select(TeamKey).where(TeamKey.team_id == team_id))}
        for row in session.scalars(select(DataKey).where(DataKey.team_id == team_id)):
            key = ring.team_key(team_id, row.team_key_version, teams[row.team_key_version])
            key.decrypt(row.wrapped[:12], row.wrapped[12:], place_of(row.owner_id, row.compartment, row.version))
