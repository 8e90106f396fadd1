"""Appending to the ledger: one leaf, its hash and the running chain, in the caller's transaction.

Raw driver statements, because through the ORM an append costs twice as much as the act it records. SQLite appends under
the write gate; PostgreSQL through a function that holds a lock per team until the commit, and that is the only way in
for the application's role.
"""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

FORMAT = 1
GENESIS = hashlib.sha256(b"icat ledger 1").digest()
NOBODY = UUID(int=0)

Fact = str | int | bool


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """One case in a leaf: under which share, and which categories, a bit each in the order of the catalogue."""

    case_id: UUID
    share_id: UUID = NOBODY
    categories: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is about to be recorded."""

    event: str
    actor_id: UUID
    agency_id: UUID
    request_id: str
    once: str
    cases: tuple[CaseSeen, ...] = ()
    basis: str | None = None
    recipient_id: UUID | None = None
    share_id: UUID | None = None
    facts: tuple[tuple[str, Fact], ...] = ()
    commitment: str = ""  # hex SHA-256 over salt and sealed words


def payload(leaf: Leaf, at: int) -> bytes:
    """The canonical bytes of a leaf: JSON, sorted keys, no spaces, NFC, whole numbers only. Refuses a float."""
    content: dict[str, Any] = {
        "v": FORMAT,
        "k": leaf.event,
        "t": at,
        "a": str(leaf.actor_id),
        "g": str(leaf.agency_id),
        "q": leaf.request_id,
        "n": leaf.once,
        "c": [[str(seen.case_id), str(seen.share_id), seen.categories] for seen in leaf.cases],
    }
    for key, value in (("b", leaf.basis), ("r", leaf.recipient_id), ("s", leaf.share_id), ("d", leaf.commitment)):
        if value:
            content[key] = str(value)
    if leaf.facts:
        content["f"] = dict(leaf.facts)
    return canonical(content)


def canonical(content: dict[str, Any]) -> bytes:
    """Canonical JSON of ``content``. Refuses floats, which have no one spelling."""
    _refuse_floats(content)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return unicodedata.normalize("NFC", text).encode()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a leaf holds whole numbers only")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _refuse_floats(item)


def leaf_hash(seq: int, body: bytes) -> bytes:
    """RFC 6962 leaf hash over the place in the log and the payload."""
    return hashlib.sha256(b"\x00" + seq.to_bytes(8, "big") + body).digest()


def chained(previous: bytes, leaf: bytes) -> bytes:
    """The running chain after one more leaf."""
    return hashlib.sha256(b"\x02" + previous + leaf).digest()


def append(session: Session, team_id: UUID, leaves: Sequence[Leaf], now: int) -> list[int]:
    """Append ``leaves`` to the team's ledger and index them; gives their sequence numbers.

    ``now`` is in microseconds; the ledger's time never runs back. The caller holds the gate and commits.
    """
    session.flush()
    connection = session.connection()
    raw: Any = connection.connection.driver_connection
    writer = _append_sqlite if connection.dialect.name == "sqlite" else _append_postgresql
    driver: Any = connection.dialect.dbapi
    try:
        numbers: list[int] = writer(raw, team_id, leaves, now)
    except driver.Error as error:  # as the rest of the house knows it: a full disk must be told as one
        raise DBAPIError("append to the ledger", None, error) from error
    return numbers


_HEAD = "select seq, chain, at from ledger_head where team_id = ?"
_ENTRY = (
    "insert into ledger_entry (team_id, seq, at, event, actor_id, agency_id, basis, recipient_id, share_id)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CASE = "insert into ledger_case (team_id, seq, case_id, share_id, categories) values (?, ?, ?, ?, ?)"


def _append_sqlite(raw: Any, team_id: UUID, leaves: Sequence[Leaf], now: int) -> list[int]:
    team = team_id.hex
    found = raw.execute(_HEAD, (team,)).fetchone()
    if found is None:
        found = (0, GENESIS, 0)
        raw.execute("insert into ledger_head (team_id, seq, chain, at) values (?, ?, ?, ?)", (team, *found))
    seq, chain, at = found
    numbers = []
    for leaf in leaves:
        seq, at = seq + 1, max(now, at)
        body = payload(leaf, at)
        hashed = leaf_hash(seq, body)
        chain = chained(chain, hashed)
        raw.execute(
            "insert into ledger (team_id, seq, payload, leaf_hash, chain) values (?, ?, ?, ?, ?)",
            (team, seq, body, hashed, chain),
        )
        raw.execute(_ENTRY, [_hex(value) for value in _entry(team_id, seq, at, leaf)])
        raw.executemany(_CASE, [[_hex(value) for value in case] for case in _cases(team_id, seq, leaf)])
        numbers.append(seq)
    raw.execute("update ledger_head set seq = ?, chain = ?, at = ? where team_id = ?", (seq, chain, at, team))
    return numbers


# Its turn, the leaf and its index in one message to the server: a way there and back costs as much as the work, and
# while it lasts everybody else waits.
_APPEND = """
    with told as materialized (
        select seq, at from icat_ledger_append(%(team)s, %(before)s, %(after)s, %(now)s)
    ),
    entry as (
        insert into ledger_entry (team_id, seq, at, event, actor_id, agency_id, basis, recipient_id, share_id)
        select %(team)s, seq, at, %(event)s, %(actor)s, %(agency)s, %(basis)s, %(recipient)s::uuid, %(share)s::uuid
        from told
    ),
    seen as (
        insert into ledger_case (team_id, seq, case_id, share_id, categories)
        select %(team)s, seq, one.case_id, one.share_id, one.categories
        from told, unnest(%(cases)s::uuid[], %(shares)s::uuid[], %(bits)s::bigint[])
            as one (case_id, share_id, categories)
    )
    select seq from told
"""


def _append_postgresql(raw: Any, team_id: UUID, leaves: Sequence[Leaf], now: int) -> list[int]:
    numbers = []
    with raw.cursor() as cursor:
        for leaf in leaves:
            before, after = _around_time(leaf)
            values = {
                "team": team_id,
                "before": before,
                "after": after,
                "now": now,
                "event": leaf.event,
                "actor": leaf.actor_id,
                "agency": leaf.agency_id,
                "basis": leaf.basis,
                "recipient": leaf.recipient_id,
                "share": leaf.share_id,
                "cases": [seen.case_id for seen in leaf.cases],
                "shares": [seen.share_id for seen in leaf.cases],
                "bits": [seen.categories for seen in leaf.cases],
            }
            numbers.append(cursor.execute(_APPEND, values).fetchone()[0])
    return numbers


def _around_time(leaf: Leaf) -> tuple[bytes, bytes]:
    """The payload without its time, which is known when its turn has come; only the format is sorted behind it."""
    before, after = payload(leaf, 0).rsplit(b'"t":0', 1)
    return before + b'"t":', after


def _entry(team_id: UUID, seq: int, at: int, leaf: Leaf) -> tuple[Any, ...]:
    return (
        team_id,
        seq,
        at,
        leaf.event,
        leaf.actor_id,
        leaf.agency_id,
        leaf.basis,
        leaf.recipient_id,
        leaf.share_id,
    )


def _cases(team_id: UUID, seq: int, leaf: Leaf) -> list[tuple[Any, ...]]:
    return [(team_id, seq, seen.case_id, seen.share_id, seen.categories) for seen in leaf.cases]


def _hex(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else value
