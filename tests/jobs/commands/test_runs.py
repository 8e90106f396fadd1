"""A job's newest run replaces the one before."""

from datetime import timedelta

from icat import clock
from icat.db import engine as db
from icat.jobs.commands.runs import keep_run
from icat.jobs.queries import runs


def test_a_run_that_went_well_takes_the_place_of_one_that_failed(world, database):
    at = clock.now()
    keep_run("a", at, 3, "OSError")
    keep_run("a", at + timedelta(minutes=1))
    db.end()

    (run,) = runs().values()
    assert (run.began_at, run.failures, run.fault) == (at + timedelta(minutes=1), 0, None)
