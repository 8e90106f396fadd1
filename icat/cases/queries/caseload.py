"""Lists of cases: only those one may read, newest first, a page at a time."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from icat.audit.events import Event
from icat.audit.reading import receipt
from icat.cases.models import Bar, Case, LevelCode, Seat, Stage
from icat.cases.queries.door import first_survivor, headline
from icat.cases.scope import Withheld, scopes_for
from icat.db import engine as db
from icat.db.keys import vault
from icat.policy.actor import Actor
from icat.policy.roles import Role

PAGE = 50
AT_THE_TABLE = frozenset({Role.MEMBER, Role.ADVOCATE, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list."""

    id: UUID
    reference: str
    hromada: str
    stage: Stage
    urgency: str
    level: LevelCode | None
    opened_at: datetime
    next_review_on: date | None
    is_emergent: bool
    is_not_agreed: bool
    has_children: bool
    survivor: str | Withheld
    birth_year: str | Withheld


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page of a list, and where the next begins."""

    rows: tuple[CaseRow, ...]
    after: str  # the reference that the next page starts behind; empty on the last


def visible(actor: Actor) -> Select[Case]:
    """The cases that ``actor`` may read, said in SQL; a test holds it against the permission table."""
    ways: list[ColumnElement[bool]] = [false()]
    if actor.is_office:
        ways.append(Case.hromada.in_(actor.hromadas) if actor.hromadas else Case.team_id == actor.team_id)
    if actor.roles & AT_THE_TABLE:
        ways.append(
            and_(
                Case.stage != Stage.DECLINED,
                exists().where(Seat.case_id == Case.id, Seat.agency_id == actor.agency_id, Seat.ended_at.is_(None)),
            )
        )
    if actor.has(Role.REFERRER):
        ways.append(Case.referrer_id == actor.member_id)
    return select(Case).where(
        Case.team_id == actor.team_id,
        or_(*ways),
        ~exists().where(Bar.case_id == Case.id, Bar.member_id == actor.member_id),
    )


def caseload(actor: Actor, *, stages: tuple[Stage, ...] = (), after: str = "", size: int = PAGE) -> Caseload:
    """The actor's cases, newest first, those behind the case ``after``. What is shown is on the receipt."""
    session = db.session()
    found = visible(actor).order_by(Case.opened_at.desc(), Case.id.desc()).limit(size + 1)
    if stages:
        found = found.where(Case.stage.in_(stages))
    if after:
        # Asked of the readable cases only: else a reference could be tried out by where the list begins.
        place = session.execute(
            visible(actor).with_only_columns(Case.opened_at, Case.id).where(Case.reference == after)
        ).one_or_none()
        if place is not None:
            opened_at, last_id = place
            found = found.where(or_(Case.opened_at < opened_at, and_(Case.opened_at == opened_at, Case.id < last_id)))
    cases = list(session.scalars(found))
    more = len(cases) > size
    cases = cases[:size]
    return Caseload(case_rows(actor, cases), cases[-1].reference if more else "")


def case_rows(actor: Actor, cases: list[Case]) -> tuple[CaseRow, ...]:
    """These cases as lines, each cut by its scope, with three statements however many there are."""
    session = db.session()
    ids = [case.id for case in cases]
    vault(session).load(ids)
    scopes = scopes_for(session, actor, ids)
    survivors = {person.case_id: person for person in session.scalars(first_survivor(ids))} if ids else {}
    kept = receipt()
    kept.event = Event.CASES_READ
    rows = []
    for case in cases:
        kept.saw(actor, case.id)
        name, year = headline(scopes[case.id], survivors.get(case.id))
        rows.append(
            CaseRow(
                id=case.id,
                reference=case.reference,
                hromada=case.hromada,
                stage=case.stage,
                urgency=case.urgency,
                level=case.level,
                opened_at=case.opened_at,
                next_review_on=case.next_review_on,
                is_emergent=case.is_emergent,
                is_not_agreed=case.is_not_agreed,
                has_children=case.has_children,
                survivor=name,
                birth_year=year,
            )
        )
    return tuple(rows)
