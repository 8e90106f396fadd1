"""The leaves of a log as they lie in the database, in order, many at a time, past SQLAlchemy: hashing a million of them
is a matter of seconds, and of a minute where each first becomes a row object.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from icat.audit.ledger import GENESIS

CHUNK = 512  # more at once do not fit into the nearest memory of the processor, and take longer each
Row = tuple[int, bytes, bytes, bytes]  # number, payload, leaf hash, chain

Asked = dict[str, str]


def asked(text: str) -> Asked:
    """One question as each engine spells it: its word for bytes, its mark for a parameter, an identifier as a text."""
    return {
        "sqlite": text.format("blob", "?", id=""),
        "postgresql": text.format("bytea", "%s", id="::text"),
    }


# In SQLite a column holds whatever was put into it; what is hashed is bytes, even where somebody put a text.
_ROWS = asked(
    "select seq, cast(payload as {0}), cast(leaf_hash as {0}), cast(chain as {0}) from ledger"
    " where team_id = {1} and seq > {1} and seq <= {1} order by seq"
)
_HASHES = asked("select cast(leaf_hash as {0}) from ledger where team_id = {1} and seq <= {1} order by seq")
_HEAD = asked("select seq, cast(chain as {0}), at from ledger_head where team_id = {1}")
_CHAIN = asked("select cast(chain as {0}) from ledger where team_id = {1} and seq = {1}")
END = 2**62  # more entries than a log will ever have


def head_of(session: Session, team_id: UUID) -> tuple[int, bytes, int]:
    """Where a log says that it ends: number, chain, time."""
    found = ask(session, _HEAD, team_id)
    return found[0] if found else (0, GENESIS, 0)


def chain_at(session: Session, team_id: UUID, seq: int) -> bytes | None:
    """The chain as it stands at entry ``seq``; none where there is no such entry."""
    if seq == 0:
        return GENESIS
    found = ask(session, _CHAIN, team_id, seq)
    return found[0][0] if found else None


def rows_of(session: Session, team_id: UUID, after: int = 0, upto: int = END) -> Iterator[list[Row]]:
    """The entries numbered above ``after``, up to ``upto``, in lists of ``CHUNK``."""
    return _chunks(session, _ROWS, team_id, after, upto)


def hashes_of(session: Session, team_id: UUID, upto: int) -> bytes:
    """The leaf hashes of the first ``upto`` entries, one behind the other."""
    return b"".join([hashed for rows in _chunks(session, _HASHES, team_id, upto) for (hashed,) in rows])


def ask(session: Session, question: Asked, team_id: UUID, *more: int) -> list[Any]:
    """All that answers a question which has few answers."""
    connection = session.connection()
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return list(raw.execute(question["sqlite"], (team_id.hex, *more)))
    with raw.cursor(binary=True) as cursor:
        return list(cursor.execute(question["postgresql"], (team_id, *more)))


def _chunks(session: Session, question: Asked, team_id: UUID, *more: int) -> Iterator[list[Any]]:
    connection = session.connection()
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        with closing(raw.execute(question["sqlite"], (team_id.hex, *more))) as cursor:
            while found := cursor.fetchmany(CHUNK):
                yield found
        return
    with raw.cursor(name="icat_leaves") as cursor:  # on the server, else all of it would first be fetched
        cursor.execute(question["postgresql"], (team_id, *more), binary=True)
        while found := cursor.fetchmany(CHUNK):
            yield found
