"""``icat keys``: the log goes on being signed when the key changes, and says so when one was lost."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from icat.audit.checkpoint import latest_checkpoint, signing_vkey, take_checkpoint
from icat.audit.claims import Doubt
from icat.audit.models import Occasion
from icat.audit.note import parse_note
from icat.audit.verify import verify
from icat.cli import main
from icat.config import Config
from icat.crypto.signing import create_signing_key
from icat.db import engine as db
from tests.audit.acting import act, leaves, newest
from tests.cli.test_audit import offline
from tests.make import World


@pytest.fixture
def settings(config: Config, tmp_path: Path, world: World) -> Path:
    """A settings file of this database, whose logs were signed."""
    path = tmp_path / "icat.toml"
    path.write_text(
        f'data_dir = "{config.data_dir}"\nkey_file = "{config.key_file}"\n'
        f'signing_key_file = "{config.signing_key_file}"\n[database]\nurl = "{config.database_url}"\n',
        encoding="utf-8",
    )
    for team_id in (world.team_id, world.strange_chair.actor.team_id):
        take_checkpoint(team_id, Occasion.SCHEDULE)
    return path


def run(settings: Path, *words: str) -> Result:
    db.end()
    before = db.database()
    result = CliRunner(env={"ICAT_LANGUAGE": "en"}).invoke(main, ["keys", *words, "--config", str(settings)])
    db.end()
    db.database().dispose()
    db.connect(before)
    return result


def test_the_public_half_is_shown(settings: Path) -> None:
    assert run(settings, "show").output == f"{signing_vkey()}\n"


def test_a_new_key_goes_on_signed_for_by_the_old(settings: Path, world: World, tmp_path: Path) -> None:
    old, before = signing_vkey(), latest_checkpoint(world.team_id)
    assert old is not None
    assert before is not None

    result = run(settings, "rotate-signing")

    new = signing_vkey()
    assert result.exit_code == 0, result.output
    assert new != old
    assert str(new) in result.output
    assert newest(world.team_id)["k"] == "signing-key:rotated"
    assert list(tmp_path.glob("*.new-key")) == []
    head = latest_checkpoint(world.team_id)
    assert head is not None
    assert new is not None
    assert new.signed(parse_note(head.note.encode()))
    assert (head.epoch, head.size) == (1, before.size + 1)
    verdict = verify(db.session(), world.team_id, outside=[parse_note(before.note.encode())])
    assert (verdict.fault, verdict.claims) == (None, 3)
    for key in (old, new):
        assert offline(settings, tmp_path, world, str(key), before.note)[0] == 0
    assert run(settings, "rotate-signing").exit_code == 0
    db.end()
    assert verify(db.session(), world.team_id).is_intact


def test_a_rotation_that_was_cut_short_is_finished_with_the_same_new_key(settings: Path, world: World) -> None:
    assert run(settings, "rotate-signing").exit_code == 0
    key, told = Path(db.database().signing_key_file or ""), newest(world.team_id)
    fresh = key.with_name(key.name + ".new-key")
    create_signing_key(fresh)
    made = fresh.read_text()
    key.chmod(0o640)
    assert run(settings, "rotate-signing").exit_code == 1
    assert newest(world.team_id) == told
    key.chmod(0o600)

    assert run(settings, "rotate-signing").exit_code == 0
    assert key.read_text() == made


def test_a_key_put_in_place_of_the_old_one_is_found(settings: Path, world: World) -> None:
    key = Path(db.database().signing_key_file or "")
    key.unlink()
    create_signing_key(key)
    act(world.chair.actor)
    take_checkpoint(world.team_id, Occasion.SCHEDULE)

    assert verify(db.session(), world.team_id).fault is Doubt.SIGNATURE


def test_a_lost_key_is_replaced_when_two_people_stand_for_it(settings: Path, world: World, tmp_path: Path) -> None:
    officers = ("--officer", "chair", "--officer", "coordinator")
    assert "The signing key is there." in run(settings, "replace-signing", *officers).output
    old = signing_vkey()
    key = Path(db.database().signing_key_file or "")
    key.unlink()
    for too_few in ((), officers[:2], officers[:2] * 2, (*officers[:2], "--officer", "nobody@example.org")):
        assert "Two members of the team" in run(settings, "replace-signing", *too_few).output
    assert not key.exists()

    result = run(settings, "replace-signing", *officers)
    assert result.exit_code == 0, result.output

    told = [content for _seq, content in leaves(world.team_id) if content["k"] == "signing-key:replaced"]
    facts = told[0]["f"]
    assert isinstance(facts, dict)
    assert (facts["epoch"], facts["old"]) == (2, str(old))
    head = latest_checkpoint(world.team_id)
    assert head is not None
    assert head.epoch == 2
    db.end()
    assert verify(db.session(), world.team_id).is_intact
    assert offline(settings, tmp_path, world, str(old), head.note)[0] == 22, "nobody signed for the new key"
    assert offline(settings, tmp_path, world, str(signing_vkey()), head.note)[0] == 0
