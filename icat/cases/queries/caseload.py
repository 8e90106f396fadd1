"""Lists of cases: only those one may read, newest first, a page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, union_all
from sqlalchemy.orm import Session

from icat.audit.events import Event
from icat.audit.ledger import NOBODY
from icat.audit.reading import receipt
from icat.cases.models import Bar, Case, LevelCode, Seat, Stage
from icat.cases.queries.door import first_survivor, headline
from icat.cases.scope import Withheld, scopes_for
from icat.crypto import Compartment
from icat.db import engine as db
from icat.db.keys import vault
from icat.legal import Category
from icat.policy.actor import Actor
from icat.policy.roles import Role

PAGE = 50
FEW = 1500  # so many are looked up one by one about as quickly as a page is met that shows every fiftieth case
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


_SHOWN = [field.name for field in fields(CaseRow)][:-2]  # the survivor is another row's
_plain: Callable[[Any], tuple[Any, ...]] = attrgetter(*_SHOWN)


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page of a list, and where the next begins."""

    rows: tuple[CaseRow, ...]
    after: str  # the reference that the next page starts behind; empty on the last


def visible(actor: Actor, *, few: Select[UUID] | None = None) -> Select[Case]:
    """The cases that ``actor`` may read, said in SQL; a test holds it against the permission table.

    ``few``: only these, each looked up by its identifier.
    """
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
    readable = (
        or_(*ways),
        Case.disposed_at.is_(None),
        ~exists().where(Bar.case_id == Case.id, Bar.member_id == actor.member_id),
    )
    if few is None:
        return select(Case).where(Case.team_id == actor.team_id, *readable)
    # An expression and no column: SQLite would otherwise walk all cases of the team in search of these.
    return select(Case).where(Case.id.in_(few), func.coalesce(Case.team_id, NOBODY) == actor.team_id, *readable)


def _few(session: Session, actor: Actor) -> Select[UUID] | None:
    """The cases to which the actor has a seat or that the actor referred, where these are few; none where there are
    many, or where the actor comes to cases by role.

    A list walks the cases by time until it has a page, which is quick unless nearly all that it meets are not to be
    shown: then it begins from these.
    """
    if actor.is_office:
        return None
    reached: list[Select[UUID]] = []
    if actor.roles & AT_THE_TABLE:
        reached.append(select(Seat.case_id).where(Seat.agency_id == actor.agency_id, Seat.ended_at.is_(None)))
    if actor.has(Role.REFERRER):
        reached.append(select(Case.id).where(Case.referrer_id == actor.member_id))
    if not reached:
        return None
    counts = [select(func.count()).select_from(way.limit(FEW + 1).subquery()).scalar_subquery() for way in reached]
    if any(count > FEW for count in session.execute(select(*counts)).one()):
        return None
    return reached[0] if len(reached) == 1 else select(union_all(*reached).subquery().c[0])


def caseload(actor: Actor, *, stages: tuple[Stage, ...] = (), after: str = "", size: int = PAGE) -> Caseload:
    """The actor's cases, newest first, those behind the case ``after``. What is shown is on the receipt."""
    session = db.session()
    few = _few(session, actor)
    found = visible(actor, few=few).order_by(Case.opened_at.desc(), Case.id.desc()).limit(size + 1)
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
    cases = session.execute(found.with_only_columns(*(getattr(Case, name) for name in _SHOWN))).all()
    more = len(cases) > size
    cases = cases[:size]
    return Caseload(case_rows(actor, cases), cases[-1].reference if more else "")


def case_rows(actor: Actor, cases: Sequence[Any]) -> tuple[CaseRow, ...]:
    """These cases as lines, each cut by its scope, with three statements however many there are.

    A case may be given whole, or as a row of the columns that a line shows.
    """
    session = db.session()
    ids = [case.id for case in cases]
    vault(session).load(ids, only=Compartment.CORE)
    scopes = scopes_for(session, actor, ids, only=Category.IDENTITY)
    survivors = {person.case_id: person for person in session.scalars(first_survivor(ids))} if ids else {}
    kept = receipt()
    kept.event = Event.CASES_READ
    rows = []
    for case in cases:
        kept.saw(actor, case.id)
        rows.append(CaseRow(*(_plain(case) + headline(scopes[case.id], survivors.get(case.id)))))
    return tuple(rows)
