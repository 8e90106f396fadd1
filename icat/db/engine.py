"""Sessions on either engine: a reading one for what a page shows, a writing one for what a command changes.

A reading session is a snapshot and cannot write. A writing session ends the reading one, so that what a command checks
is true at the moment of writing. On SQLite it takes the gate and begins IMMEDIATE: a transaction that starts by reading
and then writes fails under load, however long it is told to wait.
"""

import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from icat.crypto.keyring import Keyring
from icat.db.ballast import Ballast
from icat.db.gate import DEADLINE_SECONDS, CannotWrite, Gate
from icat.errors import Busy, ConfigError
from icat.i18n import Message
from icat.journal import log

T = TypeVar("T")

_PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    "foreign_keys=on",
    "cache_size=-65536",
    "mmap_size=268435456",
    "temp_store=memory",
    "secure_delete=fast",
    "trusted_schema=off",
)


class ReadOnly(AssertionError):
    """Something tried to write in a reading session: a defect, not a refusal."""


class Database:
    """One database: its engine, its gate, and the keys that open what lies in it."""

    def __init__(
        self,
        url: str,
        keyring: Keyring,
        *,
        signing_key_file: Path | None = None,
        pool_size: int = 8,
        patience: float = DEADLINE_SECONDS,
    ) -> None:
        """``patience`` is how many seconds a writer waits for others before it gives up.

        The file of the signing key is only named here: without it everything works, and nothing is signed.
        """
        self.keyring = keyring
        self.signing_key_file = signing_key_file
        self.patience = patience
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.gate: Gate | None = None
        self.ballast: Ballast | None = None  # the room on a database server's disk is not ours to keep
        if self.is_sqlite:
            file = make_url(url).database
            if not file or file == ":memory:":
                raise ConfigError(Message("The SQLite database must be a file."))
            self.gate = Gate(Path(f"{file}.gate"))
            self.ballast = Ballast(Path(f"{file}-ballast"))
            self.engine = create_engine(
                url, pool_size=pool_size, max_overflow=pool_size, pool_use_lifo=True, hide_parameters=True
            )
            event.listen(self.engine, "connect", self._set_up_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
            self._reading: Engine = self.engine
            self._writing: Engine = self.engine.execution_options(icat_write=True)
        else:
            self.engine = create_engine(
                url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True, hide_parameters=True
            )
            event.listen(self.engine, "connect", self._set_up_postgresql)
            self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            self._writing = self.engine

    def open_reading(self) -> Session:
        """A session on a snapshot, which refuses to write."""
        session = Session(self._reading, autoflush=False, info={"keyring": self.keyring})
        event.listen(session, "before_flush", _refuse_flush)
        return session

    @contextmanager
    def open_writing(self) -> Iterator[Session]:
        """A session that may write, rolled back unless its user committed. Refuses when busy or the disk is full."""
        with self.gate.passed(self.patience) if self.gate else nullcontext():
            session = Session(self._writing, autoflush=False, expire_on_commit=False, info={"keyring": self.keyring})
            try:
                yield session
            except DBAPIError as error:
                if _disk_refuses(error):
                    self._make_room(error)
                    raise CannotWrite from error
                if _others_refuse(error):
                    raise Busy from error
                raise
            finally:
                session.close()

    def _make_room(self, error: DBAPIError) -> None:
        """What is refused stays refused; the next one finds room, if any was kept."""
        if self.ballast is not None and _is_full(error) and self.ballast.let_go():
            log.critical("disk full: ballast let go")

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        if self.gate:
            self.gate.close()

    def _set_up_sqlite(self, connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (f"busy_timeout={self.patience * 1000:.0f}", *_PRAGMAS):
            try:
                connection.execute(f"pragma {pragma}")
            except sqlite3.OperationalError:
                if not pragma.startswith("journal_mode"):  # a read-only disk can still be read
                    raise

    def _set_up_postgresql(self, connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('lock_timeout', %s, false)", (f"{self.patience * 1000:.0f}ms",))
        connection.commit()


def _begin_sqlite(connection: Any) -> None:
    write = connection.get_execution_options().get("icat_write")
    # past SQLAlchemy, because it is no statement of the work; reading and writing share their connections
    connection.connection.driver_connection.execute(f"pragma query_only={'off' if write else 'on'}")
    connection.exec_driver_sql("begin immediate" if write else "begin")


def _refuse_flush(_session: Session, _context: Any, _instances: Any) -> None:
    raise ReadOnly("a reading session was asked to write")


def _disk_refuses(error: DBAPIError) -> bool:
    text = str(error.orig).lower()
    return any(
        sign in text
        for sign in (
            "readonly database",
            "read-only transaction",  # PostgreSQL, when it has become a standby
            "disk is full",
            "disk i/o error",
            "no space left",
            "unable to open",
        )
    )


def _is_full(error: DBAPIError) -> bool:
    text = str(error.orig).lower()
    return any(sign in text for sign in ("disk is full", "no space left", "disk i/o error"))


def _others_refuse(error: DBAPIError) -> bool:
    """Whether somebody else held on to what was needed for too long; each of the two engines has its own ways."""
    text = str(error.orig).lower()
    return any(sign in text for sign in ("database is locked", "lock timeout", "deadlock detected"))


_database: Database | None = None
_session: ContextVar[Session | None] = ContextVar("reading session", default=None)


def connect(database: Database) -> None:
    """Make ``database`` the one that this process works with."""
    global _database  # noqa: PLW0603 - one process, one database
    _database = database


def database() -> Database:
    """The database of this process."""
    if _database is None:
        raise ConfigError(Message("No database is connected."))
    return _database


def engine() -> Engine:
    """The engine of this process's database."""
    return database().engine


def session() -> Session:
    """The reading session of this request, begun at its first use."""
    current = _session.get()
    if current is None:
        current = database().open_reading()
        _session.set(current)
    return current


def remembered(what: Hashable, ask: Callable[[], T]) -> T:
    """What ``ask`` gave in this reading session: a snapshot would say the same again. ``what`` says what was asked."""
    known: dict[Hashable, T] = session().info.setdefault("remembered", {})
    if what not in known:
        known[what] = ask()
    return known[what]


def end() -> None:
    """End the reading session, if there is one; the next reading sees the present."""
    current = _session.get()
    if current is not None:
        _session.set(None)
        current.close()


@contextmanager
def writing() -> Iterator[Session]:
    """A writing session; the reading one is ended first."""
    end()
    with database().open_writing() as session:
        yield session
