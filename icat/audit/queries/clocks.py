"""Whether this machine's clock can be believed: held against the database's, and against the newest entry of the log.

Whoever turns the clock back could let a share be read longer than its sender allowed. The log keeps its order all the
same; that the clocks differ is written into it.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry, LedgerHead

MOST = 5  # seconds; more is no longer the time that a question to the database takes
_SAID_FOR = timedelta(hours=24)


def clock_difference(session: Session, team_id: UUID) -> int:
    """By how many seconds this machine is ahead of the database or, below nought, behind it or the newest entry; nought
    where it is no more than ``MOST``."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    asked = "select strftime('%Y-%m-%dT%H:%M:%f', 'now')" if is_sqlite else "select clock_timestamp()"
    theirs = session.scalar(text(asked))
    now = clock.now()
    there = datetime.fromisoformat(theirs).replace(tzinfo=UTC) if isinstance(theirs, str) else theirs or now
    newest = session.scalar(select(LedgerHead.at).where(LedgerHead.team_id == team_id))
    found = [now - there]
    if newest is not None:
        found.append(min(timedelta(), now - clock.from_microseconds(newest)))
    most = max(found, key=abs)
    return int(most.total_seconds()) if abs(most) > timedelta(seconds=MOST) else 0


def is_said(session: Session, team_id: UUID) -> bool:
    """Whether the log of the last day says already that the clocks differ."""
    since = clock.microseconds(clock.now() - _SAID_FOR)
    wanted = (LedgerEntry.team_id == team_id, LedgerEntry.event == Event.CLOCK_DIFFERED, LedgerEntry.at >= since)
    return bool(session.scalar(select(func.count()).where(*wanted)))
