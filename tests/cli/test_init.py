"""``icat init``: makes settings, key and database, and never a second time over the first."""

import stat
from pathlib import Path

from icat.config import load
from icat.crypto.keyring import create_key_file, read_key_file
from icat.crypto.signing import read_signing_key
from icat.db import engine as db


def test_it_makes_the_settings_the_key_and_the_database(icat, tmp_path):
    done = icat("init", "server")

    config = load(tmp_path / "server" / "icat.toml")
    assert done.exit_code == 0, done.output
    assert "Without it the data is lost." in done.output
    assert len(read_key_file(config.key_file)) == 32
    assert read_signing_key(config.signing_key_file).name in config.signing_key_file.read_text()
    assert (config.data_dir / "icat.sqlite3").exists()
    assert stat.S_IMODE(config.data_dir.stat().st_mode) == 0o700
    assert config.data_dir.resolve() not in config.key_file.resolve().parents


def test_a_second_time_is_refused_and_overwrites_nothing(icat, tmp_path):
    icat("init")
    before = contents(tmp_path)

    done = icat("init")

    assert done.exit_code == 1
    assert "set up already" in done.output
    assert {name: text for name, text in contents(tmp_path).items() if "sqlite3" not in name} == {
        name: text for name, text in before.items() if "sqlite3" not in name
    }


def test_a_lost_key_is_asked_for_and_not_replaced_by_a_new_one_that_opens_nothing(icat, tmp_path):
    icat("init")
    (tmp_path / "icat.key").unlink()

    done = icat("init")

    assert done.exit_code == 1
    assert "do not make a new one" in done.output
    assert not (tmp_path / "icat.key").exists()


def test_a_key_that_is_there_already_is_used(icat, tmp_path):
    create_key_file(tmp_path / "icat.key")
    before = (tmp_path / "icat.key").read_text()

    assert icat("init").exit_code == 0

    assert (tmp_path / "icat.key").read_text() == before


def test_a_key_inside_the_data_folder_is_refused_before_it_is_made(icat, tmp_path):
    for place in ("data/icat.key", "data/keys/../icat.key", "other/../data/deep/icat.key"):
        for setting in ("key_file", "signing_key_file"):
            (tmp_path / "icat.toml").write_text(f'data_dir = "data"\n{setting} = "{place}"\n')

            done = icat("init")

            assert done.exit_code == 1
            assert "must not lie in the data folder" in done.output
            assert not list(tmp_path.rglob("*.key"))
            assert not list(tmp_path.rglob("*.sqlite3"))


def test_one_file_cannot_be_both_keys(icat, tmp_path):
    (tmp_path / "icat.toml").write_text('key_file = "a.key"\nsigning_key_file = "b/../a.key"\n')

    done = icat("init")

    assert done.exit_code == 1
    assert "must be two files" in done.output
    assert not list(tmp_path.rglob("*.key"))


def test_settings_that_are_there_already_are_kept_and_obeyed(icat, tmp_path):
    (tmp_path / "icat.toml").write_text('data_dir = "elsewhere"\nkey_file = "root.key"\n')

    assert icat("init").exit_code == 0

    assert (tmp_path / "elsewhere" / "icat.sqlite3").exists()
    assert (tmp_path / "icat.toml").read_text() == 'data_dir = "elsewhere"\nkey_file = "root.key"\n'
    db.end()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
