"""Which worker is at work, and when each job was last done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from icat.db.base import PLAIN, Base


class WorkerLease(Base):
    """Who may work until when. One row: over all servers there is one worker at a time."""

    __tablename__ = "worker_lease"

    name: Mapped[str] = mapped_column(String(20), primary_key=True, info=PLAIN)
    holder: Mapped[UUID] = mapped_column(info=PLAIN)
    until: Mapped[datetime] = mapped_column(info=PLAIN)


class JobRun(Base):
    """The last run of one job. ``failures`` in a row, with the code of the last one."""

    __tablename__ = "job_run"

    job: Mapped[str] = mapped_column(String(40), primary_key=True, info=PLAIN)
    began_at: Mapped[datetime] = mapped_column(info=PLAIN)
    failures: Mapped[int] = mapped_column(default=0, info=PLAIN)
    fault: Mapped[str | None] = mapped_column(String(40), default=None, info=PLAIN)
