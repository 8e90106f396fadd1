"""The table: one case as it is discussed, with what was said, where each agency stands, and what was agreed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from icat import clock, codes
from icat.cases.models import Case, LevelCode, Share
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import FACTORS
from icat.cases.queries.sharing import shares
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.legal import Category
from icat.meetings.models import (
    AgendaItem,
    Consensus,
    ConsensusState,
    Fact,
    ItemState,
    Meeting,
    MeetingState,
    Position,
    Return,
    Revealed,
    Round,
)
from icat.meetings.queries.present import present, seated_agencies
from icat.meetings.queries.telling import newest_item
from icat.members.queries.people import agencies, member_names
from icat.names import sort_key
from icat.risk import instrument


@dataclass(frozen=True, slots=True)
class Said:
    """One statement that the reader may see, and on what ground it was told."""

    id: UUID
    kind: Message
    category: Category
    text: str
    happened_on: date | None
    source: Words | None
    basis: Words | None  # none: the reader's own, not shared yet
    told_to: tuple[str | Words, ...]
    shares: tuple[int, ...]  # the reader's numbers of the shares that open it
    is_late: bool
    is_offer: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """An agency at this case's table, in the order of speaking, with what it said."""

    id: UUID
    agency: str
    is_own: bool
    is_present: bool
    has_filed: bool
    statements: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one agency stands. Absent is not agreeing."""

    agency_id: UUID
    agency: str
    is_own: bool
    is_present: bool
    is_given: bool
    level: LevelCode | None
    reason: Any
    is_sealed: bool  # given, and not for the reader to know before the others' are open

    @property
    def label(self) -> Message:
        """The position in words."""
        if self.is_sealed:
            return Message("Given, still sealed")
        if self.is_given:
            return self.level.label if self.level else Message("No information, no position")
        return Message("Not given yet") if self.is_present else Message("Absent: counts neither for nor against")


@dataclass(frozen=True, slots=True)
class FirstRound:
    """The round of first positions: when it ends, or what it was."""

    is_sealed: bool
    seconds_left: int  # until they open by themselves
    revealed: Revealed | None
    highest: int
    lower: int
    silent: int


@dataclass(frozen=True, slots=True)
class ConsensusView:
    """What was agreed, as it was recorded."""

    level: LevelCode
    state: ConsensusState
    factors: tuple[Words, ...]
    decided_at: datetime
    decided_by: str
    final_decider: str
    provisional_until: date | None
    next_review_on: date
    informer: str
    inform_by_on: date | None
    reason: str
    dissent: str
    survivor_voice: str
    missing: str
    protection_now: str
    inform_how: str


@dataclass(frozen=True, slots=True)
class Table:
    """One case at one meeting."""

    item_id: UUID
    version: int
    state: ItemState
    number: int
    team_code: str
    held_at: datetime
    meeting_state: MeetingState
    is_emergent: bool
    is_at_table: bool  # the reader's own agency is
    speakers: tuple[Speaker, ...]
    own: tuple[Said, ...]  # what the reader's agency wrote, told or not
    first: FirstRound | None
    stands: tuple[Stand, ...]
    consensus: ConsensusView | None

    @property
    def own_stand(self) -> Stand | None:
        """Where the reader's agency stands."""
        return next((stand for stand in self.stands if stand.is_own), None)


def table(case: CaseView) -> Table | None:
    """The newest item of the case as its reader may see it; none where the case was never listed."""
    item = newest_item(case)
    if item is None:
        return None
    session = db.session()
    meeting = session.get_one(Meeting, item.meeting_id)
    here = present(session, item)
    speakers = _speakers(case, here.agency_ids)
    own = next((speaker for speaker in speakers if speaker.id == case.actor.agency_id), None)
    first = session.scalars(select(Round).where(Round.item_id == item.id)).one_or_none()
    return Table(
        item_id=item.id,
        version=item.version,
        state=item.state,
        number=meeting.number,
        team_code=case.actor.team_code,
        held_at=meeting.held_at,
        meeting_state=meeting.state,
        is_emergent=meeting.is_emergent,
        is_at_table=case.actor.agency_id in here.agency_ids,
        speakers=speakers,
        own=own.statements if own else (),
        first=_first(case, item, first, here.agency_ids),
        stands=_stands(case, item, first, here.agency_ids),
        consensus=_consensus(case, item),
    )


def _told(case: CaseView) -> dict[UUID, list[UUID]]:
    """The shares in force under which each item of the reader's agency was told to anybody."""
    numbers = {view.id for view in shares(case) if view.is_own and view.state == "active" and not view.is_paper}
    rows = db.session().scalars(
        select(Share).where(Share.id.in_(numbers)).order_by(Share.recorded_at).options(selectinload(Share.lines))
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        for line in row.lines:
            if line.item_id is not None:
                found[line.item_id].append(row.id)
    return found


def _speakers(case: CaseView, here: frozenset[UUID]) -> tuple[Speaker, ...]:
    """Who referred the case first, then the others by name; nothing that was not opened to the reader."""
    session, known = db.session(), agencies(case.actor.team_id)
    seated = set(session.scalars(seated_agencies(case.id)))
    returns = {row.owner_id: row for row in session.scalars(select(Return).where(Return.case_id == case.id))}
    said = _said(case, returns)
    referrer = session.scalar(select(Case.referring_agency_id).where(Case.id == case.id))
    order = sorted((seated | said.keys()) & known.keys(), key=lambda id: (id != referrer, sort_key(known[id].name)))
    return tuple(
        Speaker(
            id=id,
            agency=known[id].short_name,
            is_own=id == case.actor.agency_id,
            is_present=id in here,
            has_filed=id in returns,
            statements=tuple(said.get(id, ())),
        )
        for id in order
    )


def _said(case: CaseView, returns: dict[UUID, Return]) -> dict[UUID, list[Said]]:
    """By agency: its statements, then its offer, each with the share that the reader sees it under."""
    views = {view.id: view for view in shares(case)}
    told = _told(case)
    said: dict[UUID, list[Said]] = defaultdict(list)

    def add(row: Fact | Return, text: str, category: Category, kind: Message, source: Words | None) -> None:
        is_own = row.owner_id == case.actor.agency_id
        opened = case.scope.share_for(row.owner_id, row.id, category, by_name=True)
        under = told.get(row.id, []) if is_own else [opened]
        found = [views[id] for id in under if id in views]
        said[row.owner_id].append(
            Said(
                id=row.id,
                kind=kind,
                category=category,
                text=case.scope.of(row.owner_id, row.id).get(row, text, category),
                happened_on=row.happened_on if isinstance(row, Fact) else None,
                source=source,
                basis=found[0].basis if found else None,
                told_to=tuple(name for view in found for name in view.recipients),
                shares=tuple(view.number for view in found),
                is_late=any(view.is_late for view in found),
                is_offer=isinstance(row, Return),
            )
        )

    facts = db.session().scalars(select(Fact).where(Fact.case_id == case.id).order_by(Fact.entered_at, Fact.id))
    for fact in facts:
        if case.scope.sees(fact.owner_id, fact.id, fact.category, by_name=True):
            source = codes.words("information_source", fact.source_code)
            add(fact, "text", fact.category, fact.kind.label, source)
    for owner_id, row in returns.items():
        if case.scope.sees(owner_id, row.id, Category.SERVICES, by_name=True) and row.offer:
            add(row, "offer", Category.SERVICES, Message("Offer"), None)
    return said


def _first(case: CaseView, item: AgendaItem, first: Round | None, here: frozenset[UUID]) -> FirstRound | None:
    """The round as far as the reader may know of it: who is at the table, the office, and who may read the decision."""
    if first is None:
        return None
    is_open = _is_open(case, item, first)
    if not is_open and not case.actor.is_office and case.actor.agency_id not in here:
        return None
    return FirstRound(
        is_sealed=first.is_sealed,
        seconds_left=max(0, ceil((first.ends_at - clock.now()).total_seconds())) if first.is_sealed else 0,
        revealed=first.revealed if is_open else None,
        highest=(first.highest or 0) if is_open else 0,
        lower=(first.lower or 0) if is_open else 0,
        silent=(first.silent or 0) if is_open else 0,
    )


def _is_open(case: CaseView, item: AgendaItem, first: Round | None) -> bool:
    """Whether the reader may read the others' positions. While they are sealed nobody may, the office neither."""
    if first is None or first.is_sealed:
        return False
    return case.scope.sees(None, first.id, Category.MINUTES) or case.scope.sees(None, item.id, Category.MINUTES)


def _stands(case: CaseView, item: AgendaItem, first: Round | None, here: frozenset[UUID]) -> tuple[Stand, ...]:
    """Every agency with a seat. One's own is always there; the others' are named while they are sealed to who is at the
    table, and read once they are open to the reader."""
    session, known = db.session(), agencies(case.actor.team_id)
    given = {row.agency_id: row for row in session.scalars(select(Position).where(Position.item_id == item.id))}
    seated = set(session.scalars(seated_agencies(case.id)))
    is_open = _is_open(case, item, first)
    is_in_room = case.actor.is_office or case.actor.agency_id in here
    found = []
    for id in sorted((seated | given.keys()) & known.keys(), key=lambda id: sort_key(known[id].name)):
        row, own = given.get(id), id == case.actor.agency_id
        is_read = own or is_open
        if not is_read and not is_in_room:
            continue
        if is_read:
            case.scope.show(id if own else None, item.id, Category.MINUTES)
            if first is not None and not own:
                case.scope.show(None, first.id, Category.MINUTES)
        found.append(
            Stand(
                agency_id=id,
                agency=known[id].short_name,
                is_own=own,
                is_present=id in here,
                is_given=row is not None,
                level=row.level if row and is_read else None,
                reason=row.reason if row and is_read else "",
                is_sealed=row is not None and not is_read,
            )
        )
    return tuple(found)


def _consensus(case: CaseView, item: AgendaItem) -> ConsensusView | None:
    """What was agreed; none where nothing was, or the reader may not read it."""
    row = db.session().scalars(select(Consensus).where(Consensus.item_id == item.id)).one_or_none()
    if row is None or not case.scope.sees(None, item.id, Category.MINUTES):
        return None
    cut = case.scope.of(None, item.id)
    names = member_names(id for id in (row.decided_by_id, row.final_decider_id, row.informer_id) if id)
    texts = ("reason", "dissent", "survivor_voice", "missing", "protection_now", "inform_how")
    asked = {factor.id: factor.text for factor in instrument.current(FACTORS).factors}
    return ConsensusView(
        level=row.level,
        state=row.state,
        factors=tuple(asked[id] for id in row.factors if id in asked),
        decided_at=row.decided_at,
        decided_by=names.get(row.decided_by_id, ""),
        final_decider=names.get(row.final_decider_id, "") if row.final_decider_id else "",
        provisional_until=row.provisional_until,
        next_review_on=row.next_review_on,
        informer=names.get(row.informer_id, "") if row.informer_id else "",
        inform_by_on=row.inform_by_on,
        **{name: cut.get(row, name) for name in texts},
    )
