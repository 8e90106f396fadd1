"""What the worker knows of its own work."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from icat.db import engine as db
from icat.jobs.models import JobRun
from icat.members.models import Team


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of a job."""

    began_at: datetime
    failures: int = 0
    fault: str | None = None


def runs() -> dict[str, Run]:
    """The last run of each job by its name."""
    return {row.job: Run(row.began_at, row.failures, row.fault) for row in db.session().scalars(select(JobRun))}


def teams() -> tuple[tuple[UUID, str], ...]:
    """Every team and its code, in the order of the codes."""
    rows = db.session().execute(select(Team.id, Team.code).order_by(Team.code))
    return tuple((row.id, row.code) for row in rows)
