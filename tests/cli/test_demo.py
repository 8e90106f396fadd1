"""``icat demo``: makes its own world, finds it again, and never throws away anything that is not its own."""

import sqlite3
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from icat.cli.settings import connected
from icat.db import engine as db
from icat.files import store
from icat.files.checking import Sound
from icat.files.models import FileKind, Looked
from icat.members.models import Installation, Team

QUICK = ("--no-serve", "--cases", "0")


def test_it_makes_a_demonstration_and_finds_it_again(icat, tmp_path):
    for _ in range(2):
        done = icat("demo", "--data", "there", *QUICK)
        assert done.exit_code == 0, done.output

    connected(tmp_path / "there" / "icat.toml")
    assert db.session().scalars(select(Installation.is_demo)).all() == [True]
    assert db.session().scalar(select(func.count()).select_from(Team)) == 2


def test_one_of_another_version_says_how_to_make_a_new_one(icat, tmp_path):
    icat("demo", "--data", "there", *QUICK)
    with sqlite3.connect(tmp_path / "there" / "data" / "icat.sqlite3") as older:
        older.execute("update alembic_version set version_num = '0001'")
    older.close()

    refused = icat("demo", "--data", "there", *QUICK)

    assert refused.exit_code == 1
    assert "Add --fresh" in refused.output
    assert icat("demo", "--data", "there", "--fresh", *QUICK).exit_code == 0


def test_the_port_may_change_from_one_time_to_the_next(icat, tmp_path):
    icat("demo", "--data", "there", *QUICK)
    icat("demo", "--data", "there", "--port", "8123", *QUICK)

    assert 'bind = "127.0.0.1:8123"' in (tmp_path / "there" / "icat.toml").read_text()


def test_a_fresh_one_is_a_new_one(icat, tmp_path):
    icat("demo", "--data", "there", *QUICK)
    keys = [tmp_path / "there" / name for name in ("demo.key", "demo-signing.key")]
    before = [key.read_text() for key in keys]
    (tmp_path / "there" / "demo-signing.key.heads").write_text("{}")
    laid = store.lay_down(Sound(b"%PDF", FileKind.PDF, Looked.UNSCANNED), uuid4(), uuid4())

    done = icat("demo", "--data", "there", "--fresh", *QUICK)

    assert done.exit_code == 0, done.output
    assert not any(key.read_text() in before for key in keys)
    assert not (tmp_path / "there" / "demo-signing.key.heads").exists()
    assert not (tmp_path / "there" / "data" / "files" / laid.name[:2]).exists()


@pytest.mark.parametrize("more", ["photo.jpg", "data/photo.jpg", "data/files/photo.jpg"])
def test_a_folder_with_other_things_is_left_alone(icat, tmp_path, more):
    folder = tmp_path / "there"
    (folder / "data" / "files").mkdir(parents=True) if "files" in more else (folder / "data").mkdir(parents=True)
    (folder / "icat.toml").write_text("# A demonstration. Everybody and everything in it is invented.\n")
    (folder / "data" / "icat.sqlite3").write_text("x")
    (folder / more).write_text("dear to somebody")

    done = icat("demo", "--data", "there", "--fresh", *QUICK)

    assert done.exit_code == 1
    assert "Nothing was removed." in done.output
    assert (folder / more).read_text() == "dear to somebody"
    assert (folder / "data" / "icat.sqlite3").exists()


@pytest.mark.parametrize("fresh", [(), ("--fresh",)])
def test_a_real_installation_is_neither_thrown_away_nor_made_a_demonstration(icat, tmp_path, fresh):
    (tmp_path / "icat.toml").write_text('data_dir = "data"\nkey_file = "../elsewhere.key"\n')
    assert icat("init").exit_code == 0
    before = (tmp_path / "data" / "icat.sqlite3").read_bytes()

    done = icat("demo", "--data", tmp_path, *fresh, *QUICK)

    assert done.exit_code == 1
    assert "is no demonstration" in done.output
    assert (tmp_path / "data" / "icat.sqlite3").read_bytes() == before
    assert "elsewhere.key" in (tmp_path / "icat.toml").read_text()
    (tmp_path.parent / "elsewhere.key").unlink()
