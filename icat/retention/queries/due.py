"""Which cases of a team are due for destruction, on hold, proposed or destroyed: references and days, no names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.reading import receipt
from icat.cases.models import Bar, Case, Stage
from icat.db import engine as db
from icat.i18n import Words
from icat.members.queries.people import member_names
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.retention.models import Disposal
from icat.retention.queries.holding import is_kept
from icat.retention.queries.terms import keepings
from icat.retention.rules import Days, Keeping, keeping, rules

CHUNK = 500  # cases whose terms are worked out together


@dataclass(frozen=True, slots=True)
class DueRow:
    """One case by its reference: where it stands and how long it is kept."""

    case_id: UUID
    reference: str
    stage: Stage
    keeping: Keeping
    is_held: bool
    proposed_at: datetime | None
    proposed_by_me: bool


@dataclass(frozen=True, slots=True)
class Stub:
    """What stays of a referral that was not accepted: when, why, and who decided."""

    declined_at: datetime
    reason: Words | None
    by: str


@dataclass(frozen=True, slots=True)
class DoneRow:
    """A case that was destroyed."""

    reference: str
    class_code: str
    kept_until: date
    disposed_at: datetime
    stub: Stub | None  # of what was declined


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page of retention shows of one team."""

    team_code: str
    due: tuple[DueRow, ...]
    held: tuple[DueRow, ...]
    done: tuple[DoneRow, ...]


def overview(actor: Actor) -> Overview:
    """The cases of the actor's team and area that are due, on hold or destroyed, without those one is barred from.

    What is shown is on the receipt.
    """
    session = db.session()
    wanted = or_(is_kept(), may_be_due())
    rows = [row for row in _rows(session, (*_known_to(actor), wanted), actor.member_id) if row.is_held or _is_due(row)]
    done = session.execute(
        select(
            Case.id,
            Case.reference,
            Case.declined_at,
            Case.declined_by_id,
            Case.proposed_code,
            Disposal.class_code,
            Disposal.kept_until,
            Disposal.disposed_at,
        )
        .join(Disposal, Disposal.case_id == Case.id)
        .where(*_known_to(actor), Disposal.disposed_at.is_not(None))
        .order_by(Disposal.disposed_at.desc(), Case.reference)
    ).all()
    kept = receipt()
    for case_id in (*(row.case_id for row in rows), *(row.id for row in done)):
        kept.event = Event.CASES_READ
        kept.saw(actor, case_id)
    rows.sort(key=lambda row: (row.keeping.until or date.max, row.reference))
    names = member_names(row.declined_by_id for row in done if row.declined_by_id)
    return Overview(
        actor.team_code,
        due=tuple(row for row in rows if not row.is_held),
        held=tuple(row for row in rows if row.is_held),
        done=tuple(
            DoneRow(row.reference, row.class_code, row.kept_until, row.disposed_at, _stub(row, names)) for row in done
        ),
    )


def _stub(row: Any, names: dict[UUID, str]) -> Stub | None:
    if row.declined_at is None:
        return None
    reason = codes.words("not_accepted_reason", row.proposed_code) if row.proposed_code else None
    return Stub(row.declined_at, reason, names.get(row.declined_by_id, ""))


def due_count(actor: Actor) -> int:
    """How many cases wait for this actor: due and not on hold, and not proposed by the actor; for "my work"."""
    if not can(actor, Permission.RETENTION_READ):
        return 0
    rows = _rows(db.session(), (*_known_to(actor), may_be_due()), actor.member_id)
    proposes = can(actor, Permission.DISPOSAL_PROPOSE)
    return sum(
        _is_due(row) and not row.is_held and (not row.proposed_by_me if row.proposed_at else proposes) for row in rows
    )


def due_references(session: Session, team_id: UUID) -> list[DueRow]:
    """All cases of a team that are due and not on hold; for the command line, which nobody reads as somebody."""
    rows = _rows(session, (Case.team_id == team_id, may_be_due()), team_id)
    return sorted((row for row in rows if _is_due(row) and not row.is_held), key=lambda row: row.reference)


def may_be_due() -> ColumnElement[bool]:
    """Said in SQL, so that a large team's list stays quick: declined, or opened so long ago that every term which needs
    no statement may be over. Each case that is due is among these."""
    shortest = max(term.until for term in keeping(Days(_LONG_AGO), rules()).terms if term.until) - _LONG_AGO
    a_day = timedelta(days=1)  # a calendar may lie in another day than the clock of the database
    return or_(Case.declined_at.is_not(None), Case.opened_at <= clock.now() - shortest + a_day)


_LONG_AGO = date(2001, 1, 1)


def _known_to(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    found: list[ColumnElement[bool]] = [
        Case.team_id == actor.team_id,
        ~exists().where(Bar.case_id == Case.id, Bar.member_id == actor.member_id),
    ]
    if actor.hromadas:
        found.append(Case.hromada.in_(actor.hromadas))
    return tuple(found)


def _is_due(row: DueRow) -> bool:
    return row.keeping.is_due(clock.today())


def _rows(session: Session, where: tuple[ColumnElement[bool], ...], reader_id: UUID) -> Iterator[DueRow]:
    found = session.execute(
        select(
            Case.id, Case.reference, Case.stage, is_kept().label("held"), Disposal.proposed_at, Disposal.proposed_by_id
        )
        .outerjoin(Disposal, Disposal.case_id == Case.id)
        .where(*where, Case.disposed_at.is_(None))
    ).all()
    for start in range(0, len(found), CHUNK):
        some = found[start : start + CHUNK]
        kept = keepings(session, [row.id for row in some])
        for row in some:
            yield DueRow(
                row.id,
                row.reference,
                row.stage,
                kept[row.id],
                bool(row.held),
                row.proposed_at,
                row.proposed_by_id == reader_id,
            )
