"""One lease, one row a job."""

from icat.jobs.models import JobRun, WorkerLease


def test_there_is_one_row_for_each_name():
    assert [column.name for column in WorkerLease.__table__.primary_key] == ["name"]
    assert [column.name for column in JobRun.__table__.primary_key] == ["job"]
