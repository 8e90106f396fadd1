"""Research: what an agency has still to answer, what it wrote, and for the office who was asked and who answered."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from icat import clock, codes
from icat.cases.models import Bar, Case, Seat, Stage
from icat.cases.queries.caseload import AT_THE_TABLE, CaseRow, case_rows, visible
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.legal import Category
from icat.meetings.models import Fact, FactKind, Known, Return, due_on
from icat.members.queries.people import agencies, member_names, team
from icat.names import sort_key
from icat.policy.actor import Actor

OPEN_STAGES = (Stage.SCREENING, Stage.RESEARCH, Stage.MEETING)


@dataclass(frozen=True, slots=True)
class DueReturn:
    """A question that the actor's agency has not answered."""

    case: CaseRow
    asked_at: datetime
    due_on: date
    days: int  # until then; negative when it has passed

    @property
    def when(self) -> Message:
        """The deadline in words."""
        return deadline(self.days)


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact or an opinion of the reader's own agency."""

    id: UUID
    kind: FactKind
    category: Category
    source: Words
    happened_on: date | None
    text: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class OwnReturn:
    """What the reader's agency has filed so far, and by when it was to."""

    version: int
    due_on: date
    when: Message
    filed_at: datetime | None
    filed_by: str
    survivor: Known | None
    perpetrator: Known | None
    children: Known | None
    last_contact_on: date | None
    offer: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class AgencyReturn:
    """Where one agency stands with its answer. Whether somebody is known there is for the team to know; when it last
    saw them is told with its offer, or not at all."""

    agency: str
    asked_at: datetime
    due_on: date
    when: Message
    is_overdue: bool
    filed_at: datetime | None
    survivor: Known | None
    perpetrator: Known | None
    children: Known | None
    last_contact_on: date | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A member who cannot look at the case, and why."""

    name: str
    link: str
    reason: str
    declared_at: datetime


def deadline(days: int) -> Message:
    """How long an agency still has, in words."""
    if days < 0:
        return Message.plural("%(n)s day overdue", "%(n)s days overdue", -days)
    if days == 0:
        return Message("due today")
    return Message.plural("%(n)s day left", "%(n)s days left", days)


def due_returns(actor: Actor) -> tuple[DueReturn, ...]:
    """What the actor's agency was asked and has not answered, the most pressing first; nothing it may not see."""
    if not actor.roles & AT_THE_TABLE:
        return ()
    session = db.session()
    unanswered = (
        select(Seat.case_id, Seat.given_at)
        .outerjoin(Return, (Return.case_id == Seat.case_id) & (Return.owner_id == Seat.agency_id))
        .where(Seat.agency_id == actor.agency_id, Seat.ended_at.is_(None), Return.filed_at.is_(None))
    )
    asked = {row.case_id: row.given_at for row in session.execute(unanswered)}
    cases = session.scalars(visible(actor).where(Case.id.in_(asked), Case.stage.in_(OPEN_STAGES))).all()
    days = team(actor.team_id).research_days
    found = []
    for row in case_rows(actor, list(cases)):
        until = due_on(asked[row.id], days)
        found.append(DueReturn(row, asked[row.id], until, (until - clock.today()).days))
    return tuple(sorted(found, key=lambda due: (due.due_on, due.asked_at)))


def own_return(case: CaseView) -> OwnReturn | None:
    """The reader's agency's own return, filed or not; none where the agency was not asked."""
    session, own = db.session(), case.actor.agency_id
    asked_at = session.scalar(
        select(Seat.given_at).where(Seat.case_id == case.id, Seat.agency_id == own, Seat.ended_at.is_(None))
    )
    if asked_at is None:
        return None
    row = session.scalars(select(Return).where(Return.case_id == case.id, Return.owner_id == own)).one_or_none()
    until = row.due_on if row else due_on(asked_at, team(case.actor.team_id).research_days)
    names = member_names([row.filed_by_id] if row and row.filed_by_id else [])
    return OwnReturn(
        version=row.version if row else 0,
        due_on=until,
        when=deadline((until - clock.today()).days),
        filed_at=row.filed_at if row else None,
        filed_by=next(iter(names.values()), ""),
        survivor=row.survivor if row else None,
        perpetrator=row.perpetrator if row else None,
        children=row.children if row else None,
        last_contact_on=row.last_contact_on if row else None,
        offer=case.scope.of(own, row.id).get(row, "offer") if row else "",
        facts=own_facts(case),
    )


def own_facts(case: CaseView) -> tuple[FactView, ...]:
    """What the reader's agency wrote about the case, in the order in which it wrote it."""
    own = case.actor.agency_id
    rows = db.session().scalars(
        select(Fact).where(Fact.case_id == case.id, Fact.owner_id == own).order_by(Fact.entered_at, Fact.id)
    )
    return tuple(
        FactView(
            id=row.id,
            kind=row.kind,
            category=row.category,
            source=codes.words("information_source", row.source_code),
            happened_on=row.happened_on,
            text=case.scope.of(own, row.id).get(row, "text", row.category),
            entered_at=row.entered_at,
        )
        for row in rows
    )


def all_returns(case: CaseView) -> tuple[AgencyReturn, ...]:
    """Who was asked and who answered: for the office always, for the others once the research is over."""
    if not case.actor.is_office and case.stage in (Stage.SCREENING, Stage.RESEARCH):
        return ()
    session, known = db.session(), agencies(case.actor.team_id)
    days = team(case.actor.team_id).research_days
    filed = {row.owner_id: row for row in session.scalars(select(Return).where(Return.case_id == case.id))}
    seats = session.scalars(select(Seat).where(Seat.case_id == case.id, Seat.ended_at.is_(None)))
    found = []
    for seat in sorted(seats, key=lambda seat: sort_key(known[seat.agency_id].name)):
        row = filed.get(seat.agency_id)
        until = due_on(seat.given_at, days)
        left = (until - clock.today()).days
        found.append(
            AgencyReturn(
                agency=known[seat.agency_id].short_name,
                asked_at=seat.given_at,
                due_on=until,
                when=deadline(left),
                is_overdue=left < 0 and row is None,
                filed_at=row.filed_at if row else None,
                survivor=row.survivor if row else None,
                perpetrator=row.perpetrator if row else None,
                children=row.children if row else None,
                last_contact_on=row.last_contact_on if row and row.last_contact_on and _is_told(case, row) else None,
            )
        )
    return tuple(found)


def _is_told(case: CaseView, row: Return) -> bool:
    """Whether the agency told its answer with its offer: that it knows her is coordination, when it saw her is not."""
    return case.scope.show(row.owner_id, row.id, Category.SERVICES, by_name=True)


def conflicts(case: CaseView) -> tuple[Conflict, ...]:
    """Who declared a conflict of interest; for the office only."""
    if not case.actor.is_office:
        return ()
    rows = db.session().scalars(select(Bar).where(Bar.case_id == case.id, Bar.is_conflict).order_by(Bar.set_at))
    return tuple(Conflict(row.name, row.link, row.reason, row.set_at) for row in rows)
