"""A consistent copy of the database while people work, with the keys apart; and putting one back.

The keys are apart because a key that was destroyed must not live on in every old copy: the file with the keys is kept
for a short time only, the other one is worthless without it.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

from icat.errors import ConfigError
from icat.i18n import Message

KEY_TABLES = ("team_key", "data_key")
_TAKE_APART = (
    "create table apart.team_key as select * from main.team_key",
    "create table apart.data_key as select * from main.data_key",
    "delete from main.team_key",
    "delete from main.data_key",
)
_PUT_TOGETHER = (
    "insert into main.team_key select * from apart.team_key",
    "insert into main.data_key select * from apart.data_key",
)


@dataclass(frozen=True, slots=True)
class Copied:
    """Where the two parts of a copy lie."""

    data: Path
    keys: Path


@contextmanager
def copied(url: str, beside: Path) -> Iterator[Copied]:
    """A copy of the database at ``url`` in a folder of its own in ``beside``; taken away afterwards.

    Refuses where the programs of PostgreSQL are missing or refuse.
    """
    folder = beside / "backup-in-progress"
    shutil.rmtree(folder, ignore_errors=True)  # of one that was interrupted
    folder.mkdir(mode=0o700)
    try:
        place = make_url(url)
        found = Copied(folder / "database", folder / "keys")
        (_copy_sqlite if place.get_backend_name() == "sqlite" else _copy_postgresql)(place, found)
        yield found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_back(url: str, copy: Copied) -> None:
    """Make the database at ``url`` from a copy. The caller has seen that there is none yet."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        _put_back_sqlite(place, copy)
    else:
        for part in (copy.data, copy.keys):
            _run(place, "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", part)


def _copy_sqlite(place: URL, copy: Copied) -> None:
    with _opened(Path(place.database or "")) as live:
        live.execute("vacuum into ?", (str(copy.data),))
    copy.data.chmod(0o600)
    with _opened(copy.data) as data:
        data.execute("pragma secure_delete=on")
        data.execute("attach database ? as apart", (str(copy.keys),))
        for statement in _TAKE_APART:
            data.execute(statement)
        data.execute("detach database apart")
        data.execute("vacuum")
    copy.keys.chmod(0o600)


def _put_back_sqlite(place: URL, copy: Copied) -> None:
    with _opened(copy.data) as data:
        data.execute("attach database ? as apart", (str(copy.keys),))
        data.execute("begin")
        for statement in _PUT_TOGETHER:
            data.execute(statement)
        data.execute("commit")
        data.execute("detach database apart")
    target = Path(place.database or "")
    shutil.copyfile(copy.data, target)
    target.chmod(0o600)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _copy_postgresql(place: URL, copy: Copied) -> None:
    # Both programs look at the same moment: it is held open for as long as they run.
    with psycopg.connect(_told(place)) as held:
        held.execute("set transaction isolation level repeatable read, read only")
        row = held.execute("select pg_export_snapshot()").fetchone()
        moment = f"--snapshot={row[0] if row else ''}"
        common = (moment, "--format=custom", "--no-owner", "--no-privileges")
        without = [f"--exclude-table-data={table}" for table in KEY_TABLES]
        only = [word for table in KEY_TABLES for word in ("--table", table)]
        _run(place, "pg_dump", *common, *without, f"--file={copy.data}")
        _run(place, "pg_dump", *common, "--data-only", *only, f"--file={copy.keys}")


def _run(place: URL, program: str, *words: str | Path) -> None:
    """One of PostgreSQL's own programs; the password goes by the environment, where others do not see it."""
    known = shutil.which(program)
    if known is None:
        raise ConfigError(
            Message("%(program)s is missing. Install the client programs of PostgreSQL.", program=program)
        )
    where = _told(place._replace(password=None))  # ``set`` takes None for "as it is"
    surroundings = os.environ | ({"PGPASSWORD": str(place.password)} if place.password else {})
    arguments = [known, f"--dbname={where}", *map(str, words)]
    done = subprocess.run(arguments, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ConfigError(Message("%(program)s refused: %(why)s", program=program, why=done.stderr.strip()[-400:]))


def _told(place: URL) -> str:
    return place.set(drivername="postgresql").render_as_string(hide_password=False)
