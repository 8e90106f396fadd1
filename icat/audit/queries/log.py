"""The log as it is read: entries newest first, found by what was asked, a page at a time. Knows no case by name."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from icat import clock
from icat.audit.events import TOLD, Event, Group
from icat.audit.ledger import CaseSeen, Fact
from icat.audit.models import LedgerCase, LedgerEntry, LedgerHead, LedgerLeaf
from icat.audit.verify import Verdict, verify
from icat.db import engine as db

PAGE = 100
RECENT = 1000  # how many of the newest entries are checked whenever the log is looked at


@dataclass(frozen=True, slots=True)
class Own:
    """What a data protection officer may read of the log: what the own agency did, was told, and shared."""

    agency_id: UUID
    shares: Select[UUID]  # the agency's shares: given by those who know shares


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader looks for; everything given must fit."""

    team_id: UUID
    case_id: UUID | None = None
    actor_id: UUID | None = None
    agency_id: UUID | None = None
    basis: str | None = None
    since: datetime | None = None
    until: datetime | None = None  # the first moment after the period
    groups: frozenset[Group] = frozenset()
    events: frozenset[Event] = frozenset()
    numbers: frozenset[int] = frozenset()
    shares: Select[UUID] | None = None  # only acts of sharing among these
    own: Own | None = None
    hidden: frozenset[UUID] = frozenset()  # cases that the reader must not learn of
    is_narrow: bool = False  # of each entry only what it says of that one case


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log, in codes and identifiers."""

    seq: int
    at: datetime
    event: Event
    actor_id: UUID
    agency_id: UUID
    basis: str | None
    recipient_id: UUID | None
    share_id: UUID | None
    cases: tuple[CaseSeen, ...]
    facts: tuple[tuple[str, Fact], ...]
    request_id: str
    is_whole: bool = True  # whether it says nothing of other cases, or of other shares, than stand here

    def fact(self, name: str) -> Fact | None:
        """One fact of the entry."""
        return dict(self.facts).get(name)


@dataclass(frozen=True, slots=True)
class Proof:
    """What makes one entry checkable by hand: the bytes, their hash, and the chain.

    No bytes for a reader who sees only some of the entry's cases: they would tell of the others.
    """

    payload: str
    leaf_hash: str
    chain: str
    commitment: str


def events_of(groups: Collection[Group]) -> list[Event]:
    """The events of these groups."""
    return [event for event, told in TOLD.items() if told.group in groups]


def entries(asked: Asked, *, before: int | None = None, size: int = PAGE) -> tuple[Entry, ...]:
    """Up to ``size`` entries, newest first, older than the one numbered ``before``. Two statements."""
    session = db.session()
    wanted = conditions(asked)
    if before is not None:
        edge = session.scalar(
            select(LedgerEntry.at).where(LedgerEntry.team_id == asked.team_id, LedgerEntry.seq == before)
        )
        if edge is not None:  # time never runs back, so the index by time leads to the place
            wanted.append(LedgerEntry.at <= edge)
        wanted.append(LedgerEntry.seq < before)
    rows = session.execute(
        select(LedgerEntry, LedgerLeaf.payload)
        .join(LedgerLeaf, and_(LedgerLeaf.team_id == LedgerEntry.team_id, LedgerLeaf.seq == LedgerEntry.seq))
        .where(*wanted)
        .order_by(*_newest_first(asked))
        .limit(size)
    ).all()
    return _views(asked, rows)


def entry(asked: Asked, seq: int) -> tuple[Entry, Proof] | None:
    """One entry and what proves it; none where there is none or the reader may not see it."""
    session = db.session()
    row = session.execute(
        select(LedgerEntry, LedgerLeaf.payload, LedgerLeaf.leaf_hash, LedgerLeaf.chain)
        .join(LedgerLeaf, and_(LedgerLeaf.team_id == LedgerEntry.team_id, LedgerLeaf.seq == LedgerEntry.seq))
        .where(*conditions(asked), LedgerEntry.seq == seq)
    ).one_or_none()
    if row is None:
        return None
    (view,) = _views(asked, [(row[0], row[1])])
    content = msgspec.json.decode(row.payload)
    whole = len(view.cases) == len(content.get("c", ()))
    payload = row.payload.decode() if whole else ""
    proof = Proof(payload, row.leaf_hash.hex(), row.chain.hex(), content.get("d", ""))
    return view, proof


def counts(asked: Asked) -> dict[Group, int]:
    """How many entries of each group fit, whichever groups were asked for."""
    found: Counter[Group] = Counter()
    rows = db.session().execute(
        select(LedgerEntry.event, func.count())
        .where(*conditions(replace(asked, groups=frozenset())))
        .group_by(LedgerEntry.event)
    )
    for event, count in rows:
        found[TOLD[event].group] += count
    return {group: found[group] for group in Group}


def share_entry(team_id: UUID, case_id: UUID, share_id: UUID) -> int | None:
    """The number of the entry that recorded a share."""
    return db.session().scalar(
        select(LedgerEntry.seq)
        .join(LedgerCase, and_(LedgerCase.team_id == LedgerEntry.team_id, LedgerCase.seq == LedgerEntry.seq))
        .where(
            LedgerCase.team_id == team_id,
            LedgerCase.case_id == case_id,
            LedgerEntry.share_id == share_id,
            LedgerEntry.event == Event.SHARE_RECORDED,
        )
        .limit(1)
    )


def size_of(team_id: UUID) -> int:
    """How many entries a team's log has."""
    return db.session().scalar(select(LedgerHead.seq).where(LedgerHead.team_id == team_id)) or 0


def newest_checked(team_id: UUID) -> Verdict:
    """The verdict on the newest entries: cheap enough for every look at the log."""
    return verify(db.session(), team_id, last=RECENT)


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """What was asked, as conditions on ``LedgerEntry``."""
    wanted: list[ColumnElement[bool]] = [LedgerEntry.team_id == asked.team_id]
    if asked.case_id is not None:
        speaks = select(LedgerCase.seq).where(LedgerCase.team_id == asked.team_id, LedgerCase.case_id == asked.case_id)
        wanted.append(LedgerEntry.seq.in_(speaks))
    if asked.actor_id is not None:
        wanted.append(LedgerEntry.actor_id == asked.actor_id)
    if asked.agency_id is not None:
        wanted.append(or_(LedgerEntry.agency_id == asked.agency_id, LedgerEntry.recipient_id == asked.agency_id))
    if asked.basis is not None:
        wanted.append(LedgerEntry.basis == asked.basis)
    if asked.since is not None:
        wanted.append(LedgerEntry.at >= clock.microseconds(asked.since))
    if asked.until is not None:
        wanted.append(LedgerEntry.at < clock.microseconds(asked.until))
    if asked.groups:
        wanted.append(LedgerEntry.event.in_(events_of(asked.groups)))
    if asked.events:
        wanted.append(LedgerEntry.event.in_(sorted(asked.events)))
    if asked.numbers:
        wanted.append(LedgerEntry.seq.in_(sorted(asked.numbers)))
    if asked.shares is not None:
        wanted.append(LedgerEntry.share_id.in_(asked.shares))
    if asked.own is not None:
        wanted.append(_is_own(asked.own, asked.case_id))
    if asked.hidden:
        wanted.append(or_(~_speaks_of(), _speaks_of(LedgerCase.case_id.not_in(asked.hidden))))
    return wanted


def _newest_first(asked: Asked) -> tuple[ColumnElement[Any], ...]:
    """By number and by time are one order. By time, the indexes that end in it give the page without sorting; of one
    case the few numbers are known, and SQLite must not be tempted to look for them through all of time."""
    number = LedgerEntry.seq.desc()
    return (number,) if asked.case_id is not None else (LedgerEntry.at.desc(), number)


def _speaks_of(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(LedgerCase.team_id == LedgerEntry.team_id, LedgerCase.seq == LedgerEntry.seq, *more)


def _is_own(own: Own, case_id: UUID | None) -> ColumnElement[bool]:
    """What the own agency did, was told or shared; of one case, under a share of the own agency in that case."""
    there = [LedgerCase.case_id == case_id] if case_id is not None else []
    return or_(
        LedgerEntry.agency_id == own.agency_id,
        LedgerEntry.recipient_id == own.agency_id,
        LedgerEntry.share_id.in_(own.shares),
        _speaks_of(*there, LedgerCase.share_id.in_(own.shares)),
    )


def _views(asked: Asked, rows: Sequence[Any]) -> tuple[Entry, ...]:
    """The rows as values. Of a reading by others under several shares, an officer sees the lines of the own shares."""
    seen: dict[int, list[CaseSeen]] = defaultdict(list)
    numbers = [row.seq for row, _payload in rows]
    if numbers:
        wanted = [LedgerCase.team_id == asked.team_id, LedgerCase.seq.in_(numbers)]
        if asked.hidden:
            wanted.append(LedgerCase.case_id.not_in(asked.hidden))
        if asked.is_narrow:
            wanted.append(LedgerCase.case_id == asked.case_id)
        if asked.own is not None:
            theirs = [row.seq for row, _payload in rows if not _is_theirs(row, asked.own)]
            wanted.append(or_(LedgerCase.seq.not_in(theirs), LedgerCase.share_id.in_(asked.own.shares)))
        columns = (LedgerCase.seq, LedgerCase.case_id, LedgerCase.share_id, LedgerCase.categories)
        for seq, case_id, share_id, bits in db.session().execute(select(*columns).where(*wanted)):
            seen[seq].append(CaseSeen(case_id, share_id, bits))
    return tuple(_view(row, msgspec.json.decode(payload), tuple(seen[row.seq])) for row, payload in rows)


def _is_theirs(row: LedgerEntry, own: Own) -> bool:
    return own.agency_id in (row.agency_id, row.recipient_id)


def _view(row: LedgerEntry, content: dict[str, Any], cases: tuple[CaseSeen, ...]) -> Entry:
    return Entry(
        seq=row.seq,
        at=clock.from_microseconds(row.at),
        event=row.event,
        actor_id=row.actor_id,
        agency_id=row.agency_id,
        basis=row.basis,
        recipient_id=row.recipient_id,
        share_id=row.share_id,
        cases=cases,
        facts=tuple(sorted(content.get("f", {}).items())),
        request_id=content["q"],
        is_whole=len(cases) == len(content.get("c", ())),
    )
