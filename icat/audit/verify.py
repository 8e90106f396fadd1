"""Whether the ledger is whole: every leaf and the chain are worked out anew from the payloads, and the index held
against them.

What this finds is a change made without recomputing everything after it. Who owns the database can recompute it all;
against that only a copy of the head kept elsewhere helps, which is why the head is shown wherever the verdict is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import String, delete, exists, insert, or_, select, type_coerce
from sqlalchemy.orm import Session

from icat.audit.ledger import FORMAT, GENESIS, chained, leaf_hash
from icat.audit.models import LedgerCase, LedgerEntry, LedgerHead, LedgerLeaf
from icat.i18n import Message

CHUNK = 2000


class Fault(StrEnum):
    """What can be wrong with a ledger."""

    GAP = auto()
    CONTENT = auto()
    CHAIN = auto()
    TIME = auto()
    INDEX = auto()
    HEAD = auto()

    @property
    def words(self) -> Message:
        """The fault as a sentence."""
        return _WORDS[self]


_WORDS = {
    Fault.GAP: Message("An entry is missing."),
    Fault.CONTENT: Message("The content of the entry is not what was recorded."),
    Fault.CHAIN: Message("The entry does not continue the chain of those before it."),
    Fault.TIME: Message("The entry is older than the one before it."),
    Fault.INDEX: Message("The index by which the log is searched says something else than the entry."),
    Fault.HEAD: Message("The log does not end where it says that it ends."),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a ledger was checked and what was found."""

    checked: int
    size: int  # how many entries the ledger says it has
    head: str  # its chain, in hexadecimal: what to compare with a copy kept elsewhere
    fault: Fault | None = None
    seq: int | None = None  # the first entry that is wrong

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found."""
        return self.fault is None


def verify(
    session: Session, team_id: UUID, *, last: int | None = None, progress: Callable[[int], None] | None = None
) -> Verdict:
    """Check the ledger of a team: all of it, or only its ``last`` entries. Gives the first fault there is."""
    size, head, head_at = session.execute(
        select(LedgerHead.seq, LedgerHead.chain, LedgerHead.at).where(LedgerHead.team_id == team_id)
    ).one_or_none() or (0, GENESIS, 0)
    after = 0 if last is None else max(0, size - last)
    seq, chain, at, checked = after, GENESIS, 0, 0
    if after:
        before = session.scalar(select(LedgerLeaf.chain).where(LedgerLeaf.team_id == team_id, LedgerLeaf.seq == after))
        if before is None:
            return Verdict(0, size, head.hex(), Fault.GAP, after)
        chain = before

    def found(fault: Fault, where: int) -> Verdict:
        return Verdict(checked, size, head.hex(), fault, where)

    for leaves in _chunks(session, team_id, after):
        entries, cases = _index(session, team_id, leaves[0].seq, leaves[-1].seq)
        for leaf in leaves:
            if leaf.seq != seq + 1:
                return found(Fault.GAP, seq + 1)
            seq = leaf.seq
            if leaf.leaf_hash != leaf_hash(seq, leaf.payload):
                return found(Fault.CONTENT, seq)
            chain = chained(chain, leaf.leaf_hash)
            if leaf.chain != chain:
                return found(Fault.CHAIN, seq)
            content = _read(leaf.payload)
            if content is None:
                return found(Fault.CONTENT, seq)
            if content["t"] < at:
                return found(Fault.TIME, seq)
            at = content["t"]
            if entries.get(seq) != _entry_of(content) or cases.get(seq, set()) != _cases_of(content):
                return found(Fault.INDEX, seq)
            checked += 1
        if progress is not None:
            progress(checked)
    if (seq, chain) != (size, head) or (checked and at != head_at):
        return found(Fault.HEAD, seq)
    if _strays(session, team_id, size):
        return found(Fault.INDEX, size + 1)
    return Verdict(checked, size, head.hex())


def rebuild_index(session: Session, team_id: UUID) -> int:
    """Write the index of a team's ledger anew from its leaves, in the caller's transaction; gives how many."""
    for table in (LedgerEntry, LedgerCase):
        session.execute(delete(table).where(table.team_id == team_id))
    count = 0
    for leaves in _chunks(session, team_id, 0):
        contents = [(leaf.seq, msgspec.json.decode(leaf.payload)) for leaf in leaves]
        session.execute(insert(LedgerEntry), [_entry_row(team_id, seq, content) for seq, content in contents])
        seen = [
            {"team_id": team_id, "seq": seq, "case_id": UUID(case), "share_id": UUID(share), "categories": bits}
            for seq, content in contents
            for case, share, bits in content["c"]
        ]
        if seen:
            session.execute(insert(LedgerCase), seen)
        count += len(leaves)
    return count


def _chunks(session: Session, team_id: UUID, after: int) -> Iterator[Sequence[Any]]:
    columns = (LedgerLeaf.seq, LedgerLeaf.payload, LedgerLeaf.leaf_hash, LedgerLeaf.chain)
    while True:
        found = session.execute(
            select(*columns)
            .where(LedgerLeaf.team_id == team_id, LedgerLeaf.seq > after)
            .order_by(LedgerLeaf.seq)
            .limit(CHUNK)
        ).all()
        if not found:
            return
        yield found
        after = found[-1].seq


def _index(session: Session, team_id: UUID, low: int, high: int) -> tuple[dict[int, Any], dict[int, set[Any]]]:
    """The index rows of these entries, as bare texts: a row that was tampered with need not even be an identifier."""

    def bare(table: Any, *names: str) -> Any:
        columns = [type_coerce(getattr(table, name), String) for name in names]
        return session.execute(
            select(table.seq, *columns).where(table.team_id == team_id, table.seq.between(low, high))
        )

    entries = {}
    for seq, at, *rest in bare(LedgerEntry, "at", *_ENTRY):
        entries[seq] = (at, *map(_plain, rest))
    cases: dict[int, set[Any]] = defaultdict(set)
    for seq, case, share, bits in bare(LedgerCase, "case_id", "share_id", "categories"):
        cases[seq].add((_plain(case), _plain(share), bits))
    return entries, cases


_ENTRY = ("event", "actor_id", "agency_id", "basis", "recipient_id", "share_id")
_KEYS = ("k", "a", "g", "b", "r", "s")  # the same in a payload


def _read(payload: bytes) -> dict[str, Any] | None:
    try:
        content: dict[str, Any] = msgspec.json.decode(payload, type=dict)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    is_ours = content.get("v") == FORMAT and isinstance(content.get("t"), int) and isinstance(content.get("c"), list)
    return content if is_ours else None


def _entry_of(content: dict[str, Any]) -> tuple[Any, ...]:
    return (content["t"], *(_plain(content.get(key)) for key in _KEYS))


def _cases_of(content: dict[str, Any]) -> set[tuple[Any, ...]]:
    return {(_plain(case), _plain(share), bits) for case, share, bits in content["c"]}


def _plain(value: Any) -> str | None:
    """An identifier or a code as both engines and the payload can spell it."""
    return None if value is None else str(value).replace("-", "")


def _entry_row(team_id: UUID, seq: int, content: dict[str, Any]) -> dict[str, Any]:
    ids = {"actor_id": "a", "agency_id": "g", "recipient_id": "r", "share_id": "s"}
    return {
        "team_id": team_id,
        "seq": seq,
        "at": content["t"],
        "event": content["k"],
        "basis": content.get("b"),
        **{name: UUID(content[key]) if key in content else None for name, key in ids.items()},
    }


def _strays(session: Session, team_id: UUID, size: int) -> bool:
    """Whether the index speaks of entries that there are not."""
    return any(
        session.scalar(select(exists().where(table.team_id == team_id, or_(table.seq < 1, table.seq > size))))
        for table in (LedgerEntry, LedgerCase)
    )
