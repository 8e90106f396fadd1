"""The index of the log: what it must say of a leaf, whether it does, and writing it anew.

Held against the leaves list by list and past SQLAlchemy: identifiers stay the texts that they are in a payload, because
making objects of them would take most of the time.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, exists, insert, or_, select
from sqlalchemy.orm import Session

from icat.audit import leaves
from icat.audit.models import LedgerCase, LedgerEntry

Id = str | None


class Content(msgspec.Struct, gc=False):
    """The part of a payload that the index repeats, and the facts that tell how the log is signed."""

    v: int
    k: str
    t: int
    a: str
    g: str
    c: list[tuple[str, str, int]]
    b: str | None = None
    r: str | None = None
    s: str | None = None
    f: msgspec.Raw = msgspec.Raw(b"{}")

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of the entry."""
        found: dict[str, Any] = msgspec.json.decode(self.f, type=dict)
        return found


read = msgspec.json.Decoder(Content).decode

_ENTRIES = leaves.asked(
    "select seq, at, event, actor_id{id}, agency_id{id}, basis, recipient_id{id}, share_id{id} from ledger_entry"
    " where team_id = {1} and seq > {1} and seq <= {1} order by seq"
)
_CASES = leaves.asked(
    "select seq, case_id{id}, share_id{id}, categories from ledger_case"
    " where team_id = {1} and seq > {1} and seq <= {1} order by seq"
)


class _Bare(dict[Id, Id]):
    """Identifiers as SQLite spells them. The same few come again and again."""

    def __missing__(self, text: Id) -> Id:
        if len(self) > 100_000:
            self.clear()
        self[text] = found = None if text is None else text.replace("-", "")
        return found


class _Same(dict[Id, Id]):
    """Identifiers as a payload spells them, which is PostgreSQL's spelling too."""

    def __missing__(self, text: Id) -> Id:
        return text


class Index:
    """The index of one team's log, to be held against its leaves from the first to the last."""

    def __init__(self, session: Session, team_id: UUID) -> None:
        """Which log, and in which snapshot of the database."""
        self._session, self._team_id = session, team_id
        self._spelt: dict[Id, Id] = _Bare() if session.get_bind().dialect.name == "sqlite" else _Same()

    def first_wrong(self, low: int, contents: Sequence[Content]) -> int | None:
        """The first of the entries after number ``low``, with these contents, of which the index says something else;
        a row that belongs to no content counts too."""
        spelt, high = self._spelt, low + len(contents)
        entries = [
            (seq, one.t, one.k, spelt[one.a], spelt[one.g], one.b, spelt[one.r], spelt[one.s])
            for seq, one in enumerate(contents, low + 1)
        ]
        cases = [
            (seq, spelt[case], spelt[share], bits)
            for seq, one in enumerate(contents, low + 1)
            if one.c
            for case, share, bits in one.c
        ]
        there = leaves.ask(self._session, _ENTRIES, self._team_id, low, high)
        seen = leaves.ask(self._session, _CASES, self._team_id, low, high)
        if there == entries and len(seen) == len(cases) and set(seen) == set(cases):
            return None
        wrong = {*there, *seen} ^ {*entries, *cases}
        return min((row[0] for row in wrong if isinstance(row[0], int)), default=low + 1)

    def has_strays(self, size: int) -> bool:
        """Whether the index speaks of entries that there are not."""
        return any(
            self._session.scalar(
                select(exists().where(table.team_id == self._team_id, or_(table.seq < 1, table.seq > size)))
            )
            for table in (LedgerEntry, LedgerCase)
        )


def rebuild_index(session: Session, team_id: UUID) -> int:
    """Write the index of a team's ledger anew from its leaves, in the caller's transaction; gives how many."""
    for table in (LedgerEntry, LedgerCase):
        session.execute(delete(table).where(table.team_id == team_id))
    count = 0
    for rows in leaves.rows_of(session, team_id):
        contents = [(row[0], read(row[1])) for row in rows]
        session.execute(insert(LedgerEntry), [_entry(team_id, seq, content) for seq, content in contents])
        seen = [
            {"team_id": team_id, "seq": seq, "case_id": UUID(case), "share_id": UUID(share), "categories": bits}
            for seq, content in contents
            for case, share, bits in content.c
        ]
        if seen:
            session.execute(insert(LedgerCase), seen)
        count += len(rows)
    return count


def _entry(team_id: UUID, seq: int, content: Content) -> dict[str, Any]:
    ids = {"actor_id": content.a, "agency_id": content.g, "recipient_id": content.r, "share_id": content.s}
    return {
        "team_id": team_id,
        "seq": seq,
        "at": content.t,
        "event": content.k,
        "basis": content.b,
        **{name: UUID(text) if text is not None else None for name, text in ids.items()},
    }
