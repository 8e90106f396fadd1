"""Copies that wait for a chair: what the chairs see of it, and what whoever wants a copy sees, which never says why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.cases.models import Case, Release, Restriction
from icat.cases.models.release import RELEASED_FOR
from icat.cases.queries.caseload import visible
from icat.cases.queries.door import CaseView
from icat.cases.queries.mirrors import is_restricted, mirrors_of
from icat.cases.scope import Withheld
from icat.db import engine as db
from icat.i18n import Message
from icat.members.queries.people import member_names


@dataclass(frozen=True, slots=True)
class Asked:
    """One copy that somebody asked for, as a chair reads it; numbered in the order of asking."""

    id: UUID
    number: int
    version: int
    by: str
    at: datetime
    wanted: str | Withheld
    state: Message
    is_open: bool
    decided_by: str
    reason: str | Withheld


@dataclass(frozen=True, slots=True)
class SetBy:
    """What a chair said of the copies of a case."""

    is_on: bool
    at: datetime
    by: str
    reason: str | Withheld


@dataclass(frozen=True, slots=True)
class Waits:
    """How it stands with the copies of a case, for the chairs."""

    is_on: bool
    mirrors: tuple[str, ...]  # the numbers of the cases before which this one is a counter-allegation
    said: tuple[SetBy, ...]  # the newest first
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """How it stands for whoever wants to take a copy."""

    may_take: bool
    is_asked: bool
    answer: Message | None


def waits(case: CaseView) -> Waits:
    """Whether copies wait and why, and who asked for one. For the chairs: the page that shows it is theirs alone."""
    session = db.session()
    row = session.get_one(Case, case.id)
    said = session.scalars(
        select(Restriction).where(Restriction.case_id == case.id).order_by(Restriction.set_at.desc())
    ).all()
    asked = session.scalars(
        select(Release).where(Release.case_id == case.id).order_by(Release.asked_at, Release.id)
    ).all()
    names = member_names(
        id for id in (*(s.set_by_id for s in said), *(x for r in asked for x in (r.asked_by_id, r.decided_by_id))) if id
    )
    return Waits(
        is_on=is_restricted(session, row),
        mirrors=mirrored(case),
        said=tuple(
            SetBy(one.is_on, one.set_at, names.get(one.set_by_id, ""), case.scope.of(None, one.id).get(one, "reason"))
            for one in said
        ),
        asked=tuple(_asked(case, number, one, names) for number, one in enumerate(asked, 1)),
    )


def mirrored(case: CaseView) -> tuple[str, ...]:
    """The numbers of the cases before which this one is a counter-allegation, for the chairs: nobody else is told."""
    if not case.may.MIRROR_READ:
        return ()
    session = db.session()
    ids = [one.id for one in mirrors_of(session, session.get_one(Case, case.id))]
    if not ids:
        return ()
    return tuple(session.scalars(visible(case.actor).where(Case.id.in_(ids)).with_only_columns(Case.reference)))


def own(case: CaseView) -> Own:
    """Whether the reader may take a copy now, has asked for one, and what became of that; never for which reason."""
    session = db.session()
    if not is_restricted(session, session.get_one(Case, case.id)):
        return Own(may_take=True, is_asked=False, answer=None)
    last = session.scalars(
        select(Release)
        .where(Release.case_id == case.id, Release.asked_by_id == case.actor.member_id)
        .order_by(Release.asked_at.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return Own(may_take=False, is_asked=False, answer=None)
    may_take = bool(last.is_granted) and last.used_at is None and not _is_over(last)
    return Own(may_take=may_take, is_asked=last.decided_at is None, answer=_state(last))


def _asked(case: CaseView, number: int, row: Release, names: dict[UUID, str]) -> Asked:
    cut = case.scope.of(None, row.id)
    return Asked(
        id=row.id,
        number=number,
        version=row.version,
        by=names.get(row.asked_by_id, ""),
        at=row.asked_at,
        wanted=cut.get(row, "wanted"),
        state=_state(row),
        is_open=row.decided_at is None,
        decided_by=names.get(row.decided_by_id, "") if row.decided_by_id else "",
        reason=cut.get(row, "reason"),
    )


def _is_over(row: Release) -> bool:
    return row.decided_at is not None and row.decided_at <= clock.now() - RELEASED_FOR


def _state(row: Release) -> Message:
    if row.decided_at is None:
        return Message("A chair has not answered yet")
    if not row.is_granted:
        return Message("Kept back")
    if row.used_at is not None:
        return Message("Let go, and taken")
    return Message("Let go, and not taken in time") if _is_over(row) else Message("Let go")
