"""The critical developments of a case, as far as the reader may know of them: what waits first, then the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select

from icat import codes
from icat.cases.models import Development, LookedAgain
from icat.cases.queries.door import CaseView
from icat.cases.scope import WITHHELD, Withheld
from icat.db import engine as db
from icat.errors import NotFound
from icat.i18n import Message, Words
from icat.legal import Category
from icat.members.queries.people import agencies, member_names


@dataclass(frozen=True, slots=True)
class DevelopmentView:
    """One development; ``kind``, day and text are withheld where the reader knows only that there is one."""

    number: int  # the reader's own numbering, in the order of raising
    id: UUID
    version: int
    kind: Words | str | Withheld
    text: str | Withheld
    happened_on: date | Withheld
    happened_at: datetime | None
    raised_at: datetime
    by: str
    agency: str
    answer: LookedAgain | None
    answered_at: datetime | None
    answered_by: str
    reason: str | Withheld

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody to judge the danger anew."""
        return self.answered_at is None


def developments(case: CaseView) -> tuple[DevelopmentView, ...]:
    """Those that the reader may know of, the newest first. The office knows of all, and what only if it was told.

    Nobody else learns of one that was neither raised by their agency nor told to them: not even that it is there.
    """
    rows = db.session().scalars(
        select(Development).where(Development.case_id == case.id).order_by(Development.raised_at, Development.id)
    )
    known = [row for row in rows if case.actor.is_office or _sees(case, row)]
    agency = agencies(case.actor.team_id)
    names = member_names({id for row in known for id in (row.raised_by_id, row.answered_by_id) if id})
    return tuple(
        _view(case, row, number, agency[row.owner_id].short_name if row.owner_id else str(TEAM), names)
        for number, row in reversed(list(enumerate(known, 1)))
    )


TEAM = Message("the team's office")


def development(case: CaseView, number: int) -> DevelopmentView:
    """One of them by the reader's number. Refuses with ``NotFound`` where there is none."""
    found = next((one for one in developments(case) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def _sees(case: CaseView, row: Development) -> bool:
    return case.scope.sees(row.owner_id, row.id, row.category, by_name=True)


def _view(case: CaseView, row: Development, number: int, agency: str, names: Mapping[UUID, str]) -> DevelopmentView:
    cut = case.scope.of(row.owner_id, row.id)
    code = cut.get(row, "kind", row.category)
    shown = code is not WITHHELD
    return DevelopmentView(
        number=number,
        id=row.id,
        version=row.version,
        kind=codes.words("critical_development", code) if shown else WITHHELD,
        text=row.text if shown else WITHHELD,
        happened_on=row.happened_on if shown else WITHHELD,
        happened_at=row.happened_at if shown else None,
        raised_at=row.raised_at,
        by=names.get(row.raised_by_id, ""),
        agency=agency,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=names.get(row.answered_by_id, "") if row.answered_by_id else "",
        reason=case.scope.of(None, row.id).get(row, "reason", Category.RISK) if row.answer else "",
    )


def waiting(allowed: Select[UUID]) -> Select[Development]:
    """Unanswered developments of these cases, the oldest first."""
    return (
        select(Development)
        .where(Development.case_id.in_(allowed), Development.answered_at.is_(None))
        .order_by(Development.raised_at)
    )
