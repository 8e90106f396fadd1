"""The copy of a database is of one moment, without the keys; both together make the database again."""

import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from icat.backup.copying import KEY_TABLES, Copied, copied, put_back
from icat.db import engine as db
from icat.errors import ConfigError
from tests.databases import fresh_database
from tests.make import World, make_case


def rows(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        count = connection.scalar(text(f"select count(*) from {table}"))  # noqa: S608 - a name of ours
    engine.dispose()
    assert isinstance(count, int)
    return count


@pytest.fixture
def full(world: World, database_url: str) -> str:
    """A database with a case in it."""
    make_case(world)
    db.end()
    return database_url


def test_both_parts_together_make_the_database_again(full: str, tmp_path: Path) -> None:
    tables = ("ledger", "share", "person", *KEY_TABLES)
    before = {table: rows(full, table) for table in tables}
    if make_url(full).get_backend_name() == "sqlite":
        again = f"sqlite:///{tmp_path / 'again.sqlite3'}"
        with copied(full, tmp_path) as copy:
            put_back(again, copy)
        after = {table: rows(again, table) for table in tables}
    else:
        with fresh_database(full) as again, copied(full, tmp_path) as copy:
            put_back(again, copy)
            after = {table: rows(again, table) for table in tables}

    assert after == before
    assert all(before.values())
    assert not (tmp_path / "backup-in-progress").exists()


def test_no_wrapped_key_lies_in_the_part_without_the_keys(full: str, tmp_path: Path) -> None:
    with db.database().open_reading() as session:
        wrapped = [bytes(key) for key in session.scalars(text("select wrapped from data_key"))]

    with copied(full, tmp_path) as copy:
        data = copy.data.read_bytes()
        if db.database().is_sqlite:
            keys = sqlite3.connect(copy.keys)
            assert {bytes(row[0]) for row in keys.execute("select wrapped from data_key")} == set(wrapped)
            keys.close()

    assert wrapped
    assert not [key for key in wrapped if key in data or key.hex().encode() in data]


def test_the_password_of_the_database_stands_on_no_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may list the processes of the machine reads their command lines."""
    program, seen = tmp_path / "pg_restore", tmp_path / "seen"
    program.write_text(f'#!/bin/sh\nprintf "%s|%s\\n" "$*" "$PGPASSWORD" >>"{seen}"\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    put_back("postgresql+psycopg://icat:s3cr3t@db.example/icat?sslmode=require", Copied(tmp_path / "d", tmp_path / "k"))

    for line in seen.read_text().splitlines():
        command, password = line.split("|")
        assert password == "s3cr3t"
        assert "s3cr3t" not in command
        assert "--dbname=postgresql://icat@db.example/icat?sslmode=require" in command


def test_sqlite_needs_no_programs_and_postgresql_names_the_one_that_is_missing(
    full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    if db.database().is_sqlite:
        with copied(full, tmp_path) as copy:
            assert copy.data.exists()
    else:
        with pytest.raises(ConfigError, match="pg_dump is missing"), copied(full, tmp_path):
            pass
