"""Destroying what a case holds: its keys first, then every row with words in it. What stays is a skeleton of codes.

The skeleton is needed so that the log stays explainable: the case's number and days, who told whom what kind of thing
on which basis, and who must not learn of the case. Its sealed columns are emptied. Everything else goes, also what a
later version of this program adds: a table that names a case is erased unless it stands here.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, Table, delete, select, update
from sqlalchemy.orm import Session

from icat.audit.models import LedgerCase, LedgerDetail
from icat.audit.recording import Work
from icat.cases.models import (
    Bar,
    Case,
    Comparison,
    Consent,
    ConsentEnd,
    ConsentLine,
    Parcel,
    Referral,
    Seat,
    Share,
    ShareEnd,
    ShareLine,
)
from icat.cases.models.people_version import count_on
from icat.db.base import Base
from icat.db.keys import DataKey
from icat.files.models import StoredFile
from icat.meetings.models import AgendaItem
from icat.retention.models import Disposal

SKELETON: frozenset[str] = frozenset(
    model.__tablename__
    for model in (
        Case,
        Seat,
        Bar,
        Share,
        ShareLine,
        ShareEnd,
        Consent,
        ConsentLine,
        ConsentEnd,
        AgendaItem,
        Disposal,
        LedgerCase,
    )
)


class Erased(NamedTuple):
    """How much was destroyed."""

    rows: int
    keys: int


def erase(work: Work, case: Case) -> Erased:
    """Destroy the keys and the rows of ``case``, and mark it as destroyed. The caller records it, and asked who may.

    The ledger is not touched: its leaves hold no word of a case, and the words beside it lose their key. The files of
    the case lose theirs, too; what lies of them in the data folder is named by nothing and swept away within a day.
    """
    session = work.session
    session.flush()
    count_on(session, case.team_id)  # whoever keeps the names of its people in memory forgets them
    keys = _count(session, delete(DataKey).where(DataKey.owner_id == case.id))
    rows = _count(session, delete(LedgerDetail).where(LedgerDetail.owner_id == case.id))
    of_case = select(Referral.id).where(Referral.case_id == case.id)
    rows += _count(session, delete(Parcel).where(Parcel.referral_id.in_(of_case)))
    for table in reversed(Base.metadata.sorted_tables):  # what points at a row goes before it
        if "case_id" in table.c and table.name not in SKELETON:
            rows += _count(session, delete(table).where(table.c.case_id == case.id))
    rows += _count(session, delete(Comparison).where(Comparison.other_id == case.id))  # what others were found to be
    rows += _count(session, delete(StoredFile).where(StoredFile.owner_id == case.id))
    rows += _count(session, delete(Bar).where(Bar.case_id == case.id, Bar.member_id.is_(None)))
    for table in _skeleton():
        sealed = {column.name: None for column in table.c if column.info.get("sealed")}
        if sealed:
            owner = table.c.id if table.name == Case.__tablename__ else table.c.case_id
            session.execute(update(table).where(owner == case.id).values(sealed))
    session.expire_all()
    case.level, case.next_review_on, case.has_children = None, None, False
    case.disposed_at = work.at
    case.access_version += 1
    return Erased(rows, keys)


def erased_tables() -> list[Table]:
    """The tables that lose their rows, for who checks that nothing points at them from outside."""
    return [table for table in Base.metadata.sorted_tables if "case_id" in table.c and table.name not in SKELETON]


def _skeleton() -> Iterator[Table]:
    return (table for table in Base.metadata.sorted_tables if table.name in SKELETON)


def _count(session: Session, statement: Any) -> int:
    result: CursorResult[Any] = session.execute(statement)  # type: ignore[assignment]
    return result.rowcount
