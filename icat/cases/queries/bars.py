"""Who must not learn of a case, as the office sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from icat.cases.models import Bar
from icat.cases.queries.door import CaseView
from icat.cases.scope import Withheld
from icat.db import engine as db
from icat.members.queries.people import active_members, member_names


@dataclass(frozen=True, slots=True)
class BarView:
    """One name, and the member it is, if it is known to be one."""

    id: UUID
    number: int
    name: str | Withheld
    link: str | Withheld
    reason: str | Withheld
    member: str
    is_conflict: bool
    at: datetime


def bars(case: CaseView) -> tuple[BarView, ...]:
    """Everybody who is kept from the case, in the order in which they were named."""
    rows = db.session().scalars(select(Bar).where(Bar.case_id == case.id).order_by(Bar.set_at, Bar.id)).all()
    names = member_names(row.member_id for row in rows if row.member_id)
    found = []
    for number, row in enumerate(rows, 1):
        cut = case.scope.of(None, row.id)
        found.append(
            BarView(
                id=row.id,
                number=number,
                name=cut.get(row, "name"),
                link=cut.get(row, "link"),
                reason=cut.get(row, "reason"),
                member=names.get(row.member_id, "") if row.member_id else "",
                is_conflict=row.is_conflict,
                at=row.set_at,
            )
        )
    return tuple(found)


def barrable(case: CaseView) -> tuple[tuple[UUID, str], ...]:
    """The members in office who may still be kept from the case, with their agencies."""
    kept_away = set(db.session().scalars(select(Bar.member_id).where(Bar.case_id == case.id)))
    return tuple(
        (member.id, f"{member.name}, {member.agency}")
        for member in active_members(case.actor.team_id).values()
        if member.id not in kept_away and member.id != case.actor.member_id
    )
