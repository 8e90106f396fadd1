"""``icat keys``: every team gets a new key, and the log says so."""

from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.cases.queries.door import open_case
from icat.cli import main
from icat.db import engine as db
from icat.db.keys import TeamKey
from icat.policy.permissions import Permission
from tests.audit.acting import leaves
from tests.make import World, make_case


def run(settings: Path, *words: str) -> Result:
    db.end()
    before = db.database()
    result = CliRunner(env={"ICAT_LANGUAGE": "en"}).invoke(main, [*words, "--config", str(settings)])
    db.end()
    db.database().dispose()
    db.connect(before)
    return result


def team_keys(world: World) -> list[int]:
    with db.database().open_reading() as session:
        return list(
            session.scalars(select(TeamKey.version).where(TeamKey.team_id == world.team_id).order_by("version"))
        )


def test_each_team_and_the_accounts_get_a_new_key_and_old_ones_wait_for_the_backups(
    settings: Path, world: World
) -> None:
    made = make_case(world)

    done = run(settings, "keys", "rotate")

    assert done.exit_code == 0, done.output
    assert "KHM: key 2, " in done.output
    assert "accounts: key 2, " in done.output
    assert ", 0 old keys destroyed." in done.output
    assert team_keys(world) == [1, 2]
    assert leaves(world.team_id)[-1][1]["k"] == Event.KEYS_ROTATED
    assert open_case(world.chair.actor, Permission.CASE_READ, made.reference).survivor == "Ґалаґан Єва Їжаківна"

    with clock.pretending(clock.now() + timedelta(days=31)):
        again = run(settings, "keys", "rotate", "--finish")

    assert again.exit_code == 0, again.output
    assert "KHM: key 2, 0 data keys wrapped anew, 1 old keys destroyed." in again.output
    assert team_keys(world) == [2]
    assert leaves(world.team_id)[-1][1]["k"] == Event.KEYS_DESTROYED
    assert open_case(world.chair.actor, Permission.CASE_READ, made.reference).survivor == "Ґалаґан Єва Їжаківна"


def test_how_long_old_keys_are_kept_can_be_told(settings: Path, world: World) -> None:
    make_case(world)
    run(settings, "keys", "rotate")

    with clock.pretending(clock.now() + timedelta(minutes=2)):
        done = run(settings, "keys", "rotate", "--keep-old", "0", "--finish")

    assert done.exit_code == 0, done.output
    assert team_keys(world) == [2]
