"""The outside results of a case, each as far as the reader may see it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from icat import codes
from icat.cases.models import OutsideResult
from icat.cases.models.result import POLICE_FORM
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.errors import NotFound
from icat.files.models import FileKind, StoredFile
from icat.files.store import opened
from icat.i18n import Message, Words
from icat.legal import Category
from icat.members.queries.people import agencies, member_names


@dataclass(frozen=True, slots=True)
class ResultView:
    """One result; numbered in the order of keeping, so that an address needs no identifier."""

    id: UUID
    number: int
    tool: Words
    is_police_form: bool
    edition: str
    stated: str | Words
    scored_on: date | None
    scored_by: str
    note: str
    has_scan: bool
    agency: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Scan:
    """A kept file, opened."""

    content: bytes
    kind: FileKind


def results(case: CaseView) -> tuple[ResultView, ...]:
    """Those that the reader may see, oldest first; what is given out is on the receipt."""
    rows = [row for row in _rows(case) if case.scope.show(row.owner_id, row.id, Category.RISK)]
    known, names = agencies(case.actor.team_id), member_names(row.recorded_by_id for row in rows)
    return tuple(
        ResultView(
            id=row.id,
            number=number,
            tool=codes.words("outside_tool", row.tool),
            is_police_form=row.tool == POLICE_FORM,
            edition=row.tool_edition,
            stated=codes.words("police_level", row.stated) if row.tool == POLICE_FORM else row.stated,
            scored_on=row.scored_on,
            scored_by=row.scored_by,
            note=row.note,
            has_scan=row.file_id is not None,
            agency=known[row.owner_id].short_name if row.owner_id else str(Message("the team's office")),
            by=names.get(row.recorded_by_id, ""),
            at=row.recorded_at,
        )
        for number, row in enumerate(rows, 1)
    )


def scan_of(case: CaseView, number: int) -> Scan:
    """The scan of one of them. Refuses what the reader may not see as it refuses what does not exist."""
    rows = [row for row in _rows(case) if case.scope.show(row.owner_id, row.id, Category.RISK)]
    if not 1 <= number <= len(rows):
        raise NotFound
    file_id = rows[number - 1].file_id
    if file_id is None:
        raise NotFound
    kept = db.session().get_one(StoredFile, file_id)
    return Scan(opened(kept), kept.kind)


def _rows(case: CaseView) -> list[OutsideResult]:
    wanted = (
        select(OutsideResult)
        .where(OutsideResult.case_id == case.id)
        .order_by(OutsideResult.recorded_at, OutsideResult.id)
    )
    return list(db.session().scalars(wanted))
