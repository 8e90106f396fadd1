"""The job that holds the clocks against one another is done at the worker's start."""

from datetime import timedelta

from icat.jobs.clocks import watch_clocks
from icat.jobs.stop import Stop
from icat.jobs.table import jobs
from icat.jobs.worker import NOTED


def test_it_is_due_whenever_a_worker_begins(config):
    (job,) = [job for job in jobs(config, Stop()) if job.run is watch_clocks]

    assert timedelta(0) < job.every < NOTED  # its last run is remembered by the process only
