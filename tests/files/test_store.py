"""The store: a kept file opens for whoever has its row and key, lies unreadable on the disk, and leaves no rubbish."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from icat import clock
from icat.crypto import Compartment
from icat.crypto.sealing import SealBroken
from icat.db import engine as db
from icat.db.gate import CannotWrite
from icat.db.keys import DataKey
from icat.files import store
from icat.files.checking import Brought, insist_on_sound
from icat.files.models import StoredFile
from icat.files.store import FileLost, Laid
from tests.files.brought import PDF, pdf
from tests.make import World, make_case

CONTENT = pdf(b"% Halyna signed " * 20_000)


@pytest.fixture
def laid(world: World) -> Laid:
    """A file of a case that lies on the disk."""
    case = make_case(world)
    return store.lay_down(insist_on_sound(Brought("a.pdf", PDF, CONTENT)), world.team_id, case.id)


def kept(laid: Laid, world: World) -> StoredFile:
    with db.writing() as session:
        store.keep(session, laid, at=clock.now(), by_id=world.advocate.member_id)
        session.commit()
    return row(laid)


def row(laid: Laid) -> StoredFile:
    db.end()
    return db.session().get_one(StoredFile, laid.id)


def lying(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_a_kept_file_opens_again(laid, world):
    found = kept(laid, world)

    assert store.opened(found) == CONTENT
    assert (found.size, found.digest) == (len(CONTENT), laid.digest)


def test_on_the_disk_it_cannot_be_read_and_its_name_says_nothing(laid, tmp_path):
    (path,) = lying(tmp_path)

    assert b"Halyna" not in path.read_bytes()
    assert path.name == laid.name
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_it_lies_on_the_disk_before_any_row_names_it(laid, world, tmp_path):
    assert len(lying(tmp_path)) == 1
    db.end()
    assert db.session().scalars(select(StoredFile)).all() == []


def test_without_the_key_of_the_files_it_is_lost_for_ever(laid, world):
    kept(laid, world)
    with db.writing() as session:
        session.execute(
            delete(DataKey).where(DataKey.owner_id == laid.owner_id, DataKey.compartment == Compartment.FILES)
        )
        session.commit()

    with pytest.raises(SealBroken):
        store.opened(row(laid))


def test_a_file_put_in_the_place_of_another_does_not_open(laid, world, tmp_path):
    other = store.lay_down(insist_on_sound(Brought("a.pdf", PDF, pdf())), laid.team_id, laid.owner_id)
    kept(other, world)
    kept(laid, world)
    paths = {path.name: path for path in lying(tmp_path)}
    paths[laid.name].write_bytes(paths[other.name].read_bytes())

    with pytest.raises(SealBroken):
        store.opened(row(laid))


@pytest.mark.parametrize("column", ["team_id", "owner_id", "id", "name"])
def test_a_row_that_says_another_place_opens_nothing(laid, world, column, tmp_path):
    found = kept(laid, world)
    key = found.key
    said = {"team_id": found.team_id, "owner_id": found.owner_id, "id": found.id, "name": found.name}
    said[column] = os.urandom(16).hex() if column == "name" else uuid4()
    (path,) = lying(tmp_path)
    path.parent.rename(path.parent.with_name(said["name"][:2]))
    (path.parent.with_name(said["name"][:2]) / path.name).rename(path.parent.with_name(said["name"][:2]) / said["name"])
    moved = StoredFile(**said, key=key)

    with pytest.raises(SealBroken):
        store.opened(moved)


def test_a_row_whose_file_is_gone_is_said_to_be(laid, world, tmp_path):
    found = kept(laid, world)
    lying(tmp_path)[0].unlink()

    with pytest.raises(FileLost, match="not where it was kept"):
        store.opened(found)


def test_a_full_disk_is_said_and_nothing_is_named(world, tmp_path):
    (tmp_path / "files").write_text("in the way")

    with pytest.raises(CannotWrite):
        store.lay_down(insist_on_sound(Brought("a.pdf", PDF, CONTENT)), world.team_id, uuid4())


def test_the_sweep_takes_what_no_row_names_and_nothing_else(laid, world, tmp_path):
    kept(laid, world)
    store.lay_down(insist_on_sound(Brought("b.pdf", PDF, CONTENT)), world.team_id, laid.owner_id)
    now = clock.now()

    assert store.sweep(db.session(), now) == 0, "somebody may be about to name it"
    assert store.sweep(db.session(), now + timedelta(hours=25)) == 1
    assert [path.name for path in lying(tmp_path)] == [laid.name]
    assert store.sweep(db.session(), now + timedelta(hours=25)) == 0


def test_a_file_whose_row_was_destroyed_is_swept_too(laid, world, tmp_path):
    kept(laid, world)
    with db.writing() as session:
        session.execute(delete(StoredFile))
        session.commit()
    db.end()

    assert store.sweep(db.session(), clock.now() + timedelta(hours=25)) == 1
    assert lying(tmp_path) == []


def test_a_store_that_was_never_connected_is_a_defect(monkeypatch):
    monkeypatch.setattr(store, "_folder", None)

    with pytest.raises(RuntimeError):
        store.sweep(None, clock.now())  # type: ignore[arg-type]
