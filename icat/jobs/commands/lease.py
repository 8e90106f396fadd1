"""The lease of the worker: taken, kept, given back; taken over when its holder has not kept it for a minute.

PostgreSQL is asked for the time, because servers may disagree about it; with SQLite there is one machine and one clock.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import DateTime, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from icat import clock
from icat.audit.recording import upkeep
from icat.db import engine as db
from icat.jobs.models import WorkerLease

LASTS = timedelta(seconds=60)
_NAME = "worker"


def take_lease(holder: UUID) -> bool:
    """Take the lease, or keep it for another minute. False while somebody else has it."""
    try:
        with upkeep() as session:
            now = _now(session)
            row = session.get(WorkerLease, _NAME, with_for_update=True, populate_existing=True)
            if row is None:
                session.add(WorkerLease(name=_NAME, holder=holder, until=now + LASTS))
                session.flush()
                return True
            if row.holder != holder and row.until > now:
                return False
            row.holder, row.until = holder, now + LASTS
            return True
    except IntegrityError:  # somebody else took the very first one at the same moment
        return False


def give_lease_back(holder: UUID) -> None:
    """Let another worker begin at once."""
    with upkeep() as session:
        session.execute(delete(WorkerLease).where(WorkerLease.name == _NAME, WorkerLease.holder == holder))


def _now(session: Session) -> datetime:
    if db.database().is_sqlite:
        return clock.now()
    return session.execute(select(func.clock_timestamp(type_=DateTime(timezone=True)))).scalar_one()
