"""When a job was begun and how it ended, kept so that another worker, or this one started anew, goes on from there."""

from datetime import datetime

from icat.audit.recording import upkeep
from icat.jobs.models import JobRun


def keep_run(job: str, began_at: datetime, failures: int = 0, fault: str | None = None) -> None:
    """Note the newest run of a job."""
    with upkeep() as session:
        row = session.get(JobRun, job, with_for_update=True)
        if row is None:
            row = JobRun(job=job, began_at=began_at)
            session.add(row)
        row.began_at, row.failures, row.fault = began_at, failures, fault
