"""Sessions: reading is a snapshot that cannot write; writing is whole or not at all, also when many write at once."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from icat.crypto.keyring import Keyring
from icat.db import engine as db
from icat.db.gate import CannotWrite
from icat.errors import Busy, ConfigError
from icat.members.models import Team
from tests.conftest import ROOT_KEY


def test_a_reading_session_refuses_to_write_a_row(world, database):
    team = db.session().get_one(Team, world.team_id)
    team.name = "changed by a page"

    with pytest.raises(db.ReadOnly):
        db.session().flush()


@pytest.mark.parametrize(
    "statement",
    [
        update(Team).values(name="changed by a page"),
        text("delete from auth_session"),
        insert(Team).values(
            id=uuid4(), code="X", name="x", hromadas=[], research_days=1, review_days=1, asks_lap=False
        ),
        text("create table mine (id integer)"),
    ],
)
def test_a_reading_session_refuses_each_writing_statement(world, database, statement):
    db.session().scalar(select(Team.name))

    with pytest.raises(DBAPIError, match="readonly|read-only"):
        db.session().execute(statement)

    db.end()
    assert name_of(world) == "Команда Хмельницької громади"


def test_connections_are_shared_and_each_session_gets_what_it_may(world, database):
    for number in range(6):  # more than the pool has, so that each connection serves both kinds
        with db.writing() as session:
            session.execute(update(Team).values(name=f"name {number}"))
            session.commit()
        assert name_of(world) == f"name {number}"
        with pytest.raises(DBAPIError):
            db.session().execute(update(Team).values(name="changed by a page"))
        db.end()


def test_what_a_page_reads_does_not_move_while_it_is_made(world, database):
    assert db.session().scalar(select(Team.name).where(Team.id == world.team_id)) == "Команда Хмельницької громади"
    in_a_thread(lambda: rename(database, "another"))

    assert db.session().scalar(select(Team.name).where(Team.id == world.team_id)) == "Команда Хмельницької громади"

    db.end()
    assert name_of(world) == "another"


def test_writing_ends_the_reading_so_that_what_is_checked_is_true_now(world, database):
    assert name_of(world, end=False) == "Команда Хмельницької громади"
    in_a_thread(lambda: rename(database, "another"))

    with db.writing() as session:
        assert session.get_one(Team, world.team_id).name == "another"
    assert name_of(world) == "another"


def test_a_write_that_nobody_committed_is_undone(world, database):
    with db.writing() as session:
        session.execute(update(Team).values(name="half"))

    assert name_of(world) == "Команда Хмельницької громади"


def test_a_write_that_failed_in_the_middle_is_undone(world, database):
    def fail(session: Session) -> None:
        session.execute(update(Team).values(name="half"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), db.writing() as session:
        fail(session)

    assert name_of(world) == "Команда Хмельницької громади"
    rename(database, "the next one")
    assert name_of(world) == "the next one"


def test_eight_writers_who_read_change_and_write_lose_nothing(world, database):
    def write() -> None:
        for _ in range(50):
            with database.open_writing() as session:
                team = session.get_one(Team, world.team_id, with_for_update=True)
                team.version += 1
                session.commit()

    failed = in_threads(write, 8)

    assert not failed
    with database.open_reading() as session:
        assert session.get_one(Team, world.team_id).version == 400


def test_readers_are_not_held_up_by_a_writer(world, database):
    with database.open_writing() as writing:
        writing.execute(update(Team).values(name="half"))
        begun = time.monotonic()

        in_a_thread(lambda: name_of(world))

        assert time.monotonic() - begun < 2


def test_who_waits_too_long_for_another_writer_is_told_so_and_nothing_is_half_done(world, database, database_url):
    with impatient(database_url) as other, database.open_writing() as holder:
        holder.execute(update(Team).values(name="first"))
        holder.flush()

        with pytest.raises(Busy):
            rename(other, "second")
        holder.commit()

    assert name_of(world) == "first"


def test_a_foreign_program_that_holds_the_file_makes_a_writer_give_up(world, database, database_url, engine_name):
    if engine_name != "sqlite":
        return  # there everybody is a client of the server
    foreign = sqlite3.connect(make_url(database_url).database or "", isolation_level=None)
    foreign.execute("begin immediate")
    try:
        with impatient(database_url) as other, pytest.raises(Busy):
            rename(other, "second")
    finally:
        foreign.close()

    assert name_of(world) == "Команда Хмельницької громади"


def test_while_somebody_writes_no_foreign_program_can_write_in_between(world, database, database_url, engine_name):
    if engine_name != "sqlite":
        return
    foreign = sqlite3.connect(make_url(database_url).database or "", isolation_level=None, timeout=0.1)
    try:
        with database.open_writing() as session:
            session.scalar(select(Team.name))  # a command begins by reading what it will change
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                foreign.execute("update team set name = 'in between'")
    finally:
        foreign.close()


SAID = [
    ("attempt to write a readonly database", CannotWrite),
    ("database or disk is full", CannotWrite),
    ("disk I/O error", CannotWrite),
    ("unable to open database file", CannotWrite),
    ('could not extend file "base/1/2": No space left on device', CannotWrite),
    ("cannot execute UPDATE in a read-only transaction", CannotWrite),
    ("database is locked", Busy),
    ("canceling statement due to lock timeout", Busy),
    ("deadlock detected", Busy),
    ("syntax error at or near", DBAPIError),
]


def test_what_the_engines_say_of_disks_and_locks_is_told_in_our_words(database):
    for said, becomes in SAID:
        with pytest.raises(becomes), database.open_writing():
            raise DBAPIError("update team", None, Exception(said))


def test_two_who_wait_for_each_other_are_parted_and_one_of_them_is_done(world, database):
    both = threading.Barrier(2)
    ids = [world.team_id, world.stranger.actor.team_id]
    refused: list[type[Exception]] = []

    def write(first: int) -> None:
        try:
            with database.open_writing() as session:
                session.execute(update(Team).where(Team.id == ids[first]).values(version=Team.version + 1))
                if not database.is_sqlite:
                    both.wait(10)
                session.execute(update(Team).where(Team.id == ids[1 - first]).values(version=Team.version + 1))
                session.commit()
        except Exception as error:  # noqa: BLE001 - looked at below
            refused.append(type(error))

    threads = [threading.Thread(target=write, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert refused == ([] if database.is_sqlite else [Busy])
    with database.open_reading() as session:
        assert set(session.scalars(select(Team.version))) == {2 if database.is_sqlite else 1}


def test_an_error_of_the_database_does_not_say_what_was_to_be_written(world, database):
    with db.writing() as session:
        session.add(Team(code="KHM", name="canary-7719", hromadas=[]))
        with pytest.raises(IntegrityError) as failed:
            session.flush()

    assert "canary-7719" not in str(failed.value)


def test_a_database_in_memory_is_refused_because_two_processes_share_it():
    for url in ("sqlite://", "sqlite:///:memory:"):
        with pytest.raises(ConfigError, match="must be a file"):
            db.Database(url, Keyring(ROOT_KEY))


def test_every_connection_of_sqlite_is_durable_and_keeps_its_references(world, database, engine_name):
    if engine_name != "sqlite":
        return
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 2, "trusted_schema": 0}

    found = {name: db.session().scalar(text(f"pragma {name}")) for name in wanted}

    assert found == wanted


def rename(database: db.Database, name: str) -> None:
    with database.open_writing() as session:
        session.execute(update(Team).values(name=name))
        session.commit()


def name_of(world, *, end: bool = True) -> str:  # type: ignore[no-untyped-def]
    found = db.session().scalar(select(Team.name).where(Team.id == world.team_id))
    if end:
        db.end()
    return str(found)


@contextmanager
def impatient(url: str) -> Iterator[db.Database]:
    other = db.Database(url, Keyring(ROOT_KEY), pool_size=2, patience=0.2)
    yield other
    other.dispose()


def in_a_thread(target: Callable[[], object]) -> None:
    assert not in_threads(target, 1)


def in_threads(target: Callable[[], object], count: int) -> list[Exception]:
    failed: list[Exception] = []

    def run() -> None:
        try:
            target()
        except Exception as error:  # noqa: BLE001 - a test looks at it
            failed.append(error)
        finally:
            db.end()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return failed


def test_what_one_snapshot_said_is_remembered_until_it_ends(world, database):
    asked = []

    def ask() -> int:
        asked.append(1)
        return len(asked)

    assert [db.remembered("how often", ask), db.remembered("how often", ask), db.remembered("else", ask)] == [1, 1, 2]
    with db.writing():
        pass
    assert db.remembered("how often", ask) == 3
