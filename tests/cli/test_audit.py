"""``icat audit``: the same as the pages, for whoever looks after the server."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from icat.audit.events import Event
from icat.cli import main
from icat.config import Config
from icat.db import engine as db
from tests.audit.acting import newest, spoil
from tests.make import World, make_case


@pytest.fixture
def settings(config: Config, tmp_path: Path, world: World) -> Path:
    """A settings file of this database, in which something was done."""
    make_case(world, seats=[world.health])
    path = tmp_path / "icat.toml"
    path.write_text(
        f'data_dir = "{config.data_dir}"\nkey_file = "{config.key_file}"\n[database]\nurl = "{config.database_url}"\n',
        encoding="utf-8",
    )
    return path


def run(settings: Path, *words: str) -> Result:
    db.end()
    before = db.database()
    result = CliRunner(env={"ICAT_LANGUAGE": "en"}).invoke(main, ["audit", *words, "--config", str(settings)])
    db.end()
    db.database().dispose()
    db.connect(before)
    return result


def test_an_honest_log_is_ok_for_every_team(settings: Path, world: World) -> None:
    result = run(settings, "verify")

    assert result.exit_code == 0, result.output
    assert "KHM: OK" in result.output
    assert "LVV: OK" in result.output
    assert "a second" in result.output
    assert "2 shares" in result.output


def test_a_changed_log_ends_with_one_and_names_the_entry(settings: Path, world: World) -> None:
    spoil("update ledger set payload = :b where team_id = :team and seq = 5", team=world.team_id, b=b"{}")

    result = run(settings, "verify")
    assert result.exit_code == 1
    assert "KHM: NOT WHOLE at entry 5" in result.output
    assert "LVV: OK" in result.output
    assert run(settings, "verify", "--team", "LVV").exit_code == 0


def test_a_changed_share_ends_with_one(settings: Path, world: World) -> None:
    spoil("update share set consent = 'given' where team_id = :team", team=world.team_id)

    result = run(settings, "verify", "--team", "KHM")
    assert result.exit_code == 1
    assert "A share is not what the log recorded." in result.output


def test_a_spoilt_index_is_written_anew_and_that_is_recorded(settings: Path, world: World) -> None:
    spoil("delete from ledger_entry where team_id = :team", team=world.team_id)
    assert run(settings, "verify").exit_code == 1

    result = run(settings, "rebuild-index", "--team", "KHM")
    assert result.exit_code == 0, result.output
    assert run(settings, "verify").exit_code == 0
    assert newest(world.team_id)["k"] == Event.LOG_REBUILT


def test_a_team_that_there_is_not_is_refused(settings: Path, world: World) -> None:
    assert run(settings, "verify", "--team", "QQQ").exit_code == 1
