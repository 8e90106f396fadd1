"""``icat audit``: the same as the pages, for whoever looks after the server."""

import contextlib
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from icat.audit.checkpoint import SignedHead, signing_vkey, take_checkpoint
from icat.audit.events import Event
from icat.audit.models import Occasion
from icat.cli import main
from icat.config import Config
from icat.db import engine as db
from tests.audit import attacks
from tests.audit.acting import newest, spoil
from tests.make import World, make_case
from tools import icat_verify


@pytest.fixture
def settings(config: Config, tmp_path: Path, world: World) -> Path:
    """A settings file of this database, in which something was done."""
    make_case(world, seats=[world.health])
    path = tmp_path / "icat.toml"
    path.write_text(
        f'data_dir = "{config.data_dir}"\nkey_file = "{config.key_file}"\n'
        f'signing_key_file = "{config.signing_key_file}"\n[database]\nurl = "{config.database_url}"\n',
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


def test_a_changed_log_ends_with_the_number_of_the_fault_and_names_the_entry(settings: Path, world: World) -> None:
    spoil("update ledger set payload = :b where team_id = :team and seq = 5", team=world.team_id, b=b"{}")

    result = run(settings, "verify")
    assert result.exit_code == 12
    assert "KHM: NOT WHOLE at entry 5" in result.output
    assert "LVV: OK" in result.output
    assert run(settings, "verify", "--team", "LVV").exit_code == 0


def test_a_changed_share_ends_with_a_number_of_its_own(settings: Path, world: World) -> None:
    spoil("update share set consent = 'given' where team_id = :team", team=world.team_id)

    result = run(settings, "verify", "--team", "KHM")
    assert result.exit_code == 17
    assert "A share is not what the log recorded." in result.output


def test_a_spoilt_index_is_written_anew_and_that_is_recorded(settings: Path, world: World) -> None:
    spoil("delete from ledger_entry where team_id = :team", team=world.team_id)
    assert run(settings, "verify").exit_code == 16

    result = run(settings, "rebuild-index", "--team", "KHM")
    assert result.exit_code == 0, result.output
    assert run(settings, "verify").exit_code == 0
    assert newest(world.team_id)["k"] == Event.LOG_REBUILT


def test_a_team_that_there_is_not_is_refused(settings: Path, world: World) -> None:
    assert run(settings, "verify", "--team", "QQQ").exit_code == 1


def offline(settings: Path, folder: Path, world: World, vkey: str, note: str) -> tuple[int, str]:
    """What the verifier on another machine says of an export of the team's log."""
    export, kept = folder / "exported.txt", folder / "kept.txt"
    result = run(settings, "export", "--team", world.code, "--to", str(export))
    assert result.exit_code == 0, result.output
    kept.write_text(note, encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = icat_verify.main([str(export), "--vkey", vkey, "--note", str(kept)])
    return status, said.getvalue()


def signed(world: World) -> SignedHead:
    head = take_checkpoint(world.team_id, Occasion.SCHEDULE)
    assert head is not None
    return head


def test_a_log_is_exported_signed_and_that_is_recorded(settings: Path, world: World, tmp_path: Path) -> None:
    head = signed(world)

    status, said = offline(settings, tmp_path, world, str(signing_vkey()), head.note)

    assert status == 0, said
    assert f"OK: {head.size + 1} entries under 3 checkpoints" in said
    assert newest(world.team_id)["k"] == Event.LOG_EXPORTED
    assert (tmp_path / "exported.txt").stat().st_mode & 0o077 == 0


def test_single_entries_are_packed_and_that_is_recorded(settings: Path, world: World, tmp_path: Path) -> None:
    target = tmp_path / "pack.txt"

    assert run(settings, "pack", "--team", "KHM", "--entry", "2", "--entry", "3", "--to", str(target)).exit_code == 0

    assert icat_verify.main([str(target), "--vkey", str(signing_vkey())]) == 0
    assert newest(world.team_id)["f"] == {"rows": 2}
    assert run(settings, "pack", "--team", "KHM", "--entry", "9999", "--to", str(target)).exit_code == 1
    assert not target.exists()


def test_a_checkpoint_from_outside_finds_what_was_worked_out_anew(settings: Path, world: World, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text(signed(world).note, encoding="utf-8")
    attacks.edit_and_recompute(world.team_id)
    attacks.forget_checkpoints(world.team_id)

    assert run(settings, "verify", "--team", "KHM").exit_code == 0
    result = run(settings, "verify", "--note", str(tmp_path / "kept.txt"))
    assert result.exit_code == 24
    assert "Entries before a checkpoint are not those that were signed." in result.output
    assert "LVV: OK" in result.output

    (tmp_path / "kept.txt").write_text("x")
    assert "is not a checkpoint" in run(settings, "verify", "--note", str(tmp_path / "kept.txt")).output


def test_what_is_no_key_and_where_nothing_can_be_written_is_said_in_a_sentence(settings: Path, tmp_path: Path) -> None:
    refused = run(settings, "verify", "--vkey", "wrong")
    assert (refused.exit_code, "wrong is not a key" in refused.output) == (1, True)

    target = str(tmp_path / "nowhere" / "pack.txt")
    refused = run(settings, "pack", "--team", "KHM", "--entry", "2", "--to", target)
    assert (refused.exit_code, "cannot be written" in refused.output) == (1, True)


def test_the_tools_lie_where_it_says(settings: Path) -> None:
    done = CliRunner().invoke(main, ["audit", "tools"])

    assert [Path(line).name for line in done.output.split()] == ["icat_verify.py", "icat_witness.py"]
    assert all(Path(line).is_file() for line in done.output.split())
