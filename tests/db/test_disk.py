"""A disk that is full or read-only: it is said in a sentence, nothing is half done, and what is there can be read."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.engine import make_url

from icat.audit.events import Event
from icat.audit.models import LedgerLeaf
from icat.audit.reading import record_event
from icat.audit.recording import change
from icat.audit.verify import verify
from icat.crypto.keyring import Keyring
from icat.db import ballast
from icat.db import engine as db
from icat.db.gate import CannotWrite
from icat.members.models import Team
from tests.conftest import ROOT_KEY
from tests.make import make_case


@pytest.fixture
def engine_name() -> str:
    """PostgreSQL's disk is not ours to fill."""
    return "sqlite"


@contextmanager
def full_disk(database_url: str) -> Iterator[None]:
    """No file may grow any more, as on a full disk."""
    file = Path(make_url(database_url).database or "")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    wal = file.with_name(f"{file.name}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size if wal.exists() else 0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_an_act_is_refused_whole_and_works_again_when_there_is_room(world, database, database_url):
    before = made(world)

    with full_disk(database_url), pytest.raises(CannotWrite, match="disk is full"):
        act(world)

    assert made(world) == before
    act(world)
    assert made(world) == (before[0], before[1] + 1, 1)


def test_a_disk_that_fills_up_in_the_middle_of_a_large_act_leaves_nothing_of_it(world, database, database_url):
    before = made(world)

    with pytest.raises(CannotWrite):
        act_at_length(world, database_url)

    assert made(world) == before


def test_what_was_there_can_still_be_read_on_a_full_disk(world, database, database_url):
    make_case(world)

    with full_disk(database_url):
        db.end()
        assert db.session().scalar(select(Team.name).where(Team.id == world.team_id))


def test_a_page_that_cannot_write_says_so_and_offers_the_emergency_number(world, app: Flask, client_for, database_url):
    client = client_for(world.chair)
    client.get("/who-may")
    client.set_cookie("icat", "")  # a sign-in is a write

    with full_disk(database_url):
        answer = client.get("/who-may")
        assert answer.status_code == 302
        answer = client.send("/sign-in", {"login": "nobody", "password": "x" * 15, "code": "123456"})

    assert answer.status_code == 503
    assert "disk is full or read-only" in answer.get_data(as_text=True)
    assert "102" in answer.get_data(as_text=True)


def test_with_a_ballast_one_act_is_refused_nothing_acknowledged_is_lost_and_then_work_goes_on(
    world, database, database_url, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(ballast, "SIZE", 4 * 1024 * 1024)
    monkeypatch.setattr(ballast, "ROOM", 0)
    before = made(world)
    with small_disk(tmp_path / "small") as disk:
        for part in tmp_path.glob("icat.sqlite3*"):
            shutil.copy(part, disk / part.name)
        there = db.Database(f"sqlite:///{disk / 'icat.sqlite3'}", Keyring(ROOT_KEY))
        db.connect(there)
        try:
            assert there.ballast is not None
            assert there.ballast.make()
            fill(disk)
            acts = act_until_refused(world)
            assert made(world) == (before[0], before[1] + acts, acts)
            assert there.ballast.is_gone
            assert "ballast let go" in capsys.readouterr().out
            for more in range(20):
                act(world, f"B{more}")
            record_event(world.chair.actor, Event.CASES_READ, page="cases/caseload/index")
            assert made(world) == (before[0], before[1] + acts + 21, acts + 20)
            assert verify(db.session(), world.team_id).is_intact
        finally:
            db.end()
            there.dispose()
            db.connect(database)


def act_until_refused(world) -> int:  # type: ignore[no-untyped-def]
    """How many acts were acknowledged before one was refused."""
    for acts in range(1000):
        try:
            act(world, f"A{acts}")
        except CannotWrite:
            return acts
    raise AssertionError("the disk did not fill")


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own with 16 megabytes."""
    folder.mkdir()
    if os.geteuid() != 0 or not _mount("-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)):
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path) -> None:
    """Leave some two hundred kilobytes."""
    free = shutil.disk_usage(disk).free
    (disk / "other").write_bytes(b"x" * (free - 200_000))


def test_a_read_only_disk_can_be_read_and_refuses_to_be_written(world, database, database_url, tmp_path):
    file = Path(make_url(database_url).database or "")
    make_case(world)
    with read_only_copy(file, tmp_path / "mounted") as copy:
        there = db.Database(f"sqlite:///{copy}", Keyring(ROOT_KEY))
        try:
            with there.open_reading() as session:
                assert session.scalar(select(func.count()).select_from(LedgerLeaf))
            with pytest.raises(CannotWrite):
                rename(there, "x")
        finally:
            there.dispose()


@contextmanager
def read_only_copy(file: Path, folder: Path) -> Iterator[Path]:
    """The database, with what its open connections keep beside it, on a disk that was remounted read-only."""
    folder.mkdir()
    mounted = os.geteuid() == 0
    if mounted and not _mount("-t", "tmpfs", "-o", "size=32m", "tmpfs", str(folder)):
        pytest.skip("root can write anywhere, and no disk can be mounted here")
    try:
        for part in file.parent.glob(f"{file.name}*"):
            shutil.copy(part, folder / part.name)
            (folder / part.name).chmod(0o444)
        if mounted:
            assert _mount("-o", "remount,ro", str(folder))
        else:
            folder.chmod(0o555)
        yield folder / file.name
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
        else:
            folder.chmod(0o755)


def _mount(*words: str) -> bool:
    return subprocess.run(["mount", *words], check=False, capture_output=True).returncode == 0


def act(world, code: str = "NEW") -> None:  # type: ignore[no-untyped-def]
    with change(world.chair.actor) as work:
        work.add(Team(code=code, name="New", hromadas=["UA46060250000025047"]))
        work.record(Event.TEAM_CREATED)


def rename(database: db.Database, name: str) -> None:
    with database.open_writing() as session:
        session.execute(update(Team).values(name=name))
        session.commit()


def act_at_length(world, database_url: str) -> None:  # type: ignore[no-untyped-def]
    with change(world.chair.actor) as work:
        work.lock(Team, world.team_id).name = "half " * 40
        work.session.flush()
        with full_disk(database_url):
            for number in range(300):
                work.add(Team(code=f"A{number}", name="x" * 200, hromadas=["y" * 2000]))
            work.session.flush()
            work.record(Event.TEAM_CREATED)
            work.append_leaves()
            work.session.commit()


def made(world) -> tuple[str, int, int]:  # type: ignore[no-untyped-def]
    """What an act would have changed: a row, the ledger, another row."""
    db.end()
    session = db.session()
    found = (
        str(session.scalar(select(Team.name).where(Team.id == world.team_id))),
        session.scalar(select(func.count()).select_from(LedgerLeaf)) or 0,
        session.scalar(select(func.count()).select_from(Team).where(Team.code.notin_(["KHM", "LVV"]))) or 0,
    )
    db.end()
    return found
